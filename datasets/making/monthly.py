"""Twenty-four months of five measures: one true signal, and months that only look like one."""

from __future__ import annotations

from dataclasses import dataclass

from making.draws import Draws
from making.responses import Response

MONTHS = tuple(f"{year}-{month:02d}" for year in (2023, 2024) for month in range(1, 13))
SHIFTED_MEASURE = "repair_calls_per_100"
SHIFT_FROM = 17
SHIFT = 1.15


@dataclass(frozen=True)
class Noise:
    """A steady measure: its level, its month-to-month spread, and how it is written."""

    level: float
    spread: float
    decimals: int


STEADY = {
    "repair_calls_per_100": Noise(6.2, 0.36, 2),
    "first_visit_fix_pct": Noise(78.5, 2.1, 1),
    "days_to_install": Noise(9.4, 0.75, 1),
    "churn_pct": Noise(1.72, 0.13, 2),
}


def make_monthly(draws: Draws, responses: list[Response]) -> list[dict[str, object]]:
    """One row a month; the Net Promoter Score comes from that month's answers, each once."""
    series = {name: _series(draws, name, noise) for name, noise in STEADY.items()}
    rows: list[dict[str, object]] = []
    for place, month in enumerate(MONTHS):
        ratings = [
            response.likelihood_to_recommend
            for response in responses
            if response.month == month and response.likelihood_to_recommend is not None
        ]
        promoters = sum(rating >= 9 for rating in ratings)
        detractors = sum(rating <= 6 for rating in ratings)
        rows.append(
            {
                "month": month,
                "repair_calls_per_100": series["repair_calls_per_100"][place],
                "first_visit_fix_pct": series["first_visit_fix_pct"][place],
                "nps": f"{100 * (promoters - detractors) / len(ratings):.1f}",
                "recommend_answers": len(ratings),
                "days_to_install": series["days_to_install"][place],
                "churn_pct": series["churn_pct"][place],
            }
        )
    return rows


def _series(draws: Draws, name: str, noise: Noise) -> list[str]:
    values = []
    for month in range(1, len(MONTHS) + 1):
        shift = SHIFT if name == SHIFTED_MEASURE and month >= SHIFT_FROM else 0.0
        values.append(f"{noise.level + shift + noise.spread * draws.bell():.{noise.decimals}f}")
    return values
