"""DuckDB: a private database that spills to disk, and queries that tell how far they are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import Tick

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "2GB"
"""What DuckDB may hold before it writes to a temporary folder; enough for most groupings."""

BEAT_SECONDS = 0.2
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""All that `str.strip` takes away."""

Found = TypeVar("Found")


@contextmanager
def database() -> Iterator[DuckDBPyConnection]:
    """A private database in memory that spills to a temporary folder and fetches nothing.

    Raises AnalysisError where there is no room for what it spills.
    """
    import duckdb

    with temporary_folder() as folder:
        duck = duckdb.connect(
            config={
                "temp_directory": folder,
                "memory_limit": MEMORY,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "preserve_insertion_order": False,
            }
        )
        duck.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        try:
            yield duck
        except (duckdb.OutOfMemoryException, duckdb.IOException) as problem:
            raise AnalysisError(
                f"The file can't be aggregated: {first_line(problem)}.",
                "Make room on the disk of temporary files, or name a larger one: TMPDIR=/folder.",
            ) from problem
        finally:
            duck.close()


@contextmanager
def temporary_folder() -> Iterator[str]:
    """A folder for a while; AnalysisError where none can be made."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="cco-", ignore_cleanup_errors=True)
    except OSError as problem:
        raise AnalysisError(
            "There is no folder for temporary files that can be written to.",
            "Name one: TMPDIR=/folder cco analyse …",
        ) from problem
    with folder as name:
        yield name


def query(
    duck: DuckDBPyConnection,
    text: str,
    arguments: Mapping[str, object],
    fetch: Callable[[DuckDBPyConnection], Found],
    tick: Tick,
) -> Found:
    """What `fetch` takes from the query's result; `tick` hears the share done meanwhile.

    Whatever `tick` raises, or Ctrl-C, stops the query.
    """
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(lambda: fetch(duck.execute(text, dict(arguments))))
        try:
            while not wait([work], BEAT_SECONDS).done:
                tick(max(duck.query_progress(), 0.0) / 100)
            return work.result()
        except BaseException:
            duck.interrupt()
            raise


def quoted(name: str) -> str:
    """A column's name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def first_line(problem: Exception) -> str:
    """The first line of what DuckDB says, without its full stop."""
    return str(problem).strip().splitlines()[0].rstrip(".")
