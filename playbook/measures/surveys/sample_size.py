"""How many answers a question needs, and what a given number of answers can show."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special  # type: ignore[import-untyped]

from playbook.measures.distributions import critical_z, two_sided_p
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_number, checked_whole, is_inside, is_number
from playbook.measures.wording import number_text

_NEAR_0 = 1e-6
"""Fractions as close to 0 or 1 as this are none that a survey is planned for."""


def share_sample_size(
    margin: float, share: float = 0.5, population: int | None = None, confidence: float = 0.95
) -> int:
    """Answers needed to know a share within ± `margin`, rounded up.

    `margin` and `share` are fractions: 0.05 for five percentage points, 0.5 the share that takes
    most. n₀ = z²p(1−p)/margin²; with a `population` of N it takes fewer, n₀/(1 + (n₀−1)/N). This is
    the formula of Krejcie & Morgan 1970 (Educational and Psychological Measurement 30:607–610),
    whose table rounds to the nearest whole number: for N = 500 it gives 217 where 217.5 are needed
    and this function gives 218. Raises MeasureError for a margin or share not between 0 and 1, or a
    population that is not a whole number above 0. Source: Cochran 1977, Sampling Techniques.
    """
    _fraction(margin, "margin", "0.05 for five percentage points")
    _fraction(share, "share", "0.5 for 50%")
    needed = share * (1 - share) * (critical_z(confidence) / margin) ** 2
    if population is None:
        return math.ceil(needed)
    people = _whole(population, "population", least=1)
    return min(people, math.ceil(needed * people / (people - 1 + needed)))


def two_share_sample_size(
    first: float, second: float, power: float = 0.8, alpha: float = 0.05
) -> int:
    """Customers needed in each of two groups to find the difference of two shares, rounded up.

    `first` and `second` are the true shares as fractions, `power` the chance of finding their
    difference with a two-sided test at level `alpha`. With p̄ the mean of the two shares:
    n = (z₁₋α⸝₂·√(2p̄(1−p̄)) + z_power·√(p₁(1−p₁) + p₂(1−p₂)))² / (p₁ − p₂)², the variance pooled
    under "no difference" and not pooled under the true one, no continuity correction. 10% against
    8% takes 3,213; the unpooled variance in both places would give 3,211.
    Raises MeasureError for equal shares, or numbers not between 0 and 1.
    Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, chapter 4.
    """
    under_none, under_true = _spreads(first, second)
    _fraction(power, "power", "0.8 for 80%")
    _fraction(alpha, "level", "0.05 for 5%")
    reach = critical_z(1 - alpha) * under_none + float(special.ndtri(power)) * under_true
    return math.ceil(max(1.0, (max(0.0, reach) / (first - second)) ** 2))


def two_share_power(first: float, second: float, n: int, alpha: float = 0.05) -> float:
    """Chance, 0 to 1, of finding the difference of two true shares with `n` customers a group.

    The formula of `two_share_sample_size` solved for the power; a significant difference in the
    wrong direction does not count as finding it. Raises MeasureError as that function does, and for
    n that is not a whole number above 0.
    """
    under_none, under_true = _spreads(first, second)
    _fraction(alpha, "level", "0.05 for 5%")
    shift = abs(first - second) * math.sqrt(_whole(n, "number of customers", least=1))
    return float(special.ndtr((shift - critical_z(1 - alpha) * under_none) / under_true))


@dataclass(frozen=True)
class VisibleChange:
    """What a change between two surveys has to be before it says anything, in points.

    `se` is the standard error of a change; `significant` the smallest observed change whose
    interval leaves out 0; `detectable` the true change that is found with chance `power`.
    """

    se: float
    significant: float
    detectable: float
    n: int
    power: float
    confidence: float
    method: str

    def chance_of(self, points: float) -> float:
        """Chance, 0 to 1, of a move of at least `points` either way when nothing has changed."""
        return two_sided_p(checked_number(points, "The move") / self.se)

    def sentence(self) -> str:
        """The two thresholds in words."""
        return (
            f"With {self.n:,} answers a period, a Net Promoter Score has to move by "
            f"{number_text(self.significant, 1)} points before the move stands out from chance "
            f"({100 * self.confidence:g}% confidence); a true change of "
            f"{number_text(self.detectable, 1)} points is found {100 * self.power:g}% of the time "
            f"(standard error of a change {number_text(self.se, 2)} points)."
        )


def smallest_visible_nps_change(
    n: int, variance: float = 0.6, *, power: float = 0.8, confidence: float = 0.95
) -> VisibleChange:
    """The change of a Net Promoter Score that `n` answers in each of two periods can show.

    `variance` is that of one answer scored +1, 0, −1: at most 1, about 0.6 in many surveys.
    se = 100·√(2·variance/n); significant = z·se; detectable = (z + z_power)·se, all in points.
    Raises MeasureError for n that is not a whole number above 0, a variance not above 0 and at most
    1, or a power not between 0 and 1. Source: the normal test of two independent means.
    """
    answers = _whole(n, "number of answers", least=1)
    if not (is_number(variance) and 0 < variance <= 1):
        raise MeasureError(
            f"The variance {variance!r} is not above 0 and at most 1.",
            "Give the variance of answers scored +1, 0 and −1, for instance 0.6.",
        )
    _fraction(power, "power", "0.8 for 80%")
    z = critical_z(confidence)
    se = 100 * math.sqrt(2 * variance / answers)
    return VisibleChange(
        se=se,
        significant=z * se,
        detectable=(z + float(special.ndtri(power))) * se,
        n=answers,
        power=power,
        confidence=confidence,
        method="normal test of two independent scores",
    )


def _spreads(first: float, second: float) -> tuple[float, float]:
    """√n times the standard error of a difference, under no difference and under the true one."""
    _fraction(first, "share", "0.1 for 10%")
    _fraction(second, "share", "0.1 for 10%")
    if first == second:
        raise MeasureError(
            "The two shares are equal, so there is no difference to find.",
            "Give the smallest difference that would matter to you.",
        )
    mean = (first + second) / 2
    under_none = math.sqrt(2 * mean * (1 - mean))
    return under_none, math.sqrt(first * (1 - first) + second * (1 - second))


def _fraction(number: float, what: str, example: str) -> None:
    if not is_inside(number, _NEAR_0, 1 - _NEAR_0):
        raise MeasureError(
            f"The {what} {number!r} is not between 0 and 1.", f"Write it as a fraction, {example}."
        )


def _whole(number: int, what: str, *, least: int) -> int:
    return checked_whole(number, f"The {what}", least=least)
