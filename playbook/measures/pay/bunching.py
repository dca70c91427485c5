"""Scores that gather just above a threshold on which pay depends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.ranges import LARGEST, checked_number
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import dropped_text, number_text, p_text, places_for

BINS_EACH_SIDE = 6
_SLACK = 1e-9


@dataclass(frozen=True)
class Bunching:
    """Scores just above a threshold against just below it.

    `above` counts scores from `threshold` up to `width` above it, `below` those up to `width` under
    it; `share` is that of the first among both, in %, with its exact interval; `p` is exact and
    two-sided for a share of one half, None when neither has a score. `bins` are (start, stop,
    count) of the same width around the threshold; `n` counts all scores, `dropped` those unused.
    """

    threshold: float
    width: float
    above: int
    below: int
    share: Estimate
    p: float | None
    bins: tuple[tuple[float, float, int], ...]
    n: int
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def signal(self) -> bool:
        """Whether more scores lie just above than chance readily gives: the interval is over 50%.

        A share below one half is no sign of bunching, however small its p.
        """
        return self.share.low is not None and self.share.low > 50

    def sentence(self) -> str:
        """The two counts in words; what they may mean is left to whoever looks."""
        places = places_for("", self.threshold, self.width)
        at = number_text(self.threshold, places)
        left_out = dropped_text(self.dropped)
        within = f"within {number_text(self.width, places)} of the threshold {at}"
        if self.p is None:
            return f"Bunching: not available, no score lies {within} (n = {self.n:,}).{left_out}"
        reach = "reaches" if self.above == 1 else "reach"
        fall = "falls" if self.below == 1 else "fall"
        counts = (
            f"Of {self.above + self.below:,} scores {within}, {self.above:,} {reach} it and "
            f"{self.below:,} {fall} short ({p_text(self.p)}, n = {self.n:,} scores in all). "
            f"{self.share.sentence()}"
        )
        if self.signal:
            reading = (
                "A smooth run of scores would split about evenly: a signal to look into, which "
                "can have honest reasons, such as a last effort to reach the threshold."
            )
        else:
            reading = "Chance alone can split a smooth run of scores like this."
        return f"{counts} {reading}{left_out}"


def bunching(
    scores: Values, threshold: float, *, width: float, confidence: float = 0.95
) -> Bunching:
    """Compare how many of one-dimensional `scores` lie just above and just below `threshold`.

    Above is threshold ≤ score < threshold + width, below is threshold − width ≤ score < threshold,
    in the scores' unit; a score within rounding of the threshold reaches it. Where nothing happens
    at the threshold and the width is narrow, both are about as likely: exact binomial test of one
    half, two-sided, with the exact interval of Clopper & Pearson 1934. A wide width mistakes the
    slope of the scores' distribution for bunching. Scores rounded coarser than the width mislead,
    too. Blanks and what is not a number are left out and counted. Raises MeasureError for a width
    that is not above 0 or a threshold that is no number. After the density test at a threshold of
    McCrary 2008, Journal of Econometrics 142:698–714, in its simplest form.
    """
    from scipy.stats import binomtest  # type: ignore[import-untyped]

    critical_z(confidence)
    threshold, width = (
        checked_number(threshold, "The threshold"),
        checked_number(width, "The width"),
    )
    narrowest = _SLACK * max(1.0, abs(threshold))
    if not narrowest < width <= LARGEST / 100:
        raise MeasureError(
            f"A width of {width:g} holds no score, or all of them.",
            "Give a width above 0, a few steps of the score, such as 2 points.",
        )
    numbers = read_numbers(scores)
    bins = _bins(numbers.used, threshold, width)
    below, above = bins[BINS_EACH_SIDE - 1][2], bins[BINS_EACH_SIDE][2]
    near = above + below
    value = low = high = p = None
    if near:
        test = binomtest(above, near, 0.5)
        ends = test.proportion_ci(confidence, method="exact")
        value, low, high = 100 * above / near, 100 * float(ends.low), 100 * float(ends.high)
        p = float(test.pvalue)
    share = Estimate(
        "Share that just reaches it",
        value,
        low,
        high,
        near,
        "%",
        "exact binomial interval (Clopper & Pearson 1934)",
        confidence=confidence,
    )
    return Bunching(
        threshold, width, above, below, share, p, bins, len(numbers.used), numbers.dropped
    )


def _bins(
    scores: NDArray[np.float64], threshold: float, width: float
) -> tuple[tuple[float, float, int], ...]:
    steps = (scores - threshold) / width
    slack = _SLACK * max(1.0, abs(threshold)) / width
    places = np.floor(steps + slack)
    counts = [int((places == place).sum()) for place in range(-BINS_EACH_SIDE, BINS_EACH_SIDE)]
    return tuple(
        (threshold + place * width, threshold + (place + 1) * width, count)
        for place, count in zip(range(-BINS_EACH_SIDE, BINS_EACH_SIDE), counts, strict=True)
    )
