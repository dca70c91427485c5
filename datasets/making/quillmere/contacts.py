"""Which journeys Quillmere's customers made in three years, and how their steps go.

Chat takes the easy matters and the telephone the hard ones. In every journey the telephone does
better; over all of them chat looks better.
"""

from __future__ import annotations

import numpy as np

from making.draws import Draws
from making.quillmere.about import COMPANY
from making.quillmere.customers import END, START, Customers
from making.shared.events import Step, TouchpointPlan, Visits

EASY = {"phone": 0.16, "chat": 0.42, "app": 0.22, "web": 0.20}
EASY_BY_TEAM = {"phone": 0.20, "chat": 0.64, "shop": 0.16}
HARD = {"phone": 0.78, "chat": 0.12, "app": 0.10}
VISIT = {"visit": 1.0}
SELF = {"web": 0.5, "app": 0.5}
TELEPHONE_LEAD = 0.09

PLAN = TouchpointPlan(
    steps={
        "join": (
            Step("Sales", {**EASY, "shop": 0.30}, (4, 30), 0.93),
            Step("Sales", {**EASY_BY_TEAM, "shop": 0.5}, (8, 40), 0.92),
            Step("Sales", SELF, (1, 4), 0.95),
        ),
        "install": (
            Step("Engineering", {"phone": 0.55, "chat": 0.30, "app": 0.15}, (3, 15), 0.88),
            Step("Engineering", VISIT, (25, 120), 0.86),
            Step("Service", {"phone": 0.5, "chat": 0.3, "app": 0.2}, (3, 25), 0.87),
        ),
        "first bill": (
            Step("Billing", SELF, (1, 5), 0.93),
            Step("Billing", EASY, (3, 20), 0.93),
            Step("Billing", {"phone": 0.22, "chat": 0.78}, (3, 25), 0.92),
        ),
        "repair": (
            Step("Service", HARD, (4, 35), 0.68),
            Step("Service", {"phone": 0.85, "chat": 0.15}, (6, 50), 0.66),
            Step("Engineering", VISIT, (30, 150), 0.78),
            Step("Service", HARD, (2, 12), 0.70),
        ),
        "move": (
            Step("Sales", {"phone": 0.7, "chat": 0.24, "app": 0.06}, (5, 25), 0.70),
            Step("Sales", {"phone": 0.72, "chat": 0.2, "shop": 0.08}, (6, 30), 0.69),
            Step("Engineering", VISIT, (30, 120), 0.80),
        ),
        "renew": (
            Step("Marketing", SELF, (1, 3), 0.95),
            Step("Sales", EASY_BY_TEAM, (5, 25), 0.93),
            Step("Sales", {**EASY, "shop": 0.15}, (3, 15), 0.93),
        ),
    },
    channel_effect={"phone": TELEPHONE_LEAD / 2, "chat": -TELEPHONE_LEAD / 2},
    self_service=frozenset({"app", "web"}),
    repeated=frozenset({"phone", "chat"}),
    logged=0.62,
    gap=4,
)

DAYS_AFTER_JOINING = {"join": (0, 6), "install": (12, 35), "first bill": (36, 62)}
IN_BETWEEN = (("repair", 0.34), ("repair", 0.26), ("move", 0.12), ("renew", 0.42), ("renew", 0.22))
"""Chances to make each of these journeys in three whole years; less for those there for less."""

ROUTERS_CHANGED = np.datetime64("2024-05-01")
LATER_REPAIRS = 0.18


def make_visits(draws: Draws, customers: Customers) -> Visits:
    """Journeys of a block: of new customers the way in, of all what comes between."""
    journeys = list(COMPANY.journeys)
    pieces = []
    new = np.flatnonzero(customers.is_new)
    for name, (soonest, latest) in DAYS_AFTER_JOINING.items():
        day = customers.joined[new] + draws.whole(soonest, latest, len(new))
        pieces.append((new, np.full(len(new), journeys.index(name)), day))
    first = np.maximum(customers.joined + 70, START)
    length = np.maximum((np.minimum(customers.gone, END) - first).astype(np.int64), 0)
    for name, chance in IN_BETWEEN:
        made = np.flatnonzero(draws.chance(chance * length / 1096 * 1.5, len(customers)))
        day = first[made] + np.floor(length[made] * draws.unit(len(made))).astype(np.int64)
        if name == "repair":
            again = first[made] + np.floor(length[made] * draws.unit(len(made))).astype(np.int64)
            later = (day < ROUTERS_CHANGED) & draws.chance(LATER_REPAIRS, len(made))
            day = np.where(later, np.maximum(again, day), day)
        pieces.append((made, np.full(len(made), journeys.index(name)), day))
    customer, journey, day = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    return Visits(customer, journey, day)
