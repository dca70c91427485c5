"""A grid of boxes under their rows' names, in which hidden numbers are struck out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Literal, TypeAlias

import altair as alt
import pandas as pd

from playbook.charts.chart import Layers
from playbook.charts.rows import CHARACTERS, LINE
from playbook.tokens import token

BOX, GAP, HEAD, NOTE_GAP = 30, 6, 20, 8
NAME_CHARACTERS, CHARACTER = 28, 6.6

State: TypeAlias = Literal["shown", "hidden", "empty"]


@dataclass(frozen=True)
class Box:
    """One box: where it is, what stands in it, its colours, and what a pointer is told."""

    row: str
    column: str
    text: str
    state: State
    fill: str = token("accent-soft")
    ink: str = token("ink")
    told: Mapping[str, object] = field(default_factory=dict)


def box_grid(
    rows: Sequence[str], columns: Sequence[str], boxes: Sequence[Box], note: str
) -> alt.LayerChart:
    """Boxes by row and column, each row's name above its boxes, `note` under all.

    A hidden box is dashed and struck out, an empty one dashed. Names of columns stand upright where
    there is no room for them side by side.
    """
    upright = sum(len(name) + 2 for name in columns) > CHARACTERS
    top = _names_height(columns) if upright else LINE + 8
    step = HEAD + BOX + GAP
    frame = pd.DataFrame(
        [
            {
                "text": one.text,
                "state": one.state,
                "fill": one.fill,
                "ink": one.ink,
                "top": top + rows.index(one.row) * step + HEAD,
                "left": columns.index(one.column),
                **one.told,
            }
            for one in boxes
        ]
    )
    frame = frame.assign(
        bottom=frame["top"] + BOX,
        right=frame["left"] + 1,
        centre=frame["left"] + 0.5,
        half=frame["top"] + BOX / 2,
    )
    lines = wrap(note, CHARACTERS + 6)
    end = top + step * len(rows)
    height = end + NOTE_GAP + LINE * len(lines)
    y_scale = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    x_scale = alt.Scale(domain=[0, len(columns)], nice=False)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=x_scale, axis=None)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", scale=y_scale, axis=None)

    base = alt.Chart(frame)
    box = base.encode(x=x("left"), x2="right:Q", y=y("top"), y2="bottom:Q")
    middle = base.encode(x=x("centre"), y=y("half"), text="text:N")
    named = pd.DataFrame({"name": rows, "top": [top + i * step + 3 for i in range(len(rows))]})
    layers: list[Layers] = [
        _column_names(columns, top - 4, upright=upright).encode(
            x=x("place"), y=y("top"), text="name:N"
        ),
        alt.Chart(named)
        .mark_text(align="left", baseline="top", fontWeight="bold")
        .encode(x=alt.value(0), y=y("top"), text="name:N"),
        box.transform_filter("datum.state == 'shown'")
        .mark_rect(stroke=token("paper-raised"), strokeWidth=2)
        .encode(
            color=alt.Color("fill:N", scale=None),
            tooltip=list(dict.fromkeys(name for one in boxes for name in one.told)),
        ),
        box.transform_filter("datum.state != 'shown'").mark_rect(
            fill=token("paper-raised"), stroke=token("line-strong"), strokeDash=[3, 3]
        ),
        box.transform_filter("datum.state == 'hidden'").mark_rule(
            color=token("line-strong"), strokeWidth=1.5
        ),
        middle.mark_text(fontWeight="bold").encode(color=alt.Color("ink:N", scale=None)),
        alt.Chart(pd.DataFrame({"text": [lines], "top": [end + NOTE_GAP]}))
        .mark_text(align="left", baseline="top", lineHeight=LINE, color=token("ink-soft"))
        .encode(x=alt.value(0), y=y("top"), text="text"),
    ]
    return alt.LayerChart(layer=layers, height=height)


def _names_height(names: Sequence[str]) -> int:
    longest = max(len(_short(name)) for name in names)
    return round(longest * CHARACTER) + 12


def _short(name: str) -> str:
    return name if len(name) <= NAME_CHARACTERS else f"{name[: NAME_CHARACTERS - 1]}…"


def _column_names(names: Sequence[str], bottom: int, *, upright: bool) -> alt.Chart:
    places = [i + 0.5 for i in range(len(names))]
    frame = pd.DataFrame({"name": [_short(one) for one in names], "place": places, "top": bottom})
    named: alt.Chart = alt.Chart(frame).mark_text(
        angle=270 if upright else 0,
        align="left" if upright else "center",
        baseline="middle" if upright else "bottom",
        color=token("ink-soft"),
    )
    return named
