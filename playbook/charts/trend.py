"""The trend chart: a measure over time without limits, its first and last value written beside."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.axes import points_axis, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.measures.wording import number_text, places_for
from playbook.tokens import token

HEIGHT = 220
ROOM = 0.16


def trend_chart(
    points: Sequence[tuple[str, float | None]],
    *,
    title: str,
    y_title: str,
    x_title: str = "Month",
    target: float | None = None,
) -> ChartWithSummary:
    """Points (label, value) in the order of time, joined; a None is a gap.

    `y_title` names the measure and its unit. `target` is drawn as a dashed line with its label.
    """
    frame = pd.DataFrame(
        {
            "place": range(len(points)),
            "value": [float("nan") if value is None else value for _, value in points],
            "label": [label for label, _ in points],
        }
    )
    present = [(place, value) for place, (_, value) in enumerate(points) if value is not None]
    numbers = [value for _, value in present] + ([] if target is None else [target])
    places = places_for("", *numbers)
    room = ROOM * (max(numbers, default=1.0) - min(numbers, default=0.0)) or 1.0
    domain = [min(numbers, default=0.0) - room, max(numbers, default=1.0) + room]
    x = alt.X(**points_axis(frame["label"].tolist(), x_title))
    y = alt.Y(
        "value:Q",
        axis=upright_axis(y_title),
        scale=alt.Scale(domain=domain, nice=False, zero=False),
    )
    base = alt.Chart(frame).encode(
        x=x,
        y=y,
        tooltip=[alt.Tooltip("label", title=x_title), alt.Tooltip("value", title=y_title)],
    )
    layers: list[Layers] = [base.mark_line(), base.mark_point()]
    if target is not None:
        goal = alt.Chart(pd.DataFrame([{"value": target}])).encode(y=y)
        layers += [
            goal.mark_rule(strokeDash=[5, 4]),
            goal.mark_text(
                text=f"target {number_text(target, places)}",
                align="left",
                dx=6,
                color=token("ink-soft"),
            ).encode(x=alt.value("width")),
        ]
    ends = [(point, present[1:2]) for point in present[:1]]
    ends += [(point, present[-2:-1]) for point in present[1:][-1:]]
    for at_end, ((place, value), neighbour) in enumerate(ends):
        line_comes_from_above = any(other > value for _, other in neighbour)
        layers.append(
            alt.Chart(pd.DataFrame([{"place": place, "value": value}]))
            .mark_text(
                text=number_text(value, places),
                align="right" if at_end else "left",
                dx=4 if at_end else -4,
                dy=14 if line_comes_from_above else -12,
                fontWeight="bold",
            )
            .encode(x=x, y=y)
        )
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title,
        summary=_summary(points, y_title, target, places),
    )


def _summary(
    points: Sequence[tuple[str, float | None]], y_title: str, target: float | None, places: int
) -> str:
    present = [(label, value) for label, value in points if value is not None]
    if not present:
        return f"{y_title}: not available, there is no value in {len(points)} points."

    def at(point: tuple[str, float]) -> str:
        return f"{number_text(point[1], places)} in {point[0]}"

    lowest, highest = (extreme(present, key=lambda point: point[1]) for extreme in (min, max))
    gaps = len(points) - len(present)
    return (
        f"{y_title}: {at(present[0])}, {at(present[-1])}; lowest {at(lowest)}, "
        f"highest {at(highest)}; {len(present)} values"
        + (f" and {gaps} without one." if gaps else ".")
        + ("" if target is None else f" Target {number_text(target, places)}.")
    )
