"""Quantiles and tail areas of the distributions that intervals and tests need."""

from __future__ import annotations

from scipy import special  # type: ignore[import-untyped]

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import is_inside

_NO_CONFIDENCE = 1e-9
"""So close to 0 or 1 a confidence is as good as none, or as certainty."""


def _two_sided_point(confidence: float) -> float:
    if not is_inside(confidence, _NO_CONFIDENCE, 1 - _NO_CONFIDENCE):
        raise MeasureError(
            f"The confidence {confidence!r} is not between 0 and 1.",
            "Write it as a fraction, 0.95 for 95%.",
        )
    return (1 + float(confidence)) / 2


def critical_z(confidence: float) -> float:
    """Normal quantile that leaves `confidence` (between 0 and 1) in the middle: 1.96 for 0.95.

    Raises MeasureError for a confidence outside 0 to 1.
    """
    return float(special.ndtri(_two_sided_point(confidence)))


def critical_t(confidence: float, degrees_of_freedom: float) -> float:
    """Student's t quantile that leaves `confidence` in the middle, for degrees above 0.

    Raises MeasureError for a confidence outside 0 to 1.
    """
    return float(special.stdtrit(degrees_of_freedom, _two_sided_point(confidence)))


def two_sided_p(z: float) -> float:
    """Chance of a standard normal value at least as far from 0 as `z`, either way."""
    return float(2 * special.ndtr(-abs(z)))


def two_sided_t_p(t: float, degrees_of_freedom: float) -> float:
    """Chance of a value of Student's t at least as far from 0 as `t`, either way."""
    return float(2 * special.stdtr(degrees_of_freedom, -abs(t)))
