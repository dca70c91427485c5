"""Which journeys the contacts of Ordanvale's accounts made in three years, and how steps go."""

from __future__ import annotations

import numpy as np

from making.draws import Bools, Draws, Floats, Ints
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import END, START, Accounts, Days
from making.ordanvale.contacts import BUYER, CHAMPION, USER, Contacts
from making.ordanvale.contracts import Contracts
from making.shared.events import Step, TouchpointPlan, Visits

MEETING = {"video call": 0.62, "visit": 0.23, "phone": 0.15}
WRITTEN = {"e-mail": 0.55, "portal": 0.45}
IN_PRODUCT = {"in the product": 0.7, "portal": 0.3}
HELP = {"portal": 0.42, "e-mail": 0.28, "phone": 0.30}

PLAN = TouchpointPlan(
    steps={
        "buy": (
            Step("Sales", MEETING, (30, 90), 0.90),
            Step("Sales", {"e-mail": 0.8, "phone": 0.2}, (5, 40), 0.84),
            Step("Finance", {"e-mail": 0.7, "portal": 0.3}, (5, 30), 0.86),
        ),
        "onboard": (
            Step("Customer success", MEETING, (45, 120), 0.86),
            Step("Customer success", {"video call": 0.6, "e-mail": 0.4}, (20, 240), 0.70),
            Step("Customer success", {"video call": 0.7, "visit": 0.3}, (60, 300), 0.84),
            Step("Product", IN_PRODUCT, (5, 60), 0.78),
        ),
        "use": (
            Step("Product", IN_PRODUCT, (1, 15), 0.82),
            Step("Support", HELP, (4, 40), 0.84),
            Step("Customer success", MEETING, (25, 75), 0.85),
        ),
        "support": (
            Step("Support", HELP, (3, 25), 0.80),
            Step("Support", {"phone": 0.45, "e-mail": 0.55}, (10, 120), 0.72),
            Step("Support", {"e-mail": 0.7, "in the product": 0.3}, (5, 60), 0.76),
        ),
        "renew": (
            Step("Customer success", {"e-mail": 1.0}, (2, 10), 0.90),
            Step("Customer success", MEETING, (20, 60), 0.83),
            Step("Finance", WRITTEN, (5, 30), 0.86),
        ),
    },
    channel_effect={},
    self_service=frozenset({"portal", "in the product"}),
    repeated=frozenset({"phone", "e-mail", "video call"}),
    logged=0.66,
    gap=8,
)

WEEKS_BEFORE_THE_END = 9
DAYS_TO_BUY, DAYS_TO_ONBOARD = (50, 12), (5, 45)
A_YEAR = {"use": 0.46, "support": 0.36}
LESS_OFTEN_ASKED = 0.45
"""Buyers meet use and support less often than users do."""


def make_visits(
    draws: Draws, accounts: Accounts, contracts: Contracts, contacts: Contacts
) -> Visits:
    """Journeys of a block: of new accounts the way in, of all what comes between, and renewals."""
    pieces = [
        *_way_in(draws, accounts, contacts),
        *(_between(draws, name, contacts) for name in A_YEAR),
        _renewals(draws, contracts, contacts),
    ]
    contact, journey, day = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    there = (day >= START) & (day < contacts.gone[contact])
    contact, journey, day = contact[there], journey[there], day[there]
    onboard = list(COMPANY.journeys).index("onboard")
    team = np.where(
        journey == onboard,
        list(COMPANY.teams).index("Onboarding"),
        accounts.team[contacts.account[contact]],
    )
    return Visits(contact, journey, day, team)


def _way_in(draws: Draws, accounts: Accounts, contacts: Contacts) -> list[tuple[Ints, Ints, Days]]:
    new = accounts.is_new[contacts.account]
    deciding = np.flatnonzero(new & (contacts.role != USER))
    using = np.flatnonzero(new & (contacts.role != BUYER))
    joined = accounts.joined[contacts.account]
    bought = joined[deciding] - draws.whole(DAYS_TO_BUY[1], DAYS_TO_BUY[0], len(deciding))
    brought_in = joined[using] + draws.whole(*DAYS_TO_ONBOARD, len(using))
    return [(deciding, _of("buy", deciding), bought), (using, _of("onboard", using), brought_in)]


def _between(draws: Draws, name: str, contacts: Contacts) -> tuple[Ints, Ints, Days]:
    """Journeys that happen now and then: at most two a contact and year."""
    first = np.maximum(contacts.since, START)
    length = np.maximum((np.minimum(contacts.gone, END) - first).astype(np.int64), 0)
    often = np.where(contacts.role == BUYER, LESS_OFTEN_ASKED, 1.0) * A_YEAR[name]
    pieces = [_once(draws, first, length, often / 2) for _ in range(6)]
    contact = np.concatenate([at for at, _ in pieces])
    return contact, _of(name, contact), np.concatenate([day for _, day in pieces])


def _once(draws: Draws, first: Days, length: Ints, a_year: Floats) -> tuple[Ints, Days]:
    n = len(first)
    made: Bools = draws.chance(a_year * length / 365.25, n)
    spot = np.floor(length * draws.unit(n)).astype(np.int64)
    at = np.flatnonzero(made)
    return at, first[at] + spot[at]


def _renewals(draws: Draws, contracts: Contracts, contacts: Contacts) -> tuple[Ints, Ints, Days]:
    """Before each contract ends, the champion and the buyer hear of it."""
    ends = contracts.ends[contracts.decided]
    of = contracts.account[contracts.decided]
    order = np.argsort(contacts.account, kind="stable")
    first = np.searchsorted(contacts.account[order], of)
    leading = [order[first], order[np.minimum(first + 1, len(order) - 1)]]
    contact, day = np.concatenate(leading), np.concatenate([ends, ends])
    mine = contacts.account[contact] == np.concatenate([of, of])
    deciding = mine & ((contacts.role[contact] == BUYER) | (contacts.role[contact] == CHAMPION))
    contact, day = contact[deciding], day[deciding]
    day = day - 7 * WEEKS_BEFORE_THE_END + draws.whole(-10, 10, len(contact))
    return contact, _of("renew", contact), day


def _of(name: str, places: Ints) -> Ints:
    return np.full(len(places), list(COMPANY.journeys).index(name), dtype=np.int64)
