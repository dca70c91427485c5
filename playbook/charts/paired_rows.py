"""Rows with two marks each: a hollow one, and a filled one with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import Layers
from playbook.charts.rows import lay_out
from playbook.charts.tokens import token

KEY_RISE = 26
"""Pixels above the rows at which the key stands; a line's label has its place below it."""
CHARACTER = 6.7
"""Pixels a character of the key takes, generously."""
RING, DOT = 130, 75
"""Sizes of the marks; the ring stays visible around a dot at the same place."""


@dataclass(frozen=True)
class PairedRow:
    """One row: its name, a note beside it, the two values, and the interval of the filled one."""

    name: str
    note: str
    hollow: float | None
    filled: float | None
    low: float | None
    high: float | None


def paired_rows(
    rows: Sequence[PairedRow],
    *,
    hollow: str,
    filled: str,
    x_title: str,
    line: tuple[str, float] | None = None,
) -> alt.LayerChart:
    """A hollow and a filled mark a row, a thin line between them, and the filled one's interval.

    `hollow` and `filled` name the marks in a key above the rows, which is needed because marks that
    lie close leave no room for labels. `line` (label, value) is a dashed line behind all rows.
    """
    places = lay_out([row.name for row in rows], [row.note for row in rows])
    frame = pd.DataFrame(
        {
            "y": places.marks,
            "name": [row.name for row in rows],
            "hollow": [row.hollow for row in rows],
            "filled": [row.filled for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
        }
    ).astype(dict.fromkeys(("hollow", "filled", "low", "high"), float))
    scale = alt.Scale(zero=False, padding=12)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", title=axis_title(x_title), scale=scale)

    tooltip = [
        alt.Tooltip("name:N", title="group"),
        alt.Tooltip("hollow:Q", title=hollow, format=".1f"),
        alt.Tooltip("filled:Q", title=filled, format=".1f"),
        alt.Tooltip("low:Q", format=".1f"),
        alt.Tooltip("high:Q", format=".1f"),
    ]

    def base(*needed: str) -> alt.Chart:
        drawn: alt.Chart = alt.Chart(frame.dropna(subset=list(needed)))
        return drawn.encode(y=places.y(), tooltip=tooltip)

    layers: list[Layers] = []
    if line is not None:
        rule = alt.Chart(pd.DataFrame([{"value": line[1]}])).encode(x=x("value"))
        layers += [
            rule.mark_rule(strokeDash=[5, 4], color=token("line-strong")),
            rule.mark_text(text=line[0], baseline="bottom", dy=-4, color=token("ink-soft")).encode(
                y=alt.value(0)
            ),
        ]
    layers += [
        *_key(hollow, filled),
        *places.heads,
        base("hollow", "filled")
        .mark_rule(color=token("line-strong"), strokeWidth=1)
        .encode(x=x("hollow"), x2="filled:Q"),
        base("low", "high")
        .mark_rule(color=token("accent"), strokeWidth=3)
        .encode(x=x("low"), x2="high:Q"),
        _ring(base("hollow")).encode(x=x("hollow")),
        base("filled").mark_point(size=DOT).encode(x=x("filled")),
    ]
    return alt.LayerChart(layer=layers, height=places.height)


def _ring(chart: alt.Chart) -> alt.Chart:
    ring: alt.Chart = chart.mark_point(
        size=RING, fill=token("paper-raised"), stroke=token("ink-soft"), strokeWidth=1.8
    )
    return ring


def _key(hollow: str, filled: str) -> list[Layers]:
    second = 30 + CHARACTER * len(hollow)
    base = alt.Chart(pd.DataFrame([{}])).encode(y=alt.value(-KEY_RISE))
    texts = [(hollow, 14), (filled, second + 9)]
    return [
        _ring(base).encode(x=alt.value(5)),
        base.mark_point(size=DOT).encode(x=alt.value(second)),
        *(
            base.mark_text(text=text, align="left", color=token("ink-soft")).encode(
                x=alt.value(place)
            )
            for text, place in texts
        ),
    ]
