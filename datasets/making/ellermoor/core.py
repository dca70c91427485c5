"""Ellermoor's guests and what happened with them, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.company import Truth, blocks
from making.draws import Bools, Draws, Ints
from making.ellermoor import opinions, visits, words
from making.ellermoor.about import COMPANY
from making.ellermoor.guests import END, START, Guests, make_guests
from making.ellermoor.hotels import BUSINESS_HOUSE, HOLIDAY_HOUSE, HOTELS, KINDS, hotels_table
from making.ellermoor.people import customers_table
from making.ellermoor.seasons import Days
from making.ellermoor.stays import Stays, make_stays, stay_id_column, stays_table
from making.ellermoor.truths import core_truth
from making.shared.asked import Asked, Key
from making.shared.events import make_events
from making.shared.survey import SurveyPlan, survey_tables
from making.shared.tally import Tally
from making.table import Table

BLOCK = 10_000
SURVEY = SurveyPlan(
    opinions=opinions.PLAN,
    asking=opinions.ASKING,
    inviting=opinions.INVITING,
    comments=words.COMMENTS,
    coding=words.CODING,
    moods=opinions.MOODS,
    other_moods=opinions.OTHER_MOODS,
    contact=opinions.CONTACT,
)


def make(customers: int) -> tuple[Iterator[Table], Mapping[str, object]]:
    """The tables that grow with the guests."""
    truth: Truth = {}
    return _tables(customers, truth), truth


def presence(draws: Draws, n: int, customers: int) -> tuple[Ints, Days, Days]:
    """Guests, each as often as they stayed, and the days of a stay and the week after."""
    _, stays = _stays(0, 1, min(customers, BLOCK))
    stay = draws.whole(0, len(stays) - 1, n)
    return stays.guest[stay] + 1, stays.arrived[stay], np.minimum(stays.leaves[stay] + 7, END)


def _stays(block: int, first: int, last: int) -> tuple[Guests, Stays]:
    guests, arrivals = make_guests(COMPANY.draws("customers", block), first, last)
    return guests, make_stays(COMPANY.draws("stays", block), guests, arrivals)


def _tables(customers: int, truth: Truth) -> Iterator[Table]:
    tally = Tally()
    yield hotels_table()
    for block, first, last in blocks(customers, BLOCK):
        guests, stays = _stays(block, first, last)
        yield customers_table(COMPANY.draws("names", block), guests)
        rows = len(stays) + int(stays.two_rooms.sum())
        table, ids = stays_table(
            COMPANY.draws("spend", block), guests, stays, tally.next("stay", rows)
        )
        yield table
        yield from _survey(block, guests, stays, ids, tally)
        _count(guests, stays, tally)
    truth.update(core_truth(tally.counts))


def _survey(
    block: int, guests: Guests, stays: Stays, ids: NDArray[Any], tally: Tally
) -> Iterator[Table]:
    bond, better = guests.bond[stays.guest], [hotel.better for hotel in HOTELS.values()]
    gone = stays.leaves + visits.REMEMBERED_DAYS
    events = make_events(
        COMPANY,
        visits.PLAN,
        COMPANY.draws("events", block),
        visits.make_visits(COMPANY.draws("visits", block), stays),
        bond,
        gone,
        opinions.TEAMS_DIFFER * COMPANY.draws("teams").bell(len(COMPANY.teams)),
    )
    asked = Asked(
        ids=guests.ids[stays.guest],
        bond=bond,
        answers=guests.answers[stays.guest],
        first=np.maximum(stays.arrived, START),
        gone=gone,
        key=Key(stay_id_column("The stay it belongs to."), "stays", ids),
        mood=np.array(opinions.BY_KIND)[guests.kind[stays.guest]] + np.array(better)[stays.hotel],
        kept=lambda places, days: came_back(stays, places, days),
    )
    for made in survey_tables(COMPANY, SURVEY, block, asked, events, tally):
        if isinstance(made, Table):
            yield made


def came_back(stays: Stays, places: Ints, days: Days) -> Bools:
    """Whether the guests of these stays arrived again within 365 days after these days."""
    scale = 100_000
    arrived = stays.guest * scale + stays.arrived.astype(np.int64)
    since = stays.guest[places] * scale + days.astype(np.int64)
    found = np.searchsorted(arrived, since, side="right")
    following = np.append(arrived, np.iinfo(np.int64).max)[found]
    again: Bools = following <= since + 365
    return again


def _count(guests: Guests, stays: Stays, tally: Tally) -> None:
    month = stays.arrived.astype("datetime64[M]").astype(np.int64) % 12
    franc = np.array([hotel.currency == "CHF" for hotel in HOTELS.values()])[stays.hotel]
    houses = list(HOTELS)
    tally.counts.update(
        {
            "customers": len(guests),
            "members": int(guests.member.sum()),
            "first_before": int((guests.first_stay < START).sum()),
            "stays": len(stays),
            "two_rooms": int(stays.two_rooms.sum()),
            "gifts": int((stays.spend == 0).sum()),
            "in_francs": int(franc.sum()),
            **{f"month_{each}": int((month == each - 1).sum()) for each in range(1, 13)},
            **{
                f"{name}, {kind}": int(
                    ((stays.hotel == houses.index(name)) & (guests.kind[stays.guest] == at)).sum()
                )
                for name in (BUSINESS_HOUSE, HOLIDAY_HOUSE)
                for at, kind in enumerate(KINDS)
            },
        }
    )
