"""What an agreement coefficient gives: the number, its interval, and whether it is enough."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_z
from playbook.measures.ranges import random_numbers
from playbook.measures.wording import dropped_text, interval_text, number_text

Verdict: TypeAlias = Literal["reliable", "tentative", "not reliable"]
Statistic: TypeAlias = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""From how often each kind of unit is in each resample (B × T) to B values, NaN if undefined."""

RELIABLE, TENTATIVE = 0.8, 0.667
RESAMPLES = 1000
FEWEST_DEFINED = 0.95

_READING = {
    "reliable": "Reliable: the codes may be counted.",
    "tentative": "Enough for tentative conclusions only: sharpen the code book and code again.",
    "not reliable": "Not reliable: do not show counts of these codes; the coders read them "
    "differently.",
}


@dataclass(frozen=True)
class Agreement:
    """A coefficient of agreement between coders: 1 is perfect, 0 what chance gives.

    `value` is None where it is undefined: no unit with two codes, or only one category in use.
    `low` and `high` are also None where all units agree, as resampling them shows no disagreement,
    or where too many resamples are undefined. `n` counts the units used, `dropped` those left out.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    n_coders: int
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def available(self) -> bool:
        """Whether the coefficient is defined."""
        return self.value is not None

    @property
    def verdict(self) -> Verdict | None:
        """Krippendorff's norm: 0.8 or more reliable, 0.667 or more tentative, else not reliable."""
        if self.value is None:
            return None
        if self.value >= RELIABLE:
            return "reliable"
        return "tentative" if self.value >= TENTATIVE else "not reliable"

    def sentence(self) -> str:
        """The agreement in words, with interval, n and what it allows."""
        left_out = dropped_text(self.dropped)
        counts = f"n = {self.n:,} units, {self.n_coders} coders"
        if self.value is None or self.verdict is None:
            why = "every code is the same" if self.n else "no unit has two codes"
            return f"{self.name}: not available, {why} ({counts}).{left_out}"
        if self.low is None or self.high is None:
            interval = "no interval"
        else:
            interval = interval_text(self.low, self.high, self.confidence, "", 2)
        reading = _READING[self.verdict]
        if self.low is not None and self.verdict == "reliable" and self.low < TENTATIVE:
            reading += f" The interval reaches below {TENTATIVE}: code more units to be sure."
        return (
            f"{self.name} {number_text(self.value, 2)} ({interval}, {counts}). {reading}{left_out}"
        )


def agreement_of(
    statistic: Statistic,
    times: NDArray[np.int64],
    *,
    name: str,
    n_coders: int,
    method: str,
    dropped: Mapping[str, int],
    confidence: float,
    seed: int,
    value: float | None = None,
) -> Agreement:
    """The coefficient with its percentile bootstrap interval over units.

    `times` says how many units there are of each kind (units with the same codes); resampling units
    with replacement draws these numbers from a multinomial. `value`, where given, is the point.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    critical_z(confidence)
    rng = random_numbers(seed)
    n = int(times.sum())
    low = high = None
    if value is None and n:
        point = float(statistic(times[None, :].astype(float))[0])
        value = None if math.isnan(point) else point
    if value is not None and value < 1:
        drawn = rng.multinomial(n, times / n, size=RESAMPLES)
        found = statistic(drawn.astype(float))
        defined = found[~np.isnan(found)]
        if len(defined) >= FEWEST_DEFINED * RESAMPLES:
            tails = [(1 - confidence) / 2, (1 + confidence) / 2]
            low, high = (float(end) for end in np.quantile(defined, tails))
    return Agreement(
        name=name,
        value=value,
        low=low,
        high=high,
        n=n,
        n_coders=n_coders,
        method=f"{method}, percentile bootstrap over units ({RESAMPLES:,} resamples)",
        dropped=dropped,
        confidence=confidence,
    )


def one_minus_ratio(
    seen: NDArray[np.float64], expected: NDArray[np.float64]
) -> NDArray[np.float64]:
    """1 − seen / expected disagreement; NaN where none is expected."""
    possible = expected > 0
    ratio = np.divide(seen, expected, out=np.full(len(seen), np.nan), where=possible)
    result: NDArray[np.float64] = 1 - ratio
    return result
