"""The heat map of a maturity instrument: levels by area and department, hidden ones struck out."""

from __future__ import annotations

from playbook.charts.box_grid import Box, State, box_grid
from playbook.charts.chart import ChartWithSummary
from playbook.measures.privacy.maturity import Maturity, MaturityCell, rating_text
from playbook.measures.wording import listed
from playbook.tokens import token

SHADES = 5


def maturity_chart(result: Maturity, *, title: str | None = None) -> ChartWithSummary:
    """One row an area, one box a department: the median level, darker where it is higher.

    A hidden group is a dashed box struck out, a group without answers an empty one; the line under
    the rows says so. Department names stand upright where there is no room for them side by side.
    """
    return ChartWithSummary(
        chart=box_grid(
            result.areas,
            result.departments,
            [_box(one, result) for one in result.cells],
            _note(result),
        ),
        title=title or _title(result),
        summary=_summary(result),
    )


def _box(cell: MaturityCell, result: Maturity) -> Box:
    low, high = result.scale
    state: State = "hidden" if cell.hidden else "shown" if cell.median is not None else "empty"
    shade = 0
    if cell.median is not None:
        shade = round((cell.median - low) / (high - low) * (SHADES - 1))
    return Box(
        cell.area,
        str(cell.department),
        _text(cell.median),
        state,
        fill=token(f"seq-{shade + 1}"),
        ink=token("ink" if shade < SHADES - 2 else "accent-ink"),
        told={
            "area": cell.area,
            "department": cell.department,
            "median": _text(cell.median),
            "quartiles": f"{_text(cell.low_quartile)} to {_text(cell.high_quartile)}",
            "n": cell.n,
        },
    )


def _text(level: float | None) -> str:
    return "" if level is None else rating_text(level)


def _note(result: Maturity) -> str:
    low, high = result.scale
    text = f"Median level, {low} to {high}."
    if any(one.hidden for one in result.cells):
        text += (
            f" Struck out: hidden, as the group has fewer than {result.smallest} people or would "
            "give such a group away."
        )
    if any(one.n == 0 for one in result.cells):
        text += " Empty: no answers."
    return text


def _title(result: Maturity) -> str:
    if not result.weakest:
        return f"No area has {result.smallest} answers or more, so no level is shown."
    names = list(result.weakest)
    if len(names) == len(result.areas) > 1:
        return f"All {len(names)} areas stand level."
    return f"Weakest of {len(result.areas)} areas: {listed(names)}."


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
