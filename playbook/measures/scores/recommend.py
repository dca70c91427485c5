"""The Net Promoter Score®: from answers to the 0–10 question to a number with its interval.

Net Promoter Score® and NPS® are registered marks of Bain & Company, NICE Satmetrix and Fred
Reichheld. Definition: Reichheld 2003, "The One Number You Need to Grow", HBR 81(12).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_z, two_sided_p
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.groups import same_length
from playbook.measures.ranges import is_number, is_whole
from playbook.measures.reading import Ratings, Values, as_column, read_ratings
from playbook.measures.weights import checked_weights, effective_n

SCALE = (0, 10)
LOWEST_PASSIVE, LOWEST_PROMOTER = 7, 9

FEWEST_FOR_ONE_TO_TEN = 100
"""Answers without a 0 from which a scale of 1–10 is suspected; our choice."""
FEWEST_FOR_FIVE_STAR = 20
"""Answers without anything above 5 from which a scale of 1–5 is suspected; our choice."""

SMALLEST_MARGIN = 0.001
"""Points within which no survey can tell a score."""

_NAME = "Net Promoter Score"
_METHOD = "adjusted Wald (Rocks 2016)"


@dataclass(frozen=True)
class _Groups:
    """Promoters, passives and detractors: counts, or sums of weights brought to the effective n."""

    promoters: float
    passives: float
    detractors: float

    @property
    def n(self) -> float:
        return self.promoters + self.passives + self.detractors

    @property
    def score(self) -> float:
        """Promoters minus detractors as a fraction of all, −1 to 1."""
        return (self.promoters - self.detractors) / self.n

    @property
    def variance(self) -> float:
        """Variance of one answer scored +1, 0, −1: p + d − (p − d)², the covariance included."""
        return max(0.0, (self.promoters + self.detractors) / self.n - self.score**2)

    @property
    def adjusted(self) -> _Groups:
        """With three pseudo-observations: ¾ promoter, 1½ passives, ¾ detractor."""
        return _Groups(self.promoters + 0.75, self.passives + 1.5, self.detractors + 0.75)


def nps(
    likelihood_to_recommend: Values,
    weights: Values | None = None,
    confidence: float = 0.95,
    *,
    counts: Values | None = None,
) -> Estimate:
    """Net Promoter Score in points, −100 to 100: % answering 9–10 minus % answering 0–6.

    `likelihood_to_recommend`: one-dimensional whole numbers from 0 to 10; blanks, other numbers,
    text and booleans are left out and counted in `dropped`. `weights`: one a row, by position,
    finite, 0 or more, with a positive sum; shares are then weighted, `n_effective` = (Σw)²/Σw²
    stands for n in the interval, and rows of weight 0 are left out and counted. So the variance is
    Σw(y−ȳ)²/Σw / n_effective, which is the linearised one of survey packages, Σw²(y−ȳ)²/(Σw)²,
    where weights are not tied to how far answers lie from the mean; where they are, it differs.
    With `counts` instead of weights, each row stands for so many answers.

    The value is the raw score. The interval is the adjusted Wald interval of Rocks 2016, "Interval
    Estimation for the Net Promoter Score", The American Statistician 70:365–372, cut to ±100 and
    widened to hold the value where it would not (one answer, or a confidence below about 0.85).
    No valid answer gives "not available". A scale of 1–10 or five stars can't be told from the
    numbers alone: ask when `looks_like_one_to_ten` or `looks_like_five_star` says so.
    Raises MeasureError for unusable weights, a column of another shape, or a wrong confidence.
    """
    answers = read_ratings(likelihood_to_recommend, SCALE, counts)
    if weights is None:
        found = _estimate(_groups(answers.tally(SCALE)), answers.n, confidence)
        return replace(found, dropped=dict(answers.dropped))
    if counts is not None:
        raise MeasureError(
            "Weights and counts can't be given together.", "Repeat the rows instead of counting."
        )
    return _weighted(answers, weights, confidence)


def nps_from_counts(
    promoters: int, passives: int, detractors: int, confidence: float = 0.95
) -> Estimate:
    """Net Promoter Score in points from three counts, as `nps` makes it from answers.

    The counts are whole numbers of 0 or more; all 0 gives "not available". Raises MeasureError
    otherwise. Source of the interval: Rocks 2016.
    """
    groups = _counted(promoters, passives, detractors)
    return _estimate(groups, int(groups.n), confidence)


def nps_standard_error(promoters: int, passives: int, detractors: int) -> float | None:
    """Standard error of the Net Promoter Score in points: 100·√((p + d − (p − d)²)/n).

    The counts are whole numbers of 0 or more; None when all are 0. Adding p(1−p) and d(1−d) alone
    would leave out the covariance of the two shares, 2pd, and come out too small. Raises
    MeasureError for other counts. Source: the variance of a multinomial difference.
    """
    groups = _counted(promoters, passives, detractors)
    return 100 * math.sqrt(groups.variance / groups.n) if groups.n else None


def nps_difference(a: Values, b: Values, confidence: float = 0.95) -> Difference:
    """Net Promoter Score of the ratings `a` minus that of the ratings `b`, in points.

    Both are read as in `nps`; `dropped` counts both together. se = √(se_a² + se_b²) from the two
    variances, z = difference/se, p two-sided, interval = difference ± z·se cut to ±200. A group
    that answers as one has an observed variance of 0, which no sample can vouch for: its se then
    comes from the adjusted counts of Rocks 2016. No valid answer in either group gives "not
    available". Raises MeasureError as `nps` does. Source: the normal test of two independent means.
    """
    critical = critical_z(confidence)
    first, second = read_ratings(a, SCALE), read_ratings(b, SCALE)
    difference = se = low = high = z = p = None
    if first.n and second.n:
        groups = [_groups(np.bincount(each.values, minlength=11)) for each in (first, second)]
        difference = 100 * (groups[0].score - groups[1].score)
        se = 100 * math.sqrt(sum(_squared_error(each) for each in groups))
        z = difference / se
        p = two_sided_p(z)
        low = max(-200.0, difference - critical * se)
        high = min(200.0, difference + critical * se)
    return Difference(
        name=_NAME,
        difference=difference,
        se=se,
        low=low,
        high=high,
        z=z,
        p=p,
        n_a=first.n,
        n_b=second.n,
        unit="points",
        method="normal interval of the difference, variances with covariance",
        dropped={
            reason: first.dropped.get(reason, 0) + second.dropped.get(reason, 0)
            for reason in first.dropped | second.dropped
        },
        confidence=confidence,
    )


def nps_sample_size(margin: float, variance: float = 1.0, confidence: float = 0.95) -> int:
    """Answers needed for a Net Promoter Score within ± `margin` points: ⌈z²·variance·100²/margin²⌉.

    `margin` is 0.001 or more, in points. `variance` is that of one answer scored +1, 0, −1: above
    0 and at most 1, the worst case; 0.6 is typical. Raises MeasureError otherwise.
    """
    z = critical_z(confidence)
    if not (is_number(margin) and margin >= SMALLEST_MARGIN):
        raise MeasureError(
            f"A margin of {margin!r} points can't be reached.",
            f"Give a margin of {SMALLEST_MARGIN:g} or more, such as 5.",
        )
    if not (is_number(variance) and 0 < variance <= 1):
        raise MeasureError(
            f"The variance of an answer can't be {variance!r}.",
            "Give a number above 0 and at most 1; 1 is the worst case.",
        )
    return math.ceil(z * z * variance * (100 / margin) ** 2)


def looks_like_one_to_ten(values: Values) -> bool:
    """Whether a 0–10 column may come from a 1–10 scale: 100 or more valid answers, 1 the lowest.

    The numbers alone can't decide it, since a well-liked company gets few zeros: a reason to ask,
    never to convert. Five-star answers fit too, so ask `looks_like_five_star` first. Raises
    MeasureError for input that is not one column.
    """
    answers = read_ratings(values, SCALE)
    return answers.n >= FEWEST_FOR_ONE_TO_TEN and int(np.min(answers.values)) == 1


def looks_like_five_star(values: Values) -> bool:
    """Whether a 0–10 column may be a five-star rating: 20 or more valid answers, all from 1 to 5.

    Read as 0–10 these would all be detractors. A reason to ask, never to convert. Raises
    MeasureError for input that is not one column.
    """
    answers = read_ratings(values, SCALE)
    return answers.n >= FEWEST_FOR_FIVE_STAR and bool(
        np.min(answers.values) >= 1 and np.max(answers.values) <= 5
    )


def _counted(promoters: int, passives: int, detractors: int) -> _Groups:
    counts = (promoters, passives, detractors)
    if not all(is_whole(count) for count in counts):
        raise MeasureError(
            "Promoters, passives and detractors are not three whole numbers of 0 or more.",
            "Count the answers 9–10, 7–8 and 0–6.",
        )
    return _Groups(*map(float, counts))


def _groups(tally: NDArray[np.int64] | NDArray[np.float64]) -> _Groups:
    """Groups from a tally of the answers 0 to 10."""
    return _Groups(
        promoters=float(tally[LOWEST_PROMOTER:].sum()),
        passives=float(tally[LOWEST_PASSIVE:LOWEST_PROMOTER].sum()),
        detractors=float(tally[:LOWEST_PASSIVE].sum()),
    )


def _weighted(answers: Ratings, weights: Values, confidence: float) -> Estimate:
    weights = as_column(weights)
    rows = len(answers.kept)
    same_length(("answers", rows), ("weights", len(weights)))
    dropped = dict(answers.dropped)
    method = f"{_METHOD}, weighted shares, effective n"
    of_answers = checked_weights(weights)[answers.kept] if rows else np.empty(0)
    positive = of_answers > 0
    n = int(np.count_nonzero(positive))
    if n < answers.n:
        dropped["weight of zero"] = answers.n - n
    if n == 0:
        return replace(_estimate(_Groups(0, 0, 0), 0, confidence), dropped=dropped, method=method)
    used = of_answers[positive]
    worth = effective_n(used)
    tally = np.bincount(answers.values[positive], weights=used, minlength=SCALE[1] + 1)
    groups = _groups(tally * (worth / tally.sum()))
    return replace(
        _estimate(groups, n, confidence), dropped=dropped, method=method, n_effective=worth
    )


def _estimate(groups: _Groups, n: int, confidence: float) -> Estimate:
    z = critical_z(confidence)
    value = low = high = None
    if n:
        value = max(-100.0, min(100.0, 100 * groups.score))
        centre = 100 * groups.adjusted.score
        half = z * 100 * math.sqrt(groups.adjusted.variance / groups.adjusted.n)
        low = min(value, max(-100.0, centre - half))
        high = max(value, min(100.0, centre + half))
    return Estimate(_NAME, value, low, high, n, "points", _METHOD, confidence=confidence)


def _squared_error(groups: _Groups) -> float:
    """Squared standard error of the score, as a fraction; never 0."""
    source = groups if groups.variance > 0 else groups.adjusted
    return source.variance / source.n
