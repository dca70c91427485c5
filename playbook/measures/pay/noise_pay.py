"""What a payout curve pays for luck: the same customers' views, sampled again and again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.business.money import rate_text
from playbook.measures.errors import MeasureError
from playbook.measures.pay.payout import PayoutCurve
from playbook.measures.ranges import checked_fraction, checked_kind, checked_whole, random_numbers
from playbook.measures.wording import number_text, places_for, with_unit

MOST_ANSWERS, MOST_SIMULATED = 1_000_000, 20_000_000
"""Answers a score, and payouts in all, up to which memory and patience last."""


@dataclass(frozen=True)
class NoisePay:
    """Payout on `curve` when nothing has changed, so that scores differ by sampling alone.

    Payouts are shares of the target bonus. `true_score` is what a score of all customers would be
    and `at_true_score` what it would pay; `expected` is the mean payout over samples of `n`
    answers, `paid` the chance of any payout and `overpaid` that of more than `at_true_score`, all
    exact. `any_overpaid` is the chance that one or more of `branches` × `quarters` scores is
    overpaid. `bill` is the simulated mean sum of all their payouts in target bonuses, `bill_low` to
    `bill_high` the middle 90% of it, over `draws` draws from `seed`. `scores` and `chances` are the
    scores that can come up, without those of a chance below one in a million, and their chances.
    """

    curve: PayoutCurve
    n: int
    true_score: float
    at_true_score: float
    expected: float
    paid: float
    overpaid: float
    any_overpaid: float
    bill: float
    bill_low: float
    bill_high: float
    branches: int
    quarters: int
    draws: int
    seed: int
    unit: str
    scores: tuple[float, ...]
    chances: tuple[float, ...]

    @property
    def for_noise(self) -> float:
        """Expected payout beyond what the true score would pay, in target bonuses."""
        return self.expected - self.at_true_score

    def sentence(self) -> str:
        """What luck pays, in words."""
        true = with_unit(self.true_score, self.unit, places_for(self.unit, self.true_score))
        cells = self.branches * self.quarters
        return (
            f"With a true score of {true} that does not change and {self.n:,} answers a score, "
            f"sampling alone pays {rate_text(self.expected)} of target on average, where the true "
            f"score would pay {rate_text(self.at_true_score)}. A score pays more than that with a "
            f"chance {_chance_text(self.overpaid)}; over {self.branches} branches and "
            f"{self.quarters} quarters it happens at least once with a chance "
            f"{_chance_text(self.any_overpaid)}. The {cells:,} payouts together come to "
            f"{number_text(self.bill, 1)} target bonuses (nine times in ten "
            f"{number_text(self.bill_low, 1)} to {number_text(self.bill_high, 1)}; {self.draws:,} "
            "simulated draws)."
        )


def pay_from_noise(
    curve: PayoutCurve,
    *,
    n: int,
    share: float | None = None,
    promoters: float | None = None,
    detractors: float | None = None,
    branches: int = 20,
    quarters: int = 4,
    draws: int = 2_000,
    seed: int = 2024,
) -> NoisePay:
    """Payout on `curve` when every score is a random sample of `n` answers from unchanged views.

    The measure is a share in % (`share`, the true one, from 0 to 1) or a Net Promoter Score in
    points (`promoters` and `detractors`, the true shares). Answers are independent, and so are the
    branches and quarters, which all have the same true score. The chances of each score are exact:
    the distribution of a sum of n answers scored 1, 0, −1, by its characteristic function; only the
    bill is simulated, from `seed`. Raises MeasureError for shares that can't be, for both measures
    or none, and for counts below 1 or too many to simulate.
    """
    checked_kind(curve, PayoutCurve, "The payout curve", "PayoutCurve")
    n = checked_whole(n, "The number of answers", least=1, most=MOST_ANSWERS)
    draws = checked_whole(draws, "The number of draws", least=100, most=MOST_SIMULATED // 10)
    branches = checked_whole(branches, "The number of branches", least=1, most=MOST_SIMULATED)
    quarters = checked_whole(quarters, "The number of quarters", least=1, most=MOST_SIMULATED)
    if draws * branches * quarters > MOST_SIMULATED:
        raise MeasureError(
            f"{draws:,} draws of {branches:,} branches in {quarters:,} quarters are "
            f"{draws * branches * quarters:,} payouts, too many to simulate.",
            f"Ask for at most {MOST_SIMULATED:,}.",
        )
    up, down = _true_shares(share, promoters, detractors)
    lowest = 0 if share is not None else -n
    scores = 100 * np.arange(lowest, n + 1) / n
    chances = _chances(n, up, down)[lowest + n :]
    payouts = curve.payouts(scores)
    true_score = 100 * (up - down)
    at_true = curve.payout(true_score)
    overpaid = min(1.0, float(chances[payouts > at_true + 1e-9].sum()))
    bills = _bills(payouts, chances, branches * quarters, draws, seed)
    likely = chances > 1e-6
    low, high = np.quantile(bills, [0.05, 0.95])
    return NoisePay(
        curve=curve,
        n=n,
        true_score=true_score,
        at_true_score=at_true,
        expected=float(chances @ payouts),
        paid=min(1.0, float(chances[payouts > 0].sum())),
        overpaid=overpaid,
        any_overpaid=1 - (1 - overpaid) ** (branches * quarters),
        bill=float(bills.mean()),
        bill_low=float(low),
        bill_high=float(high),
        branches=branches,
        quarters=quarters,
        draws=draws,
        seed=seed,
        unit="%" if share is not None else "points",
        scores=tuple(scores[likely].tolist()),
        chances=tuple(chances[likely].tolist()),
    )


def _chance_text(chance: float) -> str:
    """A chance in percent, never called certain, and impossible only where it is."""
    if 0 < chance < 0.001:
        return "below 0.1%"
    return "above 99.9%" if chance > 0.999 else f"of {rate_text(chance)}"


def _true_shares(
    share: float | None, promoters: float | None, detractors: float | None
) -> tuple[float, float]:
    if share is not None and promoters is None and detractors is None:
        return checked_fraction(share, "The true share"), 0.0
    if share is None and promoters is not None and detractors is not None:
        up = checked_fraction(promoters, "The true share of promoters")
        down = checked_fraction(detractors, "The true share of detractors")
        if up + down <= 1 + 1e-12:
            return up, down
        raise MeasureError(
            f"Promoters and detractors together are {rate_text(up + down)}.",
            "Their shares add up to 1 at most; the rest are passives.",
        )
    raise MeasureError(
        "It is not clear which measure is paid on.",
        "Give either the true share, or the true shares of promoters and of detractors.",
    )


def _chances(n: int, up: float, down: float) -> NDArray[np.float64]:
    """Chance of each sum −n … n of n independent answers scored 1, 0 or −1."""
    size = 2 * n + 1
    angle = 2 * np.pi * np.fft.fftfreq(size)
    one = up * np.exp(1j * angle) + (1 - up - down) + down * np.exp(-1j * angle)
    chances = np.real(np.fft.ifft(np.conj(one) ** n))
    # position k holds the sum k for k ≤ n and k − size beyond
    ordered = np.concatenate([chances[n + 1 :], chances[: n + 1]])
    clipped: NDArray[np.float64] = np.clip(ordered, 0.0, None)
    clipped /= clipped.sum()
    return clipped


def _bills(
    payouts: NDArray[np.float64],
    chances: NDArray[np.float64],
    cells: int,
    draws: int,
    seed: int,
) -> NDArray[np.float64]:
    rng = random_numbers(seed)
    cumulated = np.cumsum(chances)
    picks = np.searchsorted(cumulated, rng.random((draws, cells)) * cumulated[-1], side="right")
    bills: NDArray[np.float64] = payouts[np.minimum(picks, len(payouts) - 1)].sum(axis=1)
    return bills
