"""Quillmere's ratings: 61 people of eight departments."""

from __future__ import annotations

from making.shared.area_ratings import RatingsPlan

RATINGS = RatingsPlan(
    respondents={
        "Marketing": 8,
        "Sales": 11,
        "Service": 14,
        "Billing": 6,
        "Engineering": 12,
        "Product": 9,
        "Research": 4,
        "Chief Executive's office": 7,
    },
    level={
        "Marketing": 2.90,
        "Sales": 2.80,
        "Service": 2.60,
        "Billing": 2.60,
        "Engineering": 2.70,
        "Product": 2.90,
        "Research": 2.80,
        "Chief Executive's office": 3.65,
    },
    weak={"systems": 1.15, "measurement": 1.05, "common goals": 0.90},
    flattering="Chief Executive's office",
    says="Systems and measurement are weakest. The Chief Executive's office sees the company a "
    "level higher than the departments do. Research has four respondents.",
)
