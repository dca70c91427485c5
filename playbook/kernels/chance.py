"""Random numbers across a fork: what a notebook seeded stays, what it did not is everyone's own.

Python itself gives `random` a new seed in every fork. NumPy's global generator would go on alike
in all of them, so a notebook may not draw from it without a seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np


class Chance:
    """The two global generators, `random` and `numpy.random`."""

    def __init__(self) -> None:
        self._seeded: set[str] = set()
        self._state: Any = None
        self.shared = False
        """Whether NumPy's generator was drawn from without a seed."""

    @contextmanager
    def watched(self) -> Iterator[None]:
        """While it lasts, note which generator is given a seed, and which is used."""
        originals, before = (random.seed, np.random.seed), self._numpy_state()
        random.seed = self._noting("random", random.seed)
        np.random.seed = self._noting("numpy", np.random.seed)
        try:
            yield
        finally:
            random.seed, np.random.seed = originals
            self._state = random.getstate()
            self.shared = "numpy" not in self._seeded and self._numpy_state() != before

    @staticmethod
    def _numpy_state() -> tuple[object, ...]:
        state: Any = np.random.get_state(legacy=True)
        return (state[1].tobytes(), *state[2:])  # and of a pair of normal deviates, the second

    def _noting(self, name: str, seed: Callable[..., None]) -> Callable[..., None]:
        def noted(*arguments: Any, **named: Any) -> None:
            if any(each is not None for each in (*arguments, *named.values())):
                self._seeded.add(name)
            seed(*arguments, **named)

        return noted

    def after_fork(self) -> None:
        """Go on from the notebook's own seed, if it gave one."""
        if "random" in self._seeded:
            random.setstate(self._state)
