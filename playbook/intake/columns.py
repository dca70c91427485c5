"""What a column holds: counts of its values, numbers, dates and blanks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playbook.intake.dates import DateCounter, DateEvidence, looks_like_date
from playbook.intake.limits import EXAMPLES, MAX_COUNTED, MAX_VALUES
from playbook.intake.numbers import Decimal, NumberForm, number_form, parse_number

ColumnKind = Literal["blank", "whole numbers", "numbers", "dates", "two values", "text", "mixed"]

MOSTLY = 0.9
HARDLY = 0.1
SETTLED = 20_000
SEPARATOR = "\x00"
_SHAPE = str.maketrans(
    {
        **dict.fromkeys("123456789", "9"),
        **dict.fromkeys("bcdfghijklnoqrsuvwxy", "b"),
        **dict.fromkeys("BCDFGHIJKLNOQRSUVWXY", "B"),
    }
)
"""A value's shape: digits and letters that mean nothing in a number or a date are made equal."""


@dataclass(frozen=True)
class ColumnProfile:
    """What one column holds, over all rows of the file that have the right number of cells.

    Parameters
    ----------
    name, question
        The column's unique name; the question's text where the file has a row of them.
    kind
        What most of its filled cells are.
    filled, blanks
        Numbers of cells; a cell of only white space is a blank.
    blank_rows
        The first row numbers with a blank, as a spreadsheet shows them.
    distinct
        How many different filled values there are.
    values
        The most frequent values and how often they occur; all of them if `complete`.
    complete
        Whether `values` lists every value.
    numbers, whole
        How many cells read as a number, and as a whole number.
    lowest, highest
        The smallest and largest number; None if there is none.
    unclear_numbers
        Where the file's decimal mark isn't known: how many cells, such as "1,234", mean different
        numbers with a point and with a comma. Otherwise 0.
    leading_zeros, imprecise
        How many cells are whole numbers with leading zeros; how many are ids that a spreadsheet
        turned into a rounded number (1.23E+17).
    dates
        What the cells tell about dates; None if none looks like a date.
    """

    name: str
    question: str
    kind: ColumnKind
    filled: int
    blanks: int
    blank_rows: tuple[int, ...]
    distinct: int
    values: tuple[tuple[str, int], ...]
    complete: bool
    numbers: int
    whole: int
    lowest: float | None
    highest: float | None
    unclear_numbers: int
    leading_zeros: int
    imprecise: int
    dates: DateEvidence | None


