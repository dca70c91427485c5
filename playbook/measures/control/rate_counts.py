"""The two counts of a rate, point by point: read, and refused where they can't be."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playbook.measures.control.rate_limits import Kind
from playbook.measures.errors import MeasureError
from playbook.measures.groups import same_length
from playbook.measures.ranges import MOST_COUNTED
from playbook.measures.reading import USED, Values, count_dropped, read_numbers

NO_CASES = "without cases"


def read_counts(
    kind: Kind, events: Values, cases: Values
) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[str, int]]:
    """Events and cases as floats, NaN in both where a point has no rate, and what was left out.

    Raises MeasureError for columns of unequal length and for counts that can't be.
    """
    first, second = read_numbers(events), read_numbers(cases)
    same_length(("events", len(first.values)), ("cases", len(second.values)))
    verdicts = np.maximum(first.verdicts, second.verdicts)
    x, n = first.values.copy(), second.values.copy()
    with np.errstate(invalid="ignore"):
        wrong = (x < 0) | (x != np.floor(x)) | (n < 0) | (np.maximum(x, n) > MOST_COUNTED)
        wrong |= (n > 0) & (n < 1 / MOST_COUNTED)
        if kind == "p":
            wrong |= (x > n) | (n != np.floor(n))
    wrong &= verdicts == USED
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        limit = ", at most as many as opportunities" if kind == "p" else ""
        raise MeasureError(
            f"Point {row + 1:,} has {x[row]:g} events in {n[row]:g} cases.",
            f"Events are whole numbers of 0 or more{limit}; check whether the columns are swapped.",
        )
    empty = (verdicts == USED) & (n == 0)
    dropped = count_dropped(verdicts) | ({NO_CASES: int(empty.sum())} if empty.any() else {})
    out = (verdicts != USED) | empty
    x[out] = n[out] = math.nan
    return x, n, dropped
