"""Interval charts of results that are a few estimates: what to draw, against what, what to say."""

from __future__ import annotations

import re
from dataclasses import replace

from playbook.charts.chart import ChartWithSummary
from playbook.charts.interval import interval_chart
from playbook.charts.rows import checked_rows
from playbook.measures.coding.agreement_result import RELIABLE, Agreement
from playbook.measures.coding.coding_accuracy import CodingAccuracy
from playbook.measures.estimate import Estimate
from playbook.measures.pilots.recovery import (
    NEVER_FAILED,
    NOT_RECOVERED,
    RECOVERED,
    RecoveryValue,
)
from playbook.measures.retention.revenue_retention import RevenueRetention
from playbook.measures.scores.by_group import Grouped
from playbook.measures.scores.effort import EffortScore
from playbook.measures.wording import interval_text, number_text, places_for, with_unit

LONGEST = 140
"""Characters of a title above which it takes more than two lines of a column of text."""


def estimate_chart(result: Estimate, *, title: str | None = None) -> ChartWithSummary:
    """One measure with its interval; without `title` the title says both."""
    return interval_chart(
        [result],
        title=title or _estimate_title(result),
        x_title=_axis(result.name, result.unit),
        span=span_of(result.unit),
    )


def grouped_chart(result: Grouped, *, title: str | None = None) -> ChartWithSummary:
    """One row a group, in the order of the result; the dashed line is all groups together.

    Raises ValueError for more than 60 groups.
    """
    checked_rows(len(result.estimates), "groups")
    overall = result.overall
    return replace(
        interval_chart(
            list(result.estimates.values()),
            title=title or _grouped_title(result),
            x_title=_axis(result.name, overall.unit),
            reference=None if overall.value is None else (f"all {_short(overall)}", overall.value),
        ),
        summary=result.sentence(),
    )


def effort_chart(result: EffortScore, *, title: str | None = None) -> ChartWithSummary:
    """The share who found it easy; title and summary have the mean answer, too."""
    easy, mean = result.easy, result.mean
    made = "No customer gave a valid answer."
    if easy.value is not None and mean.value is not None:
        places = places_for(mean.unit, mean.value)
        made = (
            f"{number_text(easy.value, 1)}% of {easy.n:,} customers found it easy; the mean answer "
            f"is {with_unit(mean.value, mean.unit, places)}, where {result.good} is good."
        )
    return replace(
        interval_chart(
            [easy],
            title=title or made,
            x_title="Customers who found it easy (%)",
            span=span_of("%"),
        ),
        summary=result.sentence(),
    )


def agreement_chart(result: Agreement, *, title: str | None = None) -> ChartWithSummary:
    """The coefficient with its interval; the dashed line is the norm from which codes count."""
    estimate = Estimate(
        result.name,
        result.value,
        result.low,
        result.high,
        result.n,
        "",
        result.method,
        result.dropped,
        confidence=result.confidence,
    )
    made = f"{result.name} is not available."
    if result.value is not None:
        norm = "" if result.verdict == "reliable" else f"; {RELIABLE:g} or more counts as reliable"
        made = (
            f"{result.name} is {number_text(result.value, 2)}, which counts as {result.verdict}"
            f"{norm}."
        )
    return replace(
        interval_chart(
            [estimate],
            title=title or made,
            x_title="Agreement (1 perfect, 0 as by chance)",
            reference=(f"reliable from {RELIABLE:g}", RELIABLE),
            span=(min(0.0, result.low or 0.0, result.value or 0.0), 1.0),
        ),
        summary=result.sentence(),
    )


def coding_accuracy_chart(result: CodingAccuracy, *, title: str | None = None) -> ChartWithSummary:
    """Precision and recall with their intervals, said in words."""
    precision, recall = result.precision, result.recall
    made = f"{result.name}: precision and recall are not both available."
    if precision.value is not None and recall.value is not None:
        made = (
            f"{result.name}: {number_text(precision.value, 1)}% of what it finds is right, and it "
            f"finds {number_text(recall.value, 1)}% of what is right."
        )
    return replace(
        interval_chart(
            [
                replace(precision, name="Precision: found and right"),
                replace(recall, name="Recall: right and found"),
            ],
            title=title or made,
            x_title="Comments (%)",
        ),
        summary=result.sentence(),
    )


