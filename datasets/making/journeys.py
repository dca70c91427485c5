"""Journeys: six steps each, and what a customer says of the whole.

The plot: a step goes well nine times in ten, and the steps hardly hang together, so that only
about 57 of 100 journeys go well in all six. The score of the whole follows the worst step and
failed hand-overs between steps. How kindly a customer rates moves the step scores, and is noise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from making.customers import SURVEY_FROM, SURVEY_TO, Customer
from making.draws import Draws, rounded

STEPS = 6
NEW_JOURNEYS = ("join", "install", "first bill")
LATER_JOURNEYS = ("repair", "move", "renew")
DAYS_AFTER_JOINING = {"join": (0, 10), "install": (12, 35), "first bill": (36, 62)}

STEP_SUCCESS = (0.92, 0.90, 0.89, 0.91, 0.89, 0.90)
GOOD_DAY_BONUS, GOOD_DAY_SHARE = 0.06, 0.5
WHOLE_BY_WORST = {5: 4.7, 4: 4.7, 3: 3.2, 2: 2.6, 1: 1.9}
HANDOVER_FAILS, HANDOVER_COST = 0.035, 1.2
LEAVING = {"month-to-month": 0.21, "one-year": 0.11, "two-year": 0.05}
LEAVING_PER_POINT = 0.185


@dataclass(frozen=True)
class Journey:
    """One customer's journey; its date is used by the survey and is in no table of journeys."""

    customer: Customer
    name: str
    on: date
    satisfaction: int
    touchpoints: tuple[int, ...]


def make_journeys(draws: Draws, customers: list[Customer]) -> list[Journey]:
    """About two journeys a customer; settles who leaves in the year after."""
    journeys = []
    for customer in customers:
        own = [_journey(draws, customer, name) for name in _names(draws, customer)]
        mean = sum(journey.satisfaction for journey in own) / len(own)
        risk = LEAVING[customer.contract] + LEAVING_PER_POINT * (4.0 - mean)
        customer.left = draws.chance(max(0.01, min(0.9, risk)))
        journeys.extend(own)
    return journeys


def _names(draws: Draws, customer: Customer) -> list[str]:
    possible = NEW_JOURNEYS if customer.is_new else LATER_JOURNEYS
    taken = draws.sample(possible, draws.pick((1, 2, 3), (0.2, 0.6, 0.2)))
    return [name for name in possible if name in taken]


def _journey(draws: Draws, customer: Customer, name: str) -> Journey:
    good_day = GOOD_DAY_BONUS * (1 if draws.chance(GOOD_DAY_SHARE) else -1)
    steps = tuple(_step(draws, success + good_day, customer.generous) for success in STEP_SUCCESS)
    failed_handovers = sum(draws.chance(HANDOVER_FAILS) for _ in range(STEPS - 1))
    whole = WHOLE_BY_WORST[min(steps)] - HANDOVER_COST * failed_handovers
    whole += 0.1 * customer.generous + 0.42 * draws.bell()
    return Journey(customer, name, _day(draws, customer, name), rounded(whole, 1, 5), steps)


def _step(draws: Draws, success: float, generous: float) -> int:
    if draws.chance(min(0.99, success)):
        return 5 if draws.chance(max(0.03, min(0.97, 0.55 + 0.33 * generous))) else 4
    return draws.pick((3, 2, 1), (0.5, 0.32, 0.18))


def _day(draws: Draws, customer: Customer, name: str) -> date:
    if name in DAYS_AFTER_JOINING:
        return customer.joined + timedelta(draws.whole(*DAYS_AFTER_JOINING[name]))
    return SURVEY_FROM + timedelta(draws.whole(0, (SURVEY_TO - SURVEY_FROM).days - 7))
