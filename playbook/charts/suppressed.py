"""The chart of counts that may be shown: bars or a grid, with what is hidden said to be hidden."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from playbook.charts.box_grid import Box, State, box_grid
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import checked_rows, lay_out
from playbook.measures.privacy.published import TOTAL
from playbook.measures.privacy.suppression import HIDDEN, Suppressed
from playbook.tokens import token

BAR = 18


def suppressed_chart(result: Suppressed, *, title: str | None = None) -> ChartWithSummary:
    """People a group: one bar a group, or for two-way counts one box a pair, totals included.

    What is hidden has no bar, or a box struck out, and says so. Raises ValueError for more than 60
    rows.
    """
    shown = result.shown
    chart = _bars(result, shown) if isinstance(shown, pd.Series) else _boxes(result, shown)
    return ChartWithSummary(
        chart=chart, title=title or _title(result), summary=f"{_values(result)} {result.sentence()}"
    )


def _bars(result: Suppressed, shown: pd.Series[Any]) -> alt.LayerChart:
    groups = shown.drop(TOTAL)
    checked_rows(len(groups), "groups")
    names = [str(name) for name in groups.index]
    rows = lay_out(names, [str(text) for text in result.display().drop(TOTAL)])
    people = groups.astype("Float64").to_numpy(dtype=float, na_value=float("nan"))
    frame = pd.DataFrame({"y": rows.marks, "group": names, "people": people})
    layers: list[Layers] = [
        *rows.heads,
        alt.Chart(frame.dropna(subset="people"))
        .mark_bar(size=BAR, color=token("seq-3"))
        .encode(
            y=rows.y(),
            x=alt.X("people:Q", title="People (number)", axis=alt.Axis(tickMinStep=1)),
            x2=alt.datum(0),
            tooltip=["group", "people"],
        ),
    ]
    return alt.LayerChart(layer=layers, height=rows.height)


def _boxes(result: Suppressed, shown: pd.DataFrame) -> alt.LayerChart:
    rows, columns = [str(one) for one in shown.index], [str(one) for one in shown.columns]
    checked_rows(len(rows), "rows")
    boxes = []
    for row, line in zip(rows, result.display().to_numpy().tolist(), strict=True):
        for column, people in zip(columns, line, strict=True):
            hidden = people == HIDDEN
            told = {"row": row, "column": column, "people": people}
            state: State = "hidden" if hidden else "shown"
            boxes.append(Box(row, column, "" if hidden else people, state, told=told))
    return box_grid(rows, columns, boxes, _note(result))


def _note(result: Suppressed) -> str:
    if not result.hidden:
        return "People (number)."
    return (
        f"People (number). Struck out: hidden, as the group has fewer than {result.smallest} or "
        "would give such a group away."
    )


def _title(result: Suppressed) -> str:
    count = len(result.hidden)
    if not count:
        return f"Every number may be shown: no group has fewer than {result.smallest} people."
    numbers = "1 number is" if count == 1 else f"{count:,} numbers are"
    return (
        f"{numbers} hidden, so that no group of fewer than {result.smallest} people can be told, "
        "not even by subtraction."
    )


def _values(result: Suppressed) -> str:
    display = result.display()
    if isinstance(display, pd.Series):
        return f"People: {'; '.join(f'{group} {text}' for group, text in display.items())}."
    lines = (
        f"{row}: {', '.join(f'{column} {text}' for column, text in line.items())}."
        for row, line in display.iterrows()
    )
    return f"People. {' '.join(lines)}"
