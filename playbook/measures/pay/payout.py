"""Pay on a customer measure: the payout curve, its faults, and when a score is fit to pay on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.business.money import rate_text
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.ranges import (
    checked_amount,
    checked_fraction,
    checked_kind,
    checked_list,
    checked_number,
    checked_whole,
    is_number,
)
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import number_text

_SLACK = 1e-9
"""A score this close below a threshold, in parts of it, is at it: 100·0.57 is 56.99999999999999."""


@dataclass(frozen=True)
class PayoutCurve:
    """Payout as a share of the target bonus by score; a higher score is better.

    Nothing below `threshold`; `at_threshold` there, then a line to 1 at `target`, then a line to
    `at_maximum` at `maximum`; from there level when `capped`, on along the line when not. Raises
    MeasureError unless threshold < target < maximum and 0 ≤ at_threshold ≤ 1 ≤ at_maximum.
    """

    threshold: float
    target: float
    maximum: float
    at_threshold: float = 0.5
    at_maximum: float = 2.0
    capped: bool = True

    def __post_init__(self) -> None:
        for value, label in (
            (self.threshold, "The threshold"),
            (self.target, "The target"),
            (self.maximum, "The maximum"),
        ):
            checked_number(value, label)
        if not self.threshold < self.target < self.maximum:
            raise MeasureError(
                f"Threshold {self.threshold:g}, target {self.target:g} and maximum "
                f"{self.maximum:g} do not rise.",
                "Give three rising scores; turn a measure round where a low value is good.",
            )
        ends = (self.at_threshold, self.at_maximum)
        if not (all(map(is_number, ends)) and 0 <= ends[0] <= 1 <= ends[1]):
            raise MeasureError(
                f"Payouts of {self.at_threshold!r} at the threshold and {self.at_maximum!r} at the "
                "maximum do not fit around 1 at the target.",
                "Write payouts as shares of the target bonus: 0 to 1 at the threshold, 1 or more "
                "at the maximum.",
            )

    def payout(self, score: float) -> float:
        """Payout at a finite `score`, as a share of the target bonus (1 = all of it).

        Raises MeasureError for a score that is not a number: without a score there is no payout to
        compute, see `payment`.
        """
        return float(self.payouts([checked_number(score, "The score")])[0])

    def payouts(self, scores: Values) -> NDArray[np.float64]:
        """Payout of each of one-dimensional, finite `scores`; raises MeasureError for others."""
        numbers = read_numbers(scores)
        if len(numbers.used) < len(numbers.values):
            raise MeasureError(
                "Some of the scores are blank or no numbers.",
                "Leave them out: without a score there is no payout to compute.",
            )
        given = numbers.values
        paid: NDArray[np.float64] = np.interp(
            given,
            [self.threshold, self.target, self.maximum],
            [self.at_threshold, 1.0, self.at_maximum],
        )
        if not self.capped:
            beyond = np.maximum(given - self.maximum, 0.0)
            paid = paid + beyond * self.slope_above_target
        return np.where(given >= _just_below(self.threshold), paid, 0.0)

    @property
    def cliff(self) -> float:
        """What the last point below the threshold costs: the jump there, in target bonuses."""
        return self.at_threshold

    @property
    def slope_below_target(self) -> float:
        """Payout a point of score between threshold and target."""
        return (1 - self.at_threshold) / (self.target - self.threshold)

    @property
    def slope_above_target(self) -> float:
        """Payout a point of score between target and maximum."""
        return (self.at_maximum - 1) / (self.maximum - self.target)

    @property
    def faults(self) -> tuple[str, ...]:
        """What in the shape invites gaming or runaway pay, each in a sentence; empty when nothing.

        Source for rewarding a measure and getting the measure: Kerr 1975, "On the Folly of
        Rewarding A, While Hoping for B", Academy of Management Journal 18:769–783.
        """
        found = []
        if self.cliff > 0:
            found.append(
                f"A cliff: at {number_text(self.threshold, 1)} the payout jumps from 0% to "
                f"{rate_text(self.cliff)}, so the last tenth of a point is worth more than all "
                "the work before it."
            )
        if not self.capped:
            found.append(
                f"No cap: above {number_text(self.maximum, 1)} the payout rises without end, with "
                "luck as with work."
            )
        if self.slope_above_target > self.slope_below_target * (1 + 1e-9):
            found.append(
                f"A kink: a point is worth {rate_text(self.slope_above_target)} above the target "
                f"and {rate_text(self.slope_below_target)} below it, so uneven results "
                "pay more than even ones."
            )
        return tuple(found)


@dataclass(frozen=True)
class Gate:
    """Another measure that must reach `floor` before the customer bonus is paid.

    `value` None means not available. A higher value is better.
    """

    name: str
    value: float | None
    floor: float


@dataclass(frozen=True)
class Payment:
    """What a score pays, as a share of the target bonus, and why.

    `payout` is None when the score is not fit to pay on. `at_low` and `at_high` are what the ends
    of the score's interval would have paid: the part of pay that sampling alone decides.
    """

    payout: float | None
    at_low: float | None
    at_high: float | None
    reasons: tuple[str, ...]
    score: Estimate

    @property
    def payable(self) -> bool:
        """Whether the score is fit to pay on at all."""
        return self.payout is not None

    def sentence(self) -> str:
        """The payout in words, with its reasons and what the interval would have paid."""
        why = "".join(f" {reason}" for reason in self.reasons)
        if self.payout is None:
            return f"{self.score.name}: not payable.{why}"
        span = ""
        if self.at_low is not None and self.at_high is not None and not self.reasons:
            span = (
                f" Scores within its interval would have paid {rate_text(self.at_low)} to "
                f"{rate_text(self.at_high)}."
            )
        return f"{self.score.sentence()} It pays {rate_text(self.payout)} of target.{span}{why}"


def payment(
    curve: PayoutCurve,
    score: Estimate,
    *,
    invited: int,
    fewest_answers: int,
    lowest_response_rate: float,
    gates: Sequence[Gate] = (),
) -> Payment:
    """What `score` pays on `curve`, if it is fit to pay on and every gate is open.

    `score` is a measure with its n, `invited` how many were asked for it (n or more). Below
    `fewest_answers` answers, below `lowest_response_rate` (a share from 0 to 1), or with a gate
    whose measure is not available, nothing can be paid or refused on it: `payout` is None. A gate
    below its floor makes the payout 0. Raises MeasureError for floors and counts that can't be.
    """
    checked_amount(fewest_answers, "The fewest answers", least=1)
    lowest_response_rate = checked_fraction(lowest_response_rate, "The lowest response rate")
    invited = checked_whole(invited, "The number of those invited")
    checked_kind(curve, PayoutCurve, "The payout curve", "PayoutCurve")
    checked_kind(score, Estimate, "The score", "a measure, such as nps")
    shown = checked_list(gates, "The gates")
    if not all(isinstance(gate, Gate) for gate in shown):
        raise MeasureError("Something among the gates is none.", "Make each with Gate.")
    if invited < score.n:
        raise MeasureError(
            f"{score.n:,} answers can't come from {invited:,} invitations.",
            "Count the invitations that the answers belong to.",
        )
    unfit = []
    if score.value is None or score.n < fewest_answers:
        unfit.append(
            f"It has {score.n:,} answers and takes {fewest_answers:,}: pool it with other teams "
            "or periods."
        )
    rate = score.n / invited if invited else 0.0
    if rate < lowest_response_rate:
        unfit.append(
            f"Of those asked {rate_text(rate)} answered and it takes "
            f"{rate_text(lowest_response_rate)}: those who did may differ from those who did not."
        )
    unfit += [f"The gate {gate.name!r} is not available." for gate in shown if gate.value is None]
    if unfit or score.value is None:
        return Payment(None, None, None, tuple(unfit), score)
    ends = [None if end is None else curve.payout(end) for end in (score.low, score.high)]
    shut = tuple(
        f"The gate {gate.name!r} is at {number_text(gate.value, 1)}, below its floor of "
        f"{number_text(gate.floor, 1)}, so nothing is paid."
        for gate in shown
        if gate.value is not None and gate.value < _just_below(gate.floor)
    )
    paid = 0.0 if shut else curve.payout(score.value)
    return Payment(paid, ends[0], ends[1], shut, score)


def _just_below(limit: float) -> float:
    """What still counts as reaching `limit`, so that rounding in a score decides no pay."""
    return limit - _SLACK * max(1.0, abs(limit))
