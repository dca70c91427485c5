"""The whole journey against its parts: completion of a chain, and what goes together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.groups import same_length
from playbook.measures.reading import USED, Values, count_dropped, read_numbers
from playbook.measures.wording import dropped_text, interval_text


def chain_completion(rates: Values) -> float:
    """Share of customers, 0 to 1, who get through every step: the product of the steps' rates.

    `rates`: at least one success rate from 0 to 1, each step independent of the others; real steps
    seldom are, so this is a first estimate. Raises MeasureError for no step, a blank, or a rate
    outside 0 to 1. Source: the multiplication rule for independent events.
    """
    numbers = read_numbers(rates)
    if not len(numbers.values):
        raise MeasureError("The chain has no step.", "Give the success rate of at least one step.")
    for step, (rate, verdict) in enumerate(zip(numbers.values, numbers.verdicts, strict=True), 1):
        if verdict != USED or not 0 <= rate <= 1:
            raise MeasureError(
                f"Step {step} has no success rate between 0 and 1.",
                "Write each rate as a fraction, 0.9 for 90%.",
            )
    return math.prod(float(rate) for rate in numbers.values)


@dataclass(frozen=True)
class Correlation:
    """Pearson's r of two columns, from −1 to 1, with its interval.

    `r` and `r_squared` are None with fewer than two complete pairs or a column that does not vary;
    `low` and `high` also with fewer than four. `dropped` counts pairs, reason → count.
    """

    name: str
    r: float | None
    r_squared: float | None
    low: float | None
    high: float | None
    n: int
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def available(self) -> bool:
        """Whether r could be computed."""
        return self.r is not None

    def sentence(self) -> str:
        """What goes together with what, and how surely; nothing about why."""
        left_out = dropped_text(self.dropped)
        if self.r is None:
            return (
                f"{self.name}: not available, it takes two or more complete pairs "
                f"in which both vary (n = {self.n:,}).{left_out}"
            )
        r = f"{self.r:.2f}".replace("-", "−")
        if self.low is None or self.high is None:
            return (
                f"{self.name}: too few pairs to say whether one goes together with the other "
                f"(r = {r}, no interval, n = {self.n:,}).{left_out}"
            )
        interval = interval_text(self.low, self.high, self.confidence, "", 2)
        if self.low <= 0 <= self.high:
            reading = "not clear whether one goes together with the other"
        else:
            other = "more" if self.r > 0 else "less"
            reading = f"more of one goes together with {other} of the other"
        return f"{self.name}: {reading} (r = {r}, {interval}, n = {self.n:,}).{left_out}"


def correlation(x: Values, y: Values, *, name: str, confidence: float = 0.95) -> Correlation:
    """Pearson's correlation of two columns of equal length, with Fisher's z interval.

    `name` says which two, such as "Satisfaction and renewal". A pair with a blank or something
    that is not a number is left out and counted. The interval is tanh(atanh r ± z/√(n−3)); at
    r = ±1 it has no width. Raises MeasureError for columns of unequal length. Source: Fisher 1921.
    """
    z = critical_z(confidence)
    first, second = read_numbers(x), read_numbers(y)
    same_length(("x", len(first.values)), ("y", len(second.values)))
    verdicts = np.maximum(first.verdicts, second.verdicts)
    complete = verdicts == USED
    a, b = first.values[complete], second.values[complete]
    n = len(a)
    r = low = high = None
    if n >= 2 and np.ptp(a) > 0 and np.ptp(b) > 0:
        a, b = a / np.abs(a).max(), b / np.abs(b).max()
        a, b = a - a.mean(), b - b.mean()
        r = float(np.clip((a @ b) / math.sqrt((a @ a) * (b @ b)), -1, 1))
        if n >= 4:
            low, high = _fisher_interval(r, n, z)
    return Correlation(
        name=name,
        r=r,
        r_squared=None if r is None else r * r,
        low=low,
        high=high,
        n=n,
        method="Pearson's r, Fisher's z interval",
        dropped=count_dropped(verdicts),
        confidence=confidence,
    )


def _fisher_interval(r: float, n: int, z: float) -> tuple[float, float]:
    if abs(r) == 1:
        return r, r
    half = z / math.sqrt(n - 3)
    return min(r, math.tanh(math.atanh(r) - half)), max(r, math.tanh(math.atanh(r) + half))
