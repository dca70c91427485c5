"""How sure a number is."""

from __future__ import annotations

import math
import random

from playbook.exercises.measure_your_impact.drawing import (
    apart,
    draw_until,
    known,
    recommend_counts,
)
from playbook.exercises.registry import generator
from playbook.exercises.variant import Variant
from playbook.measures import (
    nps_from_counts,
    nps_sample_size,
    nps_standard_error,
    share,
    share_difference,
)

BRANCHES = ("Ashby", "Colne", "Dunster", "Exmouth", "Hythe", "Ludlow", "Oakham", "Thirsk")


@generator("nps-standard-error")
def standard_error(rng: random.Random) -> Variant:
    """Standard error in points from three counts."""

    def make() -> Variant | None:
        n = rng.randint(40, 180)
        counts = recommend_counts(rng, n)
        promoters, passives, detractors = counts
        p, d = promoters / n, detractors / n
        answer = known(nps_standard_error(*counts))
        independent = 100 * math.sqrt((p * (1 - p) + d * (1 - d)) / n)
        margin = 1.96 * answer
        if not apart((answer, independent, margin), 0.6):
            return None
        estimate = nps_from_counts(*counts)
        values = {
            "promoters": promoters,
            "passives": passives,
            "detractors": detractors,
            "n": n,
            "p": p,
            "d": d,
            "score": known(estimate.value),
            "low": known(estimate.low),
            "high": known(estimate.high),
            "variance": p + d - (p - d) ** 2,
            "independent_variance": p * (1 - p) + d * (1 - d),
            "covariance": 2 * p * d,
            "independent": independent,
            "margin": margin,
            "answer": answer,
        }
        wrong = ((independent, "independent-variance"), (margin, "margin-for-error"))
        return Variant(values, answer, 0.1, wrong)

    return draw_until(make)


@generator("nps-sample-size")
def sample_size(rng: random.Random) -> Variant:
    """Answers needed for a narrower interval, in answers."""

    def make() -> Variant | None:
        variance = rng.randrange(50, 82, 2) / 100
        wide, narrow = rng.choice((8, 9, 10, 12)), rng.choice((3, 4, 5, 6))
        now = nps_sample_size(wide, variance)
        answer = float(nps_sample_size(narrow, variance))
        linear = now * wide / narrow
        of_a_share = float(nps_sample_size(narrow, 0.25))
        tolerance = max(20.0, 0.02 * answer)
        if not apart((answer, linear, of_a_share), 2.5 * tolerance):
            return None
        values = {
            "variance": variance,
            "wide": wide,
            "narrow": narrow,
            "now": now,
            "ratio": wide / narrow,
            "squared": (wide / narrow) ** 2,
            "linear": linear,
            "of_a_share": of_a_share,
            "worst": nps_sample_size(narrow),
            "answer": answer,
        }
        wrong = ((linear, "precision-grows-evenly"), (of_a_share, "sample-size-of-a-share"))
        return Variant(values, answer, tolerance, wrong)

    return draw_until(make)


@generator("pooled-share")
def pooled_share(rng: random.Random) -> Variant:
    """The company's share of satisfied customers from two branches of unequal size."""

    def make() -> Variant | None:
        n_small, n_large = rng.randint(15, 45), rng.randint(240, 720)
        satisfied_small = round(n_small * rng.uniform(0.84, 0.97))
        satisfied_large = round(n_large * rng.uniform(0.52, 0.72))
        small, large = share(satisfied_small, n_small), share(satisfied_large, n_large)
        pooled = share(satisfied_small + satisfied_large, n_small + n_large)
        answer = known(pooled.value)
        simple = (known(small.value) + known(large.value)) / 2
        if not apart((answer, simple), 3):
            return None
        first, second = rng.sample(BRANCHES, 2)
        values: dict[str, float | str] = {
            "first": first,
            "second": second,
            "n_small": n_small,
            "n_large": n_large,
            "satisfied_small": satisfied_small,
            "satisfied_large": satisfied_large,
            "share_small": known(small.value),
            "share_large": known(large.value),
            "simple": simple,
            "n": n_small + n_large,
            "satisfied": satisfied_small + satisfied_large,
            "low": known(pooled.low),
            "high": known(pooled.high),
            "answer": answer,
        }
        return Variant(values, answer, 0.15, ((simple, "unequal-n-ignored"),))

    return draw_until(make)


@generator("small-branch-first")
def small_branch(rng: random.Random) -> Variant:
    """A small branch heads the table; the difference to a large one holds zero."""

    def make() -> Variant | None:
        n_small, n_large = rng.randint(9, 24), rng.randint(280, 900)
        satisfied_small = n_small - rng.randint(0, 2)
        satisfied_large = round(n_large * rng.uniform(0.76, 0.88))
        small, large = share(satisfied_small, n_small), share(satisfied_large, n_large)
        gap = share_difference(satisfied_small, n_small, satisfied_large, n_large)
        if known(gap.difference) < 4 or known(gap.low) > -1:
            return None
        first, second = rng.sample(BRANCHES, 2)
        values: dict[str, float | str] = {
            "first": first,
            "second": second,
            "n_small": n_small,
            "n_large": n_large,
            "share_small": known(small.value),
            "low_small": known(small.low),
            "high_small": known(small.high),
            "share_large": known(large.value),
            "low_large": known(large.low),
            "high_large": known(large.high),
            "gap": known(gap.difference),
            "gap_low": known(gap.low),
            "gap_high": known(gap.high),
        }
        return Variant(values)

    return draw_until(make)
