"""Chance that gives the same draws on every machine and with every version of NumPy.

Only the raw stream of PCG64 is used: NumPy promises that stream for good, but not what its
distributions make of it. From there on it is plain arithmetic, without the platform's exp or log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from numpy.random import PCG64, SeedSequence

T = TypeVar("T")


class Draws:
    """A stream of draws; each table has a stream of its own, so that one can change alone."""

    def __init__(self, *seed: int) -> None:
        self._bits = PCG64(SeedSequence(seed))

    def unit(self) -> float:
        """A number in [0, 1)."""
        return (int(self._bits.random_raw()) >> 11) * 2.0**-53

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.unit() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included, all equally likely."""
        return low + int(self.unit() * (high - low + 1))

    def bell(self) -> float:
        """Close to a standard normal: twelve unit draws less six."""
        return sum(self.unit() for _ in range(12)) - 6.0

    def pick(self, options: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the options, equally likely or by weights that add up to 1."""
        if weights is None:
            return options[self.whole(0, len(options) - 1)]
        left = self.unit()
        for option, weight in zip(options, weights, strict=True):
            left -= weight
            if left < 0:
                return option
        return options[-1]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """`count` different options, in random order."""
        pool = list(options)
        return [pool.pop(self.whole(0, len(pool) - 1)) for _ in range(count)]


def rounded(value: float, low: int, high: int) -> int:
    """The nearest whole number, halves up, kept within low and high."""
    return max(low, min(high, int(value + 100.5) - 100))
