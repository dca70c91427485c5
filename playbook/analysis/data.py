"""The columns that a measure asked for, read and ready; one row each, or as counted rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT

MOST_ROWS = 100_000_000
"""More rows than this are not laid out one by one; our choice, about a gigabyte a column."""


class Data:
    """Distinct rows of the columns that a measure asked for, under the names of its parameters."""

    def __init__(self, frame: pd.DataFrame, names: Sequence[str]) -> None:
        self._frame = frame
        self._names = tuple(names)

    @property
    def rows(self) -> int:
        """How many rows of the file these are."""
        return int(self._frame[COUNT].sum())

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many rows of the file each distinct row stands for."""
        counts: NDArray[np.int64] = self._frame[COUNT].to_numpy(dtype=np.int64)
        return counts

    def has(self, name: str) -> bool:
        """Whether this column was given."""
        return name in self._frame.columns

    def distinct(self, name: str) -> pd.Series[Any]:
        """A column with one entry a distinct row, to be used together with `counts`."""
        return self._frame[name]

    def column(self, name: str) -> pd.Series[Any]:
        """A column with one entry a row of the file."""
        return self.table([name])[name]

    def table(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """Several columns with one entry a row of the file; by default all.

        Raises AnalysisError for more than a hundred million rows.
        """
        wanted = list(names) if names is not None else list(self._names)
        if self.rows > MOST_ROWS:
            raise AnalysisError(
                f"This measure needs each of the {self.rows:,} rows, and they don't fit in memory.",
                f"Draw a random sample of at most {MOST_ROWS:,} rows and analyse that.",
            )
        repeated = np.repeat(np.arange(len(self._frame)), self.counts)
        return self._frame[wanted].iloc[repeated].reset_index(drop=True)

    def split(self, by: str) -> Iterator[tuple[str, Data]]:
        """The data of each group in alphabetical order; rows without a group are in none."""
        for group, frame in self._frame.groupby(by, sort=True, observed=True):
            yield str(group), Data(frame, self._names)

    def without_group(self, by: str) -> int:
        """How many rows have no group."""
        return int(self._frame.loc[self._frame[by].isna(), COUNT].sum())
