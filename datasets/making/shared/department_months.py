"""Three years of months for every department: two real signals, and months that only look like one.

A share is events out of opportunities, a rate is events per opportunity over a changing exposure, a
value is measured. Where a series has a spread of its own beyond chance, limits that know only of
chance are too narrow for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from making.company import Company, Truth
from making.draws import Draws, Floats, Ints
from making.table import Column, Table

MONTHS = 36
BASELINE = 20
STEADY_YEAR = (1.0,) * 12


@dataclass(frozen=True)
class Series:
    """One measure of a department.

    `level` is the share, the events per opportunity, or the value; `spread` its standard deviation
    from month to month beyond chance. `shift` is (month from 0, by how much) for good, `special`
    the same for one month. `seed` chooses among the series that chance could have given: the rules
    of control charts raise a false alarm in about one of six steady series of 36 months, and those
    are left out, so that what is planted is all there is.
    """

    department: str
    measure: str
    kind: Literal["share", "rate", "value"]
    unit: str
    good: Literal["up", "down"]
    level: float
    opportunities: int = 0
    spread: float = 0.0
    season: tuple[float, ...] = STEADY_YEAR
    shift: tuple[int, float] | None = None
    special: tuple[int, float] | None = None
    story: str = ""
    seed: int = 0

    @property
    def steady(self) -> bool:
        """Whether nothing happens in it."""
        return self.shift is None and self.special is None


def make(company: Company, series: tuple[Series, ...], customers: int) -> tuple[list[Table], Truth]:
    """All series below each other."""
    months = [
        f"{company.window[0].year + place // 12}-{place % 12 + 1:02d}" for place in range(MONTHS)
    ]
    columns: dict[str, list[Any]] = {
        name: [] for name in (column.name for column in _columns(company, series))
    }
    extremes: dict[str, object] = {}
    for one in series:
        events, opportunities, value = draw(company, one)
        columns["month"] += months
        columns["department"] += [one.department] * MONTHS
        columns["measure"] += [one.measure] * MONTHS
        columns["kind"] += [one.kind] * MONTHS
        columns["events"] += [None] * MONTHS if events is None else events.tolist()
        columns["opportunities"] += [None] * MONTHS if events is None else opportunities.tolist()
        columns["value"] += [None] * MONTHS if value is None else value.tolist()
        columns["unit"] += [one.unit] * MONTHS
        columns["good"] += [one.good] * MONTHS
        if one.steady:
            level = value if events is None else events / opportunities
            assert level is not None
            extremes[one.measure] = {
                "highest": months[int(np.argmax(level))],
                "lowest": months[int(np.argmin(level))],
            }
    table = Table(
        "department_months",
        "Months of the departments",
        "One row a month, department and measure, of the whole company. A share has events out of "
        "opportunities, a rate events per opportunity, a value neither.",
        _columns(company, series),
        columns,
        primary_key=("month", "department", "measure"),
    )
    return [table], {"department_months": _truth(series, months, extremes)}


def draw(company: Company, one: Series) -> tuple[Ints | None, Ints, Floats | None]:
    """Events and opportunities of a share or a rate, or the values of a value."""
    draws = company.draws(f"department_months {one.measure}", one.seed)
    level = one.level + one.spread * draws.bell(MONTHS)
    if one.shift:
        level[one.shift[0] :] += one.shift[1]
    if one.special:
        level[one.special[0]] += one.special[1]
    if one.kind == "value":
        return None, np.zeros(MONTHS, dtype=np.int64), np.floor(level * 10.0 + 0.5) / 10.0
    season = np.array(one.season * 3)
    wobble = 1.0 + 0.025 * draws.bell(MONTHS)
    opportunities = np.floor(one.opportunities * season * wobble).astype(np.int64)
    events = [_count(draws, p, n) for p, n in zip(level, opportunities, strict=True)]
    return np.array(events, dtype=np.int64), opportunities, None


def _count(draws: Draws, p: float, n: int) -> int:
    return int(draws.chance(p, n).sum())


def _columns(company: Company, series: tuple[Series, ...]) -> tuple[Column, ...]:
    departments = dict.fromkeys(one.department for one in series)
    return (
        Column("month", "yearmonth", "The month.", minimum="2023-01", maximum="2025-12"),
        Column("department", "string", "The department.", allowed=tuple(departments)),
        Column(
            "measure", "string", "What is measured.", allowed=tuple(one.measure for one in series)
        ),
        Column(
            "kind",
            "string",
            "share: events out of opportunities (p-chart). rate: events per "
            "opportunity over a changing exposure (u-chart). value: a measured value (XmR "
            "chart).",
            allowed=("share", "rate", "value"),
        ),
        Column(
            "events",
            "integer",
            "How often it happened; blank for a value.",
            unit="as in unit",
            required=False,
            minimum=0,
        ),
        Column(
            "opportunities",
            "integer",
            "How often it could have happened, or the exposure; blank for a value.",
            unit="as in unit",
            required=False,
            minimum=1,
        ),
        Column(
            "value",
            "number",
            "The value; blank for a share or a rate.",
            unit="as in unit",
            required=False,
            decimals=1,
        ),
        Column("unit", "string", "What is counted, and out of what."),
        Column("good", "string", "Which way is good.", allowed=("up", "down")),
    )


def _truth(
    series: tuple[Series, ...], months: list[str], extremes: dict[str, object]
) -> dict[str, object]:
    truth: dict[str, object] = {
        "rows": len(series) * MONTHS,
        "baseline_months": BASELINE,
        "says": "Two signals are real. Every other peak and dip is what chance, the season or a "
        "changing exposure does; of steady series only such are kept as raise no false alarm by "
        "the rules.",
    }
    for one in series:
        planted = one.shift or one.special
        if planted:
            key = "lasting_shift" if one.shift else "single_month"
            truth[key] = {
                "department": one.department,
                "measure": one.measure,
                "kind": one.kind,
                "month": months[planted[0]],
                "row": planted[0] + 1,
                "by": planted[1],
                "level_before": one.level,
                "what_happened": one.story,
            }
    truth["wider_than_chance"] = [
        one.measure for one in series if one.kind != "value" and one.spread > 0
    ]
    truth["follows_the_season_in_counts"] = [
        one.measure for one in series if one.season != STEADY_YEAR
    ]
    truth["steady"] = extremes
    truth["naive"] = (
        "Comparing a month with the one before raises dozens of alarms in the steady series; "
        "limits from chance alone raise false ones where the spread is wider than chance."
    )
    return truth
