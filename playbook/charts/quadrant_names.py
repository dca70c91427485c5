"""The names of the items in a quadrant chart, drawn where `labels` has placed them."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.chart import Layers
from playbook.charts.labels import LINE, Label
from playbook.measures.drivers.stated import PlacedItem
from playbook.tokens import token


def name_layers(
    items: Sequence[PlacedItem], labels: Sequence[Label], up: list[float], height: int
) -> list[Layers]:
    """Lines to names that lie farther off, names outlined in the colour of the paper, names.

    What lies up or down from a point is put into units of the axis, whose ends are `up` (low,
    high) over `height` pixels; what lies aside stays in pixels.
    """
    unit = (up[1] - up[0]) / height
    frame = pd.DataFrame(
        {
            "stated": [item.stated for item in items],
            "derived": [item.derived for item in items],
            "text": [list(label.lines) for label in labels],
            "top": [
                item.derived - unit * (label.dy + 1)
                for item, label in zip(items, labels, strict=True)
            ],
            "end": [
                item.derived - unit * _end(label) for item, label in zip(items, labels, strict=True)
            ],
            "colour": [token("warn" if item.moves else "ink") for item in items],
            "leader": [label.leader for label in labels],
        }
    )
    leaders: list[Layers] = []
    outlines: list[Layers] = []
    names: list[Layers] = []
    for align, dx in sorted({(label.align, label.dx) for label in labels}):
        alike = [(label.align, label.dx) == (align, dx) for label in labels]
        base = alt.Chart(frame[alike]).encode(x="stated:Q")
        leaders.append(
            base.transform_filter("datum.leader")
            .mark_rule(color=token("line-strong"), x2Offset=dx)
            .encode(y="derived:Q", x2="stated:Q", y2="end:Q")
        )
        placed = base.encode(y="top:Q", text="text")
        outlines.append(
            placed.mark_text(
                align=align,
                baseline="top",
                lineHeight=LINE,
                dx=dx,
                stroke=token("paper-raised"),
                strokeWidth=3,
                strokeJoin="round",
            )
        )
        names.append(
            placed.mark_text(align=align, baseline="top", lineHeight=LINE, dx=dx).encode(
                color=alt.Color("colour:N", scale=None)
            )
        )
    return [*leaders, *outlines, *names]


def _end(label: Label) -> float:
    """Where a line to the name ends, in pixels below the point."""
    tall = LINE * len(label.lines)
    if label.align == "center":
        return label.dy if label.dy > 0 else label.dy + tall
    return label.dy + tall / 2
