"""Delimited text of any size, its rows counted by DuckDB without being held in memory.

DuckDB only groups and counts the cells as they stand in the file; what they mean is decided from
the different ones afterwards, by the same code that reads small files. It also splits the text
into cells where that can be done in one way only; any other text is split row by row, slower, by
the same code that reads small files, so that the rows are the same however a file is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from playbook.analysis import duck
from playbook.analysis.by_row import Keys, tally, text_frame
from playbook.analysis.marks import Marks, ends_in_data
from playbook.analysis.source import Distinct, Tick
from playbook.intake.drops import BLANK
from playbook.intake.encoding import Scan
from playbook.intake.layout import Layout
from playbook.intake.rows import WHITE_SPACE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_HELD = 500_000
"""Different rows held in memory before DuckDB is given them."""


class TextSource:
    """A delimited text file of any size."""

    def __init__(self, path: Path, scanned: Scan, layout: Layout, marks: Marks) -> None:
        self._path = path
        self._layout = layout
        self._marks = marks
        self._plain = (
            marks.plain
            and scanned.encoding.startswith("utf-8")
            and layout.delimiter != WHITE_SPACE
            and ends_in_data(path, layout)
        )
        self.columns = layout.columns
        self.export = layout.export
        self.notes = (scanned.note, layout.header_note)
        self.sha256 = scanned.sha256

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns."""
        with duck.database() as connection:
            found = self._split_by_duckdb(connection, columns, tick) if self._plain else None
            return found or self._split_by_row(connection, columns, tick)

    def _split_by_duckdb(
        self, connection: DuckDBPyConnection, columns: Sequence[str], tick: Tick
    ) -> Distinct | None:
        """None where DuckDB finds a row with other cells than the header, or misses one."""
        import duckdb

        names = [f"c{place}" for place in range(len(self.columns))]
        places = [self.columns.index(name) for name in columns]
        cells = ", ".join(f"c{place} AS w{number}" for number, place in enumerate(places))
        seen = " ".join(f"WHEN {name} >= '!' AND {name} < chr(127) THEN false" for name in names)
        empty = " AND ".join(f"coalesce(trim({name}, $white), '') = ''" for name in names)
        text = (
            f"SELECT {cells}, CASE {seen} ELSE {empty} END AS blank, count(*) AS n "
            "FROM read_csv($path, delim=$delimiter, header=false, skip=$skip, quote='\"', "
            "escape='\"', auto_detect=false, all_varchar=true, columns=$types, parallel=$parallel) "
            "GROUP BY ALL"
        )
        arguments = {
            "white": duck.WHITE,
            "path": str(self._path),
            "delimiter": self._layout.delimiter,
            "skip": self._layout.header_rows,
            "types": dict.fromkeys(names, "VARCHAR"),
            # Read in parallel, a file may be cut at a line break inside quotes.
            "parallel": not self._marks.quotes,
        }
        try:
            frame = duck.query(connection, text, arguments, lambda result: result.df(), tick)
        except duckdb.InvalidInputException as problem:
            if "CSV" in str(problem):
                return None
            raise
        blank = frame["blank"].astype(bool)
        rows = int(frame["n"].sum())
        if self._marks.rows not in (None, rows + self._layout.header_rows):
            return None
        dropped = {BLANK: int(frame.loc[blank, "n"].sum())} if blank.any() else {}
        frame = frame[~blank].drop(columns="blank").reset_index(drop=True)
        counts = frame.pop("n").to_numpy()
        for name in frame.columns:
            frame[name] = frame[name].str.strip()
        return Distinct(text_frame(frame, columns, counts), rows, dropped)

    def _split_by_row(
        self, connection: DuckDBPyConnection, columns: Sequence[str], tick: Tick
    ) -> Distinct:
        held = _Spilling(connection, len(columns))
        rows, dropped = tally(
            self._path, self._layout, columns, held.add, tick, most_rows=float("inf")
        )
        frame = held.result()
        counts = frame.pop("n").to_numpy()
        return Distinct(text_frame(frame, columns, counts), rows, dropped)


class _Spilling:
    """Counts rows; DuckDB holds what is more than a moderate number of different ones."""

    def __init__(self, connection: DuckDBPyConnection, width: int) -> None:
        self._duck = connection
        self._names = [f"w{number}" for number in range(width)]
        self._counts: Counter[tuple[str, ...]] = Counter()
        cells = ", ".join(f"{name} VARCHAR" for name in self._names)
        connection.execute(f"CREATE TABLE tally ({cells}, n BIGINT)")

    def add(self, keys: Keys) -> None:
        self._counts.update(keys)
        if len(self._counts) > MOST_HELD:
            self._hand_over()

    def result(self) -> pd.DataFrame:
        self._hand_over()
        names = ", ".join(self._names)
        found = self._duck.execute(
            f"SELECT {names}, sum(n)::BIGINT AS n FROM tally GROUP BY ALL"
        ).df()
        return found

    def _hand_over(self) -> None:
        if not self._counts:
            return
        part = pd.DataFrame(list(self._counts), columns=self._names, dtype=object)
        part["n"] = list(self._counts.values())
        self._duck.register("part", part)
        self._duck.execute("INSERT INTO tally SELECT * FROM part")
        self._duck.unregister("part")
        self._counts.clear()
