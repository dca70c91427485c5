"""Raking: weights that bring a sample's margins to those of the population."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from playbook.measures.errors import MeasureError
from playbook.measures.groups import same_length
from playbook.measures.ranges import checked_table, checked_whole, is_inside, is_number
from playbook.measures.reading import Values
from playbook.measures.surveys.margins import Floats, Margin, Targets, read_margins
from playbook.measures.weights import checked_weights, effective_n
from playbook.measures.wording import dropped_text, number_text

FEWEST_A_CATEGORY = 30
"""Answers below which a category's weight rests on too few people; a rule of thumb."""
ROUNDS_OF_TRIMMING, SLACK = 50, 1e-3
"""How often weights are cut, and how far above the limit one may stay, so that it ends."""


@dataclass(frozen=True)
class Category:
    """One category of a margin: its n, and its share in % before, as asked for, and after."""

    margin: str
    label: str
    n: int
    before: float
    target: float
    after: float


@dataclass(frozen=True)
class Raking:
    """Weights from raking, one a row of the sample by position, and what they cost.

    `weights` have mean 1 over the n rows used and are 0 for rows left out. `design_effect` is
    n·Σw²/(Σw)² (Kish 1965), `n_effective` n divided by it. `trimmed` counts the rows whose weight
    was cut, `largest` is the largest weight.
    """

    weights: Floats
    categories: tuple[Category, ...]
    design_effect: float
    n_effective: float
    n: int
    largest: float
    trimmed: int
    iterations: int
    method: str
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)

    def sentence(self) -> str:
        """What the weights do, what they cost, and what to be careful about."""
        margins = list(dict.fromkeys(category.margin for category in self.categories))
        cut = f" {self.trimmed:,} weights were cut." if self.trimmed else ""
        warnings = "".join(f" {warning}" for warning in self.warnings)
        return (
            f"Weighted by {' and '.join(margins)}, {self.n:,} answers are worth "
            f"{number_text(self.n_effective, 0)} (design effect {self.design_effect:.2f}, largest "
            f"weight {number_text(self.largest, 2)} times the mean).{cut}{warnings}"
            f"{dropped_text(self.dropped)}"
        )


def rake(
    sample: pd.DataFrame,
    targets: Targets,
    *,
    base: Values | None = None,
    trim: float | None = 5.0,
    tolerance: float = 1e-9,
    most_iterations: int = 1_000,
) -> Raking:
    """Weights that give `sample` the margins of `targets`, by iterative proportional fitting.

    `sample`: one row a respondent; `targets`: column → category → its share, % or number of people
    in the population, all margins with one total. `base`: a weight a row to start from, by default
    1. Rows with a blank in a margin, a base of 0 or a target of 0 get weight 0 and are counted.
    Weights above `trim` times their mean are cut to it and the sample is raked again, until none is
    above (None: never). Settled when no category's share is off by more than `tolerance`.

    Raises MeasureError for margins of different totals, a category of the sample without a target,
    a category with a target but no row, margins that can't be met together within
    `most_iterations`, a sample that is no table, or settings that can't be. Warns of categories
    with fewer than 30 rows. Source: Deming & Stephan 1940, Annals of Mathematical Statistics
    11:427–444; design effect: Kish 1965.
    """
    checked_table(sample)
    checked_whole(most_iterations, "The most rounds", least=1)
    if not is_inside(tolerance, 0, 1):
        raise MeasureError(
            f"A tolerance of {tolerance!r} can't be met.", "Give a small share, such as 1e-9."
        )
    if trim is not None and not (is_number(trim) and trim > 1):
        raise MeasureError(
            f"Weights can't all be below {trim!r} times their mean.",
            "Give a limit above 1, such as 5, or None for no limit.",
        )
    start = np.ones(len(sample)) if base is None else checked_weights(base)
    same_length(("sample", len(sample)), ("base weights", len(start)))
    zero = len(sample) - int(np.count_nonzero(start))
    margins, used, left_out = read_margins(sample, targets, start > 0)
    dropped = ({"weight of zero": zero} if zero else {}) | left_out
    before = [margin.shares(start[used]) for margin in margins]
    weights, iterations = _fit(start[used], margins, tolerance, most_iterations)
    cut = np.zeros(len(weights), dtype=bool)
    rounds = 0
    while trim is not None and (high := weights > trim * (1 + SLACK)).any():
        if rounds == ROUNDS_OF_TRIMMING:
            break
        cut |= high
        weights, more = _fit(np.minimum(weights, trim), margins, tolerance, most_iterations)
        iterations, rounds = iterations + more, rounds + 1
    spread = np.zeros(len(sample))
    spread[used] = weights
    worth = effective_n(weights)
    return Raking(
        weights=spread,
        categories=tuple(
            category
            for margin, shares in zip(margins, before, strict=True)
            for category in _categories(margin, shares, margin.shares(weights))
        ),
        design_effect=len(weights) / worth,
        n_effective=worth,
        n=len(weights),
        largest=float(weights.max()),
        trimmed=int(np.count_nonzero(cut)),
        iterations=iterations,
        method="iterative proportional fitting (Deming & Stephan 1940)"
        + ("" if trim is None else f", weights cut at {trim:g} times their mean"),
        warnings=_warnings(margins, weights, trim),
        dropped=dropped,
    )


def _fit(weights: Floats, margins: list[Margin], tolerance: float, most: int) -> tuple[Floats, int]:
    """Weights of mean 1 that meet every margin, and the rounds it took."""
    for iteration in range(1, most + 1):
        for margin in margins:
            weights = weights * (margin.target / margin.shares(weights))[margin.codes]
        weights = weights / weights.mean()
        if all(
            np.abs(margin.shares(weights) - margin.target).max() <= tolerance for margin in margins
        ):
            return weights, iteration
    raise MeasureError(
        f"The margins can't be met together: after {most:,} rounds they are still off.",
        "Some combinations of categories have no row in the sample. Join small categories, or "
        "leave out a margin.",
    )


def _categories(margin: Margin, before: Floats, after: Floats) -> list[Category]:
    return [
        Category(margin.name, label, int(n), 100 * float(was), 100 * float(asked), 100 * float(now))
        for label, n, was, asked, now in zip(
            margin.labels, margin.counts(), before, margin.target, after, strict=True
        )
    ]


def _warnings(margins: list[Margin], weights: Floats, trim: float | None) -> tuple[str, ...]:
    found = []
    for margin in margins:
        few = [
            f"{label} {n}"
            for label, n in zip(margin.labels, margin.counts(), strict=True)
            if n < FEWEST_A_CATEGORY
        ]
        if few:
            found.append(
                f"Categories of “{margin.name}” with fewer than {FEWEST_A_CATEGORY} answers "
                f"({', '.join(few)}): their few people speak for many; join them with others."
            )
    if trim is not None and weights.max() > trim * (1 + SLACK):
        found.append(
            f"Weights up to {weights.max():.1f} times the mean are left, since the margins can't "
            f"be met with none above {trim:g}."
        )
    return tuple(found)
