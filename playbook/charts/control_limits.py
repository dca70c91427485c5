"""The limits of a control chart: straight where they are the same for all points, else in steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from playbook.charts.plain import Layer, layer
from playbook.measures import XmRChart
from playbook.measures.control.rate_chart import RateChart
from playbook.measures.wording import number_text, places_for
from playbook.tokens import token

_DASHES = [5, 4]


def drawn_limits(result: XmRChart | RateChart) -> list[tuple[float | None, float | None]]:
    """Lower and upper limit of each point; a point without cases has those of the one before."""
    if isinstance(result, XmRChart):
        return [(result.lower, result.upper)] * len(result.values)
    pairs = list(zip(result.lower, result.upper, strict=True))
    known = next((pair for pair in pairs if pair[0] is not None), (None, None))
    for place, pair in enumerate(pairs):
        known = pairs[place] = known if pair[0] is None else pair
    return pairs


def stepped(result: XmRChart | RateChart) -> bool:
    """Whether the limits differ from point to point."""
    return len(set(drawn_limits(result))) > 1


def limit_layers(
    result: XmRChart | RateChart, x: dict[str, Any], y: dict[str, Any], *, label_room: float
) -> Iterable[Layer]:
    """The three lines with their labels, which keep `label_room` apart in units of the measure."""
    limits = drawn_limits(result)
    lower, upper = limits[-1] if limits else (None, None)
    centre = result.centre
    if centre is None or lower is None or upper is None:
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
    rule = {"strokeWidth": 1.5}
    yield layer("rule", {"y": y}, rows=lines, where="!datum.dashed", **rule)
    if stepped(result):
        yield from (_steps(each, x, y) for each in zip(*limits, strict=True))
    else:
        yield layer("rule", {"y": y}, rows=lines, where="datum.dashed", strokeDash=_DASHES, **rule)
    yield layer(
        "text",
        {
            "x": {"value": "width"},
            "y": {"field": "label_at", "type": "quantitative"},
            "text": {"field": "text"},
        },
        rows=lines,
        align="left",
        dx=6,
        color=token("ink-soft"),
    )


def _steps(limits: Sequence[float | None], x: dict[str, Any], y: dict[str, Any]) -> Layer:
    """A limit that holds half-way to each neighbouring point."""
    corners = [
        {"place": place + side, "value": limit, "corner": 2 * place + (side > 0)}
        for place, limit in enumerate(limits)
        for side in (-0.5, 0.5)
    ]
    order = {"field": "corner", "type": "quantitative"}
    return layer(
        "line",
        {"x": x, "y": y, "order": order},
        rows=corners,
        strokeWidth=1.5,
        strokeDash=_DASHES,
        color=token("ink-soft"),
    )
