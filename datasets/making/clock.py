"""Moments as a company's clocks show them, with the offset from UTC, summer time included.

The European rule is written out (summer time from the last Sunday of March to that of October, at
01:00 UTC), so that no machine's own list of time zones matters.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Seconds = NDArray[np.int64]
YEARS = range(2010, 2031)


def moment(days: ArrayLike, seconds: ArrayLike) -> Seconds:
    """Seconds since 1970 on the local clock, from days (datetime64[D]) and seconds of the day."""
    whole = np.asarray(days, dtype="datetime64[D]").astype(np.int64)
    return whole * 86_400 + np.asarray(seconds, dtype=np.int64)


def stamps(local: Seconds, hours_from_utc: int) -> NDArray[Any]:
    """ISO 8601 texts with offset, as 2024-07-04T09:15:00+01:00, from seconds on the local clock."""
    texts = np.datetime_as_string(local.astype("datetime64[s]"))
    suffix = np.array([f"{hours:+03d}:00" for hours in (hours_from_utc, hours_from_utc + 1)])
    return np.char.add(texts, suffix[is_summer(local).astype(np.int64)]).astype(object)


def utc_stamps(local: Seconds, hours_from_utc: int) -> NDArray[Any]:
    """The same moments on a clock that is always UTC, as 2024-07-04T08:15:00+00:00."""
    utc = local - 3600 * (hours_from_utc + is_summer(local))
    return np.char.add(np.datetime_as_string(utc.astype("datetime64[s]")), "+00:00").astype(object)


def is_summer(local: Seconds) -> NDArray[np.bool_]:
    """Whether a moment of the local clock is in summer time (by the day's own 01:00)."""
    edges = [
        int((_last_sunday(year, month) - datetime(1970, 1, 1)).total_seconds()) + 3600
        for year in YEARS
        for month in (3, 10)
    ]
    return np.searchsorted(np.array(edges), local, side="right") % 2 == 1


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)
