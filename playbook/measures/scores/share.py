"""Shares of customers: Wilson's interval, top boxes, and the difference of two shares."""

from __future__ import annotations

import math
from dataclasses import replace

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.ranges import checked_scale, is_whole
from playbook.measures.reading import (
    Ratings,
    Values,
    read_ratings,
    scale_text,
)

_WILSON = "Wilson score interval (Wilson 1927)"


def share(successes: int, n: int, *, name: str = "Share", confidence: float = 0.95) -> Estimate:
    """Share of `successes` among `n`, in % from 0 to 100, with Wilson's score interval.

    `successes` and `n` are whole numbers, 0 ≤ successes ≤ n; n = 0 gives "not available".
    Raises MeasureError otherwise. Source: Wilson 1927; limits as in Newcombe 1998, method 3.
    """
    z = critical_z(confidence)
    successes, n = _counts(successes, n)
    if n == 0:
        return Estimate(name, None, None, None, 0, "%", _WILSON, confidence=confidence)
    low, high = wilson_limits(successes, n, z)
    return Estimate(
        name, 100 * successes / n, 100 * low, 100 * high, n, "%", _WILSON, confidence=confidence
    )


def share_difference(
    successes_a: int,
    n_a: int,
    successes_b: int,
    n_b: int,
    *,
    name: str = "Share",
    confidence: float = 0.95,
) -> Difference:
    """Share of the first group minus share of the second, in percentage points.

    Whole numbers, 0 ≤ successes ≤ n in each group; n = 0 in either gives "not available". The
    interval needs no standard error, so `se`, `z` and `p` are None. Raises MeasureError for
    impossible counts. Source: Newcombe 1998, Interval estimation for the difference between
    independent proportions, Statistics in Medicine 17:873–890, method 10 (hybrid score).
    """
    z = critical_z(confidence)
    successes_a, n_a = _counts(successes_a, n_a)
    successes_b, n_b = _counts(successes_b, n_b)
    difference = low = high = None
    if n_a and n_b:
        share_a, share_b = successes_a / n_a, successes_b / n_b
        low_a, high_a = wilson_limits(successes_a, n_a, z)
        low_b, high_b = wilson_limits(successes_b, n_b, z)
        difference = 100 * (share_a - share_b)
        low = max(-100.0, difference - 100 * math.hypot(share_a - low_a, high_b - share_b))
        high = min(100.0, difference + 100 * math.hypot(high_a - share_a, share_b - low_b))
    return Difference(
        name=name,
        difference=difference,
        se=None,
        low=low,
        high=high,
        z=None,
        p=None,
        n_a=n_a,
        n_b=n_b,
        unit="percentage points",
        method="hybrid score interval (Newcombe 1998, method 10)",
        confidence=confidence,
    )


def satisfaction(
    ratings: Values,
    *,
    scale: tuple[int, int] = (1, 5),
    top: int = 2,
    confidence: float = 0.95,
    counts: Values | None = None,
) -> Estimate:
    """Share of satisfied customers in %: those in the `top` highest boxes of `scale`.

    `ratings`: one-dimensional whole numbers on `scale`; others are rejected and counted. The name
    and the method state scale and boxes. No valid answer gives "not available". With `counts` each
    row stands for so many answers. Raises MeasureError for a scale or a number of boxes that can't
    be. Interval: Wilson 1927.
    """
    low, high = scale = checked_scale(scale)
    if not is_whole(top, 1, high - low):
        raise MeasureError(
            f"The {top!r} highest boxes of a scale from {low} to {high} are not a part of it.",
            "Give one box or more, and fewer than the scale has.",
        )
    answers = read_ratings(ratings, scale, counts)
    box = str(high) if top == 1 else scale_text((high - top + 1, high))
    return share_of_box(
        answers,
        scale,
        (high - top + 1, high),
        name=f"Satisfied customers ({box} on a scale of {scale_text(scale)})",
        method=f"{_WILSON} of the share that answered {box} on a scale of {scale_text(scale)}",
        confidence=confidence,
    )


def share_of_box(
    answers: Ratings,
    scale: tuple[int, int],
    box: tuple[int, int],
    *,
    name: str,
    method: str,
    confidence: float,
) -> Estimate:
    """Share in % of valid answers on a scale from box[0] to box[1], both included, by `share`."""
    inside = answers.tally(scale)[box[0] - scale[0] : box[1] - scale[0] + 1]
    found = share(int(inside.sum()), answers.n, name=name, confidence=confidence)
    return replace(found, method=method, dropped=answers.dropped)


def _counts(successes: int, n: int) -> tuple[int, int]:
    if not (is_whole(n) and is_whole(successes, most=n)):
        raise MeasureError(
            "The two counts of a share are not whole numbers with 0 ≤ successes ≤ n.",
            "Count how many there are (n), and how many of them are meant (successes).",
        )
    return int(successes), int(n)


def wilson_limits(successes: float, n: float, z: float) -> tuple[float, float]:
    """Wilson's limits as fractions for n above 0; exact at the ends, where all or none succeed.

    An effective n need not be a whole number.
    """
    centre = (successes + z * z / 2) / (n + z * z)
    half = z * math.sqrt(successes * (n - successes) / n + z * z / 4) / (n + z * z)
    point = successes / n
    low = 0.0 if successes == 0 else min(point, centre - half)
    high = 1.0 if successes == n else max(point, centre + half)
    return low, high
