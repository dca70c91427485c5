"""Ellermoor's bonus: a mean score to the second decimal."""

from __future__ import annotations

from making.shared.bonus import BonusPlan

BONUS = BonusPlan(
    paid_on="mean_rating",
    payout=((8.3, 200.0), (8.7, 800.0)),
    rating_mean=8.22,
    rating_sd=2.0,
    spread=0.08,
    answers_a_month=(20, 30),
    contacts_a_month=(210, 300),
    invited=0.55,
    invited_by_gamer=0.21,
    repeat=0.052,
    stay=0.184,
    known_until=9,
    contact_means="Stays that ended in the quarter, as drawn for the survey.",
    repeat_means="Stays with a complaint within seven days of leaving.",
    stayed_means="Those of them who booked again within six months; blank: not yet known.",
    says="From 2024 on each person of a house is paid for the mean answer: 200 euros at 8.30, "
    "rising to 800 at 8.70. Houses hardly differ.",
    seed=7,
)
