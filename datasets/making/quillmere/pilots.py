"""Quillmere's pilots: one keeps the engineer, one rings new customers."""

from __future__ import annotations

from making.shared.pilots import Pilot

PILOTS = (
    Pilot(
        pilot_id="PI1",
        name="One engineer keeps the fault",
        what="The engineer who was first there keeps the fault until the customer says that it is "
        "gone, and rings the next evening.",
        unit_kind="engineers' crew",
        unit_word="Crew",
        outcome="repeat visits",
        outcome_unit="per 100 repairs",
        good="down",
        chosen="By lot among the 36 crews of all four depots.",
        claim="Repeat visits fell, although the crews had said that it would cost a fifth of their "
        "day.",
        cost=38_000,
        treated=18,
        compared=18,
        start=27,
        months_after=9,
        level=11.2,
        between=1.2,
        noise=1.7,
        effect=-2.4,
        trend=0.02,
        why="It works: 2.4 fewer repeat visits in 100.",
        seed=7,
    ),
    Pilot(
        pilot_id="PI2",
        name="Welcome call",
        what="Each new customer is rung in the second week and asked whether all is well.",
        unit_kind="sales area",
        unit_word="Area",
        outcome="contacts in the first 30 days",
        outcome_unit="per 100 new customers",
        good="down",
        chosen="The eleven areas whose managers volunteered.",
        claim="Contacts from new customers are down by a sixth since we ring them. Roll it out.",
        cost=61_000,
        treated=11,
        compared=13,
        start=25,
        months_after=10,
        level=31.0,
        between=2.6,
        noise=3.0,
        effect=0.0,
        everybody=-5.2,
        why="The welcome call does nothing that can be seen: in the same month every box came with "
        "a new starter card, and contacts fell in all areas alike.",
        seed=5,
    ),
)
