"""The stays of Ellermoor's guests: where, for how long, and for how much.

What a guest spends a stay has a level of the guest's own (gamma over guests) and varies about it
(gamma over stays): the Gamma-Gamma model. Now and then a stay is a gift of the house, and now and
then a guest books two rooms, which are two rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Bools, Draws, Floats, Ints
from making.ellermoor.about import COMPANY
from making.ellermoor.guests import END, START, Arrivals, Guests
from making.ellermoor.hotels import CURRENCIES, FRANCS_A_EURO, HOTELS
from making.ellermoor.seasons import Days
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

P, Q, GAMMA = 5, 4, 210.0
"""Spend of a stay: gamma with shape P and a rate of the guest's own, which is gamma with shape Q
and rate GAMMA (euros). The mean is P × GAMMA / (Q − 1)."""
NIGHT_PRICE = 135.0
LEAST_SPEND = 12.0
GIFTS, TWO_ROOMS, NOT_POSTED = 0.012, 0.016, 0.004
COMES_BACK = 0.55
"""How often a guest chooses the hotel of the last stay again."""
BOOKED_BY = ("portal", "website", "phone", "travel agent", "company rate")
BOOKED_SHARES = np.array(
    [[0.18, 0.22, 0.10, 0.10, 0.40], [0.44, 0.36, 0.14, 0.06, 0.0], [0.40, 0.38, 0.12, 0.10, 0.0]]
)


@dataclass(frozen=True)
class Stays:
    """Stays of a block by guest and day: one a guest and day, unlike the table's rows.

    `spend` is in euros and 0 for a gift; `two_rooms` is whether the table has two rows for it.
    """

    guest: Ints
    hotel: Ints
    booked: Days
    arrived: Days
    nights: Ints
    booked_by: Ints
    spend: Floats
    two_rooms: Bools

    def __len__(self) -> int:
        return len(self.guest)

    @property
    def leaves(self) -> Days:
        """The day of departure."""
        return self.arrived + self.nights


def make_stays(draws: Draws, guests: Guests, arrivals: Arrivals) -> Stays:
    """Stays of a block; where a guest came twice on one day, that is one stay."""
    again = np.append(False, (arrivals.guest[1:] == arrivals.guest[:-1]))
    again[1:] &= arrivals.day[1:] == arrivals.day[:-1]
    guest, day = arrivals.guest[~again], arrivals.day[~again]
    n = len(guest)
    hotel = _hotels(draws, guests, guest)
    level = draws.gamma(Q, len(guests)) / GAMMA
    spend = np.maximum(draws.gamma(P, n) / level[guest], LEAST_SPEND)
    nights = np.floor(spend / NIGHT_PRICE * (0.7 + 0.6 * draws.unit(n)) + 0.5).astype(np.int64)
    gift = draws.chance(GIFTS, n)
    ahead = np.floor(24.0 * draws.exponential(n)).astype(np.int64)
    return Stays(
        guest=guest,
        hotel=hotel,
        booked=day - np.minimum(ahead, 300),
        arrived=day,
        nights=np.minimum(np.minimum(np.maximum(nights, 1), 14), _days_free(guest, day)),
        booked_by=draws.which(BOOKED_SHARES[guests.kind[guest]], n),
        spend=np.where(gift, 0.0, spend),
        two_rooms=draws.chance(TWO_ROOMS, n) & ~gift,
    )


def _hotels(draws: Draws, guests: Guests, guest: Ints) -> Ints:
    """Each stay's hotel: often that of the stay before, otherwise by kind of travel."""
    n = len(guest)
    shares = np.array([hotel.drawn_by for hotel in HOTELS.values()]).T
    fresh = draws.which(shares[guests.kind[guest]], n)
    same = np.append(False, guest[1:] == guest[:-1]) & draws.chance(COMES_BACK, n)
    last_fresh = np.maximum.accumulate(np.where(same, 0, np.arange(n)))
    return fresh[last_fresh]


