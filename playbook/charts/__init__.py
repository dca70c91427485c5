"""What a result looks like: Altair charts, the same on screen and in documents."""

import playbook.lean_jsonschema  # noqa: F401  comes first, before Altair and Jupyter
from playbook.charts.bunching import bunching_chart, heaping_chart
from playbook.charts.chain import chain_chart
from playbook.charts.chart import ChartWithSummary
from playbook.charts.cohorts import cohort_chart
from playbook.charts.composition import composition_chart
from playbook.charts.control import control_chart
from playbook.charts.difference import difference_chart
from playbook.charts.drivers import driver_importance_chart
from playbook.charts.explained import explained_chart
from playbook.charts.interval import interval_chart
from playbook.charts.league import league_chart
from playbook.charts.log_rank import log_rank_chart
from playbook.charts.maturity import maturity_chart
from playbook.charts.of import chart_of
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
from playbook.charts.standardised import standardised_chart
from playbook.charts.suppressed import suppressed_chart
from playbook.charts.survival import survival_chart
from playbook.charts.team_signals import score_and_behaviour_chart, team_signals_chart
from playbook.charts.theme import use_theme
from playbook.charts.trend import trend_chart
from playbook.charts.value_by_tenth import value_by_tenth_chart

__all__ = [
    "ChartWithSummary",
    "bunching_chart",
    "chain_chart",
    "chart_of",
    "cohort_chart",
    "composition_chart",
    "control_chart",
    "difference_chart",
    "driver_importance_chart",
    "explained_chart",
    "heaping_chart",
    "interval_chart",
    "league_chart",
    "log_rank_chart",
    "maturity_chart",
    "payout_chart",
    "pilot_chart",
    "quadrants_chart",
    "raking_chart",
    "rates_by_group_chart",
    "repeat_purchases_chart",
    "retention_fit_chart",
    "say_do_chart",
    "score_and_behaviour_chart",
    "screening_chart",
    "sensitivity_chart",
    "silence_chart",
    "standardised_chart",
    "suppressed_chart",
    "survival_chart",
    "team_signals_chart",
    "trend_chart",
    "use_theme",
    "value_by_tenth_chart",
]
