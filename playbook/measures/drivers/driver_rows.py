"""The rows a driver analysis can use, and what in them limits its reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.flags import read_flags
from playbook.measures.ranges import checked_table
from playbook.measures.reading import BLANK, NOT_A_NUMBER, USED, Values, count_dropped, read_numbers
from playbook.measures.wording import listed

ROWS_A_DRIVER, FEWEST_ROWS = 10, 100
"""Complete rows advised: 10 a driver, and 100 in all."""
END_CATEGORY = 0.60
"""Share of answers in the highest or lowest category above which range is restricted; ours."""
LEFT_OUT = 0.20
"""Share of rows left out above which a warning says so; ours."""


@dataclass(frozen=True)
class CompleteRows:
    """Rows without a gap, (n, columns) with the outcome last, and what was left out for gaps.

    `gaps` counts the rows of each column that can't be used, whatever the others say.
    """

    names: tuple[str, ...]
    rows: NDArray[np.float64]
    dropped: dict[str, int]
    gaps: tuple[int, ...]

    def refuse_constant(self) -> None:
        """Raise MeasureError, naming them, when columns have one value in all complete rows."""
        flat = np.ptp(self.rows, axis=0) == 0
        found = [f'"{name}"' for name, is_flat in zip(self.names, flat, strict=True) if is_flat]
        if found:
            raise MeasureError(
                f"Only one value of {listed(found)} in all {len(self.rows):,} complete rows.",
                "Leave out what does not vary; it can't go together with anything.",
            )

    def warnings(self) -> Iterator[str]:
        """What the reader should know: few rows, many left out, answers at one end."""
        n, left_out, drivers = len(self.rows), sum(self.dropped.values()), len(self.names) - 1
        advised = max(ROWS_A_DRIVER * drivers, FEWEST_ROWS)
        if n < advised:
            yield (
                f"{n:,} complete rows are few for {drivers} drivers; with {advised:,} or more the "
                "shares are steadier."
            )
        if left_out > LEFT_OUT * (n + left_out):
            worst = int(np.argmax(self.gaps))
            yield (
                f"{100 * left_out / (n + left_out):.0f}% of the rows have a gap and are left out, "
                f"most often in {self.names[worst]} ({self.gaps[worst]:,} rows)."
            )
        for name, column in zip(self.names[:-1], self.rows.T, strict=False):
            yield from _at_one_end(name, column)


def complete_rows(frame: pd.DataFrame, names: tuple[str, ...]) -> CompleteRows:
    """The rows of `frame` in which every column of `names` holds a number or a yes/no.

    Yes is 1, no is 0. Raises MeasureError for a column that is not there.
    """
    checked_table(frame, names)
    values = np.empty((len(frame), len(names)))
    verdicts = np.zeros(len(frame), dtype=np.uint8)
    gaps = []
    for place, name in enumerate(names):
        values[:, place], column_verdicts = _read(frame[name])
        verdicts = np.maximum(verdicts, column_verdicts)
        gaps.append(int(np.count_nonzero(column_verdicts)))
    return CompleteRows(names, values[verdicts == USED], count_dropped(verdicts), tuple(gaps))


def _read(column: Values) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """Numbers, or yes/no as 1 and 0 where there is no number in the column; and their verdicts."""
    numbers = read_numbers(column)
    if len(numbers.used):
        return numbers.values, numbers.verdicts
    flags = read_flags(column)
    verdicts = np.where(flags.blank, BLANK, np.where(flags.used, USED, NOT_A_NUMBER))
    return np.where(flags.used, flags.yes, np.nan), verdicts.astype(np.uint8)


def _at_one_end(name: str, column: NDArray[np.float64]) -> Iterator[str]:
    """A warning for a column of more than two values with too many at its highest or lowest."""
    low, high = column.min(), column.max()
    if not np.any((column != low) & (column != high)):
        return
    for end, value in (("highest", high), ("lowest", low)):
        share = np.count_nonzero(column == value) / len(column)
        if share > END_CATEGORY:
            yield (
                f"{100 * share:.0f}% of the answers to {name} are the {end} there is: where "
                "nearly all agree little can go together with it, so a small share does not "
                "make it unimportant."
            )
