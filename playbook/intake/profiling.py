"""The first look at a file: how it is built and what each column holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from playbook.intake.columns import ColumnCounter, ColumnProfile, count_distinct
from playbook.intake.drops import RowSieve
from playbook.intake.encoding import Scan, scan
from playbook.intake.errors import IntakeError
from playbook.intake.exports import bare_name
from playbook.intake.layout import Layout
from playbook.intake.numbers import Decimal
from playbook.intake.progress import Progress, stretch
from playbook.intake.rows import (
    Batch,
    Row,
    csv_batches,
    filled_sheets,
    open_workbook,
    xlsx_batches,
    xlsx_head,
)
from playbook.intake.sniff import DELIMITER_NAMES, sheet_layout, text_layout
from playbook.intake.words import NO


@dataclass(frozen=True)
class Profile:
    """What a file holds, before anything is decided.

    Parameters
    ----------
    file_name, sha256, bytes
        Which file it is.
    layout
        How it is built.
    rows
        How many data rows it has, counting those that will be dropped.
    columns
        One profile a column, in the file's order.
    decimal
        The decimal mark: "." or ","; None if the values don't tell.
    exact_repeats
        How many rows are exact repeats of an earlier one.
    notes
        What was found out about the file, in words for the receipt.
    """

    file_name: str
    sha256: str
    bytes: int
    layout: Layout
    rows: int
    columns: tuple[ColumnProfile, ...]
    decimal: Decimal | None
    exact_repeats: int
    notes: tuple[str, ...]

    def column(self, name: str) -> ColumnProfile:
        """The profile of the column with this name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def to_dict(self) -> dict[str, Any]:
        """The profile as JSON can hold it."""
        return dataclasses.asdict(self)


def profile(
    path: Path,
    progress: Progress | None = None,
    *,
    sheet: str | None = None,
    header_rows: int | None = None,
) -> Profile:
    """Look at every byte and every row of a CSV or Excel file.

    `progress` is called at least twice a second with the share done (0 to 1) and a text; what it
    raises stops the work. `sheet` and `header_rows` (0 or 1) answer the questions "sheet" and
    "header". Raises IntakeError if the file is too large, damaged, or no table.
    """
    path = Path(path)
    scanned = scan(path, stretch(progress, 0.0, 0.1, "Checking the file"))
    layout = find_layout(path, scanned, sheet, header_rows, progress)
    sieve = RowSieve(len(layout.columns))
    counters = [
        ColumnCounter(name, question)
        for name, question in zip(layout.columns, layout.questions, strict=True)
    ]
    lines = _RepeatedLines()
    tick = stretch(progress, 0.1, 0.9, "Looking at every row")
    for batch in batches(path, layout, tick):
        _count(*sieve.sift(batch), counters, lines)
    _count(*sieve.finish(), counters, lines)
    tick = stretch(progress, 0.9, 1.0, "Looking at every column")
    decimal, decimal_note = decide_decimal([counter.decimal_evidence() for counter in counters])
    repeats = lines.repeats()
    columns = []
    for number, counter in enumerate(counters, start=1):
        columns.append(counter.finish(decimal))
        tick(number / len(counters))
    _refuse_if_useless(path.name, columns)
    return Profile(
        file_name=path.name,
        sha256=scanned.sha256,
        bytes=scanned.bytes,
        layout=layout,
        rows=sieve.rows_in,
        columns=tuple(columns),
        decimal=decimal,
        exact_repeats=repeats,
        notes=tuple(
            note
            for note in (
                scanned.note,
                _split_note(layout),
                layout.header_note,
                f"Recognised as an export of {layout.export}." if layout.export else "",
                decimal_note,
                _repeats_note(repeats),
                _unfinished_note(layout, columns),
            )
            if note
        ),
    )


