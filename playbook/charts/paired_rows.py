"""Rows with two marks each, a hollow one and a filled one with its interval; a tick may join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import Layers
from playbook.charts.rows import lay_out
from playbook.tokens import token

KEY_RISE = 26
"""Pixels above the rows at which the key stands; a line's label has its place below it."""
CHARACTER = 6.7
"""Pixels a character of the key takes, generously."""
RING, DOT = 130, 75
"""Sizes of the marks; the ring stays visible around a dot at the same place."""


TICK, TICK_WIDTH = 22, 2
"""Height and thickness of the tick in pixels, higher than the ring."""


@dataclass(frozen=True)
class PairedRow:
    """One row: its name, a note beside it, the two values, and the interval of the filled one.

    `tick` is a third value, for rows that have one.
    """

    name: str
    note: str
    hollow: float | None
    filled: float | None
    low: float | None = None
    high: float | None = None
    tick: float | None = None


def paired_rows(
    rows: Sequence[PairedRow],
    *,
    hollow: str,
    filled: str,
    x_title: str,
    line: tuple[str, float] | None = None,
    tick: str | None = None,
    from_zero: bool = False,
    log_ticks: Sequence[float] | None = None,
) -> alt.LayerChart:
    """A hollow and a filled mark a row, a thin line between them, and the filled one's interval.

    `hollow`, `filled` and, where rows have one, `tick` name the marks in a key above the rows,
    which is needed because marks that lie close leave no room for labels. `line` (label, value) is
    a dashed line behind all rows. `from_zero` starts the scale at 0, for marks without an interval,
    whose distance alone tells how much it is. With `log_ticks` the scale is logarithmic, from the
    first to the last of them.
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
            "tick": [row.tick for row in rows],
        }
    ).astype(dict.fromkeys(("hollow", "filled", "low", "high", "tick"), float))
    scale, axis = alt.Scale(zero=from_zero, padding=12), alt.Axis(title=axis_title(x_title))
    if log_ticks is not None:
        ends = [log_ticks[0], log_ticks[-1]]
        scale = alt.Scale(type="log", domain=ends, nice=False, padding=12)
        axis = alt.Axis(title=axis_title(x_title), values=list(log_ticks), format="~g")

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=axis, scale=scale)

    tooltip = [
        alt.Tooltip("name:N", title="group"),
        *(
            alt.Tooltip(f"{column}:Q", title=title, format=".3~g" if log_ticks else ".1f")
            for column, title in [("hollow", hollow), ("filled", filled), ("tick", tick)]
            if title is not None
        ),
        alt.Tooltip("low:Q", format=".1f"),
        alt.Tooltip("high:Q", format=".1f"),
    ]

    def base(*needed: str) -> alt.Chart:
        drawn: alt.Chart = alt.Chart(frame.dropna(subset=list(needed)))
        return drawn.encode(y=places.y(), tooltip=tooltip)

    layers: list[Layers] = []
    if line is not None:
        layers += places.reference(*line, x("value"))
    layers += [
        *_key(hollow, filled, tick),
        *places.heads,
        base("hollow", "filled")
        .mark_rule(color=token("line-strong"), strokeWidth=1)
        .encode(x=x("hollow"), x2="filled:Q"),
        base("low", "high")
        .mark_rule(color=token("accent"), strokeWidth=3)
        .encode(x=x("low"), x2="high:Q"),
        *([] if tick is None else [_tick(base("tick")).encode(x=x("tick"))]),
        _ring(base("hollow")).encode(x=x("hollow")),
        base("filled").mark_point(size=DOT).encode(x=x("filled")),
    ]
    return alt.LayerChart(layer=layers, height=places.height)


def _ring(chart: alt.Chart) -> alt.Chart:
    ring: alt.Chart = chart.mark_point(
        size=RING, fill=token("paper-raised"), stroke=token("ink-soft"), strokeWidth=1.8
    )
    return ring


def _tick(chart: alt.Chart) -> alt.Chart:
    tick: alt.Chart = chart.mark_tick(
        orient="vertical", size=TICK, thickness=TICK_WIDTH, color=token("warn")
    )
    return tick


def _key(hollow: str, filled: str, tick: str | None) -> list[Layers]:
    base = alt.Chart(pd.DataFrame([{}])).encode(y=alt.value(-KEY_RISE))
    entries = [(_ring(base), hollow), (base.mark_point(size=DOT), filled)]
    if tick is not None:
        entries.append((_tick(base), tick))
    layers: list[Layers] = []
    left = 5.0
    for mark, text in entries:
        words = base.mark_text(text=text, align="left", color=token("ink-soft"))
        layers += [mark.encode(x=alt.value(left)), words.encode(x=alt.value(left + 9))]
        left += 25 + CHARACTER * len(text)
    return layers
