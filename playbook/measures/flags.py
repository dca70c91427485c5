"""Yes/no columns: from what a caller hands in to booleans, every unusable row counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.reading import BLANK, NOT_A_NUMBER, Values, as_column, read_numbers

NOT_YES_OR_NO = "neither yes (true, 1) nor no (false, 0)"


@dataclass(frozen=True)
class Flags:
    """One answer a row: `yes` and `no` are both False where the row can't be used."""

    yes: NDArray[np.bool_]
    no: NDArray[np.bool_]
    blank: NDArray[np.bool_]

    @property
    def used(self) -> NDArray[np.bool_]:
        """Which rows say yes or no."""
        used: NDArray[np.bool_] = self.yes | self.no
        return used

    @property
    def dropped(self) -> dict[str, int]:
        """Why rows are not used, and how many."""
        blank = int(self.blank.sum())
        other = len(self.blank) - int(self.used.sum()) - blank
        return {text: n for text, n in (("blank", blank), (NOT_YES_OR_NO, other)) if n}


def read_flags(values: Values) -> Flags:
    """Read a one-dimensional yes/no column: True or 1 is yes, False or 0 is no.

    None, NaN, NA and empty text are blank; anything else, "yes" in letters too, is not used and
    counted: which word means what is asked where the file is read, not guessed here.
    Raises MeasureError when the input is not one-dimensional.
    """
    if isinstance(values, np.ndarray | pd.Series) and values.dtype == "bool" and values.ndim == 1:
        yes = np.array(values, dtype=bool)
        return Flags(yes, ~yes, np.zeros(len(yes), dtype=bool))
    numbers = read_numbers(values)
    yes, no = numbers.values == 1, numbers.values == 0
    other = np.flatnonzero(numbers.verdicts == NOT_A_NUMBER)
    if len(other):
        objects = as_column(values)[other]
        yes[other] = [isinstance(one, bool | np.bool_) and bool(one) for one in objects]
        no[other] = [isinstance(one, bool | np.bool_) and not one for one in objects]
    return Flags(yes, no, numbers.verdicts == BLANK)
