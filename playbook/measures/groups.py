"""Which group each row belongs to: from a column of names to codes, blanks marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.distinct import distinct_values
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import MOST_COUNTED, is_number
from playbook.measures.reading import Values, as_column

NO_GROUP = -1


@dataclass(frozen=True)
class Groups:
    """One code a row, its place in `labels`; NO_GROUP where the row names no group."""

    codes: NDArray[np.integer[Any]]
    labels: tuple[str, ...]

    def counts(self, rows: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Rows in each group, by place in `labels`; of `rows` only where given."""
        codes = self.codes if rows is None else self.codes[rows]
        return np.bincount(codes[codes != NO_GROUP], minlength=len(self.labels)).astype(np.int64)


def read_groups(values: Values) -> Groups:
    """Read a one-dimensional column of group names.

    None, NaN, NA, infinities and text of blanks name no group. Names are compared as text without
    blanks at their ends, whole numbers without decimals. Labels stand in the order of a
    categorical's categories, otherwise numbers by size and then text by letters; whatever the
    order of the rows.
    Raises MeasureError when the input is not one-dimensional or holds lists and the like.
    """
    codes, distinct, ordered = _factorized(values)
    names = [label_text(value) for value in distinct]
    first: dict[str, int] = {}
    for place, name in enumerate(names):
        if name:
            first.setdefault(name, place)
    labels = list(first)
    if not ordered:
        labels.sort(key=lambda name: _rank(distinct[first[name]], name))
    place_of = {name: place for place, name in enumerate(labels)}
    places = np.array([*(place_of.get(name, NO_GROUP) for name in names), NO_GROUP], dtype=np.intp)
    if not np.array_equal(places[:-1], np.arange(len(names))):
        codes = places[codes]  # code −1 takes the last entry
    return Groups(codes, tuple(labels))


def label_text(value: object) -> str:
    """A group's name as text: " North " as North, 3.0 as 3, nothing for a blank."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return ""
        whole = float(value).is_integer() and abs(float(value)) <= MOST_COUNTED
        return str(int(value)) if whole else str(float(value))
    return str(value).strip()


def same_length(*columns: tuple[str, int]) -> None:
    """Raise MeasureError unless the columns, each with its name, have equally many rows."""
    if len({rows for _, rows in columns}) > 1:
        lengths = ", ".join(f"{name} {rows:,}" for name, rows in columns)
        raise MeasureError(
            f"The columns have different numbers of rows: {lengths}.",
            "Hand in columns of one length, with their rows in the same order.",
        )


def _factorized(values: Values) -> tuple[NDArray[np.integer[Any]], list[Any], bool]:
    """A code a row, the distinct values, and whether their order means something."""
    if isinstance(values, pd.Series) and isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy(), list(values.cat.categories), True
    if isinstance(values, pd.Categorical):
        return np.asarray(values.codes), list(values.categories), True
    column = values if _is_plain(values) else as_column(values)
    codes, distinct = distinct_values(column)
    return codes, list(distinct), False


def _is_plain(values: object) -> bool:
    """Whether pandas factorizes these as they are: text, or any objects; a copy would cost time."""
    return isinstance(values, pd.Series) and (
        isinstance(values.dtype, pd.StringDtype) or values.dtype == object
    )


def _rank(value: object, name: str) -> tuple[int, float, str]:
    return (0, float(value), name) if is_number(value) else (1, 0.0, name)
