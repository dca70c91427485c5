"""From a result to its picture: `chart_of` knows the right one for each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import singledispatch

from playbook import measures
from playbook.charts.bunching import bunching_chart, heaping_chart
from playbook.charts.chart import ChartWithSummary
from playbook.charts.cohorts import cohort_chart
from playbook.charts.composition import composition_chart
from playbook.charts.control import control_chart
from playbook.charts.difference import difference_chart
from playbook.charts.drivers import driver_importance_chart
from playbook.charts.estimates import (
    agreement_chart,
    coding_accuracy_chart,
    effort_chart,
    estimate_chart,
    grouped_chart,
    recovery_chart,
    revenue_retention_chart,
)
from playbook.charts.explained import explained_chart
from playbook.charts.league import league_chart
from playbook.charts.log_rank import log_rank_chart
from playbook.charts.maturity import maturity_chart
from playbook.charts.payout import payout_chart
from playbook.charts.pilot import pilot_chart
from playbook.charts.purchases import repeat_purchases_chart
from playbook.charts.quadrants import quadrants_chart
from playbook.charts.raking import raking_chart
from playbook.charts.rates_by_group import rates_by_group_chart
from playbook.charts.retention_fit import retention_fit_chart
from playbook.charts.say_do import say_do_chart
from playbook.charts.screening import screening_chart
from playbook.charts.sensitivity import sensitivity_chart
from playbook.charts.silence import silence_chart
from playbook.charts.single_values import (
    amounts_chart,
    lifetime_value_chart,
    outlook_chart,
    payment_chart,
    response_bias_chart,
)
from playbook.charts.standardised import standardised_chart
from playbook.charts.suppressed import suppressed_chart
from playbook.charts.survival import survival_chart
from playbook.charts.team_signals import score_and_behaviour_chart, team_signals_chart
from playbook.charts.value_by_tenth import value_by_tenth_chart
from playbook.measures.business.money import money_text
from playbook.measures.lifetime.purchases import DAYS

DAYS_OF_SILENCE = 365.25

PART_OF: Mapping[type, str] = {
    measures.Category: "Raking",
    measures.CostPart: "CostOfPoorService",
    measures.Dispersion: "RateChart",
    measures.Driver: "DriverImportance",
    measures.Gate: "Payment",
    measures.GroupMeans: "DifferenceInDifferences",
    measures.IntentionLevel: "SayDo",
    measures.LeagueRow: "LeagueTable",
    measures.LogRankGroup: "LogRank",
    measures.MaturityCell: "Maturity",
    measures.PeriodMeans: "DifferenceInDifferences",
    measures.PlacedItem: "Quadrants",
    measures.PreTrend: "DifferenceInDifferences",
    measures.Randomisation: "DifferenceInDifferences",
    measures.Representation: "Composition",
    measures.ScoreAndBehaviour: "ScoresAndBehaviour",
    measures.Screened: "Screening",
    measures.Signal: "XmRChart or RateChart",
    measures.Stratum: "Standardised",
    measures.Swing: "OneWay",
    measures.TeamRow: "TeamSignals",
}
"""Parts of a result, and the result to draw instead."""

WITHOUT_CHART: Mapping[type, str] = {
    measures.PurchaseHistories: "it is the table that models are fitted to; draw the fitted model",
    measures.Revealed: "it is a warning in words, about one group",
    measures.VisibleChange: "it is two thresholds, which its sentence says",
} | {part: f"it is a part; draw the whole {whole}" for part, whole in PART_OF.items()}
"""Results that no picture would make plainer, and why."""

_TIME = {
    r"\d{4}-\d{2}": "Month",
    r"\d{4}-?Q\d": "Quarter",
    r"\d{4}-?W\d{2}": "Week",
    r"\d{4}-\d{2}-\d{2}": "Day",
    r"\d{4}": "Year",
}


@singledispatch
def chart_of(result: object, *, title: str | None = None) -> ChartWithSummary:
    """The picture of a result of `playbook.measures`, its title a sentence made from the result.

    `title` replaces that sentence. A chart function called by name takes more, such as the titles
    of axes, which a result can't know: a control chart's measure is "Value" here. Raises ValueError
    for what has no picture, saying why, and for a result that a picture can't hold, such as one of
    no customers or of more than 60 groups.
    """
    kind = type(result).__name__
    reason = next((why for one, why in WITHOUT_CHART.items() if isinstance(result, one)), None)
    if reason is None:
        raise ValueError(f"There is no picture of {kind}. Hand in a result of playbook.measures.")
    raise ValueError(f"{kind} has no picture of its own: {reason}.")


chart_of.register(measures.Agreement, agreement_chart)
chart_of.register(measures.Bunching, bunching_chart)
chart_of.register(measures.CodingAccuracy, coding_accuracy_chart)
chart_of.register(measures.CohortTriangle, cohort_chart)
chart_of.register(measures.Composition, composition_chart)
chart_of.register(measures.DifferenceInDifferences, pilot_chart)
chart_of.register(measures.DiscountedLifetimeValue, value_by_tenth_chart)
chart_of.register(measures.DriverImportance, driver_importance_chart)
chart_of.register(measures.EffortScore, effort_chart)
chart_of.register(measures.Estimate, estimate_chart)
chart_of.register(measures.GammaGamma, amounts_chart)
chart_of.register(measures.Grouped, grouped_chart)
chart_of.register(measures.Heaping, heaping_chart)
chart_of.register(measures.LeagueTable, league_chart)
chart_of.register(measures.LifetimeValue, lifetime_value_chart)
chart_of.register(measures.LogRank, log_rank_chart)
chart_of.register(measures.Maturity, maturity_chart)
chart_of.register(measures.OneWay, sensitivity_chart)
chart_of.register(measures.Payment, payment_chart)
chart_of.register(measures.PayoutCurve, payout_chart)
chart_of.register(measures.PurchaseOutlook, outlook_chart)
chart_of.register(measures.Quadrants, quadrants_chart)
chart_of.register(measures.Raking, raking_chart)
chart_of.register(measures.RecoveryValue, recovery_chart)
chart_of.register(measures.RepeatCounts, repeat_purchases_chart)
chart_of.register(measures.ResponseBias, response_bias_chart)
chart_of.register(measures.RevenueRetention, revenue_retention_chart)
chart_of.register(measures.SayDo, say_do_chart)
chart_of.register(measures.ScoresAndBehaviour, score_and_behaviour_chart)
chart_of.register(measures.Screening, screening_chart)
chart_of.register(measures.ShiftedBetaGeometric, retention_fit_chart)
chart_of.register(measures.Standardised, standardised_chart)
chart_of.register(measures.Suppressed, suppressed_chart)
chart_of.register(measures.Survival, survival_chart)
chart_of.register(measures.TeamSignals, team_signals_chart)


@chart_of.register
def _(result: measures.BetaGeometricNBD, *, title: str | None = None) -> ChartWithSummary:
    """A year of silence after a year of purchases."""
    year = round(DAYS_OF_SILENCE / DAYS[result.unit])
    return silence_chart(result, active=year, silence=year, title=title)


@chart_of.register
def _(result: measures.BusinessCase, *, title: str | None = None) -> ChartWithSummary:
    made = (
        f"Over {result.years} years the net present value is "
        f"{money_text(result.npv, result.currency)}{_hangs_on(result.sensitivity)}."
    )
    return _with_sentence(result.sensitivity, result.sentence(), title or made)


@chart_of.register
def _(result: measures.Correlation, *, title: str | None = None) -> ChartWithSummary:
    return explained_chart([result], title=title)


@chart_of.register
def _(result: measures.CostOfPoorService, *, title: str | None = None) -> ChartWithSummary:
    made = (
        f"By these inputs poor service costs {money_text(result.total, result.currency)} a year"
        f"{_hangs_on(result.sensitivity)}."
    )
    return _with_sentence(result.sensitivity, result.sentence(), title or made)


@chart_of.register
def _(result: measures.Difference, *, title: str | None = None) -> ChartWithSummary:
    unit = f" ({result.unit})" if result.unit else ""
    return difference_chart([result], x_title=f"First group minus second{unit}", title=title)


@chart_of.register
def _(result: measures.NoisePay, *, title: str | None = None) -> ChartWithSummary:
    return payout_chart(result.curve, result, title=title, x_title=f"Score ({result.unit})")


@chart_of.register
def _(result: measures.RateChart, *, title: str | None = None) -> ChartWithSummary:
    name = "Share (%)" if result.unit == "%" else f"Rate ({result.unit or 'events per unit'})"
    if not result.in_order:
        return rates_by_group_chart(result, x_title=name, title=title)
    return control_chart(result, y_title=name, x_title=_time_name(result.labels), title=title)


@chart_of.register
def _(result: measures.XmRChart, *, title: str | None = None) -> ChartWithSummary:
    return control_chart(result, y_title="Value", x_title=_time_name(result.labels), title=title)


def _with_sentence(sensitivity: measures.OneWay, sentence: str, title: str) -> ChartWithSummary:
    chart = sensitivity_chart(sensitivity, title=title)
    return replace(chart, summary=f"{sentence} {chart.summary}")


def _hangs_on(sensitivity: measures.OneWay) -> str:
    names = [swing.name for swing in sensitivity.swings[:1]]
    return f"; it hangs most on '{names[0]}'" if names else ""


def _time_name(labels: Sequence[str]) -> str:
    """What the labels of points are, told from how they are written."""
    for form, name in _TIME.items():
        if labels and all(re.fullmatch(form, label) for label in labels):
            return name
    return "Point"
