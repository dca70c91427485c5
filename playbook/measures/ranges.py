"""Checks of the inputs of a calculation, with errors that name the input."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any, TypeGuard

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError

LARGEST, LEAST_ABOVE_0 = 1e100, 1e-100
"""Numbers beyond are refused, and numbers closer to 0 taken as 0: no square of either can be held.
"""
MOST_COUNTED = 10**15
"""Whole numbers up to which floats, and so all measures, keep each one apart."""
LONGEST_SCALE = 100
"""Steps beyond which answers are numbers, not ratings; our choice."""


def is_number(value: object) -> TypeGuard[float]:
    """Whether a value is one finite number within ±1e100; True and False are none."""
    if not isinstance(value, Real) or isinstance(value, bool | np.timedelta64):
        return False
    try:
        return abs(float(value)) <= LARGEST
    except OverflowError:
        return False


def is_inside(value: object, low: float, high: float) -> TypeGuard[float]:
    """Whether a value is one number above `low` and below `high`."""
    return is_number(value) and low < float(value) < high


def is_whole(value: object, least: int = 0, most: int = MOST_COUNTED) -> TypeGuard[int]:
    """Whether a value is one whole number from `least` to `most`, of a type for whole numbers."""
    try:
        return not isinstance(value, bool) and least <= operator.index(value) <= most  # type: ignore[arg-type]
    except TypeError:
        return False


def checked_fraction(value: object, label: str) -> float:
    """A share or rate from 0 to 1. Raises MeasureError otherwise, with a hint when it is a %."""
    if not is_number(value) or not 0 <= float(value) <= 1:
        raise MeasureError(
            f"{label} is {value!r}; it must be from 0 to 1.",
            "Write a share as a fraction, 0.25 for 25%.",
        )
    return _not_tiny(value)


def checked_amount(value: object, label: str, *, least: float = 0.0) -> float:
    """A finite number of `least` or more. Raises MeasureError otherwise."""
    if not is_number(value) or float(value) < least:
        asked = "a number" if least == -math.inf else f"a number of {least:g} or more"
        raise MeasureError(
            f"{label} is {value!r}; it must be {asked}.", "Check the number, its sign and its unit."
        )
    return _not_tiny(value)


def checked_number(value: object, label: str) -> float:
    """A finite number. Raises MeasureError otherwise."""
    return checked_amount(value, label, least=-math.inf)


def checked_whole(value: object, label: str, *, least: int = 0, most: int = MOST_COUNTED) -> int:
    """A whole number from `least` to `most`. Raises MeasureError otherwise."""
    if not is_whole(value, least, most):
        limit = "" if most == MOST_COUNTED else f" and at most {most:,}"
        raise MeasureError(
            f"{label} is {value!r}; it must be a whole number of {least:,} or more{limit}.",
            "Give a whole number in this range.",
        )
    return operator.index(value)


def checked_table(frame: object, columns: Iterable[object] = ()) -> pd.DataFrame:
    """A DataFrame with these columns, each there once. Raises MeasureError otherwise."""
    if not isinstance(frame, pd.DataFrame):
        raise MeasureError(
            f"A table is needed, not a {type(frame).__name__}.",
            "Hand in a DataFrame with named columns.",
        )
    there = list(frame.columns)
    for name in columns:
        count = sum(isinstance(one, type(name)) and bool(one == name) for one in there)
        if count != 1:
            found = "no column" if count == 0 else f"{count} columns"
            raise MeasureError(
                f"The table has {found} {name!r}.",
                f"Its columns are: {', '.join(map(str, there)) or 'none'}.",
            )
    return frame


def checked_mapping(value: object, label: str) -> Mapping[Any, Any]:
    """A mapping, as it is. Raises MeasureError for anything else."""
    if not isinstance(value, Mapping):
        raise MeasureError(
            f"{label} can't be read from a {type(value).__name__}.",
            "Hand in a mapping, such as {'name': number}.",
        )
    return value


def checked_list(value: object, label: str) -> list[Any]:
    """The entries of a list, tuple, array, Series or the like, in order.

    Raises MeasureError for text, a mapping, a set, and what holds no entries.
    """
    unordered = isinstance(value, str | bytes | Mapping | set | frozenset | pd.DataFrame)
    single = isinstance(value, np.ndarray) and value.ndim == 0
    if unordered or single or not isinstance(value, Iterable):
        raise MeasureError(
            f"{label} can't be read from a {type(value).__name__}.", "Hand in a list."
        )
    return list(value)


def checked_scale(scale: object) -> tuple[int, int]:
    """A rating scale as (lowest, highest), whole numbers at most 100 apart.

    Raises MeasureError otherwise.
    """
    ends = checked_list(scale, "The scale")
    if not (len(ends) == 2 and all(is_whole(end, -LONGEST_SCALE, LONGEST_SCALE) for end in ends)):
        ends = [0, 0]
    low, high = map(int, ends)
    if not low < high <= low + LONGEST_SCALE:
        raise MeasureError(
            f"There is no scale {scale!r}.",
            f"Give (lowest, highest) in whole numbers up to {LONGEST_SCALE} apart, such as (1, 5).",
        )
    return low, high


def as_floats(values: Any) -> NDArray[np.float64] | None:
    """An array of any shape as floats; None where it holds anything that is no real number."""
    if np.iscomplexobj(values):
        return None
    try:
        return np.asarray(values, dtype=np.float64)
    except (OverflowError, TypeError, ValueError):
        return None


def named_points(labels: object, points: int, thing: str) -> tuple[str, ...]:
    """One text a point; without a label, or for a blank one, "point 1" and so on, by its `thing`.

    Raises MeasureError for another number of labels.
    """
    if labels is None:
        return tuple(f"{thing} {number}" for number in range(1, points + 1))
    given = checked_list(labels, "Labels")
    if len(given) != points:
        raise MeasureError(
            f"There are {points} {thing}s and {len(given)} labels.", f"Give one label a {thing}."
        )
    named = enumerate(pd.isna(np.fromiter(given, dtype=object, count=points)), 1)
    return tuple(
        f"{thing} {number}" if blank else str(label)
        for label, (number, blank) in zip(given, named, strict=True)
    )


def checked_kind(value: object, kind: type[Any], label: str, made_by: str) -> None:
    """Raise MeasureError unless `value` is of a `kind`, which `made_by` says how to make."""
    if not isinstance(value, kind):
        raise MeasureError(
            f"{label} can't be read from a {type(value).__name__}.", f"Make it with {made_by}."
        )


def random_numbers(seed: int) -> np.random.Generator:
    """The generator that `seed` starts: the same seed, the same numbers.

    Raises MeasureError for a seed that is not a whole number of 0 or more.
    """
    return np.random.default_rng(checked_whole(seed, "The seed"))


def _not_tiny(value: float) -> float:
    return float(value) if abs(value) >= LEAST_ABOVE_0 else 0.0
