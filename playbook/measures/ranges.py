"""Checks of the inputs of a calculation, with errors that name the input."""

from __future__ import annotations

import math
from numbers import Real

from playbook.measures.errors import MeasureError


def checked_fraction(value: object, label: str) -> float:
    """A share or rate from 0 to 1. Raises MeasureError otherwise, with a hint when it is a %."""
    if not _is_number(value) or not 0 <= float(value) <= 1:  # type: ignore[arg-type]
        raise MeasureError(
            f"{label} is {value!r}; it must be from 0 to 1.",
            "Write a share as a fraction, 0.25 for 25%.",
        )
    return float(value)  # type: ignore[arg-type]


def checked_amount(value: object, label: str, *, least: float = 0.0) -> float:
    """A finite number of `least` or more. Raises MeasureError otherwise."""
    if not _is_number(value) or float(value) < least:  # type: ignore[arg-type]
        raise MeasureError(
            f"{label} is {value!r}; it must be a number of {least:g} or more.",
            "Check the number, its sign and its unit.",
        )
    return float(value)  # type: ignore[arg-type]


def checked_number(value: object, label: str) -> float:
    """A finite number. Raises MeasureError otherwise."""
    return checked_amount(value, label, least=-math.inf)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
