"""Whether two groups moved alike before one of them was treated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.estimate import Difference
from playbook.measures.two_means import mean_difference
from playbook.measures.wording import interval_text, places_for, with_unit

FEWEST_PERIODS = 3


@dataclass(frozen=True)
class PreTrend:
    """Slope of the treated units minus slope of the comparison units, before the start.

    `slope` is in the outcome's unit a period; its value is None where it can't be checked, and its
    interval where a group has one unit. `periods` counts those before the start.
    """

    slope: Difference
    periods: int

    @property
    def available(self) -> bool:
        """Whether it could be checked."""
        return self.slope.low is not None

    @property
    def apart(self) -> bool:
        """Whether the groups moved apart before the start by more than chance readily gives."""
        low, high = self.slope.low, self.slope.high
        return low is not None and high is not None and not low <= 0 <= high

    def sentence(self) -> str:
        """What the periods before the start say about the comparison, or why nothing."""
        slope = self.slope
        asked = "Whether both groups moved alike before the start can't be checked"
        if self.periods < FEWEST_PERIODS:
            count = "there is 1" if self.periods == 1 else f"there are {self.periods}"
            return f"{asked}: it takes {FEWEST_PERIODS} periods before it, and {count}."
        if slope.difference is None or slope.low is None or slope.high is None:
            return (
                f"{asked}: it takes two units a group with {FEWEST_PERIODS} values before it, "
                f"and there are {slope.n_a} and {slope.n_b}."
            )
        places = places_for(slope.unit, slope.difference, slope.low, slope.high)
        size = with_unit(abs(slope.difference), slope.unit, places)
        side = "above" if slope.difference >= 0 else "below"
        ends = interval_text(slope.low, slope.high, slope.confidence, slope.unit, places)
        found = (
            f"Before the start the treated units' trend was {size} a period {side} the "
            f"comparison's ({ends}, {self.periods} periods)"
        )
        if self.apart:
            return f"{found}: the groups were moving apart already, so the comparison is in doubt."
        return f"{found}: no gap in trend shows, which does not prove that there was none."


def pre_trend(
    outcome: NDArray[np.float64],
    treated: NDArray[np.bool_],
    *,
    name: str,
    unit: str,
    confidence: float,
) -> PreTrend:
    """Compare the groups' slopes over the periods before the start.

    `outcome`: units × those periods, NaN where there is no value. Each unit with three or more
    values gets its least-squares slope, and the slopes are compared with Welch's t, so that values
    of one unit need not be independent. Fewer than three periods can't be checked.
    """
    periods = outcome.shape[1]
    slopes = np.full(len(outcome), np.nan)
    seen = np.isfinite(outcome)
    enough = seen.sum(axis=1) >= FEWEST_PERIODS
    if enough.any():
        slopes[enough] = _slopes(outcome[enough], seen[enough])
    found = mean_difference(
        slopes[enough & treated],
        slopes[enough & ~treated],
        name=f"{name}, trend before the start",
        unit=unit,
        confidence=confidence,
    )
    return PreTrend(found, periods)


def _slopes(outcome: NDArray[np.float64], seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    n = seen.sum(axis=1, keepdims=True)
    x = np.where(seen, np.arange(outcome.shape[1], dtype=float), 0.0)
    y = np.where(seen, outcome, 0.0)
    x = np.where(seen, x - x.sum(axis=1, keepdims=True) / n, 0.0)
    y = np.where(seen, y - y.sum(axis=1, keepdims=True) / n, 0.0)
    slopes: NDArray[np.float64] = (x * y).sum(axis=1) / np.square(x).sum(axis=1)
    return slopes
