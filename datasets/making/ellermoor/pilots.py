"""Ellermoor's pilots: one host for a stay, and a gift on arrival."""

from __future__ import annotations

from making.shared.pilots import Pilot

PILOTS = (
    Pilot(
        pilot_id="PI1",
        name="One host for the stay",
        what="One person answers for a guest from the booking to the invoice, with 60 euros to put "
        "things right at once.",
        unit_kind="team of a house (front office or restaurant)",
        unit_word="Team",
        outcome="complaints",
        outcome_unit="per 1,000 guest nights",
        good="down",
        chosen="By lot among the 28 teams of the fourteen houses.",
        claim="Complaints fell where a host has the stay, in high season too.",
        cost=72_000,
        treated=14,
        compared=14,
        start=27,
        months_after=9,
        level=8.4,
        between=1.3,
        noise=1.2,
        effect=-1.7,
        missing=5,
        why="It works: 1.7 fewer complaints per 1,000 guest nights.",
        seed=5,
    ),
    Pilot(
        pilot_id="PI2",
        name="A gift in the room",
        what="Honey from the region and a card by hand for every guest of two nights or more.",
        unit_kind="floor of a house",
        unit_word="Floor",
        outcome="guests who rate their stay 9 or 10",
        outcome_unit="%",
        good="up",
        chosen="The twelve floors whose housekeepers wanted to start.",
        claim="Top ratings rose by five points from the month of the gift. Guests love it.",
        cost=118_000,
        treated=12,
        compared=18,
        start=24,
        months_after=12,
        level=47.0,
        between=3.4,
        noise=4.4,
        effect=0.0,
        everybody=5.3,
        missing=7,
        why="The gift does nothing that can be seen: in the same month breakfast was put in the "
        "price of every room, and top ratings rose on all floors alike.",
        seed=4,
    ),
)