def revenue_retention_chart(
    result: RevenueRetention, *, title: str | None = None
) -> ChartWithSummary:
    """Net and gross revenue retention above the customers kept, so that no rate stands alone."""
    logo = result.logo
    kept = replace(logo, name="Customers kept", value=None, low=None, high=None)
    if logo.value is not None and logo.low is not None and logo.high is not None:
        kept = replace(kept, value=100 - logo.value, low=100 - logo.high, high=100 - logo.low)
    net, gross = (
        replace(one, name=name)
        for one, name in ((result.net, "Revenue kept, net"), (result.gross, "Revenue kept, gross"))
    )
    made = "There was no revenue at the start."
    if net.value is not None and gross.value is not None and logo.value is not None:
        made = (
            f"Of the revenue at the start {number_text(net.value, 1)}% is there net of expansion, "
            f"{number_text(gross.value, 1)}% gross; {number_text(logo.value, 1)}% of customers "
            "were lost."
        )
    return replace(
        interval_chart(
            [net, gross, kept],
            title=title or made,
            x_title="Share of what there was at the start (%)",
            reference=("all kept", 100.0),
        ),
        summary=result.sentence(),
    )


def recovery_chart(result: RecoveryValue, *, title: str | None = None) -> ChartWithSummary:
    """Customers without a failure, recovered after one, and not recovered, each with its interval.

    Names are shortened to the group; the outcome names the axis.
    """
    groups = {
        NEVER_FAILED: result.never_failed,
        RECOVERED: result.recovered,
        NOT_RECOVERED: result.not_recovered,
    }
    outcome = result.recovered.name.removesuffix(f", {RECOVERED}")
    named = [replace(one, name=group.capitalize()) for group, one in groups.items()]
    told = [f"{one.name.lower()} {_short(one)}" for one in named if one.value is not None]
    return replace(
        interval_chart(
            named,
            title=title or f"{outcome}: {'; '.join(told) or 'not available'}.",
            x_title=_axis(outcome, result.recovered.unit),
        ),
        summary=result.sentence(),
    )


def span_of(unit: str) -> tuple[float, float] | None:
    """All that a number in `unit` can be, so that one by itself is seen against it; else None."""
    ends = re.fullmatch(r"(\d+)–(\d+)", unit)
    if ends is not None:
        return float(ends[1]), float(ends[2])
    return {"%": (0.0, 100.0), "points": (-100.0, 100.0)}.get(unit)


def _estimate_title(one: Estimate) -> str:
    if one.value is None:
        return f"{one.name}: not available, {one.absent}."
    places = places_for(one.unit, one.value, one.low, one.high)
    interval = (
        "no interval"
        if one.low is None or one.high is None
        else interval_text(one.low, one.high, one.confidence, one.unit, places)
    )
    return f"{one.name}: {with_unit(one.value, one.unit, places)} ({interval}, n = {one.n:,})."


def _grouped_title(result: Grouped) -> str:
    known = [(one.value, one) for one in result.estimates.values() if one.value is not None]
    if not known:
        return f"{result.name}: not available in any group."
    least, most = (end(known, key=lambda pair: pair[0])[1] for end in (min, max))
    if len(known) == 1:
        return f"{result.name}: {_short(most)} in {most.name}, the only group with answers."
    highest = with_unit(most.value or 0.0, most.unit, places_for(most.unit, most.value))
    named = f"{result.name}: from {_short(least)} ({least.name}) to {highest} ({most.name})."
    if len(named) <= LONGEST:
        return named
    return f"{result.name}: from {_short(least)} to {highest} in {len(known)} groups."


def _short(estimate: Estimate) -> str:
    """The value with its % sign where it has one, without other units."""
    if estimate.value is None:
        return "not available"
    places = places_for(estimate.unit, estimate.value, estimate.low, estimate.high)
    return number_text(estimate.value, places) + ("%" if estimate.unit == "%" else "")


def _axis(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit and not name.endswith(")") else f"{name}, {unit}".rstrip(", ")
