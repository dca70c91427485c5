"""Krippendorff's α from sums over units, so that units can be drawn again a thousand times."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.coding.agreement_result import Statistic, one_minus_ratio

Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Floats: TypeAlias = NDArray[np.float64]

ROUNDING = 1e-12
"""Below this part of its terms a difference of sums is 0."""


def alpha_statistic(kinds: Floats, values: Floats, level: Level) -> Statistic:
    """α as a function of how often each kind of unit is there.

    `kinds`: T × V, how many coders gave each of V values to a unit of that kind, two or more in
    all; `values`: the V values in order. A unit with m codes adds its ordered pairs of unlike codes
    over m − 1 to what is seen; all pairs of codes of all units, over one less than their number,
    are expected. Unlike codes count 1 (nominal), the squared difference of their mid-ranks
    (ordinal) or of themselves (interval), or that difference over their sum, squared (ratio).
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    pairable = kinds.sum(axis=1)
    per_pair = 1 / (pairable - 1)
    if level == "ordinal":
        return lambda times: _ordinal(times, kinds, pairable, per_pair)
    if level == "interval":
        return _interval(kinds, values - values.mean() if len(values) else values)
    distance = 1 - np.eye(len(values)) if level == "nominal" else _ratio_distance(values)
    unlike = np.einsum("tv,tv->t", kinds @ distance, kinds) * per_pair

    def statistic(times: Floats) -> Floats:
        totals = times @ kinds
        expected = np.einsum("bv,bv->b", totals @ distance, totals)
        return one_minus_ratio((times @ unlike) * (totals.sum(axis=1) - 1), expected)

    return statistic


def _ratio_distance(values: Floats) -> Floats:
    sums, apart = values[:, None] + values, values[:, None] - values
    ratio = np.divide(apart, sums, out=np.zeros_like(sums), where=sums > 0)
    return np.square(ratio)


def _interval(kinds: Floats, values: Floats) -> Statistic:
    """Sums of squares do: all pairs of m values differ by 2(m Σv² − (Σv)²) in squares."""
    m, sums, squares = kinds.sum(axis=1), kinds @ values, kinds @ np.square(values)
    unlike = 2 * (m * squares - np.square(sums)) / (m - 1)

    def statistic(times: Floats) -> Floats:
        n, total, square = times @ m, times @ sums, times @ squares
        expected = 2 * (n * square - np.square(total))
        expected[expected < ROUNDING * n * square] = 0.0
        return one_minus_ratio((times @ unlike) * (n - 1), expected)

    return statistic


def _ordinal(times: Floats, kinds: Floats, pairable: Floats, per_pair: Floats) -> Floats:
    """The mid-ranks, and with them the distances, are those of each resample."""
    totals = times @ kinds
    ranks = np.cumsum(totals, axis=1) - totals / 2
    n = totals.sum(axis=1)
    expected = 2 * (
        n * np.einsum("bv,bv->b", totals, ranks**2) - np.square((totals * ranks).sum(1))
    )
    inside = (pairable * per_pair)[:, None] * kinds
    squares = np.einsum("bv,bv->b", times @ inside, ranks**2)
    seen = 2 * (squares - np.einsum("bt,bt->b", times * per_pair, np.square(ranks @ kinds.T)))
    return one_minus_ratio(seen * (n - 1), np.where(expected > ROUNDING * n**3, expected, 0.0))
