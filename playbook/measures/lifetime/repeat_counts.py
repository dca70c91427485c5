"""How many customers bought again so many times: counted, and expected by a model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playbook.measures.distributions import critical_z
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD
from playbook.measures.lifetime.bg_nbd_formulas import count_chances, distinct_rows
from playbook.measures.lifetime.purchase_rows import read_histories
from playbook.measures.ranges import checked_kind, checked_whole
from playbook.measures.reading import Values, as_column
from playbook.measures.wording import number_text

MOST_SHOWN = 100
"""Numbers of repeat purchases beyond which a table is no picture any more; our choice."""


@dataclass(frozen=True)
class RepeatCounts:
    """Customers by number of repeat purchases: one entry a number, the last "or more".

    `low` and `high` hold what chance alone gives around `expected`, the model taken as true.
    """

    labels: tuple[str, ...]
    actual: tuple[int, ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    n: int
    confidence: float = 0.95

    @property
    def outside(self) -> tuple[str, ...]:
        """Labels of the numbers whose count lies beyond what chance gives."""
        return tuple(
            label
            for label, count, low, high in zip(
                self.labels, self.actual, self.low, self.high, strict=True
            )
            if not low <= count <= high
        )

    def sentence(self) -> str:
        """Counted beside expected, and whether chance explains what lies between."""
        pairs = "; ".join(
            f"{label}: {count:,} and {number_text(mean, 1)}"
            for label, count, mean in zip(self.labels, self.actual, self.expected, strict=True)
        )
        if self.outside:
            verdict = (
                f"Further from the model than chance explains ({100 * self.confidence:g}% limits "
                f"each): {', '.join(self.outside)}."
            )
        else:
            verdict = (
                f"None is further from the model than chance explains ({100 * self.confidence:g}% "
                "limits each)."
            )
        return (
            f"Customers by repeat purchases, counted and expected: {pairs} (n = {self.n:,}). "
            f"{verdict}"
        )


def repeat_counts(
    model: BetaGeometricNBD, frequency: Values, age: Values, *, up_to: int = 7
) -> RepeatCounts:
    """How many customers bought again 0, 1, …, `up_to` or more times: counted and expected.

    Columns of equal length, the customers the model was fitted to. The interval of a count is its
    mean ± z standard deviations of a sum of independent yes/no outcomes, not below 0.
    Raises MeasureError for a row that can't be used, and for `up_to` outside 1 to 100.
    """
    up_to = checked_whole(up_to, "The most repeat purchases", least=1, most=MOST_SHOWN)
    checked_kind(model, BetaGeometricNBD, "The model of purchases", "fit_bg_nbd")
    z = critical_z(model.confidence)
    counted = as_column(frequency)
    histories = read_histories(counted, np.zeros(len(counted)), age, needs_recency=False)
    ages = distinct_rows(histories.age)
    chances = count_chances(model.values, ages.columns[0], up_to - 1)
    rest = np.clip(1 - chances.sum(axis=1, keepdims=True), 0, 1)
    every = np.hstack([chances, rest])
    mean = ages.times @ every
    half = z * np.sqrt(ages.times @ (every * (1 - every)))
    counts = np.minimum(histories.x, up_to).astype(np.int64)
    return RepeatCounts(
        labels=(*(str(number) for number in range(up_to)), f"{up_to} or more"),
        actual=tuple(int(count) for count in np.bincount(counts, minlength=up_to + 1)),
        expected=tuple(float(count) for count in mean),
        low=tuple(float(max(count, 0)) for count in mean - half),
        high=tuple(float(count) for count in mean + half),
        n=len(histories),
        confidence=model.confidence,
    )
