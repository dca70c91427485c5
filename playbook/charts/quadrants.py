"""The quadrant chart: what customers say matters against what goes together with the outcome."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.labels import CHARACTER, LINE, Box, Label, place_labels
from playbook.charts.quadrant_names import name_layers
from playbook.measures.drivers.stated import QUADRANT_NAMES, Quadrant, Quadrants
from playbook.measures.wording import listed, number_text, places_for
from playbook.tokens import token

HEIGHTS = (380, 480, 620, 800)
"""Heights to try in turn until all names have a place."""
MOST_ITEMS = 20
SIDE_ROOM, END_ROOM = 0.06, 0.09
NARROWEST = 0.36
"""Least part of the width on either side of the cut, so that the quadrants' names fit there."""

_CORNERS: dict[Quadrant, tuple[bool, bool]] = {
    "hidden": (False, True),
    "core": (True, True),
    "ignore": (False, False),
    "hygiene": (True, False),
}


def quadrants_chart(
    quadrants: Quadrants,
    *,
    title: str | None = None,
    stated_title: str = "Stated importance",
    derived_title: str = "Derived importance",
) -> ChartWithSummary:
    """Items by stated (across) and derived importance (up), each with its name.

    The lines are the cuts, the shaded bands what they sweep when moved; an item that changes
    quadrant then is a diamond in the warning colour. Names keep clear of each other at any width
    from 358 pixels. The titles of the axes name their units; without `title` one is made from the
    result. Raises ValueError for more than 20 items or for names that find no place.
    """
    items = quadrants.items
    if len(items) > MOST_ITEMS:
        raise ValueError(f"There are {len(items)} items. Draw {MOST_ITEMS} at most in one chart.")
    across = _domain(
        [item.stated for item in items], quadrants.stated_cut, room=SIDE_ROOM, least=NARROWEST
    )
    up = _domain([item.derived for item in items], quadrants.derived_cut, room=END_ROOM, least=0.15)
    height, labels = _labels(quadrants, across, up)
    x = alt.X(
        "stated:Q",
        scale=alt.Scale(domain=across, nice=False, zero=False),
        axis=alt.Axis(title=axis_title(_x_title(quadrants, stated_title)), labelExpr=_NO_MINUS),
    )
    y = alt.Y(
        "derived:Q",
        scale=alt.Scale(domain=up, nice=False, zero=False),
        axis=upright_axis(derived_title, labelExpr=_NO_MINUS, grid=False),
    )
    frame = pd.DataFrame(
        {
            "item": [item.name for item in items],
            "stated": [item.stated for item in items],
            "derived": [item.derived for item in items],
            "quadrant": [QUADRANT_NAMES[item.quadrant] for item in items],
            "moves": [item.moves for item in items],
        }
    )
    points = alt.Chart(frame).encode(x=x, y=y, tooltip=["item", "stated", "derived", "quadrant"])
    layers: list[Layers] = [
        *_bands(quadrants, across, up),
        *_cuts(quadrants),
        *_corners(height),
        *name_layers(items, labels, up, height),
        points.transform_filter("!datum.moves").mark_point(size=60),
        points.transform_filter("datum.moves").mark_point(
            shape="diamond", color=token("warn"), size=110
        ),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=height),
        title=title or _title(quadrants),
        summary=f"{quadrants.sentence()} {_values(quadrants)}",
    )


_NO_MINUS = "datum.value < 0 ? '' : datum.label"


def _domain(values: list[float], cut: float, *, room: float, least: float) -> list[float]:
    """Ends of an axis that hold all values, and leave at least `least` on each side of the cut."""
    span = max(values) - min(values) or abs(cut) or 1.0
    below, above = cut - min(values) + room * span, max(values) - cut + room * span
    ratio = least / (1 - least)
    return [cut - max(below, ratio * above), cut + max(above, ratio * below)]


def _place(
    stated: float, derived: float, across: list[float], up: list[float], height: int
) -> tuple[float, float]:
    """Part of the width, and pixels from the top."""
    return (
        (stated - across[0]) / (across[1] - across[0]),
        height * (up[1] - derived) / (up[1] - up[0]),
    )


