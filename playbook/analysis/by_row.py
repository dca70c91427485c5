"""Delimited text and Excel workbooks, read row by row with all that the intake knows of exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT, Distinct, Tick, collapse
from playbook.intake.drops import RowSieve
from playbook.intake.encoding import Scan
from playbook.intake.layout import Layout
from playbook.intake.profiling import batches, find_layout
from playbook.intake.rows import Row

Keys = Iterator[tuple[str, ...]]
Counts = Sequence[int] | NDArray[np.int64]


def known_layout(path: Path, scanned: Scan, sheet: str | None, header_rows: int | None) -> Layout:
    """How a file is built; AnalysisError asks where the file leaves it open."""
    layout = find_layout(path, scanned, sheet, header_rows, None)
    if not layout.certain_sheet:
        raise AnalysisError(
            f"{path.name} has several sheets.",
            f"Choose one: --sheet with {', '.join(layout.sheets)}.",
        )
    if not layout.certain_header:
        raise AnalysisError(
            f"The first row of {path.name} could be names or data.",
            "Say --header-rows 1 if it holds the columns' names, --header-rows 0 if not.",
        )
    return layout


def tally(
    path: Path,
    layout: Layout,
    columns: Sequence[str],
    add: Callable[[Keys], None],
    tick: Tick,
    *,
    most_rows: float | None = None,
) -> tuple[int, dict[str, int]]:
    """Give the wanted cells of every data row to `add`; the rows read, and those left out.

    Raises IntakeError for a text that can't be split into rows, naming the line.
    """
    sieve = RowSieve(len(layout.columns))
    places = [layout.columns.index(name) for name in columns]

    def keys(rows: list[Row]) -> Keys:
        return (tuple([row[place].strip() for place in places]) for row in rows)

    for batch in batches(path, layout, tick, most_rows=most_rows):
        add(keys(sieve.sift(batch)[1]))
    add(keys(sieve.finish()[1]))
    return sieve.rows_in, {one.reason: one.count for one in sieve.drops.result()}


def text_frame(
    cells: Sequence[Sequence[str | None]] | pd.DataFrame, columns: Sequence[str], counts: Counts
) -> pd.DataFrame:
    """Texts as they stand in the file, "" as missing, with their counts."""
    frame = pd.DataFrame(cells, dtype=object)
    frame.columns = pd.Index(columns)
    frame = frame.where(frame != "", None).astype("str")
    frame[COUNT] = counts
    return collapse(frame.astype({COUNT: "int64"}), columns)


class MemorySource:
    """A file of at most 200 MB and two million rows."""

    def __init__(self, path: Path, scanned: Scan, layout: Layout) -> None:
        self._path = path
        self._layout = layout
        self.columns = layout.columns
        self.export = layout.export
        self.notes = (scanned.note, layout.header_note)
        self.sha256 = scanned.sha256

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns."""
        counts: Counter[tuple[str, ...]] = Counter()
        rows, dropped = tally(self._path, self._layout, columns, counts.update, tick)
        if not counts:
            return Distinct(text_frame([[""] * len(columns)], columns, [0]).iloc[:0], rows, dropped)
        return Distinct(text_frame(list(counts), columns, list(counts.values())), rows, dropped)
