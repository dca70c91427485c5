"""Units followed over periods, some of them treated from one period on: read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.flags import read_flags
from playbook.measures.groups import NO_GROUP, read_groups
from playbook.measures.leaving_out import leave_out
from playbook.measures.pilots.periods import read_periods
from playbook.measures.ranges import checked_table
from playbook.measures.reading import BLANK, NOT_A_NUMBER, read_numbers
from playbook.measures.wording import dropped_text

_ONE_WAVE = (
    "Compare one wave at a time: the units that start together, the units that never start, and "
    "only periods in which no other wave's units are in."
)


@dataclass(frozen=True)
class Panel:
    """One row a unit, one column a period.

    `outcome` has shape units × periods, NaN where there is no value. `treated` says it of each
    unit, `after` of each period; `periods` are labels in the order of time. `dropped` counts rows.
    """

    outcome: NDArray[np.float64]
    treated: NDArray[np.bool_]
    after: NDArray[np.bool_]
    periods: tuple[str, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def n_rows(self) -> int:
        """Number of values."""
        return int(np.isfinite(self.outcome).sum())


def read_panel(
    frame: pd.DataFrame, *, outcome: str, unit: str, period: str, treated: str, after: object
) -> Panel:
    """A long table, one row a unit and period, as a panel.

    `outcome`, `unit`, `period` and `treated` name columns: a number, an identifier, something with
    an order (numbers, dates, ordered categories, or text such as 2025-03 of one length), yes/no.
    `after` is the first period after the start, or the name of a yes/no column. Rows with a blank
    or unusable entry, and rows of units without a value on one side of the start, are left out and
    counted. Raises MeasureError for a missing column, two rows of one unit and period, periods
    without an order, no period before or after, no unit in a group, and treated units that start at
    different times.
    """
    checked_table(frame, [outcome, unit, period, treated])
    marks = isinstance(after, str) and after in frame.columns
    numbers = read_numbers(frame[outcome])
    flags = read_flags(frame[treated])
    after_flags = read_flags(frame[str(after)]) if marks else None
    units = read_groups(frame[unit])
    checks = [
        (f"with {outcome} blank", numbers.verdicts == BLANK),
        (f"with {outcome} not a number", numbers.verdicts == NOT_A_NUMBER),
        (f"with {unit} blank", units.codes == NO_GROUP),
        (f"with {period} blank", _blank(frame[period])),
        (f"with {treated} neither yes nor no", ~flags.used),
    ]
    if after_flags is not None:
        checks.append(("not marked as before or after the start", ~after_flags.used))
    usable, dropped = leave_out(checks)
    if not usable.any():
        raise MeasureError(
            f"No row of the table can be used.{dropped_text(dropped)}",
            "Check the columns that you named; yes and no are true and false, or 1 and 0.",
        )
    time = read_periods(frame.loc[usable, period], period)
    place, labels = time.place, time.labels
    found, places = np.unique(units.codes[usable], return_inverse=True)
    codes, names = places.astype(np.int64), [units.labels[code] for code in found.tolist()]
    is_treated = flags.yes[usable]
    _one_row_a_cell(codes, place, names, labels)
    if after_flags is not None:
        start = _start_from_column(codes, place, is_treated, after_flags.yes[usable], str(after))
    else:
        start = time.first_from(after)
    group = _group_of_unit(codes, place, is_treated, names, treated)
    table = np.full((len(names), len(labels)), np.nan)
    table[codes, place] = numbers.values[usable]
    late = np.arange(len(labels)) >= start
    if not late.any() or late.all():
        raise MeasureError(
            f"There is no period {'after' if not late.any() else 'before'} the start.",
            "Name the first period after the start, and keep periods on both sides of it.",
        )
    seen = np.isfinite(table)
    both = seen[:, late].any(axis=1) & seen[:, ~late].any(axis=1)
    if not both.all():
        dropped["of a unit without a value on one side of the start"] = int(seen[~both].sum())
    for wanted_group, text in ((True, "treated"), (False, "comparison")):
        if not (group[both] == wanted_group).any():
            raise MeasureError(
                f"There is no {text} unit with values before and after the start.",
                "A difference in differences takes treated and comparison units on both sides.",
            )
    return Panel(table[both], group[both], late, labels, dropped)


def _blank(column: pd.Series) -> NDArray[np.bool_]:
    if column.dtype.kind in "iufMm":
        return column.isna().to_numpy(dtype=bool)
    text = column.astype(object).where(column.notna(), "").astype(str)
    blank: NDArray[np.bool_] = (text.str.strip() == "").to_numpy(dtype=bool)
    return blank


def _one_row_a_cell(
    codes: NDArray[np.int64], place: NDArray[np.int64], names: list[str], labels: tuple[str, ...]
) -> None:
    cells = pd.DataFrame({"unit": codes, "place": place})
    again = cells.duplicated().to_numpy()
    if again.any():
        first = cells[again].iloc[0]
        raise MeasureError(
            f"Unit {names[first['unit']]!r} has two or more rows in period "
            f"{labels[first['place']]}.",
            "Bring the table to one row a unit and period first, with a mean or a sum.",
        )


def _start_from_column(
    codes: NDArray[np.int64],
    place: NDArray[np.int64],
    treated: NDArray[np.bool_],
    after: NDArray[np.bool_],
    name: str,
) -> int:
    """The first period after the start; the comparison group may be marked alike, or never."""
    if not (treated & after).any():
        raise MeasureError(
            f"No row of a treated unit is marked as after the start in {name!r}.",
            "Mark each row from the start on, or name the first period after the start.",
        )
    start = int(place[treated & after].min())
    _refuse_waves(codes[treated], place[treated], after[treated])
    right = after == (place >= start)
    if not right[treated].all():
        raise MeasureError(
            f"In {name!r} the pilot goes off again after its start.",
            "Mark every row from the start on, and none before it.",
        )
    if after[~treated].any() and not right[~treated].all():
        raise MeasureError(
            f"In {name!r} the comparison units are marked from another period on than the treated.",
            "Mark the same periods in both groups, or none of the comparison group.",
        )
    return start


def _group_of_unit(
    codes: NDArray[np.int64],
    place: NDArray[np.int64],
    treated: NDArray[np.bool_],
    names: list[str],
    name: str,
) -> NDArray[np.bool_]:
    rows = np.bincount(codes, minlength=len(names))
    marked = np.bincount(codes, weights=treated, minlength=len(names))
    group: NDArray[np.bool_] = marked > 0
    changing = group & (marked < rows)
    if changing.any():
        there = changing[codes]
        _refuse_waves(codes[there], place[there], treated[there])
        raise MeasureError(
            f"{name!r} changes within a unit, first in {names[changing.argmax()]!r}.",
            "Say of every row of a unit whether the unit is ever treated; `after` says from when.",
        )
    return group


def _refuse_waves(
    codes: NDArray[np.int64], place: NDArray[np.int64], on: NDArray[np.bool_]
) -> None:
    """Raise where a unit is still off in or after the first period in which another is on."""
    first = pd.Series(np.where(on, place, np.inf)).groupby(codes).transform("min").to_numpy()
    if ((place >= first.min()) & (place < first)).any():
        raise MeasureError("The treated units don't all start in the same period.", _ONE_WAVE)
