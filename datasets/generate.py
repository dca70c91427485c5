"""Write the sample companies: tables, their description and what is planted in them.

Each company gets a folder with one CSV a table, `datapackage.json` and `truth.yaml`. The bytes are
the same on every machine for the same number of customers.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from making.company import Company, Truth
from making.ellermoor import company as ellermoor
from making.ordanvale import company as ordanvale
from making.quillmere import company as quillmere
from making.table import Table
from making.writing import write_package, write_tables, write_yaml


class Sample(Protocol):
    """A module that makes one company; the order of COMPANIES is the order of writing."""

    COMPANY: Company

    def make(self, customers: int) -> tuple[Iterable[Table], Truth]:
        """Give the company's tables, and its truth, which is whole once they are taken."""


COMPANIES: dict[str, Sample] = {
    sample.COMPANY.name: sample for sample in (quillmere, ordanvale, ellermoor)
}


def write_company(
    sample: Sample, folder: Path, customers: int, progress: Callable[[str], None]
) -> None:
    """Write one company into a folder, which is made when it isn't there."""
    folder.mkdir(parents=True, exist_ok=True)
    company = sample.COMPANY
    tables, truth = sample.make(customers)
    written = write_tables(folder, tables, progress)
    write_package(folder / "datapackage.json", company, written)
    heading = f"What is planted in the tables of {company.title}. Written by datasets/generate.py."
    write_yaml(folder / "truth.yaml", heading, {"seed": company.seed, **truth})


def _say(company: str, line: str) -> None:
    print(f"{company} {line}", flush=True)


def at_least_one(text: str) -> int:
    """Read a number of customers."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"at least 1 customer is needed, not {text}")
    return number


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--company", action="append", choices=list(COMPANIES), help="only this one; repeatable"
    )
    parser.add_argument(
        "--customers", type=at_least_one, help="how many (default: each company's own number)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(__file__).parent,
        metavar="DIR",
        help="folder for the companies' folders (default: beside this file)",
    )
    options = parser.parse_args()
    for name in options.company or COMPANIES:
        sample = COMPANIES[name]
        write_company(
            sample,
            options.out / name,
            options.customers or sample.COMPANY.customers,
            partial(_say, name),
        )


if __name__ == "__main__":
    main()
