"""The mean of a column of numbers."""

from __future__ import annotations

import math

from playbook.measures.distributions import critical_t, critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.reading import Values, read_numbers

_METHOD = "Student's t interval"


def average(values: Values, *, name: str, unit: str, confidence: float = 0.95) -> Estimate:
    """Mean of one-dimensional `values`, in `unit`, with Student's t interval: x̄ ± t·s/√n.

    Blanks and what is not a finite number are left out and counted. n = 0 gives "not available";
    n = 1 gives a value without interval; values that are all equal give an interval without
    width. Raises MeasureError for input that is not one column. Source: Student 1908.
    """
    critical_z(confidence)
    numbers = read_numbers(values)
    used = numbers.used
    n = len(used)
    value = float(used.mean()) if n else None
    low = high = None
    if value is not None and n > 1:
        half = critical_t(confidence, n - 1) * float(used.std(ddof=1)) / math.sqrt(n)
        low, high = value - half, value + half
    return Estimate(
        name, value, low, high, n, unit, _METHOD, numbers.dropped, confidence=confidence
    )
