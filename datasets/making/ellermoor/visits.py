"""What happens around a stay: the steps of its journeys, and how they go."""

from __future__ import annotations

import numpy as np

from making.draws import Draws
from making.ellermoor.about import COMPANY
from making.ellermoor.guests import START
from making.ellermoor.hotels import HOTELS
from making.ellermoor.stays import Stays
from making.shared.events import Step, TouchpointPlan, Visits

HOUR = 3600
ONLINE = {"web": 0.6, "app": 0.4}
DESK = {"desk": 1.0}
ROOM = {"room": 1.0}

PLAN = TouchpointPlan(
    steps={
        "book": (
            Step("Marketing", ONLINE, (2, 40), 0.88, (6 * HOUR, 12 * HOUR)),
            Step(
                "Reservations",
                {"web": 0.5, "app": 0.2, "phone": 0.3},
                (3, 25),
                0.87,
                (12 * HOUR, 18 * HOUR),
            ),
            Step("Reservations", {"e-mail": 1.0}, (1, 3), 0.93, (18 * HOUR, 23 * HOUR)),
        ),
        "arrive": (
            Step("Marketing", {"app": 0.6, "web": 0.4}, (1, 10), 0.86, (10 * HOUR, 14 * HOUR)),
            Step("Front office", {"desk": 0.9, "app": 0.1}, (2, 25), 0.85, (14 * HOUR, 17 * HOUR)),
            Step("Housekeeping", ROOM, (1, 5), 0.84, (17 * HOUR, 20 * HOUR)),
        ),
        "stay": (
            Step("Housekeeping", ROOM, (300, 560), 0.80, (0, 6 * HOUR)),
            Step(
                "Food and drink",
                {"desk": 0.15, "room": 0.85},
                (15, 70),
                0.86,
                (7 * HOUR, 10 * HOUR),
            ),
            Step(
                "Front office",
                {"desk": 0.6, "phone": 0.3, "app": 0.1},
                (2, 40),
                0.80,
                (10 * HOUR, 22 * HOUR),
            ),
        ),
        "leave": (
            Step("Front office", {"desk": 0.85, "app": 0.15}, (2, 20), 0.89, (7 * HOUR, 11 * HOUR)),
            Step(
                "Front office", {"desk": 0.3, "e-mail": 0.7}, (1, 10), 0.84, (11 * HOUR, 18 * HOUR)
            ),
        ),
        "return": (
            Step("Marketing", {"e-mail": 0.8, "app": 0.2}, (1, 4), 0.90, (9 * HOUR, 12 * HOUR)),
            Step("Reservations", {"phone": 0.5, "web": 0.5}, (3, 15), 0.88, (12 * HOUR, 20 * HOUR)),
        ),
    },
    channel_effect={},
    self_service=frozenset({"web", "app"}),
    repeated=frozenset({"desk", "phone", "e-mail"}),
    logged=0.62,
    gap=0,
)
SEEN = {"book": 0.11, "arrive": 0.34, "stay": 0.28, "leave": 0.55, "return": 0.05}
"""Shares of stays whose journey reached the log."""
REMEMBERED_DAYS = 30


def make_visits(draws: Draws, stays: Stays) -> Visits:
    """Journeys of the stays of a block; each hotel's own desk looks after them."""
    n = len(stays)
    teams = np.array([list(COMPANY.teams).index(hotel) for hotel in HOTELS])
    days = {
        "book": stays.booked,
        "arrive": stays.arrived,
        "stay": stays.arrived + np.minimum(draws.whole(1, 2, n), stays.nights),
        "leave": stays.leaves,
        "return": stays.leaves + draws.whole(4, REMEMBERED_DAYS - 2, n),
    }
    pieces = []
    for place, name in enumerate(COMPANY.journeys):
        at = np.flatnonzero(draws.chance(SEEN[name], n) & (days[name] >= START))
        pieces.append((at, np.full(len(at), place, dtype=np.int64), days[name][at]))
    stay, journey, day = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    return Visits(stay, journey, day, teams[stays.hotel[stay]])
