"""Ellermoor Hotels: what all its tables agree on."""

from __future__ import annotations

from datetime import date

from making.company import Company, Games

COMPANY = Company(
    name="ellermoor",
    title="Ellermoor Hotels",
    description="A fictional group of fourteen hotels and three years of its guests: stays, "
    "touchpoints, surveys, complaints, bonuses and decisions. All of it is made by "
    "datasets/generate.py; nobody in it exists.",
    seed=2303,
    customers=3000,
    id_letter="E",
    currency="EUR",
    hours_from_utc=1,
    window=(date(2023, 1, 1), date(2025, 12, 31)),
    departments=(
        "Marketing",
        "Reservations",
        "Front office",
        "Housekeeping",
        "Food and drink",
        "Technical services",
        "Research",
    ),
    teams={
        "Ellermoor Grand": "Front office",
        "Lakeside House": "Front office",
        "Station Hotel": "Front office",
        "The Mill": "Front office",
        "Harbour Rooms": "Front office",
        "Castle Court": "Front office",
        "Garden Inn": "Front office",
        "Old Exchange": "Front office",
        "Ridge Lodge": "Front office",
        "River Terrace": "Front office",
        "Chapel Street": "Front office",
        "Alp View": "Front office",
        "Bridge House": "Front office",
        "Airport East": "Front office",
    },
    journeys={
        "book": ("search", "booking", "confirmation"),
        "arrive": ("way here", "check-in", "room"),
        "stay": ("sleep", "breakfast", "request"),
        "leave": ("check-out", "invoice"),
        "return": ("offer", "next booking"),
    },
    channels=("web", "app", "phone", "desk", "room", "e-mail"),
    regions=("Lakes", "Coast", "City", "Mountains"),
    seeds={"customers": 12, "stays": 6},
    games=Games(team="Castle Court", since=date(2025, 1, 1)),
)
