"""What a result looks like: Altair charts, the same on screen and in documents."""

import playbook.lean_jsonschema  # noqa: F401  comes first, before Altair and Jupyter
from playbook.charts.chain import chain_chart
from playbook.charts.chart import ChartWithSummary
from playbook.charts.control import control_chart
from playbook.charts.explained import explained_chart
from playbook.charts.interval import interval_chart
from playbook.charts.theme import use_theme
from playbook.charts.tokens import TOKENS_CSS, token, tokens
from playbook.charts.trend import trend_chart

__all__ = [
    "TOKENS_CSS",
    "ChartWithSummary",
    "chain_chart",
    "control_chart",
    "explained_chart",
    "interval_chart",
    "token",
    "tokens",
    "trend_chart",
    "use_theme",
]