def _days_free(guest: Ints, day: Days) -> Ints:
    """Days until the guest's next stay, many when there is none."""
    gap = np.full(len(guest), 365)
    same = guest[1:] == guest[:-1]
    gap[:-1] = np.where(same, (day[1:] - day[:-1]).astype(np.int64), 365)
    return gap


def stays_table(
    draws: Draws, guests: Guests, stays: Stays, first_id: int
) -> tuple[Table, NDArray[Any]]:
    """One row a room, and each stay's id (that of its first room)."""
    n = len(stays)
    order = np.lexsort((stays.guest, stays.arrived))
    rows = np.repeat(order, 1 + stays.two_rooms[order])
    second = np.append(False, rows[1:] == rows[:-1])
    ids = np.empty(len(rows), dtype=object)
    ids[:] = [f"S{number:07d}" for number in range(first_id, first_id + len(rows))]
    own = np.empty(n, dtype=object)
    own[rows[~second]] = ids[~second]
    cents = _cents(draws, stays, rows, second)
    franc = np.array([hotel.currency == "CHF" for hotel in HOTELS.values()])[stays.hotel[rows]]
    paid = (cents / 100).astype(object)
    paid[draws.chance(NOT_POSTED, len(rows)) & ~second & ~stays.two_rooms[rows]] = None
    values: dict[str, Values] = {
        "stay_id": ids,
        "customer_id": guests.ids[stays.guest[rows]],
        "hotel": named(list(HOTELS), stays.hotel[rows]),
        "booked_on": stays.booked[rows],
        "booked_by": named(list(BOOKED_BY), stays.booked_by[rows]),
        "arrived_on": stays.arrived[rows],
        "nights": stays.nights[rows],
        "spend": paid,
        "currency": named(list(CURRENCIES), franc.astype(np.int64)),
    }
    return _table(values), own


def _cents(draws: Draws, stays: Stays, rows: Ints, second: Bools) -> Ints:
    """What each room came to, in cents of its hotel's currency; two rooms share a stay's spend."""
    rate = np.array(
        [FRANCS_A_EURO if hotel.currency == "CHF" else 1.0 for hotel in HOTELS.values()]
    )
    whole = np.floor(100.0 * stays.spend * rate[stays.hotel] + 0.5).astype(np.int64)
    part = whole * draws.whole(40, 60, len(stays)) // 100
    first = np.where(stays.two_rooms, part, whole)
    cents: Ints = np.where(second, (whole - part)[rows], first[rows])
    return cents


def _table(values: dict[str, Values]) -> Table:
    return Table(
        name="stays",
        title="Stays",
        description="One row a room booked and slept in, by day of arrival. Two rooms of one guest "
        "on one day are two rows and one stay. Stays before 2023 are in no table.",
        columns=(
            stay_id_column("The stay.", unique=True),
            customer_column(COMPANY, "The guest."),
            Column("hotel", "string", "The hotel.", allowed=tuple(HOTELS)),
            Column("booked_on", "date", "The day of booking.", unit="day"),
            Column("booked_by", "string", "How it was booked.", allowed=BOOKED_BY),
            Column(
                "arrived_on",
                "date",
                "The day of arrival.",
                unit="day",
                minimum=str(START),
                maximum=str(END),
            ),
            Column("nights", "integer", "How many nights.", unit="nights", minimum=1),
            Column(
                "spend",
                "number",
                "What the guest paid in all, in the row's currency; 0: a gift of the house; blank: "
                "not posted.",
                unit="the row's currency",
                required=False,
                minimum=0,
                decimals=2,
            ),
            Column(
                "currency",
                "string",
                f"The currency of the hotel. The group counts {FRANCS_A_EURO} francs as a euro.",
                allowed=CURRENCIES,
            ),
        ),
        values=values,
        primary_key=("stay_id",),
        foreign_keys=(("customer_id", "customers", "customer_id"), ("hotel", "hotels", "hotel")),
    )


def stay_id_column(meaning: str, unique: bool = False) -> Column:
    """A stay in any table."""
    return Column("stay_id", "string", meaning, pattern="S[0-9]{7}", unique=unique)
