"""The picture of a measure's trend, with its sentence and its text for those who can't see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from playbook.charts import ChartWithSummary, control_chart, trend_chart
from playbook.deliverables.wording import printable
from playbook.instruments import ScorecardMeasure, control_limits, trend_points
from playbook.instruments.trends import FEWEST_FOR_CONTROL, FEWEST_FOR_TREND
from playbook.instruments.wording import number_with_unit

_WIDTH = 720
_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Figure:
    """A picture of a measure's trend for a document."""

    chart: ChartWithSummary

    @property
    def title(self) -> str:
        """A sentence that says what the picture shows."""
        return self.chart.title

    @property
    def alt(self) -> str:
        """The text in the picture's place."""
        return self.chart.summary

    @cached_property
    def png(self) -> bytes:
        """The picture, drawn when it is first asked for."""
        return self.chart.png(_WIDTH)


def figure(measure: ScorecardMeasure, name: str) -> Figure | None:
    """Draw a measure's trend under the name given.

    A control chart from 12 points with a value on, a plain trend from 2 on, else None.
    """
    if trend_points(measure) < FEWEST_FOR_TREND:
        return None
    chart = _control(measure, name) or _trend(measure, name)
    return Figure(chart)


def _control(measure: ScorecardMeasure, name: str) -> ChartWithSummary | None:
    limits = control_limits(measure)
    if limits is None:
        return None
    if not limits.available:
        title = f"{name} has no control limits: {limits.warning}"
    elif not limits.signals:
        title = (
            f"{name} moves within its ordinary variation from {limits.labels[0]} to "
            f"{limits.labels[-1]}: no signal."
        )
    elif len(limits.signals) == 1:
        title = f"{name} shows one signal. {limits.signals[0].text}"
    else:
        latest = limits.signals[-1].text
        title = f"{name} shows {len(limits.signals)} signals. The latest: {latest}"
    return control_chart(
        limits, title=title, y_title=_y_title(measure, name), x_title=_x_title(measure)
    )


def _trend(measure: ScorecardMeasure, name: str) -> ChartWithSummary:
    present = [(label, value) for label, value in measure.trend if value is not None]
    (first, start), (last, end) = present[0], present[-1]
    unit = printable(measure.unit)
    return trend_chart(
        measure.trend,
        title=f"{name} was {number_with_unit(start, unit)} in {first} and "
        f"{number_with_unit(end, unit)} in {last}; fewer than {FEWEST_FOR_CONTROL} points can't "
        "tell a signal from noise.",
        y_title=_y_title(measure, name),
        x_title=_x_title(measure),
        target=measure.target,
    )


def _y_title(measure: ScorecardMeasure, name: str) -> str:
    return f"{name}, {printable(measure.unit)}" if measure.unit else name


def _x_title(measure: ScorecardMeasure) -> str:
    is_monthly = all(_MONTH.fullmatch(label) for label, _ in measure.trend)
    return "Month" if is_monthly else "Period"
