"""The hotels' year: a clock that runs faster in the months in which people travel.

Guests come back by a clock of their own. Counted on that clock, stays are as even as chance; on the
calendar they crowd into summer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from making.draws import Floats, Ints

Days = NDArray[np.datetime64]
SEASON = (0.60, 0.64, 0.80, 0.95, 1.10, 1.28, 1.48, 1.50, 1.20, 1.00, 0.68, 0.77)
"""How much of an average month's travel falls on each, January to December."""

FIRST_DAY = np.datetime64("2018-01-01")
LAST_DAY = np.datetime64("2026-12-31")
_DAYS = np.arange(FIRST_DAY, LAST_DAY + 1)
_MONTH = _DAYS.astype("datetime64[M]").astype(np.int64) % 12
_CLOCK = np.concatenate([[0.0], np.cumsum(np.array(SEASON)[_MONTH])])


def clock_at(days: Days) -> Floats:
    """Days on the guests' clock from FIRST_DAY to the morning of each day."""
    return _CLOCK[np.minimum((days - FIRST_DAY).astype(np.int64), len(_DAYS))]


def day_at(clock: Floats) -> Days:
    """The day on which the guests' clock shows this; the last one for all that lies beyond."""
    place: Ints = np.searchsorted(_CLOCK, clock, side="right") - 1
    return FIRST_DAY + np.minimum(place, len(_DAYS) - 1)
