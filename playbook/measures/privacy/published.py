"""What a reader can work out from a published table of counts, by sums and differences.

Cells and totals are one list of numbers x with A x = 0: in each line, the cells less their total.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_mapping, checked_whole

Floats: TypeAlias = NDArray[np.float64]
Table: TypeAlias = "pd.Series[Any] | pd.DataFrame"

TOTAL = "Total"
MOST_PEOPLE = 10**9
SMALLEST = 5
"""Groups of fewer people are not shown."""


def can_be_undone(published: Table, *, smallest: int = SMALLEST) -> bool:
    """Whether a hidden number of a published table can be told, or nearly, by subtraction.

    `published` as in `hidden_ranges`. True when the values that a hidden number can have span less
    than `smallest`, the usual norm of protection. Raises MeasureError for numbers that don't add
    up.
    """
    checked_whole(smallest, "The smallest group", least=1)
    return any(
        high is not None and high - low < smallest
        for low, high in hidden_ranges(published).values()
    )


def hidden_ranges(published: Table) -> dict[tuple[str, ...], tuple[int, int | None]]:
    """Lowest and highest value of each hidden number that the published ones leave possible.

    `published`: whole numbers, hidden ones missing; a Series whose last entry is the total, or a
    DataFrame whose last row and column are the totals. Keys are (group,) or (row, column). A reader
    knows only that counts are whole numbers of 0 or more; None is no upper end. The ends are exact:
    the sums of a table make a network, whose linear programmes have whole-number solutions. Raises
    MeasureError for numbers that don't add up. Source: Fischetti & Salazar 2000, Models and
    algorithms for optimizing cell suppression in tabular data, JASA 95:916–928.
    """
    if not isinstance(published, pd.Series | pd.DataFrame) or not published.size:
        raise MeasureError(
            f"A published table can't be read from a {type(published).__name__}, or is empty.",
            "Hand in a Series or a DataFrame with its totals last and hidden numbers missing.",
        )
    values = _whole_numbers(published)
    hidden = np.isnan(values).reshape(-1)
    low, high = ranges(sums_of(values), values.reshape(-1), hidden)
    names = _names(published)
    return {
        names[cell]: (int(least), None if np.isinf(most) else int(most))
        for cell, least, most in zip(np.flatnonzero(hidden), low, high, strict=True)
    }


def _whole_numbers(published: Table) -> Floats:
    try:
        values: Floats = published.to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError):
        values = np.array([-1.0])
    shown = values[~np.isnan(values)]
    if (shown < 0).any() or (shown > MOST_PEOPLE).any() or (shown % 1).any():
        raise MeasureError(
            "The numbers shown are not whole numbers of 0 or more.",
            "Leave the hidden numbers blank, and show the others as they are.",
        )
    return values


def sums_of(values: NDArray[Any]) -> Floats:
    """A: one row a line of a one-way or two-way table with its totals last, one column a cell."""
    places = np.arange(values.size).reshape(values.shape)
    lines = [places] if values.ndim == 1 else [*places, *places.T]
    sums = np.zeros((len(lines), values.size))
    for equation, line in zip(sums, lines, strict=True):
        equation[line[:-1]] += 1
        equation[line[-1]] -= 1
    return sums


def ranges(sums: Floats, values: Floats, hidden: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Lowest and highest value of each hidden cell, by one linear programme a cell and end."""
    from scipy import optimize, sparse  # type: ignore[import-untyped]

    count = int(hidden.sum())
    if not count:
        return np.zeros(0), np.zeros(0)
    unknown, known = sums[:, hidden], sums[:, ~hidden] @ values[~hidden]
    ceiling = 10.0 * (1 + SMALLEST + float(values[~hidden].sum()))
    goals = np.concatenate([np.eye(count), -np.eye(count)])
    found = optimize.linprog(
        goals.reshape(-1),
        A_eq=sparse.kron(sparse.eye(2 * count), unknown, format="csr"),
        b_eq=np.tile(-known, 2 * count),
        bounds=(0, ceiling),
        method="highs",
    )
    if found.x is None:
        raise MeasureError(
            "The numbers shown don't add up to their totals.",
            "Put the totals last and leave the hidden numbers blank.",
        )
    ends = np.rint(np.einsum("ij,ij->i", np.abs(goals), found.x.reshape(2 * count, count)))
    low, high = ends[:count], ends[count:]
    return low, np.where(high >= np.floor(ceiling), np.inf, high)


def with_totals(counts: Mapping[str, int] | Table) -> Table:
    """Counts as a Series or DataFrame of whole numbers with their totals last.

    Raises MeasureError for no counts, counts that are not whole numbers of 0 or more, and labels
    that are not unique or called "Total".
    """
    if isinstance(counts, pd.DataFrame | pd.Series):
        table: Table = counts
    else:
        table = pd.Series(dict(checked_mapping(counts, "The counts")))
    table = table.rename(str, axis=0)
    if isinstance(table, pd.DataFrame):
        table = table.rename(str, axis=1)
    labels = table.axes
    try:
        values = table.to_numpy(dtype=float)
    except (TypeError, ValueError):
        values = np.array([np.nan])
    if not values.size or not ((values >= 0) & (values <= MOST_PEOPLE)).all() or (values % 1).any():
        raise MeasureError(
            "The counts are not whole numbers of 0 or more.",
            "Count the people of each group; a group without people has 0.",
        )
    if any(axis.has_duplicates or TOTAL in axis for axis in labels):
        raise MeasureError(
            f'A label is there twice, or is "{TOTAL}".',
            "Name each group once and leave the totals out; they are added.",
        )
    for axis in range(values.ndim):
        values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis=axis)
    names = [[*axis, TOTAL] for axis in labels]
    if values.ndim == 1:
        return pd.Series(values, index=names[0])
    return pd.DataFrame(values, index=names[0], columns=names[1])


def _names(table: Table) -> list[tuple[str, ...]]:
    if isinstance(table, pd.DataFrame):
        return [(str(row), str(column)) for row in table.index for column in table.columns]
    return [(str(label),) for label in table.index]
