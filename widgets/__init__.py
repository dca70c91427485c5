"""What a learner touches: one folder a widget, with its Python, its script and its style."""

import playbook.lean_jsonschema  # noqa: F401  comes first, before Altair
from widgets.chart import Chart
from widgets.lesson import Lesson

show = Chart.of
"""Show a chart of `playbook.charts` in a notebook."""

__all__ = ["Chart", "Lesson", "show"]
