"""What a bonus is paid on, and how scores turn into pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from making.draws import Ints


@dataclass(frozen=True)
class BonusPlan:
    """`paid_on` is the paid score; `spread` how much teams truly differ, in points of the rating.

    `payout` is (score, amount) from the threshold up: between two of them in a straight line, below
    the first nothing, above the last no more. `known_until` is the last quarter (from 0) whose
    `stayed` is known.
    """

    paid_on: Literal["share_9_10", "mean_rating", "nps"]
    payout: tuple[tuple[float, float], ...]
    rating_mean: float
    rating_sd: float
    spread: float
    answers_a_month: tuple[int, int]
    contacts_a_month: tuple[int, int]
    invited: float
    invited_by_gamer: float
    repeat: float
    stay: float
    known_until: int
    contact_means: str
    repeat_means: str
    stayed_means: str
    says: str
    seed: int = 0

    @property
    def threshold(self) -> float:
        """Score from which something is paid."""
        return self.payout[0][0]


def score(plan: BonusPlan, rating: Ints) -> float:
    """The paid score of some answers."""
    n = len(rating)
    promoters, detractors = int((rating >= 9).sum()), int((rating <= 6).sum())
    match plan.paid_on:
        case "share_9_10":
            return 100.0 * promoters / n
        case "nps":
            return 100.0 * (promoters - detractors) / n
        case _:
            return int(rating.sum()) / n


def payout(plan: BonusPlan, score: float) -> float:
    """What a score is paid."""
    if score < plan.threshold:
        return 0.0
    for (low, paid_low), (high, paid_high) in zip(plan.payout, plan.payout[1:], strict=False):
        if score < high:
            return paid_low + (paid_high - paid_low) * (score - low) / (high - low)
    return plan.payout[-1][1]


def quarter_name(quarter: int) -> str:
    """Name of a quarter, counted from 0."""
    return f"{2023 + quarter // 4}-Q{quarter % 4 + 1}"
