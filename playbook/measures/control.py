"""The XmR chart: which moves of a measure are signals, and which are its ordinary variation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from playbook.measures.errors import MeasureError
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import dropped_text, number_text, places_for

Rule: TypeAlias = Literal["outside limits", "eight on one side"]

LIMIT_FACTOR = 2.66
"""3/1.128: three standard deviations, estimated from the mean moving range (Wheeler 1993)."""
MOVING_RANGE_FACTOR = 3.268
"""Upper limit of a moving range in mean moving ranges (Wheeler 1993)."""
RUN_LENGTH = 8
"""Points in a row on one side of the centre that make a signal (Wheeler; Nelson 1984 takes 9)."""
BASELINE_POINTS, FEWEST_ADVISED = 20, 12


@dataclass(frozen=True)
class Signal:
    """A point that ordinary variation seldom gives.

    `index` is the point (from 0) at which the rule is met, `points` all that belong to it: the
    point itself, or the whole run.
    """

    index: int
    rule: Rule
    text: str
    points: tuple[int, ...]


@dataclass(frozen=True)
class XmRChart:
    """A series with limits frozen on its baseline, and its signals.

    `values` and `moving_ranges` have an entry a point, None where it is missing. `moving_range` is
    the mean moving range of the baseline, `moving_range_upper` the limit of a single one.
    `baseline` is (start, stop), positions in the series, stop excluded. `centre` and the limits are
    None when not available; `warning` then says why. `n` counts the points with a value, `dropped`
    those without.
    """

    values: tuple[float | None, ...]
    labels: tuple[str, ...]
    centre: float | None
    lower: float | None
    upper: float | None
    moving_ranges: tuple[float | None, ...]
    moving_range: float | None
    moving_range_upper: float | None
    baseline: tuple[int, int]
    signals: tuple[Signal, ...]
    n: int
    warning: str | None
    dropped: dict[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether there are limits."""
        return self.centre is not None

    def sentence(self) -> str:
        """Centre, limits and signals in words."""
        left_out = dropped_text(self.dropped)
        warning = f" {self.warning}" if self.warning else ""
        if self.centre is None or self.lower is None or self.upper is None:
            return f"Limits: not available (n = {self.n}).{warning}{left_out}"
        places = places_for("", self.lower, self.upper)
        centre, lower, upper = (
            number_text(number, places) for number in (self.centre, self.lower, self.upper)
        )
        start, stop = self.baseline
        span = f"{self.labels[start]} to {self.labels[stop - 1]}"
        if self.signals:
            count = "1 signal" if len(self.signals) == 1 else f"{len(self.signals)} signals"
            found = f"{count}: " + " ".join(signal.text for signal in self.signals)
        else:
            found = (
                f"No signal: no point lies outside the limits and no run of {RUN_LENGTH} on one "
                "side of the centre, so the ups and downs are ordinary variation."
            )
        return (
            f"Centre {centre}, limits {lower} to {upper}, set by {span} (n = {self.n:,}). "
            f"{found}{warning}{left_out}"
        )


def xmr(
    values: Values,
    *,
    baseline: int | slice | None = None,
    labels: Sequence[object] | None = None,
) -> XmRChart:
    """XmR chart of one-dimensional `values` in the order of time.

    The baseline sets the limits once, for the points in it and all that follow: the first
    `baseline` points with a value, or a slice of positions; by default the first 20 points with a
    value, or all where there are fewer. Limits are the centre ± 2.66 mean moving ranges, 3.268 mean
    moving ranges for a moving range. Signals: a point outside the limits; eight in a row on one
    side of the centre, told once a run, at its eighth point. A point on the centre ends a run, and
    so does a missing value, which also makes no moving range. `labels`: one text a point for the
    signals, by default "point 1" and so on. Under two points, or without two neighbours in the
    baseline, the limits are not available and `warning` says why.
    Raises MeasureError for a baseline of fewer than two points or with a step, and for labels of
    another number. Source: Wheeler 1993, Understanding Variation; NIST e-Handbook 6.3.2.2 (which
    rounds the factor less).
    """
    numbers = read_numbers(values)
    series = tuple(None if math.isnan(value) else float(value) for value in numbers.values)
    names = _labels(labels, len(series))
    start, stop = _baseline(series, baseline)
    ranges = tuple(
        None if now is None or i == 0 or (before := series[i - 1]) is None else abs(now - before)
        for i, now in enumerate(series)
    )
    within = [value for value in series[start:stop] if value is not None]
    range_within = [value for value in ranges[start + 1 : stop] if value is not None]
    centre = lower = upper = mean_range = range_upper = None
    signals: tuple[Signal, ...] = ()
    if range_within:
        centre = math.fsum(within) / len(within)
        mean_range = math.fsum(range_within) / len(range_within)
        lower, upper = centre - LIMIT_FACTOR * mean_range, centre + LIMIT_FACTOR * mean_range
        range_upper = MOVING_RANGE_FACTOR * mean_range
        signals = _signals(series, names, centre, lower, upper)
    return XmRChart(
        values=series,
        labels=names,
        centre=centre,
        lower=lower,
        upper=upper,
        moving_ranges=ranges,
        moving_range=mean_range,
        moving_range_upper=range_upper,
        baseline=(start, stop),
        signals=signals,
        n=len(numbers.used),
        warning=_warning(len(within), mean_range),
        dropped=numbers.dropped,
    )


