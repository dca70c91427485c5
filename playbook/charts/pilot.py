"""The pilot chart: treated and comparison units by period, the time before the start shaded."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from playbook.charts.axes import points_axis, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.measures.pilots.pilot_effect import DifferenceInDifferences
from playbook.measures.wording import interval_text, number_text, places_for, with_unit
from playbook.tokens import token

HEIGHT = 260
ROOM = 0.14
LABEL_HEIGHT = 16


def pilot_chart(
    found: DifferenceInDifferences, *, title: str | None = None, x_title: str = "Period"
) -> ChartWithSummary:
    """Both groups' means by period; dashed, the treated had they moved like the comparison.

    The y axis is named after the outcome and its unit; without `title` one is made from the result.
    """
    frame = _frame(found)
    shown = frame[["treated", "comparison", "alike"]].to_numpy()
    least, most = float(np.nanmin(shown)), float(np.nanmax(shown))
    room = ROOM * (most - least) or 1.0
    low, high = least - room, most + room
    x = alt.X(
        **points_axis(
            frame["label"].tolist(),
            f"{x_title} (shaded: before the start; dashed: treated, had they moved like the "
            "comparison)",
        )
    )
    y_title = f"{found.name} ({found.unit})" if found.unit else found.name
    scale = alt.Scale(domain=[low, high], nice=False, zero=False)
    base = alt.Chart(frame)

    def line(column: str, colour: str, dash: list[int]) -> list[Layers]:
        y = alt.Y(f"{column}:Q", axis=upright_axis(y_title), scale=scale)
        tooltip = [alt.Tooltip("label", title=x_title), alt.Tooltip(column)]
        drawn = base.encode(x=x, y=y, tooltip=tooltip)
        marks: list[Layers] = [drawn.mark_line(color=colour, strokeDash=dash)]
        if column == "treated":
            marks.append(drawn.mark_point(color=colour))
        elif column == "comparison":
            marks.append(drawn.mark_point(color=colour, shape="square"))
        return marks

    layers: list[Layers] = [
        *_before(found, x),
        *line("alike", token("accent"), [4, 4]),
        *line("comparison", token("ink-soft"), [1, 0]),
        *line("treated", token("accent"), [1, 0]),
        *_labels(frame, scale, LABEL_HEIGHT * (high - low) / HEIGHT),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(found),
        summary=f"{y_title} by period, {frame['label'].iloc[0]} to {frame['label'].iloc[-1]}, "
        f"start {found.start}. {found.sentence()}",
    )


def _frame(found: DifferenceInDifferences) -> pd.DataFrame:
    """One row a period; `alike` from the last period before the start on."""
    gap = found.treated.before - found.comparison.before
    last_before = max(place for place, one in enumerate(found.periods) if not one.after)
    return pd.DataFrame(
        {
            "place": range(len(found.periods)),
            "label": [one.label for one in found.periods],
            "treated": [one.treated for one in found.periods],
            "comparison": [one.comparison for one in found.periods],
            "alike": [
                one.comparison + gap
                if one.comparison is not None and place >= last_before
                else None
                for place, one in enumerate(found.periods)
            ],
        }
    ).astype({"treated": float, "comparison": float, "alike": float})


def _before(found: DifferenceInDifferences, x: alt.X) -> list[Layers]:
    first = next(place for place, one in enumerate(found.periods) if one.after)
    span = pd.DataFrame([{"place": -0.5, "end": first - 0.5}])
    band: alt.Chart = alt.Chart(span).mark_rect(opacity=0.55)
    start = pd.DataFrame([{"place": first - 0.5}])
    late = first > 0.75 * len(found.periods)
    return [
        band.encode(x=x, x2="end:Q", y=alt.value(0), y2=alt.value("height")),
        alt.Chart(start).mark_rule(color=token("line-strong")).encode(x=x),
        alt.Chart(start)
        .mark_text(
            text="start",
            align="right" if late else "left",
            dx=-5 if late else 5,
            baseline="top",
            color=token("ink-soft"),
        )
        .encode(x=x, y=alt.value(0)),
    ]


def _labels(frame: pd.DataFrame, scale: alt.Scale, apart: float) -> list[Layers]:
    """The groups' names beside their last values, kept `apart` in units of the outcome."""
    ends = {name: float(frame[name].dropna().iloc[-1]) for name in ("treated", "comparison")}
    middle = sum(ends.values()) / 2
    upper = max(ends, key=lambda name: ends[name])
    shift = max(0.0, apart - abs(ends["treated"] - ends["comparison"])) / 2
    labels = pd.DataFrame(
        {
            "value": [
                value + (shift if name == upper else -shift) if shift else value
                for name, value in ends.items()
            ],
            "text": list(ends),
            "colour": [token("accent"), token("ink-soft")],
        }
    )
    if shift == 0.0 and ends["treated"] == ends["comparison"] == middle:
        labels = labels.head(1)
    return [
        alt.Chart(labels)
        .mark_text(align="left", dx=6, fontWeight="bold")
        .encode(
            x=alt.value("width"),
            y=alt.Y("value:Q", scale=scale),
            text="text:N",
            color=alt.Color("colour:N", scale=None),
        )
    ]


def _title(found: DifferenceInDifferences) -> str:
    places = places_for(found.unit, found.effect, found.low, found.high)
    interval = (
        "no interval"
        if found.low is None or found.high is None
        else interval_text(found.low, found.high, found.confidence, found.unit, places)
    )
    sign = "+" if found.effect > 0 else ""
    change = with_unit(found.effect, found.unit, places)
    if number_text(found.effect, places) == "0":
        sign = ""
    return (
        f"{found.name}: {sign}{change} with the pilot, beyond the comparison group's change "
        f"({interval})."
    )
