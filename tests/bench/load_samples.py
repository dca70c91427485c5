"""Seconds to make the sample data, and to load its largest tables, typed and validated."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playbook.locations import datasets_dir
from playbook.samples import companies, load, tables

REPEATS = 5
LARGEST = 5


def made() -> float:
    """Seconds to make all companies from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        command = [sys.executable, str(datasets_dir() / "generate.py"), "--out", folder]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begun


def loaded(company: str, table: str) -> tuple[float, int]:
    """Median seconds to load a table, and its rows."""
    spent = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        frame = load(company, table)
        spent.append(time.perf_counter() - begun)
    return statistics.median(spent), len(frame)


def main() -> None:
    """Measure and print."""
    print("Sample data")
    print(f"  made anew, all companies      {made():6.2f} s")
    begun = time.perf_counter()
    load(companies()[0], tables(companies()[0])[0])
    print(f"  first table, with the imports {time.perf_counter() - begun:6.2f} s")
    sizes = {
        (company, table): (datasets_dir() / company / f"{table}.csv").stat().st_size
        for company in companies()
        for table in tables(company)
        if (datasets_dir() / company / f"{table}.csv").is_file()
    }
    for company, table in sorted(sizes, key=lambda one: -sizes[one])[:LARGEST]:
        spent, rows = loaded(company, table)
        print(f"  {company} {table:<18} {rows:7,} rows {1000 * spent:6.0f} ms")
    total = sum(path.stat().st_size for path in Path(datasets_dir()).rglob("*.csv")) / 1e6
    print(f"  all tables together           {total:6.1f} MB")


if __name__ == "__main__":
    main()
