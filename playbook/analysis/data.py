"""The columns that a measure asked for, read and ready; one row each, or as counted rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.analysis.errors import AnalysisError
from playbook.analysis.source import COUNT

MOST_ROWS = 100_000_000
"""More rows than this are not laid out one by one; our choice, about a gigabyte a column."""


def keys(flag: str, names: Sequence[str]) -> list[str]:
    """What the columns of a flag go by in a table: the flag, or one key each of several."""
    return [flag] if len(names) == 1 else [f"{flag}\x00{number}" for number in range(len(names))]


class Data:
    """Distinct rows of the columns that a measure asked for.

    A column goes by the flag it was named with; `chosen` says its name in the file, or the names
    of several.
    """

    def __init__(self, frame: pd.DataFrame, chosen: Mapping[str, Sequence[str]]) -> None:
        self._frame = frame
        self._chosen = chosen

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

    def table(self, flags: Sequence[str]) -> pd.DataFrame:
        """Several columns under their flags, with one entry a row of the file.

        Raises AnalysisError for more than a hundred million rows.
        """
        return self._rows(flags)

    def own(self, flag: str) -> tuple[str, ...]:
        """The names in the file of the columns that this flag named."""
        return tuple(self._chosen[flag])

    def own_table(self, flags: Sequence[str]) -> pd.DataFrame:
        """All columns of these flags under their names in the file, with one entry a row of it.

        Raises AnalysisError for more than a hundred million rows.
        """
        wanted = {
            each: name
            for flag in flags
            for each, name in zip(keys(flag, self._chosen[flag]), self._chosen[flag], strict=True)
        }
        return self._rows(list(wanted)).rename(columns=wanted)

    def _rows(self, keys: Sequence[str]) -> pd.DataFrame:
        if self.rows > MOST_ROWS:
            raise AnalysisError(
                f"This measure needs each of the {self.rows:,} rows, and they don't fit in memory.",
                f"Draw a random sample of at most {MOST_ROWS:,} rows and analyse that.",
            )
        repeated = np.repeat(np.arange(len(self._frame)), self.counts)
        return self._frame[list(keys)].iloc[repeated].reset_index(drop=True)

    def split(self, by: str) -> Iterator[tuple[str, Data]]:
        """The data of each group in order; rows without a group are in none.

        Groups named by numbers are in the order of these, all others in that of the alphabet.
        """
        groups = {str(group): frame for group, frame in self._frame.groupby(by, observed=True)}
        numbers = pd.to_numeric(pd.Series(list(groups), dtype=object), errors="coerce")
        for group in sorted(groups, key=str if numbers.isna().any() else float):
            yield group, Data(groups[group], self._chosen)

    def without_group(self, by: str) -> int:
        """How many rows have no group."""
        return int(self._frame.loc[self._frame[by].isna(), COUNT].sum())
