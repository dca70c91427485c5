"""Hiding small groups, and as many others as it takes that nobody can subtract their way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.privacy.published import (
    SMALLEST,
    Floats,
    Table,
    ranges,
    sums_of,
    with_totals,
)
from playbook.measures.ranges import is_whole

HIDDEN = "hidden"


@dataclass(frozen=True, eq=False)
class Suppressed:
    """A table of counts that may be shown: `shown` has its totals last, hidden numbers missing.

    It doesn't say which numbers are small and which only protect them: to print that would give
    part of them away. `smallest` is the smallest group that is shown.
    """

    shown: Table
    smallest: int

    @property
    def hidden(self) -> tuple[tuple[str, ...], ...]:
        """The hidden numbers as (group,) or (row, column)."""
        table = self.shown.to_frame() if isinstance(self.shown, pd.Series) else self.shown
        places = np.argwhere(table.isna().to_numpy())
        one_way = isinstance(self.shown, pd.Series)
        return tuple(
            (str(table.index[row]),)
            if one_way
            else (str(table.index[row]), str(table.columns[column]))
            for row, column in places
        )

    def display(self) -> Table:
        """The table as text, with "hidden" for hidden numbers."""
        return self.shown.map(lambda one: HIDDEN if pd.isna(one) else f"{int(one):,}")

    def sentence(self) -> str:
        """How many numbers are hidden, and by which rule."""
        count = len(self.hidden)
        if not count:
            return f"Nothing is hidden: no group has fewer than {self.smallest} people."
        numbers = "1 number is" if count == 1 else f"{count:,} numbers are"
        return (
            f"{numbers} hidden of {self.shown.size:,}, totals included: groups of fewer than "
            f"{self.smallest} people, and others from which these could be found by subtraction."
        )


def suppress_small(
    counts: Mapping[str, int] | Table,
    *,
    smallest: int = SMALLEST,
    also: frozenset[str] = frozenset(),
) -> Suppressed:
    """Counts with their totals, from which no group of fewer than `smallest` people can be told.

    `counts`: people a group, as a mapping or a Series (one-way, with a total), or a DataFrame
    (two-way, with totals of rows and columns and a grand total); totals are added here. Numbers
    from 1 to `smallest` − 1 are hidden, totals too, and a 0 is shown: it stands for nobody. Further
    numbers are hidden, the smaller ones first, until each hidden number could be any of values at
    least `smallest` apart (see `can_be_undone`). A grand total below `smallest` hides all. `also`
    names groups (rows) to hide in any case.
    Raises MeasureError for counts that are not whole numbers of 0 or more, labels that are not
    unique, and a `smallest` below 2. Sources: Cox 1980, Suppression methodology and statistical
    disclosure control, JASA 75:377–385; Kelly, Golden & Assad 1992, Cell suppression, Networks
    22:397–417.
    """
    if not is_whole(smallest, 2):
        raise MeasureError(
            f"A smallest group of {smallest!r} hides nothing.",
            "Give 2 or more; 5 is the usual norm.",
        )
    table = with_totals(counts)
    values = table.to_numpy(dtype=float)
    hidden: NDArray[np.bool_] = (values > 0) & (values < smallest)
    hidden |= np.isin(np.array(table.index), list(also)).reshape(-1, *[1] * (values.ndim - 1))
    if hidden.reshape(-1)[-1]:
        hidden[:] = True
    else:
        flat = hide_enough(sums_of(values), values.reshape(-1), hidden.reshape(-1), smallest)
        hidden = flat.reshape(values.shape)
    return Suppressed(table.mask(hidden).astype("Int64"), smallest)


def hide_enough(
    sums: Floats, values: Floats, hidden: NDArray[np.bool_], smallest: int
) -> NDArray[np.bool_]:
    """`hidden` and the further cells that protect them; the last cell, the grand total, stays.

    Cells are hidden until every hidden one can be any of values `smallest` apart; then those that
    turn out to be needless are shown again, the largest first.
    """
    given = hidden
    while (open_to := _exposed(sums, values, hidden, smallest)) is not None:
        hidden = hidden | _cheapest_protection(sums, values, hidden, open_to, smallest)
    for cell in sorted(np.flatnonzero(hidden & ~given), key=lambda one: -values[one]):
        fewer = hidden.copy()
        fewer[cell] = False
        if _exposed(sums, values, fewer, smallest) is None:
            hidden = fewer
    return hidden


def _exposed(sums: Floats, values: Floats, hidden: NDArray[np.bool_], smallest: int) -> int | None:
    """The hidden cell that can be told most narrowly, None when all are protected."""
    low, high = ranges(sums, values, hidden)
    if not len(low) or (high - low >= smallest).all():
        return None
    return int(np.flatnonzero(hidden)[np.argmin(high - low)])


def _cheapest_protection(
    sums: Floats, values: Floats, hidden: NDArray[np.bool_], cell: int, smallest: int
) -> NDArray[np.bool_]:
    """The cells that change when `cell` moves up and down by `smallest` in all at least cost.

    Two tables, one with the cell higher and one with it lower, that add up as the true one does. A
    change costs nothing in a hidden cell and the cell's count, plus 1, elsewhere.
    """
    from scipy import optimize, sparse  # type: ignore[import-untyped]

    size = len(values)
    cost = np.where(hidden, 0.0, values + 1)
    most_down = values.copy()
    most_up = np.full(size, np.inf)
    most_up[-1] = most_down[-1] = 0  # the grand total stays as it is shown
    swing = np.zeros(4 * size)
    swing[[cell, size + cell, 2 * size + cell, 3 * size + cell]] = [-1, 1, 1, -1]
    found = optimize.linprog(
        np.tile(cost, 4),
        A_ub=swing[None, :],
        b_ub=[-smallest],
        A_eq=sparse.kron(np.eye(2), np.hstack([sums, -sums]), format="csr"),
        b_eq=np.zeros(2 * len(sums)),
        bounds=np.column_stack(
            [np.zeros(4 * size), np.concatenate([most_up, most_down, most_up, most_down])]
        ),
        method="highs",
    )
    moved: NDArray[np.bool_] = found.x.reshape(4, size).max(axis=0) > 1e-7
    return moved
