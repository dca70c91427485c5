"""What a measure gives: a number that never goes without its n and its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.wording import (
    dropped_text,
    interval_text,
    is_scale,
    number_text,
    p_text,
    places_for,
    places_off_zero,
    with_unit,
)


@dataclass(frozen=True)
class Estimate:
    """A measure with its uncertainty.

    `value`, `low` and `high` are in `unit` and None where not available (`value` only when n = 0;
    `low` and `high` also where one answer allows no interval). `n` counts the values used,
    `dropped` those left out (reason → count), `n_effective` is what weighted answers are worth.
    `absent` says why there is no value, where there is none.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: str
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)
    n_effective: float | None = None
    confidence: float = 0.95
    absent: str = "no valid answers"

    @property
    def available(self) -> bool:
        """Whether there is a value at all."""
        return self.value is not None

    def sentence(self) -> str:
        """The measure in words, with interval, n and what was left out."""
        left_out = dropped_text(self.dropped)
        if self.value is None:
            return f"{self.name}: not available, {self.absent} (n = {self.n}).{left_out}"
        places = places_for(self.unit, self.value, self.low, self.high)
        if self.low is None or self.high is None:
            interval = "no interval"
        else:
            interval = interval_text(self.low, self.high, self.confidence, self.unit, places)
        effective = (
            ""
            if self.n_effective is None
            else f", effective n = {number_text(self.n_effective, int(self.n_effective < 100))}"
        )
        shown = with_unit(self.value, self.unit, places)
        return f"{self.name} {shown} ({interval}, n = {self.n:,}{effective}).{left_out}"


@dataclass(frozen=True)
class Difference:
    """First group minus second, in `unit`, with its uncertainty; None throughout when n = 0.

    `se`, `z` and `p` are None also where the method makes an interval without them.
    """

    name: str
    difference: float | None
    se: float | None
    low: float | None
    high: float | None
    z: float | None
    p: float | None
    n_a: int
    n_b: int
    unit: str
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def available(self) -> bool:
        """Whether both groups have answers."""
        return self.difference is not None

    def sentence(self) -> str:
        """The difference in words, and whether chance alone can give it."""
        left_out = dropped_text(self.dropped)
        counts = f"n = {self.n_a:,} and {self.n_b:,}"
        if self.difference is None or self.low is None or self.high is None:
            return (
                f"{self.name}, difference: not available, "
                f"a group has no valid answers ({counts}).{left_out}"
            )
        places = places_for(self.unit, self.difference, self.low, self.high)
        places = places_off_zero(places, self.low, self.high)
        interval = interval_text(self.low, self.high, self.confidence, self.unit, places)
        test = "" if self.p is None else f", {p_text(self.p)}"
        on_scale = is_scale(self.unit)
        size = with_unit(abs(self.difference), "" if on_scale else self.unit, places)
        scale = f" on a scale of {self.unit}" if on_scale else ""
        if self.difference == 0:
            comparison = "the two groups are level"
        else:
            side = "above" if self.difference > 0 else "below"
            comparison = f"the first group is {size} {side} the second{scale}"
        if self.low <= 0 <= self.high:
            reading = "The interval holds 0: chance alone can give a difference like this."
        else:
            reading = "The interval leaves out 0: chance alone seldom gives a difference like this."
        return f"{self.name}: {comparison} ({interval}{test}, {counts}). {reading}{left_out}"
