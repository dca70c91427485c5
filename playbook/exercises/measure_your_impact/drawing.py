"""What the generators share: drawing again until numbers fit, and sample answers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from typing import TypeVar

from playbook.exercises.errors import ExerciseError

Drawn = TypeVar("Drawn")
MOST_DRAWS = 20_000


def draw_until(make: Callable[[], Drawn | None]) -> Drawn:
    """The first result of `make` that is not None; raises ExerciseError after 20,000 draws."""
    for _ in range(MOST_DRAWS):
        drawn = make()
        if drawn is not None:
            return drawn
    raise ExerciseError(
        "No numbers were found that fit the question.", "Loosen the generator's conditions."
    )


def apart(numbers: Iterable[float], gap: float) -> bool:
    """Whether any two of the numbers differ by more than `gap`."""
    return all(abs(a - b) > gap for a, b in combinations(numbers, 2))


def known(value: float | None) -> float:
    """A measure's value that can't be missing here, since there are answers."""
    if value is None:
        raise ExerciseError("A measure is not available.", "Draw numbers with answers in them.")
    return value


def recommend_counts(rng: random.Random, n: int) -> tuple[int, int, int]:
    """Promoters, passives, detractors among `n` answers, in proportions as companies see them."""
    promoters = round(n * rng.uniform(0.3, 0.62))
    detractors = round(n * rng.uniform(0.1, 0.34))
    return promoters, n - promoters - detractors, detractors


def recommend_ratings(counts: Sequence[int]) -> list[int]:
    """Answers to the 0–10 question with these counts of promoters, passives and detractors."""
    promoters, passives, detractors = counts
    return [10] * promoters + [8] * passives + [4] * detractors


def bounded(number: float, lowest: int, highest: int) -> int:
    """A number rounded to a whole one on a scale."""
    return max(lowest, min(highest, round(number)))
