"""Ellermoor's ratings: 65 people of eight departments."""

from __future__ import annotations

from making.shared.area_ratings import RatingsPlan

RATINGS = RatingsPlan(
    respondents={
        "Marketing": 7,
        "Reservations": 8,
        "Front office": 15,
        "Housekeeping": 13,
        "Food and drink": 11,
        "Technical services": 4,
        "Research": 5,
        "Chief Executive's office": 6,
    },
    level={
        "Marketing": 2.90,
        "Reservations": 2.80,
        "Front office": 3.55,
        "Housekeeping": 2.70,
        "Food and drink": 2.90,
        "Technical services": 2.60,
        "Research": 2.80,
        "Chief Executive's office": 3.00,
    },
    weak={"processes": 1.15, "systems": 1.10, "speaking up": 0.95},
    flattering="Front office",
    says="Processes and systems are weakest. The front office sees the company a level higher than "
    "those behind the scenes. Technical services has four respondents.",
)
