"""The tornado chart: what a result hangs on, one input moved at a time."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import lay_out
from playbook.measures.business.money import money_text
from playbook.measures.business.sensitivity import OneWay, Swing
from playbook.tokens import token

BAR, MARK = 18, 24
MOST = 8


def sensitivity_chart(
    sensitivity: OneWay, *, title: str | None = None, most: int = MOST
) -> ChartWithSummary:
    """One bar an input, from the result at its low to that at its high value, widest first.

    The result as it stands is a thick mark in every bar, 0 a thin one where it is in reach. At most
    `most` inputs are drawn, the rest are in the summary. Without `title` one is made from the
    result.
    """
    swings = sensitivity.swings[:most]
    rows = lay_out([one.name for one in swings], [one.range_text() for one in swings])
    frame = pd.DataFrame(
        {
            "y": rows.marks,
            "input": [one.name for one in swings],
            "base": sensitivity.base,
            "zero": 0.0,
            "at_low": [one.at_low for one in swings],
            "at_high": [one.at_high for one in swings],
        }
    )
    unit = f", {sensitivity.unit}" if sensitivity.unit else ""
    zero = "; thin mark: 0" if _holds_zero(sensitivity, swings) else ""
    x_title = axis_title(f"{sensitivity.name}{unit} (dark: input at its high value{zero})")
    scale = alt.Scale(zero=False, padding=12)
    axis = alt.Axis(title=x_title, format="~s", tickCount=4)
    base = alt.Chart(frame).encode(y=rows.y(), tooltip=["input", "at_low", "at_high"])

    def bar(column: str, colour: str) -> Layers:
        drawn: alt.Chart = base.mark_bar(size=BAR, color=colour)
        return drawn.encode(x=alt.X(f"{column}:Q", axis=axis, scale=scale), x2="base:Q")

    def mark(value: str, colour: str, thickness: float) -> Layers:
        drawn: alt.Chart = base.mark_tick(
            orient="vertical", size=MARK, thickness=thickness, color=colour
        )
        return drawn.encode(x=alt.X(value, axis=axis, scale=scale))

    layers: list[Layers] = [
        *rows.heads,
        bar("at_low", token("seq-2")),
        bar("at_high", token("seq-4")),
        mark("base:Q", token("ink"), 3),
    ]
    if _holds_zero(sensitivity, swings):
        layers.append(mark("zero:Q", token("warn"), 1.5))
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=rows.height),
        title=title or _title(sensitivity),
        summary=f"{sensitivity.name} is {money_text(sensitivity.base, sensitivity.unit)}. "
        + " ".join(_sentence(one, sensitivity.unit) for one in sensitivity.swings),
    )


def _holds_zero(sensitivity: OneWay, swings: tuple[Swing, ...]) -> bool:
    ends = [sensitivity.base, *(end for one in swings for end in (one.at_low, one.at_high))]
    return min(ends) < 0 < max(ends)


def _sentence(swing: Swing, unit: str) -> str:
    return (
        f"{swing.name} from {swing.range_text()}: {money_text(swing.at_low, unit)} to "
        f"{money_text(swing.at_high, unit)}."
    )


def _title(sensitivity: OneWay) -> str:
    if not sensitivity.swings:
        return f"{sensitivity.name}: no input was moved."
    first = sensitivity.swings[0]
    return (
        f"{sensitivity.name} hangs most on {first.name!r}: "
        f"{money_text(first.at_low, sensitivity.unit)} to "
        f"{money_text(first.at_high, sensitivity.unit)}."
    )
