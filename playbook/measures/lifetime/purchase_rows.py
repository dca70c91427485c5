"""Reading purchase histories: one row a customer, with what rules a row out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.groups import same_length
from playbook.measures.lifetime.bg_nbd_formulas import Histories
from playbook.measures.ranges import MOST_COUNTED, is_number
from playbook.measures.reading import USED, Values, count_dropped, read_numbers

_SLACK = 1e-9
LONGEST = 1e9
"""Units of time beyond which an age is a mistake; our choice."""
_REMEDY = (
    "Count repeat purchases only, and all times from the first purchase: recency to the last "
    "purchase, age to the end of the observation."
)


def read_usable_histories(
    frequency: Values, recency: Values, age: Values
) -> tuple[Histories, dict[str, int]]:
    """The rows that can be used, and reason → count of the others.

    Raises MeasureError for columns of unequal length, and where most customers without a repeat
    have a recency: that is the time since the last purchase, not from the first to the last.
    """
    histories, verdicts, faults = _read(frequency, recency, age)
    never_again = (verdicts == USED) & (histories.x == 0) & (histories.age > 0)
    wrong = never_again & (histories.recency > 0)
    if 2 * wrong.sum() > never_again.sum():
        raise MeasureError(
            f"Of {int(never_again.sum()):,} customers who bought once, {int(wrong.sum()):,} have a "
            "recency above 0, so it looks like the time since the last purchase.",
            "Give the time from the first purchase to the last one; age minus what you have.",
        )
    usable = verdicts == USED
    dropped = count_dropped(verdicts)
    for reason, rows in faults.items():
        count = int((usable & rows).sum())
        usable &= ~rows
        if count:
            dropped[reason] = count
    return _rows(histories, usable), dropped


def read_histories(
    frequency: Values, recency: Values, age: Values, *, needs_recency: bool = True
) -> Histories:
    """All rows, each of which must be usable: raises MeasureError naming the first that isn't."""
    histories, verdicts, faults = _read(frequency, recency, age)
    if not needs_recency:
        faults = {reason: rows for reason, rows in faults.items() if "recency" not in reason}
    unusable = {"blank or not a number": verdicts != USED} | faults
    for reason, rows in unusable.items():
        if rows.any():
            raise MeasureError(
                f"Row {int(np.argmax(rows)) + 1:,} (counted from 1) can't be used: {reason}.",
                _REMEDY,
            )
    return histories


def checked_horizon(horizon: float) -> float:
    """The horizon, a time of 0 or more; raises MeasureError otherwise."""
    if not (is_number(horizon) and horizon >= 0):
        raise MeasureError(
            f"The horizon {horizon!r} is not a time of 0 or more.",
            "Give how far to look ahead, in the model's unit of time.",
        )
    return horizon


def _read(
    frequency: Values, recency: Values, age: Values
) -> tuple[Histories, NDArray[np.uint8], dict[str, NDArray[np.bool_]]]:
    columns = [read_numbers(column) for column in (frequency, recency, age)]
    names = ("frequency", "recency", "age")
    same_length(*((name, len(one.values)) for name, one in zip(names, columns, strict=True)))
    verdicts = np.maximum.reduce([one.verdicts for one in columns])
    x, last, whole = (one.values for one in columns)
    slack = _SLACK * np.abs(whole)
    with np.errstate(invalid="ignore"):
        faults = {
            "frequency not a whole number of 0 or more": (x < 0)
            | (x != np.floor(x))
            | (x > MOST_COUNTED),
            "a time below 0": (last < 0) | (whole < 0),
            "a time too long to be one": whole > LONGEST,
            "recency longer than age": last > whole + slack,
            "a recency without a repeat purchase": (x == 0) & (last > 0),
            "repeat purchases with a recency of 0": (x > 0) & (last == 0),
        }
    return Histories(x, np.minimum(last, whole), whole), verdicts, faults


def _rows(histories: Histories, chosen: NDArray[np.bool_]) -> Histories:
    return Histories(histories.x[chosen], histories.recency[chosen], histories.age[chosen])
