"""Quillmere's complaints: they reach the phone, and start at the billing run."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.company import BLOCK
from making.draws import Draws, Ints
from making.quillmere.about import COMPANY
from making.quillmere.customers import START, make_customers
from making.shared.complaints import Cause, ComplaintsPlan

COMPLAINTS = ComplaintsPlan(
    rows=640,
    causes=(
        Cause(
            "Billing",
            0.34,
            {"Service": 0.62, "Billing": 0.16, "Sales": 0.17, "Engineering": 0.05},
            (
                "Bill shows the old price although the renewal letter says the new one.",
                "Charged for three weeks before the line was live.",
                "Credit promised in March is not on the April bill.",
                "Two bills in one month after moving house.",
                "Late fee, though the direct debit was refused by your own bank change.",
                "Cannot tell from the bill what 'part-period adjustment' means.",
            ),
            (
                "Billing run log: renewal codes of that week were loaded after the run.",
                "Order record has the activation date; the bill starts from the order date.",
                "Credit note raised by Service, still in Billing's queue on the bill date.",
                "Account history: old address closed nine days after the new one opened.",
                "Bank file of the change-over weekend, 214 mandates not carried over.",
                "Bill layout as sent; the term is in none of the help pages.",
            ),
            (1, 240),
        ),
        Cause(
            "Sales",
            0.21,
            {"Service": 0.54, "Sales": 0.28, "Billing": 0.12, "Engineering": 0.06},
            (
                "Shop said the router was included; it is 4.99 a month.",
                "Was told I could leave after a year. The contract says two.",
                "Speed sold to me is not available at my address.",
                "Offer on the leaflet was refused when I rang to take it.",
            ),
            (
                "Signed order form lists the router; the shop's own price card does not.",
                "Recording of the sales call, minute four.",
                "Line check for the address on the order date shows half the speed sold.",
                "Leaflet code valid to the end of the month; the sales desk's list ended it early.",
            ),
            (1, 35),
        ),
        Cause(
            "Engineering",
            0.18,
            {"Service": 0.66, "Engineering": 0.22, "Sales": 0.12},
            (
                "Took the day off, nobody came, nobody rang.",
                "Job closed by the engineer, line still dead.",
                "Third visit for the same fault, each engineer starts from zero.",
                "Cable left hanging across the drive.",
            ),
            (
                "Depot plan: slot double-booked, no call logged.",
                "Line test twenty minutes after closing shows the same fault.",
                "Three job sheets, fault field empty on the first two.",
                "Photo with the job number, sent by the customer.",
            ),
            (1, 18),
        ),
        Cause(
            "Product",
            0.14,
            {"Service": 0.78, "Sales": 0.1, "Engineering": 0.12},
            (
                "Router restarts every evening since the update.",
                "App says no fault, phone says there is one.",
                "Moved my e-mail to the new system and lost two years of it.",
            ),
            (
                "Router log: memory fills after the release of that week.",
                "App reads the fault list once a day; the call centre reads it live.",
                "Migration list shows the mailbox as copied, size zero.",
            ),
            (5, 400),
        ),
        Cause(
            "Service",
            0.1,
            {"Service": 0.93, "Billing": 0.07},
            (
                "Nobody rang back, though I was told a time twice.",
                "Had to give my details to four people in one call.",
                "Chat closed on me while I was typing.",
            ),
            (
                "Call note with a promised time; no outgoing call that day.",
                "Call record: three transfers, no note passed on.",
                "Chat log: closed after 90 seconds without an answer.",
            ),
            (1, 12),
        ),
        Cause(
            "Marketing",
            0.03,
            {"Service": 0.5, "Sales": 0.5},
            ("Letter offers new customers less than I pay after nine years.",),
            ("Mailing list of that campaign was not matched with customers.",),
            (1, 300),
        ),
    ),
    channels={
        "Service": ("phone", "phone", "phone", "chat", "app"),
        "Sales": ("shop", "shop", "phone"),
        "Billing": ("phone", "web"),
        "Engineering": ("visit", "phone"),
    },
    value=(24.0, 52.0),
    compensations=(0.0, 0.0, 0.0, 5.0, 10.0, 15.0, 25.0, 40.0),
    resolutions=(0.34, 0.24, 0.22, 0.2),
    without_evidence=0.08,
    coded_twice=0.55,
    agreement=0.87,
    says="Most complaints surface with Service, which answers the phone. The largest cause is "
    "Billing, and Service itself causes about one in eight.",
)


def presence(draws: Draws, n: int, customers: int) -> tuple[Ints, NDArray[Any], NDArray[Any]]:
    """Customers, each the likelier the longer they were with Quillmere, and their days there."""
    people = make_customers(COMPANY.draws("customers"), 1, min(customers, BLOCK))
    first, last = np.maximum(people.joined, START), people.gone - 1
    who = draws.which((last - first).astype(np.int64) + 1, n)
    return who + 1, first[who], last[who]
