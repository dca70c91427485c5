"""What a learner touches: one folder a widget, with its Python, its script and its style."""

from widgets.chart import Chart
from widgets.lesson import Lesson

show = Chart.of
"""Show a chart of `playbook.charts` in a notebook."""

__all__ = ["Chart", "Lesson", "show"]
