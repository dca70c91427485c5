"""The XmR chart: which moves of a measure are signals, and which are its ordinary variation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from playbook.measures.control.signals import (
    FEWEST_ADVISED,
    Signal,
    baseline_span,
    find_signals,
    signals_text,
)
from playbook.measures.ranges import named_points
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import dropped_text, number_text, places_for

LIMIT_FACTOR = 2.66
"""3/1.128: three standard deviations, estimated from the mean moving range (Wheeler 1993)."""
MOVING_RANGE_FACTOR = 3.268
"""Upper limit of a moving range in mean moving ranges (Wheeler 1993)."""


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
        return (
            f"Centre {centre}, limits {lower} to {upper}, set by {span} (n = {self.n:,}). "
            f"{signals_text(self.signals)}{warning}{left_out}"
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
    names = named_points(labels, len(series), "point")
    start, stop = baseline_span(series, baseline, fewest=2, too_few="gives no moving range")
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
        points = len(series)
        signals = find_signals(series, names, centre, [lower] * points, [upper] * points)
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