def find_layout(
    path: Path, scanned: Scan, sheet: str | None, header_rows: int | None, progress: Progress | None
) -> Layout:
    """How the file is built, from its first rows."""
    if scanned.format == "csv":
        return text_layout(path, scanned.encoding, header_rows)
    with open_workbook(path, stretch(progress, 0.1, 0.1, "Opening the workbook")) as (book, _):
        sheets = filled_sheets(book)
        if not sheets:
            raise IntakeError(
                f"{path.name} has no visible sheet that holds anything.",
                "Put the table on a visible sheet, or export it as CSV.",
            )
        if sheet is not None and sheet not in sheets:
            raise IntakeError(
                f'{path.name} has no visible, filled sheet "{sheet}".',
                f"Choose one of: {', '.join(sheets)}.",
            )
        chosen = sheet or sheets[0]
        certain = sheet is not None or len(sheets) == 1
        rows = xlsx_head(book, chosen)
        return sheet_layout(rows, path.name, chosen, sheets, certain, header_rows)


def batches(
    path: Path, layout: Layout, tick: Callable[[float], None], *, most_rows: float | None = None
) -> Iterator[Batch]:
    """The data rows of a file with this layout, in batches; a text may have `most_rows`."""
    columns = len(layout.columns)
    if layout.format == "xlsx":
        return xlsx_batches(path, layout.sheet, skip=layout.header_rows, columns=columns, tick=tick)
    return csv_batches(
        path,
        layout.encoding,
        layout.delimiter,
        skip=layout.header_rows,
        columns=columns,
        tick=tick,
        most_rows=most_rows,
    )


def decide_decimal(evidence: Sequence[tuple[int, int, int]]) -> tuple[Decimal | None, str]:
    """The decimal mark of a file and how it was known.

    `evidence` gives, a column, the cells that need a point, need a comma, and may have either.
    None if the cells contradict one another, or all of them may have either.
    """
    point, comma, unclear = (sum(counts) for counts in zip(*evidence, strict=True))
    if point and comma:
        return None, (f"Decimal mark: {point:,} numbers need a point and {comma:,} need a comma.")
    if comma:
        return ",", f"Decimal mark: a comma, because {comma:,} numbers can't be read otherwise."
    if point:
        return ".", f"Decimal mark: a point, because {point:,} numbers can't be read otherwise."
    return (None, "") if unclear else (".", "")


class _RepeatedLines:
    """Counts rows that repeat an earlier one, by a 64-bit hash of their cells."""

    def __init__(self) -> None:
        self._hashes: list[npt.NDArray[np.int64]] = []

    def add(self, rows: Sequence[Row]) -> None:
        self._hashes.append(np.fromiter(map(hash, map(tuple, rows)), np.int64, len(rows)))

    def repeats(self) -> int:
        return sum(chunk.size for chunk in self._hashes) - count_distinct(self._hashes)


def _count(
    numbers: list[int], rows: list[Row], counters: list[ColumnCounter], lines: _RepeatedLines
) -> None:
    if rows:
        lines.add(rows)
        for counter, cells in zip(counters, zip(*rows, strict=True), strict=True):
            counter.add(cells, numbers)


def _split_note(layout: Layout) -> str:
    if layout.format == "xlsx":
        return f'Sheet: "{layout.sheet}".'
    if len(layout.columns) == 1:
        return "Delimiter: none, the file has one column."
    return f"Delimiter: {DELIMITER_NAMES[layout.delimiter]}."


def _repeats_note(repeats: int) -> str:
    if not repeats:
        return ""
    return (
        f"{repeats:,} rows are exact repeats of an earlier row. Unless a repeated id shows that "
        "they are the same answer, they are kept, since they may be genuine."
    )


def _unfinished_note(layout: Layout, columns: Sequence[ColumnProfile]) -> str:
    if not layout.export.startswith("Qualtrics"):
        return ""
    unfinished = sum(
        count
        for column in columns
        if bare_name(column.name) == "finished"
        for value, count in column.values
        if value.casefold() in NO
    )
    return f"{unfinished:,} answers are unfinished; they are kept." if unfinished else ""


def _refuse_if_useless(name: str, columns: Sequence[ColumnProfile]) -> None:
    usable = [column for column in columns if column.kind != "blank"]
    if not usable:
        raise IntakeError(
            f"{name} has no column that holds anything.",
            "Export it again with its data; check the filter and the dates of the export.",
        )
    if len(usable) == 1 and usable[0].kind in ("text", "mixed"):
        raise IntakeError(
            f'{name} has one filled column, "{usable[0].name}", and it holds no ratings, numbers, '
            "dates or two-valued answers.",
            "Export the columns with the ratings too, or check the file's delimiter.",
        )
