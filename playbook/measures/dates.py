"""Columns of dates: from what a caller hands in to days, every unusable row marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.distinct import distinct_values
from playbook.measures.errors import MeasureError
from playbook.measures.reading import Values, as_column

Day: TypeAlias = "str | date | np.datetime64"
"""One day: a date, a date with a time, or text as in 2025-03-31."""

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?", re.ASCII)


@dataclass(frozen=True)
class Dates:
    """One day a row (datetime64[D], NaT where there is none), and which rows are blank."""

    days: NDArray[np.datetime64]
    blank: NDArray[np.bool_]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which rows hold a date."""
        known: NDArray[np.bool_] = ~np.isnat(self.days)
        return known

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which rows hold something that is not a date."""
        return ~self.known & ~self.blank


def read_dates(values: Values) -> Dates:
    """Read a one-dimensional column of dates as days; a time of day is cut off.

    Dates, dates with a time, and text that begins with year-month-day as in 2025-03-31 are dates.
    None, NaT, NaN and text of blanks are blank. Numbers and dates in any other order are neither:
    which order is meant is asked where the file is read, not guessed here.
    Raises MeasureError when the input is not one-dimensional.
    """
    column = as_column(values)
    if column.dtype.kind == "M":
        days = column.astype("datetime64[D]")
        return Dates(days, np.isnat(days))
    if column.dtype.kind != "O":
        missing = np.asarray(pd.isna(column), dtype=bool)
        return Dates(np.full(len(column), "NaT", dtype="datetime64[D]"), missing)
    codes, distinct = distinct_values(column)
    objects = np.asarray(distinct, dtype=object)
    of_distinct = np.array([*map(_day, objects), np.datetime64("NaT")], dtype="datetime64[D]")
    empty = [isinstance(one, str) and not one.strip() for one in objects]
    return Dates(of_distinct[codes], np.array([*empty, True])[codes])  # code −1 takes the last


def read_day(value: Day, name: str) -> np.datetime64:
    """One day, called `name` in the MeasureError that is raised when it is not a date."""
    day = _day(value)
    if np.isnat(day):
        raise MeasureError(
            f"The {name}, {value!r}, is not a date.",
            "Give a date, or text with year, month and day as in 2025-03-31.",
        )
    return day


def _day(value: object) -> np.datetime64:
    if isinstance(value, np.datetime64):
        value = str(value.astype("datetime64[D]"))
    elif isinstance(value, date) and not pd.isna(value):
        value = value.isoformat()
    text = value.strip() if isinstance(value, str) else ""
    try:
        return np.datetime64(text[:10] if _ISO.fullmatch(text) else "NaT", "D")
    except ValueError:
        return np.datetime64("NaT", "D")
