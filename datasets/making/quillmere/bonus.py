"""Quillmere's bonus: a cliff at 48 answers of 9 or 10 in a hundred."""

from __future__ import annotations

from making.shared.bonus import BonusPlan

BONUS = BonusPlan(
    paid_on="share_9_10",
    payout=((48.0, 450.0), (60.0, 450.0)),
    rating_mean=8.06,
    rating_sd=1.95,
    spread=0.08,
    answers_a_month=(18, 26),
    contacts_a_month=(190, 250),
    invited=0.42,
    invited_by_gamer=0.17,
    repeat=0.17,
    stay=0.957,
    known_until=11,
    contact_means="Contacts that the team closed in the quarter.",
    repeat_means="Contacts followed by another about the same matter within seven days.",
    stayed_means="Those of them who were still customers 90 days later; blank: not yet known.",
    says="From 2024 on each person of a team gets 450 pounds for a quarter in which 48 % "
    "of the answers or more are 9 or 10, and nothing below. Teams hardly differ.",
    seed=28,
)
