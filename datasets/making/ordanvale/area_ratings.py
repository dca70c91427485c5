"""Ordanvale's ratings: 60 people of eight departments."""

from __future__ import annotations

from making.shared.area_ratings import RatingsPlan

RATINGS = RatingsPlan(
    respondents={
        "Marketing": 6,
        "Sales": 10,
        "Customer success": 11,
        "Support": 12,
        "Finance": 4,
        "Product": 14,
        "Research": 5,
        "Chief Executive's office": 7,
    },
    level={
        "Marketing": 2.95,
        "Sales": 3.60,
        "Customer success": 2.85,
        "Support": 2.65,
        "Finance": 2.75,
        "Product": 2.85,
        "Research": 2.75,
        "Chief Executive's office": 3.05,
    },
    weak={"expectations": 1.20, "channels": 1.05, "keeping promises": 1.00},
    flattering="Sales",
    says="Expectations (what is promised) and channels are weakest. Sales sees the company a level "
    "higher than those who deliver. Finance has four respondents.",
)
