"""Charts of one row a thing: its name and numbers on a line of their own, the mark underneath.

Names above the marks leave the whole width to the marks, so that it works on a phone too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import altair as alt
import pandas as pd

from playbook.charts.chart import Layers
from playbook.charts.tokens import token

LINE = 17
MARK_ROOM = 32
CHARACTERS = 42


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
    rows = Rows([], [top + head + 10 for top in tops], height * len(names))
    base = alt.Chart(frame)
    names_layer = base.mark_text(
        align="left", baseline="top", fontWeight="bold", lineHeight=LINE
    ).encode(x=alt.value(0), y=rows.y("top"), text="name")
    notes_layer = base.mark_text(
        align="right" if beside else "left", baseline="top", color=token("ink-soft")
    ).encode(x=alt.value("width" if beside else 0), y=rows.y("under"), text="note:N")
    rows.heads.extend([names_layer, notes_layer])
    return rows
