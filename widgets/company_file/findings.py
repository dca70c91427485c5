"""What was found in a company's file: each number in words, and one picture at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from playbook.charts import ChartWithSummary, control_chart, interval_chart
from playbook.instruments import ScorecardMeasure, control_limits
from playbook.measures import XmRChart
from playbook.records import RecordsError
from widgets.chart import Chart
from widgets.common.assets import module, style
from widgets.company_file.model import Comparison, Reading, estimate_of

HERE = Path(__file__).parent

Draw = Callable[[], ChartWithSummary | None]


class Findings(anywidget.AnyWidget):
    """The numbers of one reading, with their receipt, and a chart to choose.

    `views` are the charts: the measure, and the name of the chart.
    The browser sends `{"type": "take"}` to put the numbers into the scorecard.
    """

    _esm = module("dom", "child", file=HERE / "findings.js")
    _css = style(HERE / "company_file.css")

    sentences = traitlets.List(traitlets.Unicode()).tag(sync=True)
    receipt_id = traitlets.Unicode().tag(sync=True)
    views = traitlets.List(traitlets.List(traitlets.Unicode())).tag(sync=True)
    view = traitlets.Int(0).tag(sync=True)
    words = traitlets.List(traitlets.Unicode()).tag(sync=True)
    chart = anywidget.WidgetTrait().tag(sync=True)
    taken = traitlets.Unicode().tag(sync=True)

    def __init__(self, on_take: Callable[[], str]) -> None:
        """Show nothing yet; `on_take` puts the numbers to use and says so in a sentence."""
        self._on_take = on_take
        self._draw: list[tuple[Draw, list[str]]] = []
        super().__init__()
        self.observe(lambda _: self._show_view(), names="view")
        self.on_msg(self._received)

    def show(self, reading: Reading | None) -> None:
        """Show what a reading found, or nothing."""
        names: list[list[str]] = []
        self._draw = []
        for comparison in reading.comparisons if reading else ():
            names.append([comparison.measure, f"{comparison.measure} by {comparison.by}"])
            self._draw.append((partial(_drawn_by_group, comparison), _said_by_group(comparison)))
        for measure in reading.measures if reading else ():
            limits = control_limits(measure)
            if limits is not None:
                names.append([measure.name, f"{measure.name} by month"])
                self._draw.append((partial(_drawn_by_month, measure, limits), []))
        with self.hold_sync():
            self.sentences = (
                [estimate_of(each).sentence() for each in reading.measures] if reading else []
            )
            self.receipt_id = reading.receipt.id if reading else ""
            self.views = names
            self.view = 0
            self.taken = ""
            self._show_view()

    def _show_view(self) -> None:
        old, drawn, words = self.chart, None, list[str]()
        if 0 <= self.view < len(self._draw):
            draw, words = self._draw[self.view]
            drawn = draw()
        self.chart, self.words = None if drawn is None else Chart.of(drawn), words
        if old is not None:
            old.close()

    def _received(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        if content.get("type") == "take":
            try:
                self.taken = self._on_take()
            except (ValueError, RecordsError) as problem:
                self.taken = str(problem)


def _drawn_by_month(measure: ScorecardMeasure, limits: XmRChart) -> ChartWithSummary:
    return control_chart(
        limits,
        title=f"{measure.name}: {limits.sentence()}",
        y_title=f"{measure.name} ({measure.unit})" if measure.unit else measure.name,
    )


def _drawn_by_group(comparison: Comparison) -> ChartWithSummary | None:
    shown = [replace(each, name=name) for name, each in comparison.groups if each is not None]
    if not shown:
        return None
    unit = shown[0].unit
    return interval_chart(
        shown,
        title=f"{comparison.measure} by {comparison.by}, with 95 % intervals.",
        x_title=f"{comparison.measure} ({unit})" if unit else comparison.measure,
    )


def _said_by_group(comparison: Comparison) -> list[str]:
    said = []
    for name, estimate in comparison.groups:
        if estimate is None:
            said.append(f"{name}: not shown, too few answers.")
        else:
            said.append(f"{name}: {estimate.sentence()}")
    return said