def _labels(quadrants: Quadrants, across: list[float], up: list[float]) -> tuple[int, list[Label]]:
    names = [item.name for item in quadrants.items]
    for height in HEIGHTS:
        points = [_place(item.stated, item.derived, across, up, height) for item in quadrants.items]
        corners = [_corner_box(quadrant, height) for quadrant in _CORNERS]
        along, level = _place(quadrants.stated_cut, quadrants.derived_cut, across, up, height)
        lines = [Box(along, -2, 2, 0, height), Box(0, 0, math.inf, level - 2, level + 2)]
        labels = place_labels(names, points, corners, lines, height)
        if labels is not None:
            return height, labels
    raise ValueError("The names of the items don't fit. Shorten them, or draw fewer items.")


def _corner_box(quadrant: Quadrant, height: int) -> Box:
    right, top = _CORNERS[quadrant]
    width = CHARACTER * (len(QUADRANT_NAMES[quadrant]) + 1)
    return Box(
        anchor=float(right),
        left=-width if right else 0,
        right=0 if right else width,
        top=0 if top else height - LINE - 4,
        bottom=LINE + 4 if top else height,
    )


def _corners(height: int) -> list[Layers]:
    return [
        alt.Chart(pd.DataFrame([{}]))
        .mark_text(
            text=QUADRANT_NAMES[quadrant].capitalize(),
            align="right" if right else "left",
            baseline="top" if top else "bottom",
            color=token("ink-soft"),
            fontStyle="italic",
        )
        .encode(x=alt.value("width" if right else 2), y=alt.value(3 if top else height - 3))
        for quadrant, (right, top) in _CORNERS.items()
    ]


def _bands(quadrants: Quadrants, across: list[float], up: list[float]) -> list[Layers]:
    """What the cuts sweep when they move, within the plot."""
    bands: list[Layers] = []
    for cut, ends, column in (
        (quadrants.stated_cut, across, "stated"),
        (quadrants.derived_cut, up, "derived"),
    ):
        low = max(ends[0], cut * (1 - quadrants.shift))
        high = min(ends[1], cut * (1 + quadrants.shift))
        band = alt.Chart(pd.DataFrame([{column: low, "to": high}])).mark_rect(opacity=0.6)
        if column == "stated":
            bands.append(
                band.encode(x="stated:Q", x2="to:Q", y=alt.value(0), y2=alt.value("height"))
            )
        else:
            bands.append(
                band.encode(y="derived:Q", y2="to:Q", x=alt.value(0), x2=alt.value("width"))
            )
    return bands


def _cuts(quadrants: Quadrants) -> list[Layers]:
    both = pd.DataFrame([{"stated": quadrants.stated_cut, "derived": quadrants.derived_cut}])
    line = alt.Chart(both).mark_rule(strokeWidth=1.5)
    return [line.encode(x="stated:Q"), line.encode(y="derived:Q")]


def _x_title(quadrants: Quadrants, stated_title: str) -> str:
    moving = "; diamond: changes quadrant" if quadrants.movers else ""
    return f"{stated_title}; shaded: cuts ± {100 * quadrants.shift:g}%{moving}"


def _title(quadrants: Quadrants) -> str:
    hidden = [item.name for item in quadrants.within("hidden")]
    lead = (
        f"{listed(hidden)} {'goes' if len(hidden) == 1 else 'go'} together with the outcome more "
        "than customers say"
        if hidden
        else "Nothing that goes together with the outcome is left unsaid by customers"
    )
    if not quadrants.movers:
        return f"{lead}; no item hangs on where the cut lies."
    verb = "hangs" if len(quadrants.movers) == 1 else "hang"
    count = f"{len(quadrants.movers)} of {len(quadrants.items)} items"
    return f"{lead}; {count} {verb} on where the cut lies."


def _values(quadrants: Quadrants) -> str:
    stated = places_for("", *(item.stated for item in quadrants.items))
    derived = places_for("", *(item.derived for item in quadrants.items))
    each = "; ".join(
        f"{item.name} {number_text(item.stated, stated)} and {number_text(item.derived, derived)}"
        for item in quadrants.items
    )
    return f"Stated and derived importance: {each}."
