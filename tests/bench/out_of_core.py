"""A survey file larger than the memory it is given: `cco analyse` by DuckDB, and how it grows."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playbook.analysis import analyse
from playbook.measures import Estimate

SIZES = (2_000_000, 40_000_000)
PERIOD = 9_973
"""Rows after which all but the id repeats; a prime, so that no column falls in step."""
REGIONS = ("Aberdeen", "Bristol", "Cardiff", "Dundee", "Exeter", "Falmouth")


def write_survey(path: Path, rows: int) -> None:
    """Write an answer a row: id, 0 to 10 with every twentieth blank, region, a comment."""
    endings = [
        f",{'' if row % 20 == 0 else (row * row) % 11},{REGIONS[row % 6]},"
        f"the engineer came {row % 7} times before it worked\n"
        for row in range(PERIOD)
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write("response_id,recommend,region,comment\n")
        for start in range(0, rows, PERIOD):
            stop = min(start + PERIOD, rows)
            file.writelines(
                f"R_{number:012d}{ending}"
                for number, ending in zip(range(start, stop), endings, strict=False)
            )


def measure(path: Path) -> tuple[float, float, float, list[tuple[str, Estimate]]]:
    """Seconds, memory in MB before and at its peak, and the scores by region."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    begun = time.perf_counter()
    found = analyse(path, "nps", {"column": "recommend", "by": "region"}, out_of_core=True)
    spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return spent, before, peak, list(found.results)  # type: ignore[arg-type]


def main() -> None:
    """Write, measure in a process of its own, and print."""
    fresh = multiprocessing.get_context("spawn")
    print("Net Promoter Score by region, out of core")
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            path = Path(folder) / "survey.csv"
            write_survey(path, rows)
            with ProcessPoolExecutor(1, mp_context=fresh) as pool:
                spent, before, peak, results = pool.submit(measure, path).result()
            size = path.stat().st_size / 1e6
            print(
                f"  {rows:11,} rows  {size:6,.0f} MB  {spent:6.1f} s  peak {peak:5,.0f} MB "
                f"({before:,.0f} before)"
            )
        print("  " + results[0][1].sentence())


if __name__ == "__main__":
    main()
