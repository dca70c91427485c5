"""The chart widget."""

from widgets.chart.chart import Chart

__all__ = ["Chart"]
