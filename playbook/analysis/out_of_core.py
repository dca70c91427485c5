"""Delimited text and Parquet files of any size, aggregated by DuckDB without being held in memory.

DuckDB only groups and counts the cells as they stand in the file; what they mean is decided from
the different ones afterwards, by the same code that reads small files.
"""

from __future__ import annotations

import codecs
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT, Distinct, Tick, collapse
from playbook.intake.limits import HEAD_BYTES
from playbook.intake.sniff import text_layout

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BLANK_CELLS = "chr(32) || chr(9) || chr(10) || chr(13) || chr(160)"
WRONG_CELLS = "wrong number of cells"
MEMORY = "2GB"
"""What DuckDB may hold before it writes to a temporary folder; enough for most groupings."""


class TextSource:
    """A delimited text file of any size, in UTF-8, cp1252 or UTF-16."""

    def __init__(self, path: Path, *, header_rows: int | None) -> None:
        self._path = path
        self._encoding = _encoding(path)
        self._layout = text_layout(path, self._encoding, header_rows)
        if not self._layout.certain_header:
            raise AnalysisError(
                f"The first row of {path.name} could be names or data.",
                "Say --header-rows 1 if it holds the columns' names, --header-rows 0 if not.",
            )
        if self._layout.delimiter == " ":
            raise AnalysisError(
                f"The columns of {path.name} are separated by blanks, which can only be read in "
                "memory.",
                "Write the file with commas, or split it into parts of at most 200 MB.",
            )
        self.columns = self._layout.columns
        self.export = self._layout.export
        self.notes = (
            f"Text encoding, from the file's first part: {self._encoding}.",
            self._layout.header_note,
        )

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns."""
        names = [f"c{place}" for place in range(len(self.columns))]
        places = [self.columns.index(name) for name in columns]
        cells = ", ".join(
            f"nullif(trim(c{place}, {BLANK_CELLS}), '') AS w{number}"
            for number, place in enumerate(places)
        )
        empty = " AND ".join(f"trim({name}, {BLANK_CELLS}) = ''" for name in names)
        query = (
            f"SELECT {cells}, ({empty}) AS blank, count(*) AS n FROM read_csv(?, delim=?, "
            "header=false, skip=?, quote='\"', escape='\"', auto_detect=false, all_varchar=true, "
            "columns=?, nullstr=chr(1), ignore_errors=true, store_rejects=true, rejects_limit=0, "
            "max_line_size=20000000) GROUP BY ALL"
        )
        types = dict.fromkeys(names, "VARCHAR")
        with self._as_utf8() as path:
            found = [str(path), self._layout.delimiter, self._layout.header_rows, types]
            frame, wrong = _grouped(query, found)
        tick(1.0)
        blank = frame["blank"].astype(bool)
        dropped = {}
        if blank.any():
            dropped["blank row"] = int(frame.loc[blank, "n"].sum())
        if wrong:
            dropped[WRONG_CELLS] = wrong
        frame = frame[~blank].drop(columns="blank")
        frame.columns = pd.Index([*columns, COUNT])
        for name in columns:
            frame[name] = frame[name].astype("str")
        frame[COUNT] = frame[COUNT].astype("int64")
        rows = int(frame[COUNT].sum()) + sum(dropped.values())
        return Distinct(collapse(frame, columns), rows, dropped)

    @contextmanager
    def _as_utf8(self) -> Iterator[Path]:
        """The file itself, or a copy in UTF-8 for as long as it is needed."""
        if self._encoding.startswith("utf-8"):
            yield self._path
            return
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "utf8.csv"
            with (
                self._path.open(encoding=self._encoding, newline="") as old,
                copy.open("w", encoding="utf-8", newline="") as new,
            ):
                shutil.copyfileobj(old, new, 4_000_000)
            yield copy


def _grouped(query: str, arguments: list[object]) -> tuple[pd.DataFrame, int]:
    """A query's table, and how many lines of the file had another number of cells."""
    with _connection() as duck:
        frame = duck.execute(query, arguments).df()
        rejected = duck.execute("SELECT count(DISTINCT line) FROM reject_errors").fetchone()
    return frame, int(rejected[0]) if rejected else 0


class ParquetSource:
    """A Parquet file of any size; its columns keep their types."""

    export = ""

    def __init__(self, path: Path) -> None:
        self._path = path
        with _connection() as duck:
            found = duck.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        self.columns = tuple(str(row[0]) for row in found)
        self.notes = ("Parquet file.",)

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns."""
        cells = ", ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' for name in columns)
        with _connection() as duck:
            query = f"SELECT {cells}, count(*) AS n FROM read_parquet(?) GROUP BY ALL"
            frame = duck.execute(query, [str(self._path)]).df()
        tick(1.0)
        frame.columns = pd.Index([*columns, COUNT])
        frame[COUNT] = frame[COUNT].astype("int64")
        return Distinct(collapse(frame, columns), int(frame[COUNT].sum()), {})


@contextmanager
def _connection() -> Iterator[DuckDBPyConnection]:
    """A private database in memory that spills to a temporary folder and fetches nothing."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder:
        duck = duckdb.connect(
            config={
                "temp_directory": folder,
                "memory_limit": MEMORY,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "preserve_insertion_order": False,
            }
        )
        try:
            yield duck
        except duckdb.Error as problem:
            raise AnalysisError(
                f"The file can't be read: {str(problem).splitlines()[0]}.",
                "Export it again as CSV in UTF-8 with texts in quotes, or as Parquet.",
            ) from problem
        finally:
            duck.close()


def _encoding(path: Path) -> str:
    """The encoding of a text, told from the file's first part."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise AnalysisError(f"{path.name} is empty.", "Export it again and check that it has rows.")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
