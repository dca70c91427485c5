"""Randomisation inference: how often drawing the groups by lot would give a difference as large."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from playbook.measures.ranges import random_numbers
from playbook.measures.wording import p_text

MOST_LISTED = 5_000
"""Ways to draw the groups up to which all are gone through; beyond, this many are drawn."""


@dataclass(frozen=True)
class Randomisation:
    """`p` from `assignments` ways to draw the treated units: all there are, or a draw of them."""

    p: float
    assignments: int
    complete: bool

    def sentence(self) -> str:
        """The p-value, and what it is made from."""
        if self.complete:
            made = f"all {self.assignments:,} ways to choose the treated units"
        else:
            made = f"{self.assignments:,} random ways to choose the treated units"
        smallest = 1 / self.assignments
        reach = f"; it can't fall below {smallest:.3f}" if self.complete and smallest > 0.01 else ""
        return f"Randomisation test: {p_text(self.p)}, from {made}{reach}."


def randomisation_test(
    values: NDArray[np.float64], treated: NDArray[np.bool_], *, seed: int
) -> Randomisation:
    """Two-sided p of the difference of means of `values` between treated and other units.

    Both one-dimensional, one entry a unit, with a unit in each group. With 5,000 or fewer ways to
    choose the treated units all are gone through; beyond, 5,000 are drawn from `seed` and the
    observed one is counted as one more. Ties count as at least as large. It tests that no unit's
    value depends on its group. Source: Fisher 1935, The Design of Experiments; p with the observed
    one counted: Phipson & Smyth 2010.
    """
    centred = values - values.mean()
    n, chosen = len(values), int(treated.sum())
    ways = comb(n, chosen)
    if ways <= MOST_LISTED:
        rows = np.array(list(combinations(range(n), chosen)))
        sums = centred[rows].sum(axis=1)
    else:
        draw = random_numbers(seed)
        sums = np.array(
            [centred[draw.choice(n, chosen, replace=False)].sum() for _ in range(MOST_LISTED)]
        )
    # with centred values the difference of means is their sum over the treated times a constant
    observed = abs(float(centred[treated].sum()))
    slack = 1e-9 * float(np.abs(centred).max(initial=0.0))
    as_large = int((np.abs(sums) >= observed - slack).sum())
    if ways <= MOST_LISTED:
        return Randomisation(as_large / ways, ways, complete=True)
    return Randomisation((as_large + 1) / (MOST_LISTED + 1), MOST_LISTED, complete=False)
