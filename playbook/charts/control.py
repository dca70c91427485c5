"""The control chart: which points are signals, and which are a measure's ordinary ups and downs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeAlias

from playbook.charts.axes import points_axis, upright_axis
from playbook.charts.chart import ChartWithSummary
from playbook.charts.control_limits import drawn_limits, limit_layers, stepped
from playbook.charts.plain import Layer, layer
from playbook.charts.theme import FONT_SIZE
from playbook.measures import XmRChart
from playbook.measures.control.rate_chart import RateChart
from playbook.measures.wording import number_text, places_for
from playbook.tokens import token

HEIGHT = 260
ROOM, ROOM_UNDER_ZERO = 0.14, 0.05
LABEL_HEIGHT = 15
LABEL_REACH = 0.55

ControlResult: TypeAlias = XmRChart | RateChart


def control_chart(
    result: ControlResult,
    *,
    y_title: str,
    title: str | None = None,
    x_title: str = "Month",
    read_out: bool = True,
) -> ChartWithSummary:
    """Points joined in order, with centre and limits of the shaded baseline, and the signals.

    `y_title` names the measure and its unit. A point that belongs to a signal is a diamond in the
    warning colour, with a label. Limits that differ from point to point are steps, labelled with
    those of the last point. Without limits (see `result.warning`) only the points are drawn. With
    `read_out` False the signals are left for the reader to find: none is marked, and the summary
    gives the values instead of the verdict. Raises ValueError for rates of groups without an order,
    which `rates_by_group_chart` draws.
    """
    if isinstance(result, RateChart) and not result.in_order:
        raise ValueError("These groups have no order. Draw them with rates_by_group_chart.")
    span = f"{result.labels[0]} to {result.labels[-1]}" if result.labels else "no points"
    if read_out:
        title, verdict = title or _title(result), result.sentence()
    else:
        title, verdict = title or f"{y_title}, {span}.", _values(result)
        result = replace(result, signals=())
    marked = _in_signal(result)
    points = [
        {"place": place, "value": value, "label": label, "signal": signal}
        for place, (value, label, signal) in enumerate(
            zip(result.values, result.labels, marked, strict=True)
        )
    ]
    low, high = _range(result)
    shaded = " (shaded: baseline)" if result.available else ""
    x = points_axis(result.labels, x_title + shaded)
    y = {
        "field": "value",
        "type": "quantitative",
        "axis": upright_axis(y_title),
        "scale": {"domain": [low, high], "nice": False, "zero": False},
    }
    tooltip = [
        {"field": "label", "type": "nominal", "title": x_title},
        {"field": "value", "type": "quantitative", "title": y_title},
    ]
    point = {"x": x, "y": y, "tooltip": tooltip}
    layers: list[Layer] = []
    if result.available:
        layers.append(_baseline(result, x))
        layers += limit_layers(result, x, y, label_room=LABEL_HEIGHT * (high - low) / HEIGHT)
    layers += [
        layer("line", point, color=token("line-strong"), strokeWidth=1.5),
        layer("point", point, where="!datum.signal"),
    ]
    if any(marked):  # an empty layer has no scale, and Vega says so in the console
        diamond: dict[str, Any] = {"shape": "diamond", "color": token("warn"), "size": 110}
        layers.append(layer("point", point, where="datum.signal", **diamond))
        layers += _signal_labels(result, x, y)
    return ChartWithSummary(
        chart={"data": {"values": points}, "layer": layers, "height": HEIGHT},
        title=title,
        summary=f"Control chart of {y_title}, {span}. {verdict}",
    )


def _title(result: ControlResult) -> str:
    if not result.available:
        return "There are too few points for limits."
    if not result.signals:
        return "No signal: the ups and downs are ordinary variation."
    first, *more = result.signals
    return f"{len(more) + 1} signals, the first: {first.text}" if more else first.text


def _values(result: ControlResult) -> str:
    places = places_for("", *result.values)
    named = [
        f"{label} {'no value' if value is None else number_text(value, places)}"
        for label, value in zip(result.labels, result.values, strict=True)
    ]
    limits = ""
    lower, upper = drawn_limits(result)[-1] if result.available else (None, None)
    if lower is not None and upper is not None:
        low, high = (number_text(each, places) for each in (lower, upper))
        limits = f" Limits{' at the last point' if stepped(result) else ''} from {low} to {high}."
    return f"{'; '.join(named)}.{limits}"


def _in_signal(result: ControlResult) -> list[bool]:
    marked = {point for signal in result.signals for point in signal.points}
    return [place in marked for place in range(len(result.values))]


def _range(result: ControlResult) -> tuple[float, float]:
    limits = [limit for pair in drawn_limits(result) for limit in pair]
    numbers = [number for number in (*result.values, *limits) if number is not None] or [0.0]
    span = max(numbers) - min(numbers)
    room = ROOM * span or 1.0
    below = ROOM_UNDER_ZERO * span if isinstance(result, RateChart) and span else room
    return min(numbers) - below, max(numbers) + room


def _baseline(result: ControlResult, x: dict[str, Any]) -> Layer:
    start, stop = result.baseline
    whole_height = {"y": {"value": 0}, "y2": {"value": "height"}}
    return layer(
        "rect",
        {"x": x, "x2": {"field": "end"}, **whole_height},
        rows=[{"place": start - 0.5, "end": stop - 0.5}],
        opacity=0.55,
    )


def _signal_labels(result: ControlResult, x: dict[str, Any], y: dict[str, Any]) -> Iterable[Layer]:
    for above, points in _label_groups(result):
        first = points[0]
        values = [value for place in points if (value := result.values[place]) is not None]
        third = 3 * first // len(result.values)
        words = "signal" if len(points) == 1 else "signals from"
        label = {"place": first, "value": max(values) if above else min(values)}
        yield layer(
            "text",
            {"x": x, "y": y},
            rows=[label],
            text=f"{words} {result.labels[first]}",
            align=("left", "center", "right")[third],
            dx=(-4, 0, 4)[third],
            dy=-FONT_SIZE if above else FONT_SIZE,
            color=token("warn"),
            fontWeight="bold",
        )


def _label_groups(result: ControlResult) -> list[tuple[bool, list[int]]]:
    """Signal points that share a label: those on one side of the centre, within a label's reach."""
    reach = LABEL_REACH * len(result.values)
    groups: list[tuple[bool, list[int]]] = []
    for above in (True, False):
        started: list[int] = []
        for place, marked in enumerate(_in_signal(result)):
            value = result.values[place]
            if not marked or value is None or result.centre is None:
                continue
            if (value > result.centre) is not above:
                continue
            if started and place - started[0] < reach:
                started.append(place)
            else:
                started = [place]
                groups.append((above, started))
    return groups
