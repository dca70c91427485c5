"""Rates of groups at one time: which lie outside what chance gives a group of their size."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import emphasis, lay_out
from playbook.measures.control.rate_chart import RateChart
from playbook.measures.control.signals import level_text
from playbook.measures.wording import listed, places_for
from playbook.tokens import token

MOST_NAMED = 3


def rates_by_group_chart(
    result: RateChart, *, x_title: str, title: str | None = None
) -> ChartWithSummary:
    """One row a group: name, rate and cases, and under them its dot on the band of its limits.

    `x_title` names the rate and its unit. A group outside its limits is a diamond in the warning
    colour, and its note says so. The dashed line is the centre. A group without cases keeps its row
    and says so.
    """
    marked = {signal.index for signal in result.signals}
    places = places_for(result.unit, *result.values)
    rows = lay_out(
        result.labels,
        [_note(result, place, places, place in marked) for place in range(len(result.labels))],
    )
    frame = pd.DataFrame(
        {
            "y": rows.marks,
            "name": result.labels,
            "value": result.values,
            "low": result.lower,
            "high": result.upper,
            "cases": result.cases,
            "signal": [place in marked for place in range(len(result.labels))],
        }
    ).astype({"value": float, "low": float, "high": float, "cases": float})
    scale = alt.Scale(zero=False, padding=12, nice=False)
    x = alt.X("value:Q", title=axis_title(x_title), scale=scale)
    base = alt.Chart(frame.dropna(subset="value")).encode(
        y=rows.y(), tooltip=["name", "value", "low", "high", "cases"]
    )
    layers: list[Layers] = [
        *rows.heads,
        base.mark_rule(color=token("seq-2"), strokeWidth=12).encode(
            x=alt.X("low:Q", title=axis_title(x_title), scale=scale), x2="high:Q"
        ),
        base.mark_point().encode(x=x, **emphasis("signal", size=90)),
    ]
    if result.centre is not None:
        text = f"all {level_text(result.centre, places, result.unit)}, bands: chance"
        layers[:0] = rows.reference(text, result.centre, x)
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=rows.height),
        title=title or _title(result),
        summary=f"{x_title} by group. {_rates(result, places)} {result.sentence()}",
    )


def _note(result: RateChart, place: int, places: int, signal: bool) -> str:
    value, cases = result.values[place], result.cases[place]
    if value is None or cases is None:
        return "no cases"
    outside = ", outside" if signal else ""
    return f"{level_text(value, places, result.unit)}, n = {cases:,g}{outside}"


def _rates(result: RateChart, places: int) -> str:
    notes = [
        f"{label} {_note(result, place, places, signal=False)}"
        for place, label in enumerate(result.labels)
    ]
    return f"{'; '.join(notes)}."


def _title(result: RateChart) -> str:
    if not result.available:
        return "There are no cases to compare."
    names = [result.labels[signal.index] for signal in result.signals]
    if not names:
        return f"None of the {result.n} lies outside what chance gives a group of its size."
    if len(names) > MOST_NAMED:
        return f"{len(names)} of {result.n} lie outside what chance gives a group of their size."
    lie = "lies" if len(names) == 1 else "lie"
    return f"{listed(names)} {lie} outside what chance gives a group of that size."
