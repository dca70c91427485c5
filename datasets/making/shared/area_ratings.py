"""How far the company is on nine areas and three points of culture, as its own people see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from making.company import Company, Truth
from making.draws import rounded
from making.table import Column, Table

AREAS = (
    "people",
    "strategy",
    "systems",
    "measurement",
    "channels",
    "expectations",
    "brand",
    "processes",
    "leadership",
)
CULTURE = ("speaking up", "keeping promises", "common goals")
SMALLEST = 5


@dataclass(frozen=True)
class RatingsPlan:
    """`respondents` and `level` by department; `weak` is what an area lies below the rest."""

    respondents: Mapping[str, int]
    level: Mapping[str, float]
    weak: Mapping[str, float]
    flattering: str
    says: str


def make(company: Company, plan: RatingsPlan, customers: int) -> tuple[list[Table], Truth]:
    """One rating a respondent and area."""
    draws = company.draws("area_ratings")
    names: dict[str, list[Any]] = {
        name: [] for name in ("department", "respondent_id", "kind", "area", "rating")
    }
    person = 0
    order = draws.order(sum(plan.respondents.values()))
    asked = [("area", area) for area in AREAS] + [("culture", point) for point in CULTURE]
    for department, count in plan.respondents.items():
        for _ in range(count):
            latent = (
                plan.level[department] + 0.38 * draws.bell(1)[0] + 0.55 * draws.bell(len(asked))
            )
            latent = latent - np.array([plan.weak.get(area, 0.0) for _, area in asked])
            rating = rounded(latent, 1, 4)
            blank = draws.chance(0.02, len(asked))
            names["department"] += [department] * len(asked)
            names["respondent_id"] += [f"P{int(order[person]) + 1:03d}"] * len(asked)
            names["kind"] += [kind for kind, _ in asked]
            names["area"] += [area for _, area in asked]
            names["rating"] += [
                None if left_out else value
                for value, left_out in zip(rating.tolist(), blank.tolist(), strict=True)
            ]
            person += 1
    table = Table(
        "area_ratings",
        "Ratings of nine areas",
        "One row a respondent and area: how far the company is, by its own people. For showing, "
        f"groups of fewer than {SMALLEST} people are hidden, and one more so that nobody can be "
        "worked out by subtraction.",
        (
            Column(
                "department",
                "string",
                "The respondent's department.",
                allowed=tuple(plan.respondents),
            ),
            Column(
                "respondent_id",
                "string",
                "The respondent; no key leads to a name.",
                pattern="P[0-9]{3}",
            ),
            Column(
                "kind",
                "string",
                "One of the nine areas, or a point of culture.",
                allowed=("area", "culture"),
            ),
            Column("area", "string", "What is rated.", allowed=AREAS + CULTURE),
            Column(
                "rating",
                "integer",
                "1 inward: the company serves itself; 2 reactive: it "
                "answers when customers push; 3 designed: it plans what customers go through; "
                "4 instinctive: nobody has to be told. Blank: can't say.",
                required=False,
                allowed=(1, 2, 3, 4),
            ),
        ),
        names,
        primary_key=("respondent_id", "area"),
    )
    sizes = sorted(plan.respondents.items(), key=lambda entry: (entry[1], entry[0]))
    return [table], {
        "area_ratings": {
            "rows": table.rows,
            "respondents": person,
            "smallest_shown": SMALLEST,
            "says": plan.says,
            "hidden_for_size": [name for name, size in sizes if size < SMALLEST],
            "hidden_so_that_nothing_can_be_subtracted": [
                next(name for name, size in sizes if size >= SMALLEST)
            ],
            "weakest_areas": sorted(area for area in plan.weak if area in AREAS),
            "rates_itself_highest": plan.flattering,
            "naive": "An average to two decimals for every department, the four people's included, "
            "ranks departments that nobody can tell apart and shows what four people said.",
        }
    }
