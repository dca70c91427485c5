"""What a difference in differences gives: the effect, its checks, and the naive comparisons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.estimate import Difference
from playbook.measures.pilots.panel_errors import StandardError
from playbook.measures.pilots.pre_trend import PreTrend
from playbook.measures.pilots.randomisation import Randomisation
from playbook.measures.wording import (
    dropped_text,
    interval_text,
    number_text,
    p_text,
    places_for,
    with_unit,
)


@dataclass(frozen=True)
class GroupMeans:
    """Mean of a group's unit means before and after the start, and its number of units."""

    before: float
    after: float
    n_units: int


@dataclass(frozen=True)
class PeriodMeans:
    """Both groups' means in one period, over the units with a value in it; None where none."""

    label: str
    after: bool
    treated: float | None
    comparison: float | None


@dataclass(frozen=True)
class DifferenceInDifferences:
    """(T₁ − T₀) − (C₁ − C₀) with its uncertainty, its checks, and the naive comparisons.

    `effect`, `low` and `high` are in `unit`; `se`, interval and `p` are None where the named
    standard error can't be made. `before_after` (treated, after minus before) and `after_only`
    (after, treated minus comparison) are what one would have concluded without a comparison group
    or without the periods before. `randomisation` is there when a group has fewer than ten units.
    `complete_units` is the effect among units with a value in every period, None where there are
    none in a group; `missing_cells` counts unit-periods without a value.
    """

    name: str
    effect: float
    se: float | None
    low: float | None
    high: float | None
    p: float | None
    degrees_of_freedom: float | None
    standard_error: StandardError
    treated: GroupMeans
    comparison: GroupMeans
    before_after: Difference
    after_only: Difference
    pre_trend: PreTrend
    randomisation: Randomisation | None
    periods: tuple[PeriodMeans, ...]
    n_rows: int
    missing_cells: int
    complete_units: float | None
    unit: str
    method: str
    warnings: tuple[str, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def n_units(self) -> int:
        """Units of both groups."""
        return self.treated.n_units + self.comparison.n_units

    @property
    def start(self) -> str:
        """Label of the first period after the start."""
        return next(period.label for period in self.periods if period.after)

    def sentence(self) -> str:
        """The effect in words that claim no more than the design supports, and its checks."""
        means = (self.treated, self.comparison)
        places = places_for(self.unit, *(mean for one in means for mean in (one.before, one.after)))
        if self.low is not None and self.high is not None:
            places = max(places, places_for(self.unit, self.effect, self.low, self.high))
            interval = interval_text(self.low, self.high, self.confidence, self.unit, places)
        else:
            interval = "no interval"
        test = "" if self.p is None or self.randomisation else f"{p_text(self.p)}, "
        moves = "; ".join(
            f"{group} units from {number_text(one.before, places)} to "
            f"{number_text(one.after, places)}"
            for group, one in zip(("treated", "comparison"), means, strict=True)
        )
        drawn = "" if self.randomisation is None else f" {self.randomisation.sentence()}"
        warnings = "".join(f" {warning}" for warning in self.warnings)
        return (
            f"{self.name}: the change that goes with the pilot, beyond the comparison group's, is "
            f"{with_unit(self.effect, self.unit, places)} ({interval}, {test}standard error "
            f"{self.standard_error}, n = {means[0].n_units:,} treated and {means[1].n_units:,} "
            f"comparison units, {self.n_rows:,} rows): {moves}.{self._reading()}{drawn} It is the "
            "pilot's own only as far as both groups would have moved alike without it and the "
            "comparison units felt nothing of it. "
            f"{self.pre_trend.sentence()}{warnings}{dropped_text(self.dropped)}"
        )

    def _reading(self) -> str:
        if self.low is None or self.high is None:
            return ""
        if self.low <= 0 <= self.high:
            return " The interval holds 0: chance alone can give a difference like this."
        return " The interval leaves out 0."
