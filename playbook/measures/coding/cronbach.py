"""Cronbach's α: whether the items of a questionnaire go together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.reading import USED, read_numbers

INCOMPLETE = "incomplete"
_METHOD = "Cronbach's α (Cronbach 1951), interval by Feldt 1965"


def cronbach_alpha(
    items: pd.DataFrame, *, name: str = "Cronbach's α", confidence: float = 0.95
) -> Estimate:
    """Internal consistency of k items: k/(k−1) · (1 − sum of item variances / variance of sums).

    `items`: one row a respondent, one column an item, all items worded the same way round, numbers.
    A respondent without an answer to each item is left out and counted as incomplete. At most 1; it
    grows with the number of items, and says nothing of whether they measure the right thing. None
    with fewer than two items or respondents, or where the sums don't vary. Raises MeasureError when
    `items` is not a table. Sources: Cronbach 1951, Psychometrika 16:297–334; Feldt 1965,
    Psychometrika 30:357–370.
    """
    critical_z(confidence)
    if not isinstance(items, pd.DataFrame):
        raise MeasureError(
            f"A table of items is needed, not a {type(items).__name__}.",
            "Hand in a DataFrame with one row a respondent and one column an item.",
        )
    columns = [read_numbers(items.iloc[:, i]) for i in range(items.shape[1])]
    scores = np.array([column.values for column in columns]).reshape(len(columns), len(items)).T
    complete = np.ones(len(items), dtype=bool)
    for column in columns:
        complete &= column.verdicts == USED
    scores = scores[complete]
    n, k = scores.shape
    value = low = high = None
    if n >= 2 and k >= 2 and (spread := float(np.var(scores.sum(axis=1), ddof=1))) > 0:
        value = k / (k - 1) * (1 - float(np.var(scores, axis=0, ddof=1).sum()) / spread)
        tail = (1 - confidence) / 2
        df, df_items = n - 1, (n - 1) * (k - 1)
        low = 1 - (1 - value) * float(special.fdtri(df, df_items, 1 - tail))
        high = 1 - (1 - value) * float(special.fdtri(df, df_items, tail))
    left_out = len(items) - n
    dropped = {INCOMPLETE: left_out} if left_out else {}
    return Estimate(name, value, low, high, n, "", _METHOD, dropped, confidence=confidence)
