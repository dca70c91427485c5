"""Thirty-six months of five measures: a shift, a single special month, and months that tempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from making.draws import Draws, Ints
from making.quillmere.about import COMPANY
from making.table import Column, Table

MONTHS = tuple(
    f"{year}-{month:02d}"
    for year in range(COMPANY.window[0].year, COMPANY.window[1].year + 1)
    for month in range(1, 13)
)
BASELINE = 12
SHIFTED_MEASURE, SHIFTED_FROM, SHIFT = "repair_calls_per_100", "2024-05", 1.15
SPECIAL_MEASURE, SPECIAL_MONTH, SPECIAL = "days_to_install", "2025-02", 6.4


@dataclass(frozen=True)
class Noise:
    """A steady measure: its level, its month-to-month spread, and how it is written."""

    level: float
    spread: float
    decimals: int


MEASURES = {
    "repair_calls_per_100": Noise(6.2, 0.36, 2),
    "first_visit_fix_pct": Noise(78.5, 2.1, 1),
    "days_to_install": Noise(9.4, 0.75, 1),
    "churn_pct": Noise(1.72, 0.13, 2),
}
STEADY = ("first_visit_fix_pct", "churn_pct", "nps")


@dataclass
class Ratings:
    """Answers of each month by group, added up over blocks: detractors, passives, promoters."""

    counts: Ints

    def add(self, month: Ints, recommend: Ints) -> None:
        """Add answers: months as places in MONTHS, ratings 0–10."""
        group = np.where(recommend >= 9, 2, np.where(recommend >= 7, 1, 0))
        self.counts += np.bincount(month * 3 + group, minlength=len(MONTHS) * 3).reshape(-1, 3)


def make_monthly(draws: Draws, ratings: Ratings) -> tuple[Table, dict[str, object]]:
    """One row a month; the Net Promoter Score comes from that month's answers, each once."""
    values: dict[str, list[object]] = {"month": list(MONTHS)}
    series = {name: _series(draws, name, noise) for name, noise in MEASURES.items()}
    series["nps"] = [_score(*row) for row in ratings.counts.tolist()]
    answers = ratings.counts.sum(axis=1).tolist()
    for name in ("repair_calls_per_100", "first_visit_fix_pct", "nps"):
        values[name] = list(series[name])
    values["recommend_answers"] = answers
    for name in ("days_to_install", "churn_pct"):
        values[name] = list(series[name])
    return _table(values), _truth(series)


def _series(draws: Draws, name: str, noise: Noise) -> list[float | None]:
    months = np.array(MONTHS)
    level = np.full(len(MONTHS), noise.level)
    if name == SHIFTED_MEASURE:
        level[months >= SHIFTED_FROM] += SHIFT
    if name == SPECIAL_MEASURE:
        level[months == SPECIAL_MONTH] += SPECIAL
    found = level + noise.spread * draws.bell(len(MONTHS))
    return [float(f"{value:.{noise.decimals}f}") for value in found]


def _score(detractors: int, passives: int, promoters: int) -> float | None:
    answers = detractors + passives + promoters
    return float(f"{100 * (promoters - detractors) / answers:.1f}") if answers else None


def _truth(series: dict[str, list[float | None]]) -> dict[str, object]:
    return {
        "rows": len(MONTHS),
        "baseline_months": BASELINE,
        "says": "Repair calls rise for good in the month below, when the routers' software "
        "changed. Days to install leap once, when the flood closed the road to Saltfen. The peaks "
        "and dips of the other measures are inside their limits: noise.",
        "signal_measure": SHIFTED_MEASURE,
        "signal_from_row": MONTHS.index(SHIFTED_FROM) + 1,
        "signal_from_month": SHIFTED_FROM,
        "special_measure": SPECIAL_MEASURE,
        "special_row": MONTHS.index(SPECIAL_MONTH) + 1,
        "special_month": SPECIAL_MONTH,
        "steady_measures": list(STEADY),
        "tempting_peaks": {name: _by_value(series[name])[-1] for name in STEADY},
        "tempting_dips": {name: _by_value(series[name])[0] for name in STEADY},
    }


def _by_value(values: Sequence[float | None]) -> list[str]:
    """The months, the one with the lowest value first."""
    pairs = zip(values, MONTHS, strict=True)
    return [month for _, month in sorted(pair for pair in pairs if pair[0] is not None)] or [""]


def _table(values: dict[str, list[object]]) -> Table:
    return Table(
        name="monthly",
        title="Monthly measures",
        description="One row a month of 2023 to 2025, for the whole company unless said otherwise.",
        columns=(
            Column("month", "yearmonth", "The month.", unit="month", unique=True),
            Column(
                "repair_calls_per_100",
                "number",
                "Calls that ended in a repair order, for each 100 customers.",
                unit="calls per 100 customers",
                minimum=0,
                decimals=2,
            ),
            Column(
                "first_visit_fix_pct",
                "number",
                "Repairs done on the first visit, of all repairs.",
                unit="%",
                minimum=0,
                maximum=100,
                decimals=1,
            ),
            Column(
                "nps",
                "number",
                "Net Promoter Score® of the month's answers in responses.csv, each answer once.",
                unit="points",
                required=False,
                minimum=-100,
                maximum=100,
                decimals=1,
            ),
            Column(
                "recommend_answers",
                "integer",
                "Answers that nps is made of.",
                unit="answers",
                minimum=0,
            ),
            Column(
                "days_to_install",
                "number",
                "Mean days from order to a working line.",
                unit="days",
                minimum=0,
                decimals=1,
            ),
            Column(
                "churn_pct",
                "number",
                "Customers who left in the month, of those there when it began.",
                unit="% a month",
                minimum=0,
                maximum=100,
                decimals=2,
            ),
        ),
        values=values,
        primary_key=("month",),
    )