class ColumnCounter:
    """Counts one column, batch by batch, in memory that doesn't grow with the text in it."""

    def __init__(self, name: str, question: str) -> None:
        self._name = name
        self._question = question
        self._filled = 0
        self._blank_rows: list[int] = []
        self._blanks = 0
        self._counts: Counter[str] | None = Counter()
        self._hashes: list[npt.NDArray[np.int64]] = []
        self._forms: Counter[NumberForm] = Counter()
        self._digits: Counter[int] = Counter()
        self._leading_zeros = 0
        self._range: dict[Decimal, tuple[float, float]] = {}
        self._dates = DateCounter()
        self._shapes: dict[str, tuple[NumberForm, bool]] = {}
        self._settled_text = False

    def add(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """The column's cells of some rows and their row numbers."""
        counts = Counter(cells)
        blanks = sum(counts.pop(value) for value in [key for key in counts if not key.strip()])
        if blanks:
            self._blanks += blanks
            self._note_blanks(cells, rows)
        self._filled += len(cells) - blanks
        self._count_values(counts)
        if not self._settled_text:
            self._look_at_shapes(counts, cells, rows)

    def _note_blanks(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        if len(self._blank_rows) < EXAMPLES:
            found = (row for cell, row in zip(cells, rows, strict=True) if not cell.strip())
            self._blank_rows += [row for row, _ in zip(found, range(EXAMPLES), strict=False)]
            del self._blank_rows[EXAMPLES:]

    def _count_values(self, counts: Counter[str]) -> None:
        if self._counts is not None:
            for value, count in counts.items():
                self._counts[value.strip()] += count
            if len(self._counts) > MAX_COUNTED:
                self._hashes.append(_hashes(self._counts))
                self._counts = None
        else:
            self._hashes.append(_hashes(counts))

    def _look_at_shapes(
        self, counts: Counter[str], cells: Sequence[str], rows: Sequence[int]
    ) -> None:
        shapes = SEPARATOR.join(counts).translate(_SHAPE).split(SEPARATOR) if counts else []
        by_shape: Counter[str] = Counter()
        for shape, count in zip(shapes, counts.values(), strict=True):
            by_shape[shape] += count
        dates = eight_digits = False
        leading = numeric = 0
        for shape, count in by_shape.items():
            known = self._shapes.get(shape)
            if known is None:
                bare = shape.strip()
                form = number_form(bare)
                known = (form, form == "none" and looks_like_date(bare))
                self._shapes[shape] = known
            form, is_date = known
            if form != "none":
                self._forms[form] += count
                numeric += count
                if form == "whole":
                    bare = shape.strip()
                    self._digits[len(bare)] += count
                    eight_digits = eight_digits or len(bare) == 8
                    leading += count if len(bare) > 1 and bare[0] == "0" else 0
            dates = dates or is_date
        self._leading_zeros += leading
        if numeric:
            self._stretch_range(
                [
                    v.strip()
                    for v, s in zip(counts, shapes, strict=True)
                    if self._shapes[s][0] != "none"
                ]
            )
        if dates:
            self._dates.add([cell.strip() for cell in cells], rows)
        if eight_digits:
            pairs = [
                (cell.strip(), row)
                for cell, row in zip(cells, rows, strict=True)
                if len(cell.strip()) == 8 and cell.strip().isdigit()
            ]
            self._dates.add_eight_digits([cell for cell, _ in pairs], [row for _, row in pairs])
        if len(self._shapes) > SETTLED:
            self._shapes.clear()
            self._settled_text = not numeric and not dates

    def _stretch_range(self, values: list[str]) -> None:
        unclear = any(form not in ("whole", "point") for form in self._forms)
        for decimal in (".", ",") if unclear else (".",):
            found = [
                number for value in values if (number := parse_number(value, decimal)) is not None
            ]
            if found:
                low, high = self._range.get(decimal, (found[0], found[0]))
                self._range[decimal] = (min(low, min(found)), max(high, max(found)))
        if not unclear:
            self._range[","] = self._range["."]

    def decimal_evidence(self) -> tuple[int, int, int]:
        """How many cells need a decimal point, need a decimal comma, and may have either.

        All 0 if the column isn't mostly numbers: "1,3" may be two ticked boxes.
        """
        numbers = self._forms.total()
        if not numbers or numbers < MOSTLY * self._filled:
            return 0, 0, 0
        forms = self._forms
        return forms["point"], forms["comma"], forms["unclear point"] + forms["unclear comma"]

    def finish(self, decimal: Decimal | None) -> ColumnProfile:
        """The column's profile, with this decimal mark; None reads as a point."""
        mark: Decimal = decimal or "."
        numbers = self._forms.total()
        if decimal is not None:
            numbers -= self._forms["comma" if decimal == "." else "point"]
        whole = self._forms["whole"]
        lowest, highest = self._range.get(mark, (None, None))
        if self._counts is not None:
            distinct = len(self._counts)
            top = self._counts.most_common(MAX_VALUES)
            whole = sum(
                count
                for value, count in self._counts.items()
                if (number := parse_number(value, mark)) is not None and number.is_integer()
            )
        else:
            distinct = count_distinct(self._hashes)
            top = []
        dates = self._dates.evidence(
            self._digits.items(), lowest if lowest is not None else 0, highest or 0
        )
        return ColumnProfile(
            name=self._name,
            question=self._question,
            kind=_kind(self._filled, distinct, numbers, whole, dates),
            filled=self._filled,
            blanks=self._blanks,
            blank_rows=tuple(self._blank_rows),
            distinct=distinct,
            values=tuple(top),
            complete=self._counts is not None and distinct <= MAX_VALUES,
            numbers=numbers,
            whole=whole,
            lowest=lowest,
            highest=highest,
            unclear_numbers=self._unclear() if decimal is None else 0,
            leading_zeros=self._leading_zeros,
            imprecise=self._forms["rounded"],
            dates=dates,
        )

    def _unclear(self) -> int:
        return self._forms.total() - self._forms["whole"] - self._forms["rounded"]


def count_distinct(hashes: Sequence[npt.NDArray[np.int64]]) -> int:
    """How many different numbers the arrays hold together."""
    if not hashes:
        return 0
    together = np.concatenate(hashes)
    together.sort()
    return int(np.count_nonzero(np.diff(together))) + (together.size > 0)


def _hashes(values: Counter[str]) -> npt.NDArray[np.int64]:
    return np.fromiter((hash(value.strip()) for value in values), np.int64, len(values))


def _kind(
    filled: int, distinct: int, numbers: int, whole: int, dates: DateEvidence | None
) -> ColumnKind:
    if not filled:
        return "blank"
    if distinct == 2:
        return "two values"
    if dates and max(dates.written, dates.compact) >= MOSTLY * filled:
        return "dates"
    if numbers >= MOSTLY * filled:
        return "whole numbers" if whole == numbers else "numbers"
    return "mixed" if numbers > HARDLY * filled else "text"
