"""Which rows are left out: blank, ragged, footer and preview rows, counted by reason."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playbook.intake.errors import IntakeError
from playbook.intake.limits import EXAMPLES, MAX_RAGGED_SHARE
from playbook.intake.receipt import Dropped
from playbook.intake.rows import Batch, Row

BLANK = "blank row"
RAGGED = "wrong number of cells"
FOOTER = "footer"
MAX_FOOTER_ROWS = 30
FEW_RAGGED = 2

_FOOTER_LINE = re.compile(
    r"(grand totals?|totals?|subtotal|summe|gesamt|total g[ée]n[ée]ral|suma|confidential"
    r"|vertraulich|confidentiel|copyright|©|\(c\)|generated|printed|exported|filter|as of|report"
    r"|records?|page \d|\d+ (records|rows))\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(grand totals?|totals?|summe|gesamt(summe)?)\s*(\(.*\))?\s*:?", re.IGNORECASE)
TOTAL_INITIALS = tuple("GTSgts")


class DropCount:
    """How many rows were dropped for which reason, with the first row numbers."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, list[int]] = {}

    def add(self, reason: str, row: int) -> None:
        """One more row dropped."""
        self._counts[reason] = self._counts.get(reason, 0) + 1
        examples = self._examples.setdefault(reason, [])
        if len(examples) < EXAMPLES:
            examples.append(row)

    def count(self, reason: str) -> int:
        """How many rows were dropped for this reason."""
        return self._counts.get(reason, 0)

    def result(self) -> tuple[Dropped, ...]:
        """All reasons in the order in which they first occurred."""
        return tuple(
            Dropped(reason, count, tuple(self._examples[reason]))
            for reason, count in self._counts.items()
        )


class RowSieve:
    """Lets whole data rows through, batch by batch, and counts the others.

    `width` is the right number of cells. `status` is the position of a status column or None,
    and `status_drops` maps its values, casefolded, to a reason for dropping the row.
    """

    def __init__(
        self, width: int, status: int | None = None, status_drops: Mapping[str, str] | None = None
    ) -> None:
        self.rows_in = 0
        self.drops = DropCount()
        self.trimmed = 0
        self._width = width
        self._status = status
        self._status_drops = status_drops or {}
        self._pending: list[tuple[int, Row]] = []
        self._spaced_first_cell = False

    def sift(self, batch: Batch) -> tuple[list[int], list[Row]]:
        """The row numbers and the rows that are data."""
        numbers: list[int] = []
        rows: list[Row] = []
        self.rows_in += len(batch.rows)
        width = self._width
        for number, row in enumerate(batch.rows, batch.first):
            if len(row) > width and not any(cell.strip() for cell in row[width:]):
                row = row[:width]
                self.trimmed += 1
            if self.may_be_footer(row):
                self._pending.append((number, row))
                if len(self._pending) > MAX_FOOTER_ROWS:
                    self._release(numbers, rows)
                continue
            if self._pending:
                self._release(numbers, rows)
            self._take(number, row, numbers, rows)
        return numbers, rows

    def finish(self) -> tuple[list[int], list[Row]]:
        """The rows held back as a possible footer that are data after all.

        Raises IntakeError if so many rows are ragged that the file was probably split wrongly.
        """
        numbers: list[int] = []
        rows: list[Row] = []
        footer = next(
            (
                position
                for position, (_, row) in enumerate(self._pending)
                if self._is_footer_line(row)
            ),
            len(self._pending),
        )
        tail = self._pending[footer:]
        del self._pending[footer:]
        self._release(numbers, rows)
        for number, row in tail:
            self.drops.add(FOOTER if _filled(row) else BLANK, number)
        self._refuse_if_ragged()
        return numbers, rows

    def may_be_footer(self, row: Row) -> bool:
        """Whether this row is a footer if nothing but such rows and blank ones follows."""
        if len(row) > 1 and row[1].strip() and row[0][:1] not in TOTAL_INITIALS:
            return False
        first = row[0].strip() if row else ""
        if any(cell.strip() for cell in row[1:]):
            return first[:1] in TOTAL_INITIALS and _TOTAL.fullmatch(first) is not None
        return self._width > 1 or not first

    def _is_footer_line(self, row: Row) -> bool:
        if not _filled(row):
            return False
        first = row[0].strip()
        if _FOOTER_LINE.match(first):
            return True
        return " " in first and not self._spaced_first_cell

    def _release(self, numbers: list[int], rows: list[Row]) -> None:
        for number, row in self._pending:
            self._take(number, row, numbers, rows)
        self._pending.clear()

    def _take(self, number: int, row: Row, numbers: list[int], rows: list[Row]) -> None:
        if not row or not (row[0].strip() or _filled(row)):
            self.drops.add(BLANK, number)
        elif len(row) != self._width:
            self.drops.add(RAGGED, number)
        else:
            if self._status is not None:
                reason = self._status_drops.get(row[self._status].strip().casefold())
                if reason is not None:
                    self.drops.add(reason, number)
                    return
            if " " in row[0]:
                self._spaced_first_cell = True
            numbers.append(number)
            rows.append(row)

    def _refuse_if_ragged(self) -> None:
        ragged = self.drops.count(RAGGED)
        if ragged > FEW_RAGGED and ragged > MAX_RAGGED_SHARE * self.rows_in:
            examples = next(one.examples for one in self.drops.result() if one.reason == RAGGED)
            raise IntakeError(
                f"{ragged:,} of {self.rows_in:,} rows don't have {self._width} cells like the "
                f"header, such as rows {', '.join(map(str, examples))}.",
                "The delimiter is probably wrong, or texts with commas lack quotes. Export the "
                "file again with quoted texts, or as an Excel workbook.",
            )


def _filled(row: Row) -> bool:
    return any(cell.strip() for cell in row)
