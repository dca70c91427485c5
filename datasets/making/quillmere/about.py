"""Quillmere Broadband: what all its tables agree on."""

from __future__ import annotations

from datetime import date

from making.company import Company, Games

COMPANY = Company(
    name="quillmere",
    title="Quillmere Broadband",
    description="A fictional regional broadband provider and three years of its customers: "
    "contracts, touchpoints, surveys, complaints, bonuses and decisions. All of it is made by "
    "datasets/generate.py; nobody in it exists.",
    seed=2301,
    customers=4000,
    id_letter="Q",
    currency="GBP",
    hours_from_utc=0,
    window=(date(2023, 1, 1), date(2025, 12, 31)),
    departments=(
        "Marketing",
        "Sales",
        "Service",
        "Billing",
        "Engineering",
        "Product",
        "Research",
    ),
    teams={
        "Quillbridge shop": "Sales",
        "Harbour Row shop": "Sales",
        "Mere Street shop": "Sales",
        "Saltfen Cross shop": "Sales",
        "Upper Ford shop": "Sales",
        "Low Weir shop": "Sales",
        "Sales desk one": "Sales",
        "Sales desk two": "Sales",
        "Alder team": "Service",
        "Birch team": "Service",
        "Cedar team": "Service",
        "Elm team": "Service",
        "Hazel team": "Service",
        "Rowan team": "Service",
        "Billing desk one": "Billing",
        "Billing desk two": "Billing",
        "North depot": "Engineering",
        "South depot": "Engineering",
        "Mere depot": "Engineering",
        "Fen depot": "Engineering",
    },
    journeys={
        "join": ("compare", "order", "confirmation"),
        "install": ("appointment", "visit", "first use"),
        "first bill": ("bill sent", "question", "correction"),
        "repair": ("report", "diagnosis", "visit", "check-back"),
        "move": ("notice", "new address", "switch-over"),
        "renew": ("letter", "offer", "new contract"),
    },
    channels=("shop", "phone", "chat", "app", "web", "visit"),
    regions=("Upper Quill", "Lower Quill", "Mereside", "Saltfen"),
    seeds={"monthly": 129, "opinions": 469},
    games=Games(team="Hazel team", since=date(2025, 1, 1)),
)
