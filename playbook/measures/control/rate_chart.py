"""What a control chart of rates gives: a rate and a pair of limits a point, and the signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.control.dispersion import Dispersion
from playbook.measures.control.rate_limits import Kind
from playbook.measures.control.signals import Signal, level_text, signals_text
from playbook.measures.wording import dropped_text, places_for


@dataclass(frozen=True)
class RateChart:
    """Rates with limits frozen on a baseline, one pair a point, and their signals.

    `values`, `centre`, `lower` and `upper` are in `unit`: % for a p-chart, events per `per` units
    of exposure for a u-chart. Entries are None where a point has no rate; `centre` and all limits
    are None when not available, `warning` then says why. `exact` marks points whose limits are
    exact tail limits. `baseline` is (start, stop), stop excluded. `dispersion` tests whether the
    baseline varies more than chance; `sigma_z` is Laney's factor on the limits, 1 unless asked
    for, None where the baseline has no two neighbours. `in_order` is False for groups compared at
    one time. `n` counts the points with a rate.
    """

    kind: Kind
    events: tuple[float | None, ...]
    cases: tuple[float | None, ...]
    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    centre: float | None
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    exact: tuple[bool, ...]
    baseline: tuple[int, int]
    signals: tuple[Signal, ...]
    dispersion: Dispersion | None
    sigma_z: float | None
    in_order: bool
    n: int
    unit: str
    method: str
    warning: str | None
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether there are limits."""
        return self.centre is not None

    def sentence(self) -> str:
        """Centre, limits and signals in words."""
        left_out = dropped_text(self.dropped)
        warning = f" {self.warning}" if self.warning else ""
        if self.centre is None:
            return f"Limits: not available (n = {self.n}).{warning}{left_out}"
        places = places_for(self.unit, self.centre, *self.lower, *self.upper)
        centre = level_text(self.centre, places, self.unit)
        start, stop = self.baseline
        span = f"{self.labels[start]} to {self.labels[stop - 1]}"
        return (
            f"Centre {centre}, {self._limits_text(places)}, set by {span} (n = {self.n:,}). "
            f"{signals_text(self.signals, runs=self.in_order)}{warning}{left_out}"
        )

    def _limits_text(self, places: int) -> str:
        known = [
            (cases, low, high)
            for cases, low, high in zip(self.cases, self.lower, self.upper, strict=True)
            if cases is not None and low is not None and high is not None
        ]

        def limits(low: float, high: float) -> str:
            ends = (level_text(end, places, self.unit) for end in (low, high))
            return " to ".join(ends)

        fewest, most = min(known), max(known)
        if fewest[0] == most[0]:
            return f"limits {limits(*fewest[1:])}"
        return (
            f"limits {limits(*fewest[1:])} at {fewest[0]:,g} cases and {limits(*most[1:])} at "
            f"{most[0]:,g}"
        )
