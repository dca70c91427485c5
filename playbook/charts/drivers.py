"""The driver chart: shares of R² with intervals and ranks, and which can't be told apart."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import Rows, lay_out
from playbook.measures.drivers.importance import Driver, DriverImportance
from playbook.measures.wording import listed, number_text
from playbook.tokens import token

BAR = 18
FIRST_LANE, LANE = 16, 13
MOST_NAMED = 3


def driver_importance_chart(
    importance: DriverImportance, *, title: str | None = None
) -> ChartWithSummary:
    """One bar a driver, by rank: its points of R² in percent with interval, and its rank in words.

    Dots joined by a line at the right stand by drivers no two of which can be told apart. It says
    what goes together, not what causes what; without `title` one is made from the numbers. An
    importance that is not available gives a chart without bars, which its summary explains.
    """
    drivers = importance.drivers
    rows = lay_out([one.name for one in drivers], [_note(one) for one in drivers])
    frame = pd.DataFrame(
        {
            "y": rows.marks,
            "name": [one.name for one in drivers],
            "points": [100 * one.share for one in drivers],
            "low": [100 * one.low for one in drivers],
            "high": [100 * one.high for one in drivers],
            "rank": [one.rank_text for one in drivers],
        }
    ).astype({"points": float, "low": float, "high": float})
    x_title = axis_title(_x_title(importance))
    x = alt.X("points:Q", title=x_title, scale=alt.Scale(domainMin=0))
    base = alt.Chart(frame).encode(y=rows.y(), tooltip=["name", "points", "low", "high", "rank"])
    layers: list[Layers] = [
        *rows.heads,
        base.mark_bar(size=BAR, color=token("seq-3")).encode(x=x, x2=alt.datum(0)),
        base.mark_rule(color=token("ink"), strokeWidth=1.5).encode(
            x=alt.X("low:Q", title=x_title), x2="high:Q"
        ),
        *_ties(importance, rows),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=rows.height),
        title=title or _title(importance),
        summary=_summary(importance),
    )


def _note(driver: Driver) -> str:
    return f"{number_text(100 * driver.share, 1)} points, {driver.rank_text}"


def _x_title(importance: DriverImportance) -> str:
    ties = "; joined dots: can't be told apart" if importance.not_distinguishable else ""
    unit = "(points of R², %)".replace(" ", "\N{NO-BREAK SPACE}")
    return f"Share of the variation in {importance.outcome} {unit}{ties}"


def _ties(importance: DriverImportance, rows: Rows) -> list[Layers]:
    """A lane of joined dots a group; groups that don't reach past each other share a lane."""
    place = {driver.name: row for row, driver in enumerate(importance.drivers)}
    layers: list[Layers] = []
    ends: list[int] = []
    for group in importance.groups:
        members = [place[name] for name in group]
        free = [lane for lane, end in enumerate(ends) if end < members[0]]
        lane = free[0] if free else len(ends)
        ends[lane : lane + 1] = [members[-1]]
        layers += _lane(rows, members, FIRST_LANE + LANE * lane)
    return layers


def _lane(rows: Rows, members: Sequence[int], offset: int) -> list[Layers]:
    dots = pd.DataFrame({"y": [rows.marks[row] for row in members]})
    line = pd.DataFrame([{"y": rows.marks[members[0]], "end": rows.marks[members[-1]]}])
    colour = token("accent")
    rule: alt.Chart = alt.Chart(line).mark_rule(color=colour, strokeWidth=2, xOffset=offset)
    point: alt.Chart = alt.Chart(dots).mark_point(color=colour, size=50, xOffset=offset)
    return [
        rule.encode(x=alt.value("width"), y=rows.y(), y2="end:Q"),
        point.encode(x=alt.value("width"), y=rows.y()),
    ]


def _title(importance: DriverImportance) -> str:
    outcome = importance.outcome
    if not importance.drivers:
        return f"Driver importance for {outcome} is not available."
    first = importance.drivers[0].name
    others = [one.name for one in importance.drivers[1:]]
    like = [name for name in others if not importance.distinguishable(first, name)]
    lead = f"{first} has the largest share of what goes together with {outcome}"
    if not like:
        return f"{lead}."
    tied = listed(like) if len(like) <= MOST_NAMED else f"{len(like)} others"
    return f"{lead}; {tied} can't be told apart from it."


def _summary(importance: DriverImportance) -> str:
    each = "; ".join(
        f"{one.name} {number_text(100 * one.share, 1)} "
        f"({number_text(100 * one.low, 1)} to {number_text(100 * one.high, 1)}), {one.rank_text}"
        for one in importance.drivers
    )
    groups = "; ".join(listed(group) for group in importance.groups)
    tied = f" Groups that can't be told apart: {groups}." if groups else ""
    shares = f" All shares in points of R²: {each}.{tied}" if each else ""
    return f"{importance.sentence()}{shares}"
