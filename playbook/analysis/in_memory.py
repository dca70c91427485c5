"""Delimited text and Excel workbooks, read row by row with all that the intake knows of exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT, Distinct, Tick, collapse
from playbook.intake.drops import RowSieve
from playbook.intake.encoding import scan
from playbook.intake.profiling import batches, find_layout
from playbook.intake.rows import Row


class MemorySource:
    """A file of at most 200 MB and two million rows."""

    def __init__(self, path: Path, *, sheet: str | None, header_rows: int | None) -> None:
        scanned = scan(path, lambda share: None)
        self._path = path
        self._layout = find_layout(path, scanned, sheet, header_rows, None)
        if not self._layout.certain_sheet:
            raise AnalysisError(
                f"{path.name} has several sheets.",
                f"Choose one: --sheet with {', '.join(self._layout.sheets)}.",
            )
        if not self._layout.certain_header:
            raise AnalysisError(
                f"The first row of {path.name} could be names or data.",
                "Say --header-rows 1 if it holds the columns' names, --header-rows 0 if not.",
            )
        self.columns = self._layout.columns
        self.export = self._layout.export
        self.notes = (scanned.note, self._layout.header_note)

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns."""
        sieve = RowSieve(len(self.columns))
        places = [self.columns.index(name) for name in columns]
        counts: Counter[tuple[str, ...]] = Counter()

        def count(rows: list[Row]) -> None:
            counts.update(tuple(row[place].strip() for place in places) for row in rows)

        for batch in batches(self._path, self._layout, tick):
            count(sieve.sift(batch)[1])
        count(sieve.finish()[1])
        frame = pd.DataFrame(list(counts), columns=list(columns), dtype=object)
        frame = frame.where(frame != "", None).astype("str")
        frame[COUNT] = list(counts.values())
        dropped = {one.reason: one.count for one in sieve.drops.result()}
        return Distinct(collapse(frame, columns), sieve.rows_in, dropped)
