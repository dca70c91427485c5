"""Two groups' means compared."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_t, critical_z, two_sided_t_p
from playbook.measures.estimate import Difference
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import number_text


def mean_difference(
    a: Values, b: Values, *, name: str, unit: str = "", confidence: float = 0.95
) -> Difference:
    """Mean of `a` minus mean of `b`, in `unit`, with Welch's t interval.

    Both are one-dimensional numbers; blanks and what is not a number are left out and counted
    together. se = √(s_a²/n_a + s_b²/n_b), degrees of freedom by Satterthwaite, so the groups need
    not vary alike; `z` is None, p is of Student's t. A group of one gives a difference without
    interval, a group of none "not available"; groups that do not vary at all give an interval
    without width and no p. Raises MeasureError for a column of another shape or a wrong
    confidence. Source: Welch 1947, Biometrika 34:28–35.
    """
    critical_z(confidence)
    first, second = read_numbers(a), read_numbers(b)
    difference = se = low = high = p = None
    method = "Welch's t interval"
    x, y = first.used, second.used
    if len(x) and len(y):
        difference = float(x.mean() - y.mean())
    spread = welch(x, y)
    if difference is not None and spread is not None:
        se, degrees = spread
        low = high = difference
        if se > 0:
            half = critical_t(confidence, degrees) * se
            low, high = difference - half, difference + half
            p = two_sided_t_p(difference / se, degrees)
            method = f"Welch's t interval, {number_text(degrees, 1)} degrees of freedom"
    dropped = {
        reason: first.dropped.get(reason, 0) + second.dropped.get(reason, 0)
        for reason in first.dropped | second.dropped
    }
    return Difference(
        name, difference, se, low, high, None, p, len(x), len(y), unit, method, dropped, confidence
    )


def spread_is_noise(values: NDArray[np.float64], spread: float) -> bool:
    """Whether a standard deviation is no more than the rounding of numbers of this size."""
    largest = float(np.max(np.abs(values), initial=0.0))
    return spread <= 16 * float(np.finfo(float).eps) * largest


def welch(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float] | None:
    """Standard error of the difference of two means, and Satterthwaite's degrees of freedom.

    One-dimensional, without blanks; None when one has fewer than two values, 0 when neither varies
    by more than rounding.
    """
    if min(len(x), len(y)) < 2:
        return None
    parts = []
    for group in (x, y):
        spread = float(group.std(ddof=1))
        parts.append(0.0 if spread_is_noise(group, spread) else spread**2 / len(group))
    total = sum(parts)
    if total == 0:
        return 0.0, math.inf
    weights = [part / total for part in parts]  # of no unit, so that small numbers don't underflow
    degrees = 1 / (weights[0] ** 2 / (len(x) - 1) + weights[1] ** 2 / (len(y) - 1))
    return math.sqrt(total), degrees
