"""An outcome of each customer: yes or no, or a number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.flags import read_flags
from playbook.measures.reading import USED, Values, read_numbers


@dataclass(frozen=True)
class Outcome:
    """One value a row (1 and 0 for yes and no), which rows can be used, and why others can't."""

    values: NDArray[np.float64]
    used: NDArray[np.bool_]
    is_rate: bool
    dropped: dict[str, int]


def read_outcome(values: Values, unit: str) -> Outcome:
    """Read a one-dimensional outcome: yes/no, or numbers in `unit`.

    A column of nothing but true, false, 1 and 0 is yes/no unless it has a unit other than %.
    Raises MeasureError when the input is not one-dimensional.
    """
    flags, numbers = read_flags(values), read_numbers(values)
    if unit in {"", "%"} and bool(np.isin(numbers.used, (0, 1)).all()):
        return Outcome(flags.yes.astype(np.float64), flags.used, True, flags.dropped)
    return Outcome(numbers.values, numbers.verdicts == USED, False, numbers.dropped)
