"""From what a caller hands in to numbers that may be used, every rejected row counted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import LARGEST, LEAST_ABOVE_0, MOST_COUNTED

Values: TypeAlias = "Sequence[object] | NDArray[Any] | pd.Series[Any]"
"""One-dimensional input: a sequence, a numpy array or a pandas Series; blanks may be in it."""

USED, BLANK, NOT_A_NUMBER, OUT_OF_RANGE, NOT_WHOLE = range(5)

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_ONLY_NUMBERS = {"integer", "floating", "mixed-integer-float", "decimal"}


@dataclass(frozen=True)
class Numbers:
    """One float and one verdict (USED, BLANK, NOT_A_NUMBER) a row; NaN where not USED."""

    values: NDArray[np.float64]
    verdicts: NDArray[np.uint8]

    @property
    def used(self) -> NDArray[np.float64]:
        """The numbers that may be used, in the order of the rows."""
        used: NDArray[np.float64] = self.values[self.verdicts == USED]
        return used

    @property
    def dropped(self) -> dict[str, int]:
        """Why rows are not used, and how many."""
        return count_dropped(self.verdicts)


@dataclass(frozen=True)
class Ratings:
    """The valid answers of a rating question, which rows they came from, and what was left out.

    `verdicts` has an entry a row, USED where its answer is valid. `counts` has an entry a valid
    answer: how many like it there are, None for one each.
    """

    values: NDArray[np.int64]
    kept: NDArray[np.bool_]
    dropped: dict[str, int]
    verdicts: NDArray[np.uint8]
    counts: NDArray[np.int64] | None = None

    @property
    def n(self) -> int:
        """Number of valid answers."""
        return len(self.values) if self.counts is None else int(self.counts.sum())

    def tally(self, scale: tuple[int, int]) -> NDArray[np.int64]:
        """How many valid answers there are of each rating of the scale, the lowest first."""
        low, high = scale
        found = np.bincount(self.values - low, self.counts, minlength=high - low + 1)
        return found.astype(np.int64)


def scale_text(scale: tuple[int, int]) -> str:
    """A scale as people write it: 0–10."""
    return f"{scale[0]}–{scale[1]}"


def count_dropped(
    verdicts: NDArray[np.uint8],
    scale: tuple[int, int] | None = None,
    counts: NDArray[np.int64] | None = None,
) -> dict[str, int]:
    """Reason → count of the rows whose verdict is not USED; reasons without a row left out.

    With `counts` each row stands for so many.
    """
    found = np.bincount(verdicts, counts, minlength=NOT_WHOLE + 1)
    return {text: int(found[code]) for code, text in reasons(scale).items() if found[code]}


def row_counts(counts: Values | None, rows: int) -> NDArray[np.int64] | None:
    """How many customers each row stands for; None for one each.

    Raises MeasureError unless there is a whole number of 0 or more for each of the rows.
    """
    if counts is None:
        return None
    numbers = read_numbers(counts)
    if len(numbers.values) != rows:
        raise MeasureError(
            f"There are {rows:,} rows and {len(numbers.values):,} counts.",
            "Hand in one count a row, in the same order.",
        )
    whole = (numbers.values >= 0) & (numbers.values == np.floor(numbers.values))
    whole &= numbers.values <= MOST_COUNTED
    wrong = np.flatnonzero((numbers.verdicts != USED) | ~whole)
    if len(wrong):
        raise MeasureError(
            f"{len(wrong):,} of the counts can't be used, the first in row {wrong[0] + 1:,} "
            "(counted from 1).",
            "Give every row the number of customers that it stands for, 0 or more.",
        )
    return numbers.values.astype(np.int64)


def reasons(scale: tuple[int, int] | None = None) -> dict[int, str]:
    """Verdict → its reason in words, for the verdicts that leave a row out."""
    return {
        BLANK: "blank",
        NOT_A_NUMBER: "not a number",
        OUT_OF_RANGE: f"out of range {scale_text(scale)}" if scale else "out of range",
        NOT_WHOLE: "not a whole number",
    }


def read_numbers(values: Values) -> Numbers:
    """Read one-dimensional input as floats.

    None, NaN, NA and empty text are blank. Text that is a plain number ("9", " 8.0 ") is read as
    one; booleans, dates, other text, infinities and what lies beyond ±1e100 are not numbers. What
    is closer to 0 than 1e-100 is 0.
    Raises MeasureError when the input is not one-dimensional.
    """
    column = _number_column(values)
    if column.dtype.kind in "iuf":
        return _from_floats(column.astype(np.float64))
    if column.dtype.kind != "O":
        verdict = np.where(pd.isna(column), BLANK, NOT_A_NUMBER).astype(np.uint8)
        return Numbers(np.full(len(column), np.nan), verdict)
    return _from_objects(column)


def read_ratings(values: Values, scale: tuple[int, int], counts: Values | None = None) -> Ratings:
    """Read the answers to a rating question: whole numbers from scale[0] to scale[1].

    Everything else is dropped under "blank", "not a number", "out of range …" or
    "not a whole number". With `counts` each row stands for so many answers. Raises MeasureError
    when the input is not one-dimensional, or for counts that are no whole numbers, one a row.
    """
    low, high = scale
    column = _number_column(values)
    times = row_counts(counts, len(column))
    if column.dtype.kind in "iu":
        kept: NDArray[np.bool_] = (column >= low) & (column <= high)
        whole = column if kept.all() else column[kept]
        verdicts = np.where(kept, np.uint8(USED), np.uint8(OUT_OF_RANGE))
        used = whole.astype(np.int64, copy=False)
    else:
        numbers = read_numbers(column)
        verdicts = numbers.verdicts.copy()
        with np.errstate(invalid="ignore"):
            verdicts[(numbers.values < low) | (numbers.values > high)] = OUT_OF_RANGE
            verdicts[(verdicts == USED) & (numbers.values != np.floor(numbers.values))] = NOT_WHOLE
        kept = verdicts == USED
        used = numbers.values[kept].astype(np.int64)
    dropped = count_dropped(verdicts, scale, times)
    return Ratings(used, kept, dropped, verdicts, None if times is None else times[kept])


def as_column(values: Values) -> NDArray[Any]:
    """The input as a one-dimensional numpy array, nothing coerced that would hide a boolean."""
    if isinstance(values, pd.Series):
        return _from_series(values)
    if isinstance(values, np.ma.MaskedArray):
        objects: NDArray[Any] = np.asarray(values.data).astype(object)
        objects[np.ma.getmaskarray(values)] = None
        values = objects
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            raise MeasureError(
                f"The values form a table of shape {values.shape}, not one column.",
                "Hand in one column at a time.",
            )
        return values if values.dtype.kind in "iufbMmc" else values.astype(object)
    if isinstance(values, str | bytes | dict | pd.DataFrame) or not isinstance(values, Iterable):
        raise MeasureError(
            f"One column of values is needed, not a {type(values).__name__}.",
            "Hand in a list, a numpy array or a pandas Series.",
        )
    return np.fromiter(values, dtype=object)


def _number_column(values: Values) -> NDArray[Any]:
    """The input as `as_column` gives it, and at once where it is a list of plain numbers."""
    if isinstance(values, list | tuple) and (kinds := set(map(type, values))) <= {int, float}:
        with suppress(OverflowError):
            return np.array(values, dtype=np.int64 if kinds == {int} else np.float64)
    return as_column(values)


def _from_series(series: pd.Series[Any]) -> NDArray[Any]:
    kind = series.dtype
    if isinstance(kind, np.dtype):
        return as_column(series.to_numpy())
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind):
        numbers: NDArray[Any] = series.to_numpy(dtype=np.float64, na_value=np.nan)
        return numbers
    objects: NDArray[Any] = series.astype(object).to_numpy()
    return objects


def _from_floats(values: NDArray[np.float64]) -> Numbers:
    verdicts = np.zeros(len(values), dtype=np.uint8)
    size = np.abs(values)
    usable = size <= LARGEST
    if not usable.all():
        verdicts[~usable] = NOT_A_NUMBER
        verdicts[np.isnan(values)] = BLANK
        values = np.where(usable, values, np.nan)
    tiny = size < LEAST_ABOVE_0
    if values[tiny].any():
        values = np.where(tiny, 0.0, values)
    return Numbers(values, verdicts)


def _from_objects(column: NDArray[np.object_]) -> Numbers:
    missing = np.asarray(pd.isna(column), dtype=bool)
    kind = pd.api.types.infer_dtype(column, skipna=True)
    present = column[~missing]
    if kind in _ONLY_NUMBERS:
        try:
            found = _from_floats(present.astype(np.float64))
        except OverflowError:
            found = _one_by_one(present)
    elif kind == "string":
        codes, distinct = pd.factorize(present)
        read = _one_by_one(np.asarray(distinct, dtype=object))
        found = Numbers(read.values[codes], read.verdicts[codes])
    else:
        found = _one_by_one(present)
    found = _from_floats(np.where(found.verdicts == NOT_A_NUMBER, np.inf, found.values))
    values = np.full(len(column), np.nan)
    verdicts = np.full(len(column), BLANK, dtype=np.uint8)
    values[~missing] = found.values
    verdicts[~missing] = found.verdicts
    return Numbers(values, verdicts)


def _one_by_one(column: NDArray[np.object_]) -> Numbers:
    read = [_read_one(value) for value in column]
    return Numbers(
        np.array([number for number, _ in read], dtype=np.float64),
        np.array([verdict for _, verdict in read], dtype=np.uint8),
    )


def _read_one(value: object) -> tuple[float, int]:
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return np.nan, BLANK
        number = float(text) if _NUMBER.fullmatch(text) else np.inf
    elif isinstance(value, Real | Decimal) and not isinstance(value, bool | np.bool_):
        try:
            number = float(value)
        except (OverflowError, TypeError, ValueError):
            number = np.inf
    else:
        number = np.inf
    return (number, USED) if np.isfinite(number) else (np.nan, NOT_A_NUMBER)
