"""A column's distinct values, and which of them each row holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError


def distinct_values(
    column: Sequence[object] | pd.Series[Any] | NDArray[Any],
) -> tuple[NDArray[np.intp], Any]:
    """A code a row, −1 for a missing value, and the values that the codes point to.

    Raises MeasureError for a column that holds lists, tables and the like.
    """
    try:
        codes, distinct = pd.factorize(column)  # type: ignore[arg-type]
    except TypeError as error:
        raise MeasureError(
            "The column holds lists or tables, not single values.",
            "Give each row one value: text, a number or a date.",
        ) from error
    return codes, distinct
