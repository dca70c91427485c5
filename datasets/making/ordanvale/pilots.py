"""Ordanvale's pilots: one changes the review, one rescues red accounts."""

from __future__ import annotations

from making.shared.pilots import Pilot

PILOTS = (
    Pilot(
        pilot_id="PI1",
        name="Value review with the sponsor",
        what="Once a quarter the success manager and the sponsor look at what the software saved, "
        "in the customer's own figures, and agree on the next use.",
        unit_kind="account",
        unit_word="Account",
        outcome="licences in weekly use",
        outcome_unit="%",
        good="up",
        chosen="By lot among 40 accounts with a contract until 2027.",
        claim="Use is up where we hold the reviews, and sponsors come back for the second one.",
        cost=54_000,
        treated=20,
        compared=20,
        start=26,
        months_after=9,
        level=57.0,
        between=7.0,
        noise=4.2,
        effect=5.5,
        trend=-0.05,
        missing=6,
        why="It works: 5.5 points more licences in use.",
        seed=7,
    ),
    Pilot(
        pilot_id="PI2",
        name="Rescue plan for red accounts",
        what="A named rescuer, a weekly call and a list of open points until the account is green.",
        unit_kind="account",
        unit_word="Red account",
        outcome="tickets",
        outcome_unit="per 100 users",
        good="down",
        chosen="The 28 accounts with most tickets in the last quarter of 2024; 14 started at once, "
        "the other 14 by lot waited.",
        claim="Tickets of the rescued accounts fell by a third within a quarter. Every red account "
        "needs a rescuer.",
        cost=96_000,
        treated=14,
        compared=14,
        start=24,
        months_after=8,
        level=21.0,
        between=2.4,
        noise=3.1,
        effect=0.0,
        dip=10.5,
        why="Nothing that can be seen: the accounts were chosen in their worst quarter, and those "
        "who waited came back to their usual level as well. Regression to the mean.",
        seed=2,
    ),
)
