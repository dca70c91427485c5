"""The generators by name, and the seeds that make their numbers repeatable."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from functools import lru_cache

from playbook.exercises.errors import ExerciseError
from playbook.exercises.variant import Variant

Generator = Callable[[random.Random], Variant]
REMEMBERED = 512
"""Variants that a process keeps at hand; a lesson has some forty."""

_generators: dict[str, Generator] = {}


def generator(name: str) -> Callable[[Generator], Generator]:
    """Decorator that makes a generator known under the name that the question bank uses."""

    def known(make: Generator) -> Generator:
        if name in _generators:
            raise ExerciseError(f"Two generators are called '{name}'.", "Rename one.")
        _generators[name] = make
        return make

    return known


def generator_names() -> frozenset[str]:
    """Names of all known generators."""
    return frozenset(_generators)


@lru_cache(maxsize=REMEMBERED)
def generate(name: str, seed: int) -> Variant:
    """The variant that the generator `name` makes from `seed`; the same seed, the same variant.

    Remembered, as most seeds are everyone's: those of the first set of numbers.

    Raises ExerciseError for an unknown name.
    """
    if name not in _generators:
        raise ExerciseError(
            f"There is no generator called '{name}'.",
            f"Known are: {', '.join(sorted(_generators))}.",
        )
    return _generators[name](random.Random(seed))


def seed_of(*parts: str | int) -> int:
    """A seed from its parts, the same in every process: the first 8 bytes of their SHA-256."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).digest()
    return int.from_bytes(digest[:8], "big")
