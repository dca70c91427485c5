"""Chance that gives the same draws on every machine and with every version of NumPy.

Only the raw stream of PCG64 is used: NumPy promises that stream for good, but not what its
distributions make of it. From there on it is arithmetic that IEEE 754 fixes to the last bit, one
element at a time: + − × ÷, square root, floor, comparison. Logarithm and exponential are written
out below, as the platform's own differ in their last bits; and floats are never added up by
NumPy's sum or dot, whose order of adding differs between machines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.random import PCG64, SeedSequence
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

LN2 = 0.6931471805599453
LN2_HIGH, LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
HALF_ROOT = 0.7071067811865476


class Draws:
    """A stream of draws; each table has a stream of its own, so that one can change alone."""

    def __init__(self, *seed: int) -> None:
        self._bits = PCG64(SeedSequence(seed))

    def unit(self, n: int) -> Floats:
        """Numbers in [0, 1)."""
        return (self._raw(n) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def chance(self, p: ArrayLike, n: int) -> Bools:
        """True with probability p, one for all or one each."""
        return self.unit(n) < np.asarray(p)

    def whole(self, low: ArrayLike, high: ArrayLike, n: int) -> Ints:
        """Whole numbers from low to high, both included, all equally likely."""
        first = np.asarray(low, dtype=np.int64)
        span = np.asarray(high, dtype=np.int64) - first + 1
        return first + np.floor(self.unit(n) * span).astype(np.int64)

    def bell(self, n: int) -> Floats:
        """Close to a standard normal: twelve unit draws less six."""
        total = np.full(n, -6.0)
        for _ in range(12):
            total += self.unit(n)
        return total

    def which(self, weights: ArrayLike, n: int) -> Ints:
        """Places 0 … k − 1 by weights: one row of k for all, or n rows of k. Any positive total."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64), axis=-1)
        point = self.unit(n) * edges[..., -1]
        if edges.ndim == 1:
            places = np.searchsorted(edges, point, side="right")
        else:
            places = (point[:, None] >= edges).sum(axis=1)
        return np.minimum(places, edges.shape[-1] - 1).astype(np.int64)

    def pick(
        self, options: Sequence[Any], n: int, weights: Sequence[float] | None = None
    ) -> NDArray[Any]:
        """Options, equally likely or by weights, as an array of objects."""
        pool = np.empty(len(options), dtype=object)
        pool[:] = options
        if weights is None:
            return pool[self.whole(0, len(options) - 1, n)]
        return pool[self.which(weights, n)]

    def order(self, n: int) -> Ints:
        """The places 0 … n − 1 in random order."""
        return np.argsort(self._raw(n), kind="stable").astype(np.int64)

    def exponential(self, n: int) -> Floats:
        """Exponential waiting times with mean 1."""
        return -ln(1.0 - self.unit(n))

    def gamma(self, shape: int, n: int) -> Floats:
        """Gamma with a whole shape and scale 1: that many exponentials added up."""
        total = np.zeros(n)
        for _ in range(shape):
            total += self.exponential(n)
        return total

    def beta(self, k: int, m: int, n: int) -> Floats:
        """Beta with whole parameters k and m."""
        first = self.gamma(k, n)
        return first / (first + self.gamma(m, n))

    def _raw(self, n: int) -> NDArray[np.uint64]:
        return self._bits.random_raw(n)


def rounded(values: ArrayLike, low: int, high: int) -> Ints:
    """The nearest whole numbers, halves up, kept within low and high."""
    whole = np.floor(np.asarray(values, dtype=np.float64) + 0.5)
    return np.minimum(np.maximum(whole, low), high).astype(np.int64)


def ln(x: ArrayLike) -> Floats:
    """Natural logarithm of positive numbers, in plain arithmetic; right to 1e-13."""
    part, exponent = np.frexp(np.asarray(x, dtype=np.float64))
    small = part < HALF_ROOT
    part = np.where(small, 2.0 * part, part)
    power = exponent.astype(np.float64) - small
    s = (part - 1.0) / (part + 1.0)
    square = s * s
    series = np.full_like(s, 1.0 / 23.0)
    for odd in range(21, 0, -2):
        series = series * square + 1.0 / odd
    return power * LN2_HIGH + (2.0 * s * series + power * LN2_LOW)


def e_to(x: ArrayLike) -> Floats:
    """e to the power of each number between −700 and 700, in plain arithmetic; right to 1e-13."""
    values = np.minimum(np.maximum(np.asarray(x, dtype=np.float64), -700.0), 700.0)
    power = np.floor(values / LN2 + 0.5)
    rest = (values - power * LN2_HIGH) - power * LN2_LOW
    series = np.ones_like(rest)
    for term in range(16, 0, -1):
        series = series * rest / term + 1.0
    return np.ldexp(series, power.astype(np.int32))


def logistic(x: ArrayLike) -> Floats:
    """1 / (1 + e to −x), in plain arithmetic: a chance from a number on the log-odds scale."""
    return 1.0 / (1.0 + e_to(-np.asarray(x, dtype=np.float64)))
