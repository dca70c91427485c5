"""The heat map of a maturity instrument: levels by area and department, hidden ones struck out."""

from __future__ import annotations

from textwrap import wrap

import altair as alt
import pandas as pd

from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import CHARACTERS, LINE
from playbook.charts.tokens import token
from playbook.measures.privacy.maturity import Maturity, MaturityCell, rating_text

BOX, GAP, HEAD, NOTE_GAP = 30, 6, 20, 8
NAME_CHARACTERS, CHARACTER = 22, 6.6
SHADES = 5


def maturity_chart(result: Maturity, *, title: str | None = None) -> ChartWithSummary:
    """One row an area, one box a department: the median level, darker where it is higher.

    A hidden group is a dashed box struck out, a group without answers an empty one; the line under
    the rows says so. Department names stand upright where there is no room for them side by side.
    """
    columns = result.departments
    upright = sum(len(name) + 2 for name in columns) > CHARACTERS
    top = _names_height(columns) if upright else LINE + 8
    row = HEAD + BOX + GAP
    boxes = pd.DataFrame([_box(one, result) for one in result.cells]).assign(
        top=[top + result.areas.index(one.area) * row + HEAD for one in result.cells],
        left=[columns.index(str(one.department)) for one in result.cells],
    )
    boxes = boxes.assign(
        bottom=boxes["top"] + BOX,
        right=boxes["left"] + 1,
        centre=boxes["left"] + 0.5,
        half=boxes["top"] + BOX / 2,
    )
    note = _note(result)
    end = top + row * len(result.areas)
    height = end + NOTE_GAP + LINE * len(note)
    y_scale = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    x_scale = alt.Scale(domain=[0, len(columns)], nice=False)

    def x(column: str) -> alt.X:
        return alt.X(f"{column}:Q", scale=x_scale, axis=None)

    def y(column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", scale=y_scale, axis=None)

    base = alt.Chart(boxes)
    box = base.encode(x=x("left"), x2="right:Q", y=y("top"), y2="bottom:Q")
    middle = base.encode(x=x("centre"), y=y("half"), text="text:N")
    areas = pd.DataFrame(
        {"name": result.areas, "top": [top + i * row + 3 for i in range(len(result.areas))]}
    )
    layers: list[Layers] = [
        _column_names(columns, top - 4, upright=upright).encode(
            x=x("place"), y=y("top"), text="name:N"
        ),
        alt.Chart(areas)
        .mark_text(align="left", baseline="top", fontWeight="bold")
        .encode(x=alt.value(0), y=y("top"), text="name:N"),
        box.transform_filter("datum.state == 'shown'")
        .mark_rect(stroke=token("paper-raised"), strokeWidth=2)
        .encode(
            color=alt.Color("shade:N", scale=None),
            tooltip=["area", "department", "median", "quartiles", "n"],
        ),
        box.transform_filter("datum.state != 'shown'").mark_rect(
            fill=token("paper-raised"), stroke=token("line-strong"), strokeDash=[3, 3]
        ),
        box.transform_filter("datum.state == 'hidden'").mark_rule(
            color=token("line-strong"), strokeWidth=1.5
        ),
        middle.mark_text(fontWeight="bold").encode(color=alt.Color("ink:N", scale=None)),
        alt.Chart(pd.DataFrame({"text": [note], "top": [end + NOTE_GAP]}))
        .mark_text(align="left", baseline="top", lineHeight=LINE, color=token("ink-soft"))
        .encode(x=alt.value(0), y=y("top"), text="text"),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=height),
        title=title or _title(result),
        summary=_summary(result),
    )


def _box(cell: MaturityCell, result: Maturity) -> dict[str, object]:
    low, high = result.scale
    state = "hidden" if cell.hidden else "shown" if cell.median is not None else "empty"
    shade = 0
    if cell.median is not None:
        shade = round((cell.median - low) / (high - low) * (SHADES - 1))
    return {
        "area": cell.area,
        "department": cell.department,
        "median": _text(cell.median),
        "quartiles": f"{_text(cell.low_quartile)} to {_text(cell.high_quartile)}",
        "n": cell.n,
        "text": _text(cell.median),
        "state": state,
        "shade": token(f"seq-{shade + 1}"),
        "ink": token("ink" if shade < SHADES - 2 else "accent-ink"),
    }


def _text(level: float | None) -> str:
    return "" if level is None else rating_text(level)


def _names_height(names: tuple[str, ...]) -> int:
    longest = max(len(_short(name)) for name in names)
    return round(longest * CHARACTER) + 12


def _short(name: str) -> str:
    return name if len(name) <= NAME_CHARACTERS else f"{name[: NAME_CHARACTERS - 1]}…"


def _column_names(names: tuple[str, ...], bottom: int, *, upright: bool) -> alt.Chart:
    places = [i + 0.5 for i in range(len(names))]
    frame = pd.DataFrame({"name": [_short(one) for one in names], "place": places, "top": bottom})
    named: alt.Chart = alt.Chart(frame).mark_text(
        angle=270 if upright else 0,
        align="left" if upright else "center",
        baseline="middle" if upright else "bottom",
        color=token("ink-soft"),
    )
    return named


def _note(result: Maturity) -> list[str]:
    low, high = result.scale
    text = f"Median level, {low} to {high}."
    if any(one.hidden for one in result.cells):
        text += (
            f" Struck out: hidden, as the group has fewer than {result.smallest} people or would "
            "give such a group away."
        )
    if any(one.n == 0 for one in result.cells):
        text += " Empty: no answers."
    return wrap(text, CHARACTERS + 6)


def _title(result: Maturity) -> str:
    if not result.weakest:
        return f"No area has {result.smallest} answers or more, so no level is shown."
    names = list(result.weakest)
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    if len(names) == len(result.areas) > 1:
        return f"All {len(names)} areas stand level."
    return f"{listed} {'is' if len(names) == 1 else 'are'} weakest of {len(result.areas)} areas."


def _summary(result: Maturity) -> str:
    rows = []
    for area in result.areas:
        cells = [one for one in result.cells if one.area == area]
        levels = ", ".join(f"{one.department} {_state(one)}" for one in cells)
        rows.append(f"{area}: {levels}.")
    return f"Median levels. {' '.join(rows)} {result.sentence()}"


def _state(cell: MaturityCell) -> str:
    if cell.hidden:
        return "hidden"
    return _text(cell.median) or "no answers"
