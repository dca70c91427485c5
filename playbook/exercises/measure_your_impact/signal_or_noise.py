"""What moved, and what only wobbled."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import groupby
from statistics import NormalDist

from playbook.exercises.measure_your_impact.drawing import (
    draw_until,
    known,
    recommend_counts,
    recommend_ratings,
)
from playbook.exercises.registry import generator
from playbook.exercises.variant import Series, Variant
from playbook.measures import Difference, XmRChart, nps_difference, nps_from_counts, xmr

BASELINE = 12
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Kind:
    """A monthly measure: its name and unit, where its level lies, and its monthly spread."""

    name: str
    unit: str
    level: tuple[float, float]
    spread: float


KINDS = (
    Kind("Satisfied customers", "%", (70, 84), 2.2),
    Kind("Problems solved at first contact", "%", (62, 78), 2.4),
    Kind("Complaints per 1,000 orders", "complaints per 1,000 orders", (18, 34), 1.9),
    Kind("Orders delivered as promised", "%", (80, 91), 1.4),
)


_VERDICTS = {
    "real": "Report the change with its interval, and look for what caused it",
    "noise": "Report both scores and wait for more answers",
}


@generator("nps-change")
def change(rng: random.Random) -> Variant:
    """Two waves of a survey: a change that is a signal, or one inside the noise."""
    truth = rng.choice(("real", "noise"))

    def make() -> Variant | None:
        before = recommend_counts(rng, rng.randint(110, 480))
        after = recommend_counts(rng, rng.randint(110, 480))
        moved = nps_difference(recommend_ratings(after), recommend_ratings(before))
        if not _shows(moved, truth):
            return None
        difference = known(moved.difference)
        values: dict[str, float | str] = {
            **_wave_values(before, after, moved),
            "se": known(moved.se),
            "size": abs(difference),
            "moved": "risen" if difference > 0 else "fallen",
            "verdict": _VERDICTS[truth],
        }
        return Variant(values, truth)

    return draw_until(make)


def _shows(moved: Difference, truth: str) -> bool:
    size, p = abs(known(moved.difference)), known(moved.p)
    if truth == "real":
        return p < 0.01 and size < 30
    return 4 <= size <= 13 and p > 0.15


def _wave_values(
    before: tuple[int, int, int], after: tuple[int, int, int], moved: Difference
) -> dict[str, float | str]:
    low, high = known(moved.low), known(moved.high)
    return {
        "before": known(nps_from_counts(*before).value),
        "after": known(nps_from_counts(*after).value),
        "n_before": moved.n_b,
        "n_after": moved.n_a,
        "change": known(moved.difference),
        "low": low,
        "high": high,
        "zero": "holds zero" if low <= 0 <= high else "leaves out zero",
    }


@generator("pay-for-noise")
def pay(rng: random.Random) -> Variant:
    """A bonus target is passed by a difference whose interval holds zero."""

    def make() -> Variant | None:
        before = recommend_counts(rng, rng.randint(90, 320))
        after = recommend_counts(rng, rng.randint(90, 320))
        moved = nps_difference(recommend_ratings(after), recommend_ratings(before))
        target = rng.randint(3, 6)
        difference = known(moved.difference)
        if not target + 0.5 <= difference <= 12 or known(moved.low) > -1:
            return None
        by_luck = 100 * (1 - NormalDist(0, known(moved.se)).cdf(target))
        values = _wave_values(before, after, moved)
        return Variant({**values, "target": target, "by_luck": by_luck})

    return draw_until(make)


@generator("xmr-read")
def read_chart(rng: random.Random) -> Variant:
    """Twenty-four months: an outlier, a shift, or noise with a peak that tempts."""
    truth = rng.choice(("point", "shift", "none"))
    kind = rng.choice(KINDS)

    def make() -> Variant | None:
        level = rng.uniform(*kind.level)
        values = [level + rng.gauss(0, kind.spread) for _ in range(24)]
        sign = rng.choice((-1, 1))
        if truth == "point":
            values[rng.randint(13, 22)] += sign * kind.spread * rng.uniform(4, 6)
        if truth == "shift":
            start = rng.randint(14, 16)
            by = sign * kind.spread * rng.uniform(1.2, 2)
            values[start:] = [value + by for value in values[start:]]
        values = [round(value, 1) for value in values]
        labels = _labels(rng.choice((2022, 2023, 2024)), len(values))
        chart = xmr(values, baseline=BASELINE, labels=labels)
        if max(values) > 99 or not _legible(chart):
            return None
        if what_it_shows(chart) != truth or not _tempts(chart, truth):
            return None
        series = Series(kind.name, labels, tuple(values), kind.unit, BASELINE)
        return Variant(_chart_values(chart, series), truth, series=series)

    return draw_until(make)


def what_it_shows(chart: XmRChart) -> str | None:
    """The one thing a chart shows: "point", "shift" or "none"; None when it shows more than one."""
    rules = [signal.rule for signal in chart.signals]
    names = {(): "none", ("outside limits",): "point", ("eight on one side",): "shift"}
    return names.get(tuple(rules))


def _legible(chart: XmRChart) -> bool:
    """Whether every value, printed with one decimal, is clearly beside the centre and limits."""
    lines = [known(line) for line in (chart.lower, chart.centre, chart.upper)]
    return all(abs(known(value) - line) > 0.1 for value in chart.values for line in lines)


def _tempts(chart: XmRChart, truth: str) -> bool:
    """Whether a chart of pure noise has a late peak or dip far from the centre."""
    if truth != "none":
        return truth == "shift" or longest_run(chart) <= 6
    centre, upper = known(chart.centre), known(chart.upper)
    late = [abs(known(value) - centre) for value in chart.values[BASELINE:]]
    return max(late) >= 0.7 * (upper - centre) and longest_run(chart) <= 6


def longest_run(chart: XmRChart) -> int:
    """Most points in a row strictly on one side of the centre."""
    centre = known(chart.centre)
    sides = [(value > centre) - (value < centre) for value in map(known, chart.values)]
    return max(len(list(run)) for side, run in groupby(sides) if side)


def _chart_values(chart: XmRChart, series: Series) -> dict[str, float | str]:
    late = range(BASELINE, len(series.values))
    peak, dip = max(late, key=series.values.__getitem__), min(late, key=series.values.__getitem__)
    last, earlier = len(series.values) - 1, len(series.values) - 3
    return {
        "name": series.name,
        "centre": known(chart.centre),
        "lower": known(chart.lower),
        "upper": known(chart.upper),
        "peak": series.values[peak],
        "peak_label": series.labels[peak],
        "dip": series.values[dip],
        "dip_label": series.labels[dip],
        "run": longest_run(chart),
        "last": series.values[last],
        "last_label": series.labels[last],
        "earlier": series.values[earlier],
        "earlier_label": series.labels[earlier],
        "found": chart.signals[0].text
        if chart.signals
        else "No month lies outside the limits, and no eight in a row lie on one side.",
    }


@generator("recomputed-limits")
def recomputed(rng: random.Random) -> Variant:
    """A measure drifts; frozen limits show it, limits recomputed with each month do not."""
    kind = rng.choice(KINDS)

    def make() -> Variant | None:
        level, months = rng.uniform(*kind.level), rng.randint(16, 20)
        slope = rng.choice((-1, 1)) * kind.spread * rng.uniform(0.2, 0.35)
        values = [
            level + rng.gauss(0, kind.spread) + slope * max(0, month - BASELINE + 1)
            for month in range(months)
        ]
        values[-1] += 3 * slope
        values = [round(value, 1) for value in values]
        labels = _labels(rng.choice((2022, 2023, 2024)), months)
        frozen = xmr(values, baseline=BASELINE, labels=labels)
        moving = xmr(values, baseline=months, labels=labels)
        outside = [signal.index for signal in frozen.signals if signal.rule == "outside limits"]
        limits = (frozen.lower, frozen.upper, moving.lower, moving.upper)
        if max(values) > 99 or any(abs(values[-1] - known(limit)) < 0.15 for limit in limits):
            return None
        if outside != [months - 1] or moving.signals:
            return None
        series = Series(kind.name, labels, tuple(values), kind.unit, BASELINE)
        numbers: dict[str, float | str] = {
            "name": kind.name,
            "months": months,
            "last": values[-1],
            "last_label": labels[-1],
            "lower": known(frozen.lower),
            "upper": known(frozen.upper),
            "new_lower": known(moving.lower),
            "new_upper": known(moving.upper),
            "side": "above" if values[-1] > known(frozen.upper) else "below",
        }
        return Variant(numbers, series=series)

    return draw_until(make)


def _labels(year: int, months: int) -> tuple[str, ...]:
    return tuple(f"{MONTHS[month % 12]} {year + month // 12}" for month in range(months))
