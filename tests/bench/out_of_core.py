"""A survey file larger than the memory it is given: `cco analyse` by DuckDB, and how it grows."""

from __future__ import annotations

import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from playbook.analysis import analyse
from playbook.analysis.duck import MEMORY

SIZES = (2_000_000, 40_000_000)
PERIOD = 9_973
"""Rows after which all but the id repeats; a prime, so that no column falls in step."""
REGIONS = ("Aberdeen", "Bristol", "Cardiff", "Dundee", "Exeter", "Falmouth")


def write_survey(
    path: Path, rows: int, comment: str = "the engineer came twice before it worked"
) -> None:
    """Write an answer a row: id, 0 to 10 with gaps, region, renewed, months, a comment."""
    endings = [
        f",{'' if row % 20 == 0 else (row * row) % 11},{REGIONS[row % 6]},"
        f"{'yes' if row * row % 7 < 4 else 'no'},{row * row % 60 + 1},{comment}\n"
        for row in range(PERIOD)
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write("response_id,recommend,region,renewed,months,comment\n")
        for start in range(0, rows, PERIOD):
            stop = min(start + PERIOD, rows)
            file.writelines(
                f"R_{number:012d}{ending}"
                for number, ending in zip(range(start, stop), endings, strict=False)
            )


def measure(
    path: Path, name: str, columns: dict[str, str], options: dict[str, str], out_of_core: bool
) -> tuple[float, float, float, list[tuple[str, object]]]:
    """Seconds, memory in MB before and at its peak, and the results."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    begun = time.perf_counter()
    found = analyse(path, name, columns, options, out_of_core=out_of_core)
    spent = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return spent, before, peak, list(found.results)


def report(
    label: str,
    path: Path,
    name: str,
    columns: dict[str, str],
    options: dict[str, str] | None = None,
    *,
    out_of_core: bool = True,
) -> list[tuple[str, object]]:
    """Measure in a process of its own, print a line, give the results."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        asked = pool.submit(measure, path, name, columns, options or {}, out_of_core)
        spent, before, peak, results = asked.result()
    print(
        f"  {label:<42} {path.stat().st_size / 1e6:6,.0f} MB  {spent:6.1f} s  "
        f"peak {peak:5,.0f} MB ({before:,.0f} before)",
        flush=True,
    )
    return results


def main() -> None:
    """Write, measure, compare and print."""
    nps = ("nps", {"column": "recommend", "by": "region"})
    share = ("share", {"column": "renewed", "by": "region"})
    survival = ("survival", {"duration": "months", "event": "renewed", "by": "region"})
    left = {"counts_as": "no"}
    print(f"Out of core, by region; DuckDB may hold {MEMORY}")
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            path = Path(folder) / f"survey_{rows}.csv"
            write_survey(path, rows)
            results = report(f"Net Promoter Score, {rows:,} rows", path, *nps)
            if rows == SIZES[0]:
                held = report("  the same in memory", path, *nps, out_of_core=False)
                print(f"    equal to the last digit: {'yes' if held == results else 'NO'}")
        report("share", path, *share)
        report("Kaplan-Meier and log-rank", path, *survival, left)
        print("  " + str(results[0][1].sentence()))  # type: ignore[attr-defined]
        path.unlink()
        path = Path(folder) / "quoted.csv"
        write_survey(path, SIZES[0], comment='"He said, ""later"".\nTwice."')
        results = report("odd quotes: split row by row", path, *nps)
        held = report("  the same in memory", path, *nps, out_of_core=False)
        print(f"    equal to the last digit: {'yes' if held == results else 'NO'}")


if __name__ == "__main__":
    main()
