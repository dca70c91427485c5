"""Charts of one row a thing: its name and numbers on a line of their own, the mark underneath.

Names above the marks leave the whole width to the marks, so that it works on a phone too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import altair as alt
import pandas as pd

from playbook.charts.chart import Layers
from playbook.tokens import token

LINE = 17
MARK_ROOM, MARK_TOP = 32, 10
CHARACTERS = 42
EMPHASISED_SIZE = 150
MOST_ROWS = 60
"""Rows above which a picture is longer than anyone reads."""


@dataclass(frozen=True)
class Rows:
    """The rows' heads as layers, the pixel row of each mark, and the height of all."""

    heads: list[Layers]
    marks: list[int]
    height: int

    def y(self, column: str = "y") -> alt.Y:
        """A vertical place in pixels from the top, without an axis."""
        scale = alt.Scale(domain=[0, self.height], reverse=True, nice=False, zero=False)
        return alt.Y(f"{column}:Q", scale=scale, axis=None)

    def reference(self, label: str, value: float, x: alt.X) -> list[Layers]:
        """A dashed line at `value` behind the marks, its label above the rows.

        `x` encodes a column `value`. The line leaves out the rows' heads, so that it crosses no
        word.
        """
        pieces = pd.DataFrame(
            {
                "value": value,
                "y": [mark - MARK_TOP for mark in self.marks],
                "end": [mark - MARK_TOP + MARK_ROOM - 2 for mark in self.marks],
            }
        )
        line = alt.Chart(pieces).mark_rule(strokeDash=[5, 4], color=token("line-strong"))
        name = alt.Chart(pieces.head(1)).mark_text(
            text=label, baseline="bottom", dy=-4, color=token("ink-soft")
        )
        return [line.encode(x=x, y=self.y(), y2="end:Q"), name.encode(x=x, y=alt.value(0))]


def lay_out(names: Sequence[str], notes: Sequence[str]) -> Rows:
    """Rows with a name, and a note to its right, or under it where one of them is too long."""
    beside = all(
        len(name) + len(note) + 3 <= CHARACTERS for name, note in zip(names, notes, strict=True)
    )
    wrapped = [wrap(name, CHARACTERS) or [""] for name in names]
    lines = max((len(name) for name in wrapped), default=1)
    head = LINE * (lines if beside else lines + 1)
    height = head + MARK_ROOM
    tops = [height * row for row in range(len(names))]
    frame = pd.DataFrame(
        {
            "name": wrapped,
            "note": list(notes),
            "top": tops,
            "under": [
                top + (0 if beside else LINE * len(name))
                for top, name in zip(tops, wrapped, strict=True)
            ],
        }
    )
    rows = Rows([], [top + head + MARK_TOP for top in tops], height * len(names))
    base = alt.Chart(frame)
    names_layer = base.mark_text(
        align="left", baseline="top", fontWeight="bold", lineHeight=LINE
    ).encode(x=alt.value(0), y=rows.y("top"), text="name")
    notes_layer = base.mark_text(
        align="right" if beside else "left", baseline="top", color=token("ink-soft")
    ).encode(x=alt.value("width" if beside else 0), y=rows.y("under"), text="note:N")
    rows.heads.extend([names_layer, notes_layer])
    return rows


def emphasis(column: str, size: int) -> dict[str, Any]:
    """Encodings of points: diamonds in the warning colour where `column` is true, else circles.

    One layer for both: Vega complains of a layer that has no rows.
    """
    where = f"datum.{column}"
    return {
        "shape": alt.condition(where, alt.value("diamond"), alt.value("circle")),
        "color": alt.condition(where, alt.value(token("warn")), alt.value(token("accent"))),
        "size": alt.condition(where, alt.value(EMPHASISED_SIZE), alt.value(size)),
    }


def checked_rows(count: int, what: str) -> None:
    """Raise ValueError for more rows than a picture can hold; `what` names them, as a plural."""
    if count > MOST_ROWS:
        raise ValueError(
            f"There are {count:,} {what}. Draw {MOST_ROWS} at most: join the small ones, or choose "
            "those that a decision hangs on."
        )
