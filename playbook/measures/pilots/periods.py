"""Periods in a column: their order, which is never guessed, and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.distinct import distinct_values
from playbook.measures.errors import MeasureError
from playbook.measures.reading import USED, read_numbers

_SORTS_AS_TEXT = re.compile(r"\d{4}(\D{0,2}\d{1,2})*")


@dataclass(frozen=True)
class Periods:
    """The periods of a column in order, their labels, and of each row the place in that order.

    `ordered` says that they are categories with an order of their own.
    """

    place: NDArray[np.int64]
    index: pd.Index
    labels: tuple[str, ...]
    ordered: bool = False

    def first_from(self, start: object) -> int:
        """Place of the first period that is `start` or later; their number where none is.

        Raises MeasureError when `start` can't be compared with the periods.
        """
        try:
            return sum(1 for one in self.index if one < self._alike(start))
        except (TypeError, ValueError) as wrong:
            raise MeasureError(
                f"The start {start!r} is neither a period, such as {self.labels[0]!r}, "
                "nor a column of the table.",
                "Name the first period after the start as it stands in the table.",
            ) from wrong

    def _alike(self, start: object) -> object:
        if self.ordered:
            return self.labels.index(str(start))
        if isinstance(self.index, pd.DatetimeIndex):
            return pd.Timestamp(start)  # type: ignore[arg-type]
        if self.index.dtype.kind in "iuf":
            return float(start)  # type: ignore[arg-type]
        if isinstance(self.index, pd.PeriodIndex):
            return pd.Period(start, freq=self.index.freq)  # type: ignore[arg-type]
        if isinstance(start, str) and len(start) == len(self.labels[0]):
            return start
        raise ValueError


def read_periods(column: pd.Series, name: str) -> Periods:
    """Read a column without blanks as periods: numbers, dates, ordered categories, or text.

    Text is taken where its own order is that of time: numbers, or such as 2025-03 or 2025-Q1, all
    of one length. Raises MeasureError for any other text, such as the names of months, and for
    columns of several kinds.
    """
    if isinstance(column.dtype, pd.CategoricalDtype) and column.dtype.ordered:
        used = column.cat.remove_unused_categories().cat
        places = pd.Index(range(len(used.categories)))
        labels = tuple(map(str, used.categories))
        return Periods(np.asarray(used.codes, dtype=np.int64), places, labels, ordered=True)
    if column.dtype.kind not in "iufM" and not isinstance(column.dtype, pd.PeriodDtype):
        column = _comparable(column.astype(object), name)
    codes, distinct = pd.factorize(column, sort=True)
    index = pd.Index(distinct)
    return Periods(codes.astype(np.int64), index, tuple(_labels(index)))


def _comparable(column: pd.Series, name: str) -> pd.Series:
    numbers = read_numbers(column)
    if (numbers.verdicts == USED).all():
        return pd.Series(numbers.values, index=column.index)
    distinct = list(distinct_values(column)[1])
    if all(isinstance(one, str) for one in distinct):
        alike = len({len(one) for one in distinct}) == 1
        if not alike or not all(_SORTS_AS_TEXT.fullmatch(one) for one in distinct):
            raise MeasureError(
                f"The order of the periods in {name!r} can't be told from their text, "
                f"such as {distinct[0]!r}.",
                "Use dates, numbers, or text such as 2025-03 throughout.",
            )
        return column
    try:
        return pd.Series(pd.to_datetime(column), index=column.index)
    except (TypeError, ValueError) as wrong:
        raise MeasureError(
            f"The periods in {name!r} are of different kinds and have no order.",
            "Use dates throughout, or numbers throughout.",
        ) from wrong


def _labels(periods: pd.Index) -> list[str]:
    if isinstance(periods, pd.DatetimeIndex):
        monthly = bool((periods == periods.normalize()).all() and (periods.day == 1).all())
        return [str(label) for label in periods.strftime("%Y-%m" if monthly else "%Y-%m-%d")]
    return [f"{one:g}" if isinstance(one, float) else str(one) for one in periods]
