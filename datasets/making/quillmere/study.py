"""The study of 2023 and 2024: journeys rated as a whole and at each of six steps."""

from __future__ import annotations

import numpy as np

from making.draws import Draws, Ints
from making.quillmere.about import COMPANY
from making.quillmere.customers import STEP_SUCCESS, STEPS, Customers
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

UNTIL = np.datetime64("2024-12-31")
JOINED_BY = np.datetime64("2024-09-30")
SHARE = 0.375
STEP_NAMES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def journeys_table(draws: Draws, customers: Customers) -> tuple[Table, dict[str, int]]:
    """The journeys of those taken into the study, and counts of what they say.

    Taken in are customers who were still there when it ended; new ones rated how they came to
    Quillmere, the others what followed.
    """
    there = (customers.gone > UNTIL) & (customers.joined <= JOINED_BY)
    order = draws.order(len(customers))
    who = np.sort(order[there[order]][: int(SHARE * len(customers) + 0.5)])
    row, place = np.nonzero(customers.rated.taken[who])
    row = who[row]
    steps: Ints = customers.rated.steps[row, place]
    whole: Ints = customers.rated.whole[row, place]
    journey = np.where(customers.is_new[row], 0, 3) + place
    values: dict[str, Values] = {
        "customer_id": customers.ids[row],
        "journey": named(list(COMPANY.journeys), journey),
        "journey_satisfaction": whole,
        **{f"touchpoint_{step + 1}": steps[:, step] for step in range(STEPS)},
    }
    counts = {
        "rows": len(row),
        "customers": len(who),
        "all_six_steps_satisfied": int((steps.min(axis=1) >= 4).sum()),
        "journey_satisfied": int((whole >= 4).sum()),
        "left_in_the_year_after": int((~np.isnat(customers.left_on[who])).sum()),
    }
    return _table(values), counts


def study_truth(counts: dict[str, int]) -> dict[str, object]:
    """What is planted in the study."""
    return {
        **counts,
        "says": "The score of the whole follows the worst step and failed hand-overs, and leaving "
        "follows the score of the whole. So it explains leaving better than the mean of the steps.",
        "step_success_planned": list(STEP_SUCCESS),
        "end_to_end_between": [0.52, 0.60],
        "journey_r_squared_at_least": 0.10,
        "touchpoint_r_squared_at_most": 0.06,
    }


def _table(values: dict[str, Values]) -> Table:
    return Table(
        name="journeys",
        title="Journeys",
        description="A study: one row a customer and journey made in 2023 or 2024, rated once as "
        "a whole and once at each of six steps, by customers still there at the end of 2024.",
        columns=(
            customer_column(COMPANY),
            Column("journey", "string", "Which journey.", allowed=tuple(COMPANY.journeys)),
            _rating(
                "journey_satisfaction",
                "Satisfaction with the journey as a whole; 1 very dissatisfied, 5 very satisfied.",
            ),
            *(
                _rating(
                    f"touchpoint_{step}",
                    f"{name} step of the journey: satisfaction with it alone; 1 very dissatisfied, "
                    "5 very satisfied.",
                )
                for step, name in enumerate(STEP_NAMES, 1)
            ),
        ),
        values=values,
        primary_key=("customer_id", "journey"),
        foreign_keys=(("customer_id", "customers", "customer_id"),),
    )


def _rating(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, unit="1–5", minimum=1, maximum=5)
