"""What two displays of the same groups tell together that neither tells alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.privacy.published import SMALLEST, TOTAL, Table, can_be_undone
from playbook.measures.ranges import checked_mapping, checked_whole


@dataclass(frozen=True)
class Revealed:
    """A group of which two displays together tell about fewer people than may be shown.

    `people` is how many more joined than left it, or left than joined; None where the displays, put
    together, tell a hidden number. `text` says so in words.
    """

    group: str
    people: int | None
    text: str


def people_revealed(
    before: Mapping[str, int | None] | Table,
    after: Mapping[str, int | None] | Table,
    *,
    smallest: int = SMALLEST,
) -> tuple[Revealed, ...]:
    """Groups for which two published displays together reveal fewer than `smallest` people.

    `before` and `after`: people a group as published at two times, hidden numbers missing, totals
    under the label "Total"; a mapping or Series, or a DataFrame of two-way counts; a label that a
    display doesn't have is hidden in it. A group of 5 and then 6 reveals the one who joined, and so
    does the remainder of a line, its total less all that is shown both times. Where all numbers
    shown both times are the same, the two are also put together and tried as one table. Empty means
    that the second display may follow the first. What it can't see: an equal number who joined and
    left, and what a reader knows from elsewhere.
    """
    smallest = checked_whole(smallest, "The smallest group", least=1)
    first, second = _same_labels(before), _same_labels(after)
    rows, columns = (a.union(b, sort=False) for a, b in zip(first.axes, second.axes, strict=True))
    first, second = (one.reindex(index=rows, columns=columns) for one in (first, second))
    moved = [
        Revealed(group, abs(int(change)), _text(group, int(change)))
        for group, change in _changes(first, second)
        if 0 < abs(change) < smallest
    ]
    both = first.notna() & second.notna()
    if not moved and first[both].equals(second[both]) and TOTAL in rows:
        moved = _put_together(first.fillna(second), smallest)
    return tuple(moved)


def _same_labels(display: Mapping[str, int | None] | Table) -> pd.DataFrame:
    """A display as a table of floats, a one-way one with a single column."""
    if isinstance(display, pd.DataFrame | pd.Series):
        table = display
    else:
        table = pd.Series(checked_mapping(display, "A display"), dtype=object)
    try:
        numbers = table.astype("Float64").astype(float)
    except (TypeError, ValueError) as error:
        raise MeasureError(
            "A display holds something else than numbers.", "Leave hidden numbers blank."
        ) from error
    return numbers.rename(str).to_frame("") if isinstance(numbers, pd.Series) else numbers


def _changes(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[tuple[str, float]]:
    """Each group whose change in number can be told: shown both times, or a line's remainder."""
    rows, columns = [str(row) for row in before.index], [str(column) for column in before.columns]
    change = after.to_numpy() - before.to_numpy()
    for row, column in np.argwhere(np.isfinite(change)):
        yield ", ".join(filter(None, (rows[row], columns[column]))), change[row, column]
    if TOTAL in rows:
        for place, column in enumerate(columns):
            where = f" in column {column}" if column else ""
            yield from _remainder(where, change[:, place], rows.index(TOTAL))
    if TOTAL in columns:
        for place, row in enumerate(rows):
            yield from _remainder(f" in row {row}", change[place], columns.index(TOTAL))


def _remainder(where: str, line: NDArray[np.float64], total: int) -> Iterator[tuple[str, float]]:
    cells = np.delete(line, total)
    if np.isnan(cells).any() and not np.isnan(line[total]):
        yield f"the hidden groups{where}", line[total] - float(np.nansum(cells))


def _put_together(combined: pd.DataFrame, smallest: int) -> list[Revealed]:
    one_way = list(combined.columns) == [""]
    if not one_way and TOTAL not in combined.columns:
        return []
    ordered = combined.loc[[*combined.index.drop(TOTAL), TOTAL]]
    if not one_way:
        ordered = ordered[[*ordered.columns.drop(TOTAL), TOTAL]]
    table: Table = ordered[""] if one_way else ordered
    if not can_be_undone(table, smallest=smallest):
        return []
    text = "What one display hides can be told from the numbers that the other shows."
    return [Revealed("the hidden groups", None, text)]


def _text(group: str, change: int) -> str:
    people = "person" if abs(change) == 1 else "people"
    more = "more" if change > 0 else "fewer"
    return f"{group[:1].upper()}{group[1:]}: {abs(change)} {people} {more} than before."
