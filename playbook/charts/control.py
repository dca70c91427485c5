"""The control chart: which points are signals, and which are a measure's ordinary ups and downs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import altair as alt
import pandas as pd

from playbook.charts.axes import points_axis, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.theme import FONT_SIZE
from playbook.charts.tokens import token
from playbook.measures import XmRChart
from playbook.measures.wording import number_text, places_for

HEIGHT = 260
ROOM = 0.14
LABEL_HEIGHT = 15
LABEL_REACH = 0.55


def control_chart(
    xmr_chart: XmRChart,
    *,
    title: str,
    y_title: str,
    x_title: str = "Month",
    read_out: bool = True,
) -> ChartWithSummary:
    """Points joined in order, with centre and limits of the shaded baseline, and the signals.

    `y_title` names the measure and its unit. A point that belongs to a signal is a diamond in the
    warning colour, with a label. Without limits (see `xmr_chart.warning`) only the points are
    drawn. With `read_out` False the signals are left for the reader to find: none is marked, and
    the summary gives the values instead of the verdict.
    """
    verdict = xmr_chart.sentence() if read_out else _values(xmr_chart)
    if not read_out:
        xmr_chart = replace(xmr_chart, signals=())
    points = pd.DataFrame(
        {
            "place": range(len(xmr_chart.values)),
            "value": [float("nan") if value is None else value for value in xmr_chart.values],
            "label": xmr_chart.labels,
            "signal": _in_signal(xmr_chart),
        }
    )
    low, high = _range(xmr_chart)
    shaded = " (shaded: baseline)" if xmr_chart.available else ""
    x = points_axis(xmr_chart.labels, x_title + shaded)
    y = alt.Y(
        "value:Q",
        axis=upright_axis(y_title),
        scale=alt.Scale(domain=[low, high], nice=False, zero=False),
    )
    base = alt.Chart(points).encode(
        x=x,
        y=y,
        tooltip=[alt.Tooltip("label", title=x_title), alt.Tooltip("value", title=y_title)],
    )
    layers: list[Layers] = []
    if xmr_chart.available:
        layers.append(_baseline(xmr_chart, x))
        layers += _limits(xmr_chart, y, label_room=LABEL_HEIGHT * (high - low) / HEIGHT)
    layers += [
        base.mark_line(color=token("line-strong"), strokeWidth=1.5),
        base.transform_filter("!datum.signal").mark_point(),
        base.transform_filter("datum.signal").mark_point(
            shape="diamond", color=token("warn"), size=110
        ),
        *_signal_labels(xmr_chart, x, y),
    ]
    span = f"{xmr_chart.labels[0]} to {xmr_chart.labels[-1]}" if len(points) else "no points"
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title,
        summary=f"Control chart of {y_title}, {span}. {verdict}",
    )


def _values(xmr_chart: XmRChart) -> str:
    places = places_for("", *xmr_chart.values)
    named = [
        f"{label} {'no value' if value is None else number_text(value, places)}"
        for label, value in zip(xmr_chart.labels, xmr_chart.values, strict=True)
    ]
    limits = ""
    if xmr_chart.lower is not None and xmr_chart.upper is not None:
        low, high = (number_text(each, places) for each in (xmr_chart.lower, xmr_chart.upper))
        limits = f" Limits from {low} to {high}."
    return f"{'; '.join(named)}.{limits}"


def _in_signal(xmr_chart: XmRChart) -> list[bool]:
    marked = {point for signal in xmr_chart.signals for point in signal.points}
    return [place in marked for place in range(len(xmr_chart.values))]


def _range(xmr_chart: XmRChart) -> tuple[float, float]:
    shown = [*xmr_chart.values, xmr_chart.lower, xmr_chart.upper]
    numbers = [number for number in shown if number is not None] or [0.0]
    room = ROOM * (max(numbers) - min(numbers)) or 1.0
    return min(numbers) - room, max(numbers) + room


def _baseline(xmr_chart: XmRChart, x: alt.X) -> Layers:
    start, stop = xmr_chart.baseline
    span = pd.DataFrame([{"place": start - 0.5, "end": stop - 0.5}])
    band: alt.Chart = alt.Chart(span).mark_rect(opacity=0.55)
    shaded: alt.Chart = band.encode(x=x, x2="end:Q", y=alt.value(0), y2=alt.value("height"))
    return shaded


def _limits(xmr_chart: XmRChart, y: alt.Y, *, label_room: float) -> Iterable[Layers]:
    """The three lines with their labels, which keep `label_room` apart in units of the measure."""
    centre, upper, lower = xmr_chart.centre, xmr_chart.upper, xmr_chart.lower
    if centre is None or upper is None or lower is None:
        return
    places = places_for("", lower, upper)
    lines = [
        {
            "value": value,
            "label_at": label_at,
            "text": f"{name} {number_text(value, places)}",
            "dashed": name != "centre",
        }
        for name, value, label_at in (
            ("upper", upper, max(upper, centre + label_room)),
            ("centre", centre, centre),
            ("lower", lower, min(lower, centre - label_room)),
        )
    ]
    base = alt.Chart(pd.DataFrame(lines))
    rule = base.encode(y=y)
    yield rule.transform_filter("!datum.dashed").mark_rule(strokeWidth=1.5)
    yield rule.transform_filter("datum.dashed").mark_rule(strokeWidth=1.5, strokeDash=[5, 4])
    yield base.mark_text(align="left", dx=6, color=token("ink-soft")).encode(
        x=alt.value("width"), y="label_at:Q", text="text:N"
    )


def _signal_labels(xmr_chart: XmRChart, x: alt.X, y: alt.Y) -> Iterable[Layers]:
    for above, points in _label_groups(xmr_chart):
        first = points[0]
        values = [value for place in points if (value := xmr_chart.values[place]) is not None]
        third = 3 * first // len(xmr_chart.values)
        words = "signal" if len(points) == 1 else "signals from"
        label = {"place": first, "value": max(values) if above else min(values)}
        yield (
            alt.Chart(pd.DataFrame([label]))
            .mark_text(
                text=f"{words} {xmr_chart.labels[first]}",
                align=("left", "center", "right")[third],
                dx=(-4, 0, 4)[third],
                dy=-FONT_SIZE if above else FONT_SIZE,
                color=token("warn"),
                fontWeight="bold",
            )
            .encode(x=x, y=y)
        )


def _label_groups(xmr_chart: XmRChart) -> list[tuple[bool, list[int]]]:
    """Signal points that share a label: those on one side of the centre, within a label's reach."""
    reach = LABEL_REACH * len(xmr_chart.values)
    groups: list[tuple[bool, list[int]]] = []
    for above in (True, False):
        started: list[int] = []
        for place, marked in enumerate(_in_signal(xmr_chart)):
            value = xmr_chart.values[place]
            if not marked or value is None or xmr_chart.centre is None:
                continue
            if (value > xmr_chart.centre) is not above:
                continue
            if started and place - started[0] < reach:
                started.append(place)
            else:
                started = [place]
                groups.append((above, started))
    return groups
