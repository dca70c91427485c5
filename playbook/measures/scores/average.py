"""The mean of a column of numbers."""

from __future__ import annotations

import math

import numpy as np

from playbook.measures.distributions import critical_t, critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.reading import USED, Values, count_dropped, read_numbers, row_counts

_METHOD = "Student's t interval"


def average(
    values: Values,
    *,
    name: str,
    unit: str,
    confidence: float = 0.95,
    counts: Values | None = None,
) -> Estimate:
    """Mean of one-dimensional `values`, in `unit`, with Student's t interval: x̄ ± t·s/√n.

    Blanks and what is not a finite number are left out and counted. n = 0 gives "not available";
    n = 1 gives a value without interval; values that are all equal give an interval without
    width. With `counts` each row stands for so many values. Raises MeasureError for input that is
    not one column, or for counts that are no whole numbers, one a row. Source: Student 1908.
    """
    critical_z(confidence)
    numbers = read_numbers(values)
    times = row_counts(counts, len(numbers.values))
    used = numbers.used
    each = np.ones(len(used)) if times is None else times[numbers.verdicts == USED]
    n = int(each.sum())
    value = low = high = None
    if n:
        value = float(np.average(used, weights=each))
    if value is not None and n > 1:
        deviation = math.sqrt(float((each * np.square(used - value)).sum()) / (n - 1))
        half = critical_t(confidence, n - 1) * deviation / math.sqrt(n)
        low, high = value - half, value + half
    dropped = count_dropped(numbers.verdicts, counts=times)
    return Estimate(name, value, low, high, n, unit, _METHOD, dropped, confidence=confidence)
