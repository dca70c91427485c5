"""The cohort chart: a row a cohort, a column an age, and nothing where time hasn't come yet."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.theme import FONT_SIZE
from playbook.measures.retention.cohorts import CohortTriangle
from playbook.measures.wording import lasting, number_text
from playbook.tokens import token

MOST_COHORTS = 60
ROW, HEIGHT = 24, 480
SMALL = 10
NARROW, TOO_NARROW, TOO_NARROW_FOR_100, TOO_LOW = 30, 17, 24, 13
"""Pixels of a cell under which its number is small, or isn't written."""


def cohort_chart(triangle: CohortTriangle, *, title: str | None = None) -> ChartWithSummary:
    """Share still there in %, by cohort and age: the darker, the more; the corner stays empty.

    Numbers stand in the cells where they have room. The title, where not given, compares the oldest
    and the newest cohort that can be compared. Raises ValueError for a triangle without customers
    or of more than 60 cohorts.
    """
    rows = len(triangle.cohorts)
    if not 0 < rows <= MOST_COHORTS:
        raise ValueError(
            f"A cohort chart takes 1 to {MOST_COHORTS} cohorts, not {rows}. "
            "Take a longer unit, or later customers only."
        )
    height = min(ROW * rows, HEIGHT)
    names = [
        f"{cohort}, n = {size:,}"
        for cohort, size in zip(triangle.cohorts, triangle.sizes, strict=True)
    ]
    cells = _cells(triangle, names)
    bins = _bins(float(cells["share"].min()))
    x = alt.X(
        "age:O",
        scale=alt.Scale(domain=list(triangle.ages), paddingInner=0, paddingOuter=0),
        axis=alt.Axis(
            title=axis_title(f"{triangle.unit.capitalize()}s after that of joining"),
            domain=False,
            ticks=False,
            # not by `values`, of which rounding can leave out the first
            labelExpr=f"datum.value % {_every(len(triangle.ages))} ? '' : datum.label",
            tickCount=len(triangle.ages),
            labelOverlap=False,
        ),
    )
    y = alt.Y(
        "name:O",
        scale=alt.Scale(domain=names, paddingInner=0, paddingOuter=0),
        axis=alt.Axis(title=None, labelOverlap="greedy"),
    )
    base = alt.Chart(cells).encode(
        x=x,
        y=y,
        tooltip=[
            alt.Tooltip("cohort:N", title="Joined in"),
            alt.Tooltip("age:Q", title=f"{triangle.unit.capitalize()}s after"),
            alt.Tooltip("share:Q", title="Still there (%)", format=".1f"),
            alt.Tooltip("low:Q", title="From", format=".1f"),
            alt.Tooltip("high:Q", title="To", format=".1f"),
            alt.Tooltip("active:Q", title="Customers", format=","),
        ],
    )
    colour = alt.Color(
        "share:Q",
        scale=alt.Scale(
            type="threshold",
            domain=bins,
            range=[token(f"seq-{step}") for step in range(1, len(bins) + 2)],
        ),
        legend=alt.Legend(
            title="Still there (%)",
            orient="top",
            direction="horizontal",
            gradientLength=200,
            gradientThickness=10,
            titleFontWeight="normal",
            titleColor=token("ink-soft"),
        ),
    )
    layers: list[Layers] = [
        base.mark_rect(stroke=token("paper-raised"), strokeWidth=1).encode(color=colour)
    ]
    if height / rows >= TOO_LOW:
        layers += _numbers(base, len(triangle.ages), dark_from=bins[-2])
    missing = sum(active is None for active in triangle.active[-1])
    if missing > len(triangle.ages) / 2:
        layers.append(_corner())
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=height),
        title=title or _title(triangle),
        summary=_summary(triangle),
    )


def _cells(triangle: CohortTriangle, names: list[str]) -> pd.DataFrame:
    """One row a cell that has a share."""
    cells = []
    for name, cohort, row in zip(names, triangle.cohorts, triangle.active, strict=True):
        for age, active in enumerate(row):
            found = triangle.estimate(cohort, age)
            if found.value is not None:
                cells.append(
                    {
                        "name": name,
                        "cohort": cohort,
                        "age": age,
                        "share": found.value,
                        "low": found.low,
                        "high": found.high,
                        "active": active,
                        "text": number_text(found.value, 0),
                    }
                )
    return pd.DataFrame(cells)


def _numbers(base: alt.Chart, ages: int, *, dark_from: float) -> list[Layers]:
    """The shares in their cells, light on dark and dark on light, where a cell is wide enough."""
    cell = f"width / {ages}"
    found: list[Layers] = []
    for dark, ink in ((True, "paper-raised"), (False, "ink")):
        part = base.transform_filter(f"datum.share {'>=' if dark else '<'} {dark_from}")
        text: alt.Chart = part.mark_text(
            color=token(ink),
            fontSize=alt.ExprRef(f"{cell} < {NARROW} ? {SMALL} : {FONT_SIZE}"),
            opacity=alt.ExprRef(
                f"{cell} < (datum.age ? {TOO_NARROW} : {TOO_NARROW_FOR_100}) ? 0 : 1"
            ),
        )
        found.append(text.encode(text="text:N"))
    return found


def _corner() -> Layers:
    corner: alt.Chart = alt.Chart(pd.DataFrame([{"text": "not yet observed"}])).mark_text(
        align="right", baseline="bottom", dx=-4, dy=-4, color=token("ink-soft"), fontStyle="italic"
    )
    placed: alt.Chart = corner.encode(x=alt.value("width"), y=alt.value("height"), text="text:N")
    return placed


def _every(ages: int) -> int:
    """How many columns lie between two that are named, so that their names fit a phone."""
    return next(step for step in (1, 2, 3, 6, 12, 24, 48, 120) if ages <= 13 * step)


def _bins(lowest: float) -> list[float]:
    """Four round borders that part what lies between the lowest share and 100% in five."""
    step = next(size for size in (1, 2, 4, 5, 10, 20) if 100 - 5 * size <= lowest)
    return [100.0 - step * place for place in range(4, 0, -1)]


def _title(triangle: CohortTriangle) -> str:
    compared = triangle.compared()
    if compared is None:
        return f"Customers still there, by {triangle.unit} of joining."
    age, first, last = compared
    shares = [
        number_text(value, 1)
        for cohort in (first, last)
        if (value := triangle.estimate(cohort, age).value) is not None
    ]
    return (
        f"After {lasting(age, triangle.unit + 's')} {shares[0]}% of those who joined in {first} "
        f"are still there, and {shares[-1]}% of those of {last}."
    )


def _summary(triangle: CohortTriangle) -> str:
    latest = []
    for row, cohort in enumerate(triangle.cohorts):
        age = sum(active is not None for active in triangle.active[row]) - 1
        share = triangle.shares[row][age]
        if share is not None and age > 0:
            after = lasting(age, triangle.unit + "s")
            latest.append(f"{cohort} {number_text(share, 1)}% after {after}")
    each = f" The latest of each cohort: {'; '.join(latest)}." if latest else ""
    return triangle.sentence() + each
