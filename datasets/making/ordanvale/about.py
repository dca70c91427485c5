"""Ordanvale Software: what all its tables agree on."""

from __future__ import annotations

from datetime import date

from making.company import Company, Games

COMPANY = Company(
    name="ordanvale",
    title="Ordanvale Software",
    description="A fictional maker of business software and three years of its accounts: "
    "contracts, usage, surveys, complaints, bonuses and decisions. All of it is made by "
    "datasets/generate.py; nobody in it exists.",
    seed=2302,
    customers=260,
    id_letter="O",
    currency="EUR",
    hours_from_utc=1,
    window=(date(2023, 1, 1), date(2025, 12, 31)),
    departments=(
        "Marketing",
        "Sales",
        "Customer success",
        "Support",
        "Finance",
        "Product",
        "Research",
    ),
    teams={
        "Sales north": "Sales",
        "Sales south": "Sales",
        "Sales partners": "Sales",
        "Success one": "Customer success",
        "Success two": "Customer success",
        "Success three": "Customer success",
        "Success four": "Customer success",
        "Support early": "Support",
        "Support late": "Support",
        "Support night": "Support",
        "Onboarding": "Customer success",
        "Invoicing": "Finance",
    },
    journeys={
        "buy": ("demonstration", "offer", "contract"),
        "onboard": ("kick-off", "data import", "training", "first use"),
        "use": ("release", "question", "review"),
        "support": ("ticket", "diagnosis", "fix"),
        "renew": ("notice", "offer", "signature"),
    },
    channels=("e-mail", "phone", "video call", "portal", "in the product", "visit"),
    regions=("Nordics", "DACH", "Benelux", "Iberia"),
    seeds={"contracts": 30},
    games=Games(team="Success three", since=date(2025, 1, 1)),
)
