"""`cco analyse FILE --measure NAME …`: any measure of the kit on a file of your own."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playbook.analysis.analyse import BY, analyse, measure_named
from playbook.analysis.catalogue import MEASURES
from playbook.analysis.cells import DATE_ORDERS
from playbook.analysis.output import as_json, as_text
from playbook.analysis.parameters import Column, Measure
from playbook.analysis.texts import condition_text

PROGRESS_SECONDS = 0.5


def run(arguments: Sequence[str]) -> None:
    """Analyse as the command line says and print the result.

    Errors of the file, the columns or the measure come as exceptions with reason and remedy.
    """
    first = _common(add_help=False)
    known, _ = first.parse_known_args(arguments)
    if known.list:
        print(listing())
        return
    if known.measure is None:
        parser = _common(add_help=True)
        parser.parse_args(arguments)
        parser.error("--measure is missing; --list shows all measures")
    measure = measure_named(known.measure)
    options = _parser(measure).parse_args(arguments)
    given = {
        column.flag: getattr(options, column.flag)
        for column in _columns(measure)
        if getattr(options, column.flag) is not None
    }
    settings: dict[str, Any] = {
        option.flag: getattr(options, option.flag) for option in measure.options
    }
    settings |= {
        "decimal": {"point": ".", "comma": ",", None: None}[options.decimal],
        "date_order": options.date_order,
        "counts_as": options.counts_as,
    }
    found = analyse(
        options.file,
        measure.name,
        given,
        settings,
        where=dict(options.where),
        identity=options.id,
        sheet=options.sheet,
        header_rows=options.header_rows,
        out_of_core=True if options.out_of_core else None,
        tick=_progress(),
    )
    print(as_json(found) if options.json else as_text(found))


def listing() -> str:
    """All measures with what they say, a line each."""
    width = max(map(len, MEASURES))
    return "\n".join(f"{name:<{width}}  {one.says}" for name, one in MEASURES.items())


def _columns(measure: Measure) -> list[Column]:
    return [*measure.columns, *([BY] if measure.splits else [])]


def _common(*, add_help: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cco analyse",
        description="Compute a measure of a CSV, Excel or Parquet file, with its interval, n and "
        "what was left out. `cco analyse --measure NAME --help` tells what a measure takes.",
        add_help=add_help,
    )
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the file to analyse")
    parser.add_argument("--measure", metavar="NAME", help="which measure; --list shows them")
    parser.add_argument("--list", action="store_true", help="list the measures")
    return parser


def _parser(measure: Measure) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"cco analyse FILE --measure {measure.name}", description=measure.says
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to analyse")
    parser.add_argument("--measure", required=True, help=argparse.SUPPRESS)
    columns = parser.add_argument_group("columns of the file")
    for column in _columns(measure):
        columns.add_argument(
            _flag(column.flag),
            dest=column.flag,
            type=_names if column.many else str,
            metavar="A,B,…" if column.many else "COLUMN",
            help=column.help + ("" if column.required else " (optional)"),
        )
    if measure.options:
        settings = parser.add_argument_group("settings")
        for option in measure.options:
            settings.add_argument(
                _flag(option.flag),
                dest=option.flag,
                type=option.read,
                default=option.default,
                choices=option.choices,
                required=option.required,
                help=option.help
                + (f" (default {option.default})" if option.default is not None else ""),
            )
    rows = parser.add_argument_group("rows of the file")
    rows.add_argument(
        "--where",
        action="append",
        default=[],
        type=condition_text,
        metavar="COLUMN=TEXT",
        help="take only rows with this text; may be given several times",
    )
    rows.add_argument("--id", metavar="COLUMN", help="ids of which each counts once")
    reading = parser.add_argument_group("how the file is read, where it can't be told")
    reading.add_argument("--decimal", choices=["point", "comma"], help="the numbers' decimal mark")
    reading.add_argument("--date-order", choices=DATE_ORDERS, help="how dates are written")
    reading.add_argument(
        "--counts-as", metavar="VALUE", help="the value of a yes or no that counts"
    )
    reading.add_argument("--sheet", help="the sheet of an Excel workbook")
    reading.add_argument(
        "--header-rows", type=int, choices=[0, 1], help="whether the first row holds names"
    )
    reading.add_argument(
        "--out-of-core",
        action="store_true",
        help="aggregate by DuckDB without holding the file in memory; files above 200 MB and "
        "Parquet always are",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, numbers unrounded")
    return parser


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _progress() -> Callable[[float], None]:
    """Show how far the reading is, on a terminal only, once it takes longer than a moment."""
    begun = last = time.monotonic()

    def tick(share: float) -> None:
        nonlocal last
        now = time.monotonic()
        if sys.stderr.isatty() and now - begun > PROGRESS_SECONDS and now - last > 0.2:
            print(f"\rReading the file … {share:.0%}", end="", file=sys.stderr, flush=True)
            last = now
            if share >= 1:
                print("\r" + " " * 30 + "\r", end="", file=sys.stderr, flush=True)

    return tick
