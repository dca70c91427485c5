"""Survey weights: what they must be, and how many answers they leave."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.reading import USED, Values, read_numbers


def effective_n(weights: Values) -> float:
    """Number of equally weighted answers that weigh as much: (Σw)²/Σw².

    `weights`: one-dimensional, finite, 0 or more, with a positive sum; their scale is of no
    matter. Raises MeasureError otherwise. Source: Kish 1965, Survey Sampling.
    """
    relative = checked_weights(weights)
    return float(relative.sum() ** 2 / np.square(relative).sum())


def checked_weights(weights: Values) -> NDArray[np.float64]:
    """The weights as floats, divided by the largest so that their scale can't overflow.

    Raises MeasureError when one is blank, not a finite number or negative, or all are 0.
    """
    numbers = read_numbers(weights)
    with np.errstate(invalid="ignore"):
        wrong = np.flatnonzero((numbers.verdicts != USED) | (numbers.values < 0))
    if len(wrong):
        raise MeasureError(
            f"{len(wrong):,} of the weights can't be used, the first in row {wrong[0] + 1:,} "
            "(counted from 1).",
            "Give every row a finite weight of 0 or more.",
        )
    largest = np.max(numbers.values, initial=0.0)
    if largest == 0:
        raise MeasureError("The weights add up to 0.", "Give at least one row a positive weight.")
    relative: NDArray[np.float64] = numbers.values / largest
    return relative
