"""How long customers stay when some have not left yet: the Kaplan–Meier curve and its median."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.ranges import checked_amount
from playbook.measures.reading import Values
from playbook.measures.retention.follow_up import read_follow_up
from playbook.measures.retention.follow_up_caveats import caveats
from playbook.measures.wording import dropped_text, lasting, number_text, places_for

_METHOD = "Kaplan–Meier 1958, log-log interval from Greenwood's variance"
_ROUNDING = 1e-9
_Floats = NDArray[np.float64]
_Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Survival:
    """Share of customers still there, by time since joining.

    One entry a distinct time at which someone was last seen, in order: `times` in `unit`; customers
    `at_risk` just before, `events` (left) and `censored` (still there when last seen) at it;
    `survival` from then on, 0 to 1, with `low` and `high`, None where nobody or everybody has left.
    `median` is the first time at which half or more have left; it and its limits are None when not
    reached. `starts_at` is the time before which nobody was followed. `entry_times` and
    `entry_counts` say when those came in who were not followed from the start. `n` counts
    customers, `n_events` those who left, `dropped` those left out.
    """

    name: str
    unit: str
    times: tuple[float, ...]
    at_risk: tuple[int, ...]
    events: tuple[int, ...]
    censored: tuple[int, ...]
    survival: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    median: float | None
    median_low: float | None
    median_high: float | None
    n: int
    n_events: int
    starts_at: float = 0.0
    entry_times: tuple[float, ...] = ()
    entry_counts: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    method: str = _METHOD
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def available(self) -> bool:
        """Whether anyone was followed."""
        return self.n > 0

    def at(self, time: float) -> Estimate:
        """Share in % still there `time` after joining, in `unit`, 0 or more.

        "Not available" before anyone was followed and after the last time of the curve, unless
        nobody is left by then; no interval where nobody or everybody has left. Raises MeasureError
        for a time below 0.
        """
        time = checked_amount(time, "The time")
        absent, value, low, high = "no customers followed", None, None, None
        if self.times and time < self.starts_at:
            absent = f"nobody was followed before {lasting(self.starts_at, self.unit)}"
        elif self.times and time > self.times[-1] and self.survival[-1] > 0:
            absent = f"nobody was followed beyond {lasting(self.times[-1], self.unit)}"
        elif self.times:
            place = bisect_right(self.times, time) - 1
            value = 100 * self.survival[place] if place >= 0 else 100.0
            ends = (self.low[place], self.high[place]) if place >= 0 else (None, None)
            low, high = (None if end is None else 100 * end for end in ends)
        return Estimate(
            name=f"{self.name}, still there after {lasting(time, self.unit)}",
            value=value,
            low=low,
            high=high,
            n=0 if value is None else self.n,
            unit="%",
            method=self.method,
            dropped=self.dropped,
            confidence=self.confidence,
            absent=absent,
        )

    def followed_at(self, time: float) -> int:
        """Customers followed just before `time`, 0 or more. Raises MeasureError otherwise."""
        time = checked_amount(time, "The time")
        first, entry = bisect_left(self.times, time), bisect_left(self.entry_times, time)
        later = sum(self.events[first:]) + sum(self.censored[first:])
        return later - sum(self.entry_counts[entry:])

    def sentence(self) -> str:
        """The median with its interval, or that it was not reached and what was."""
        left_out = dropped_text(self.dropped)
        if not self.n:
            return f"{self.name}: not available, no customers followed (n = 0).{left_out}"
        counts = f"{self.n_events:,} of {self.n:,} left"
        if self.median is None:
            end = number_text(100 * self.survival[-1], 1)
            text = (
                f"{self.name}: median time until leaving not reached; {end}% are still there at "
                f"the end of the curve, after {lasting(self.times[-1], self.unit)} ({counts})."
            )
        else:
            limits = (self.median_low, self.median_high)
            places = places_for("", *limits)
            ends = ["not reached" if end is None else number_text(end, places) for end in limits]
            text = (
                f"{self.name}: median time until leaving {lasting(self.median, self.unit)} "
                f"({100 * self.confidence:g}% interval {ends[0]} to {ends[1]}; {counts})."
            )
        return " ".join([text, *self.warnings]) + left_out


def kaplan_meier(
    duration: Values,
    event: Values,
    *,
    entered: Values | None = None,
    counts: Values | None = None,
    unit: str = "months",
    name: str = "All customers",
    confidence: float = 0.95,
) -> Survival:
    """Kaplan–Meier curve of the time until customers leave: S(t) = Π(1 − dᵢ/nᵢ).

    One row a customer, one-dimensional: `duration` is the time in `unit` (a plural) from joining to
    leaving or to the last look, 0 or more; `event` is yes (True, 1) when the customer left then, no
    when still there. `entered` is the tenure at which a customer came into the records, 0 when
    followed since joining: who had gone before is missing from the file, so a customer may count
    only from then on (left truncation; Tsai, Jewell and Wang 1987). `counts` is how many customers
    a row stands for, whole numbers of 0 or more, with the result of as many equal rows. Rows that
    can't be used are left out and counted. Whoever is last seen at a time is still at risk of
    leaving at it; whoever comes in at a time, above 0, is not yet. The curve supposes that those
    seen last at a time leave later on like those still followed.

    The interval is symmetric in log(−log S), from Greenwood's variance 1926 (Kalbfleisch and
    Prentice 1980), a point at a time; those of the median are the times at which the interval's
    limits reach a half (Brookmeyer and Crowley 1982). A median that is not reached is None. Warns
    of what may be left out, of tenures of 0, and of entries that leave the start unsure.
    Raises MeasureError for columns of unequal length and unusable counts.
    Source: Kaplan and Meier 1958, Journal of the American Statistical Association 53:457–481.
    """
    z = critical_z(confidence)
    rows = read_follow_up(duration, event, entered=entered, counts=counts)
    # Counted here, not by statsmodels: with counts it takes another variance than Greenwood's, and
    # its curve rises from 0 again, by rounding, when all who were followed early have left.
    times, place = np.unique(rows.duration, return_inverse=True)
    seen = np.bincount(place, weights=rows.counts, minlength=len(times)).astype(np.int64)
    left = np.bincount(place, weights=rows.counts * rows.left, minlength=len(times))
    events = left.astype(np.int64)
    at_risk = rows.at_risk(times)
    survival: _Floats = np.cumprod((at_risk - events) / at_risk, dtype=np.float64)
    low, high = _limits(survival, at_risk, events, z)
    all_gone = survival == 0
    late = rows.entered > 0
    entry_times, entry_place = np.unique(rows.entered[late], return_inverse=True)
    entry_counts = np.bincount(entry_place, weights=rows.counts[late], minlength=len(entry_times))
    return Survival(
        name=name,
        unit=unit,
        times=tuple(times.tolist()),
        at_risk=tuple(at_risk.tolist()),
        events=tuple(events.tolist()),
        censored=tuple((seen - events).tolist()),
        survival=tuple(survival.tolist()),
        low=_or_none(low),
        high=_or_none(high),
        median=_first_half(times, survival),
        median_low=_first_half(times, np.where(all_gone, 0, low)),
        median_high=_first_half(times, high),
        n=int(seen.sum()),
        n_events=int(events.sum()),
        starts_at=float(rows.entered.min()) if len(times) else 0.0,
        entry_times=tuple(entry_times.tolist()),
        entry_counts=tuple(entry_counts.astype(np.int64).tolist()),
        warnings=caveats(rows, times[events > 0], unit, entries_given=entered is not None),
        dropped=rows.dropped,
        confidence=confidence,
    )


def _limits(
    survival: _Floats, at_risk: _Counts, events: _Counts, z: float
) -> tuple[_Floats, _Floats]:
    """S to the powers e^(±z·se(log(−log S))); NaN where S is 1 or 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / at_risk / (at_risk - events))
        spread = z * np.sqrt(greenwood) / -np.log(survival)
    inside = (survival > 0) & (survival < 1)
    spread[~inside] = 0
    low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _or_none(values: _Floats) -> tuple[float | None, ...]:
    found = values.tolist()
    for place in np.flatnonzero(np.isnan(values)):
        found[place] = None
    return tuple(found)


def _first_half(times: _Floats, curve: _Floats) -> float | None:
    """The first time at which a curve is at a half or below."""
    reached = np.flatnonzero(curve <= 0.5 + _ROUNDING)
    return float(times[reached[0]]) if len(reached) else None
