"""Ordanvale's bonus: Net Promoter Score with very few answers a team."""

from __future__ import annotations

from making.shared.bonus import BonusPlan

BONUS = BonusPlan(
    paid_on="nps",
    payout=((30.0, 600.0), (45.0, 1_200.0), (60.0, 2_400.0)),
    rating_mean=7.95,
    rating_sd=1.9,
    spread=0.1,
    answers_a_month=(7, 12),
    contacts_a_month=(44, 58),
    invited=0.62,
    invited_by_gamer=0.28,
    repeat=0.21,
    stay=0.972,
    known_until=11,
    contact_means="Reviews, calls and closed tickets of the quarter.",
    repeat_means="Contacts followed by another about the same matter within seven days.",
    stayed_means="Those of them whose account was still a customer 90 days later; blank: not yet "
    "known.",
    says="From 2024 on each person of a team is paid for the team's Net Promoter Score®: 600 euros "
    "from 30, 1,200 at 45, 2,400 from 60, in straight lines between. A team has about 28 answers "
    "a quarter, so that its score moves by 15 points and more by chance.",
    seed=19,
)