def _labels(labels: Sequence[object] | None, points: int) -> tuple[str, ...]:
    if labels is None:
        return tuple(f"point {i}" for i in range(1, points + 1))
    if len(labels) != points:
        raise MeasureError(
            f"There are {points} points and {len(labels)} labels.", "Give one label a point."
        )
    return tuple(str(label) for label in labels)


def _baseline(series: tuple[float | None, ...], asked: int | slice | None) -> tuple[int, int]:
    if isinstance(asked, slice):
        if asked.step not in (None, 1):
            raise MeasureError("The baseline leaves out points.", "Give a slice without a step.")
        start, stop, _ = asked.indices(len(series))
        return start, max(start, stop)
    if asked is not None and (isinstance(asked, bool) or asked < 2):
        raise MeasureError(
            f"A baseline of {asked} points gives no moving range.",
            f"Give 2 or more, better {FEWEST_ADVISED} or more.",
        )
    wanted = BASELINE_POINTS if asked is None else asked
    present = [i for i, value in enumerate(series) if value is not None]
    return 0, present[wanted - 1] + 1 if len(present) >= wanted else len(series)


def _warning(points: int, mean_range: float | None) -> str | None:
    if points < 2:
        return f"Limits take two or more points; the baseline has {points}."
    if mean_range is None:
        return "Limits take two neighbouring points; in the baseline each stands alone."
    warnings = []
    if mean_range == 0:
        warnings.append(
            "The baseline does not vary, so its limits have no width and mark every other value; "
            "check whether the values were rounded or filled in."
        )
    if points < FEWEST_ADVISED:
        warnings.append(
            f"The baseline has {points} points; below {FEWEST_ADVISED} the limits are provisional."
        )
    return " ".join(warnings) or None


def _signals(
    series: tuple[float | None, ...],
    names: tuple[str, ...],
    centre: float,
    lower: float,
    upper: float,
) -> tuple[Signal, ...]:
    largest = max(abs(value) for value in series if value is not None)
    slack = 8 * float(np.finfo(float).eps) * largest  # rounding of the centre is no difference
    places = places_for("", lower, upper)
    signals = [
        _outside(i, names[i], value, lower, upper, places)
        for i, value in enumerate(series)
        if value is not None and not lower - slack <= value <= upper + slack
    ]
    for run, side in _runs(series, centre, slack):
        if len(run) >= RUN_LENGTH:
            where = "above" if side > 0 else "below"
            text = (
                f"{len(run)} in a row, {names[run[0]]} to {names[run[-1]]}, lie {where} the "
                f"centre {number_text(centre, places)}."
            )
            signals.append(Signal(run[RUN_LENGTH - 1], "eight on one side", text, tuple(run)))
    return tuple(sorted(signals, key=lambda signal: signal.index))


def _outside(i: int, name: str, value: float, lower: float, upper: float, places: int) -> Signal:
    where, limit = ("above the upper", upper) if value > upper else ("below the lower", lower)
    text = (
        f"{name[:1].upper()}{name[1:]}, {number_text(value, places)}, lies {where} limit "
        f"{number_text(limit, places)}."
    )
    return Signal(i, "outside limits", text, (i,))


def _runs(
    series: tuple[float | None, ...], centre: float, slack: float
) -> list[tuple[list[int], int]]:
    """Runs of points on one side of the centre: positions, and the side as +1 or −1."""
    runs: list[tuple[list[int], int]] = []
    previous = 0
    for i, value in enumerate(series):
        side = 0 if value is None or abs(value - centre) <= slack else 1 if value > centre else -1
        if side and side == previous:
            runs[-1][0].append(i)
        elif side:
            runs.append(([i], side))
        previous = side
    return runs
