"""The cohort triangle: of those who joined together, how many are still there at each age."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from playbook.measures.dates import Day, read_day
from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.leaving_out import leave_out
from playbook.measures.ranges import is_whole
from playbook.measures.reading import Values
from playbook.measures.retention.memberships import read_memberships
from playbook.measures.scores.share import share
from playbook.measures.wording import dropped_text, lasting

Unit: TypeAlias = Literal["month", "quarter", "year"]
MOST_COHORTS = 480
"""Cohorts above which a date is more likely wrong than right, 40 years of months; our choice."""

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class CohortTriangle:
    """Customers still there, a row a cohort and a column an age.

    `cohorts` are labels in the order of time ("2024-03", "2024-Q1", "2024"), `ages` whole numbers
    of `unit`s from 0. `active[row][age]` counts customers and `shares[row][age]` is their part of
    `sizes[row]` in %; both are None in the lower right corner, which hasn't come yet, and a share
    also for a cohort without customers. `observed_until` is a day as 2024-12-31, `n` counts
    customers, `dropped` the rows left out.
    """

    unit: Unit
    cohorts: tuple[str, ...]
    ages: tuple[int, ...]
    sizes: tuple[int, ...]
    active: tuple[tuple[int | None, ...], ...]
    shares: tuple[tuple[float | None, ...], ...]
    observed_until: str
    n: int
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    def estimate(self, cohort: str, age: int) -> Estimate:
        """Share in % of a cohort still there at an age, with Wilson's interval.

        "Not available" for an age that the cohort hasn't reached and for a cohort without
        customers. Raises MeasureError for a cohort or an age that the triangle doesn't have.
        """
        if cohort not in self.cohorts or not is_whole(age, most=len(self.ages) - 1):
            raise MeasureError(
                f"The triangle has no cohort {cohort} at age {age}.",
                f"It has {_span(self.cohorts)}, and ages from 0 to {len(self.ages) - 1}.",
            )
        row = self.cohorts.index(cohort)
        active = self.active[row][age]
        name = f"Customers of {cohort} still there after {lasting(age, self.unit + 's')}"
        size = 0 if active is None else self.sizes[row]
        found = share(active or 0, size, name=name, confidence=self.confidence)
        absent = "not yet observed" if active is None else "no customers joined then"
        return replace(found, absent=absent)

    def sentence(self) -> str:
        """Size and span, and the oldest and the newest cohort that can be compared."""
        left_out = dropped_text(self.dropped)
        if not self.n:
            return f"Cohorts: not available, no customers (n = 0).{left_out}"
        count = "1 cohort" if len(self.cohorts) == 1 else f"{len(self.cohorts)} cohorts"
        parts = [
            f"{self.n:,} customers in {count} by {self.unit} of joining, {_span(self.cohorts)}, "
            f"observed until {self.observed_until}."
        ]
        compared = self.compared()
        if compared is not None:
            age, *pair = compared
            parts += [self.estimate(cohort, age).sentence() for cohort in pair]
        return " ".join(parts) + left_out

    def compared(self) -> tuple[int, str, str] | None:
        """An age, and the first and the last cohort with customers that have reached it.

        It is the greatest age that more than half of the cohorts with customers have reached. None
        where fewer than two of them have reached age 1.
        """
        filled = [row for row, size in enumerate(self.sizes) if size]
        reached = [sum(count is not None for count in self.active[row]) - 1 for row in filled]
        age = reached[len(reached) // 2] if reached else 0
        rows = [row for row, most in zip(filled, reached, strict=True) if most >= age >= 1]
        return None if len(rows) < 2 else (age, self.cohorts[rows[0]], self.cohorts[rows[-1]])


def cohort_retention(
    joined: Values,
    left: Values,
    *,
    observed_until: Day,
    unit: Unit = "month",
    confidence: float = 0.95,
) -> CohortTriangle:
    """Cohort triangle of customers by calendar month, quarter or year of joining.

    `joined` and `left`: one row a customer, one-dimensional, dates as `read_dates` reads them;
    `left` is the last day as a customer, blank for those who are still there. `observed_until` is
    the last day whose departures the file knows. At age k are those still there when the k-th
    `unit` after that of joining begins, so that age 0 is everyone and each step down is what one
    `unit` loses. A cell is None until that `unit` has begun: it is missing, not 0. A departure
    after `observed_until` hasn't happened yet. Rows without a date of joining, with something that
    is not a date, with a departure before the arrival, or with an arrival after `observed_until`
    are left out and counted. The file must hold those who have left too: without them every cohort
    looks better the older it is. No customer gives a triangle without cohorts.
    Raises MeasureError for an unknown unit, columns of unequal length, or more than 480 cohorts.
    """
    critical_z(confidence)
    if unit not in get_args(Unit):
        raise MeasureError(
            f"Cohorts can't be made by {unit!r}.", f"Take one of {', '.join(get_args(Unit))}."
        )
    until = read_day(observed_until, "end of observation")
    came, went, checks = read_memberships(joined, left)
    kept, dropped = leave_out([*checks, ("joined after the end of observation", came > until)])
    born, gone = _period(came[kept], unit), went[kept]
    left_for_good = ~np.isnat(gone) & (gone <= until)
    last = int(_period(until + 1, unit))  # who is there the morning after is known too
    first = int(born.min(initial=last))
    labels = _labels(first, int(born.max(initial=first)) + 1 if len(born) else first, unit)
    ages = last - first + 1 if len(born) else 0
    lived = np.full(len(born), ages - 1)
    lived[left_for_good] = _period(gone[left_for_good], unit) - born[left_for_good]
    active = _still_there(born - first, lived, len(labels), ages)
    return CohortTriangle(
        unit=unit,
        cohorts=labels,
        ages=tuple(range(ages)),
        sizes=tuple(row[0] or 0 for row in active),
        active=active,
        shares=tuple(
            tuple(100 * count / row[0] if row[0] and count is not None else None for count in row)
            for row in active
        ),
        observed_until=str(until),
        n=len(born),
        dropped=dropped,
        confidence=confidence,
    )


def _still_there(
    row: NDArray[np.int64], lived: NDArray[np.int64], rows: int, ages: int
) -> tuple[tuple[int | None, ...], ...]:
    """Customers with at least so many full units behind them, None where that lies ahead."""
    ended = np.bincount(row * ages + lived, minlength=rows * ages).reshape(rows, ages)
    active = ended[:, ::-1].cumsum(axis=1)[:, ::-1]
    return tuple(
        tuple(int(count) if place + age < ages else None for age, count in enumerate(counts))
        for place, counts in enumerate(active)
    )


def _period(days: NDArray[np.datetime64] | np.datetime64, unit: Unit) -> NDArray[np.int64]:
    """Months, quarters or years from January 1970 to the one that a day lies in."""
    months: NDArray[np.int64] = days.astype("datetime64[M]").astype(np.int64)
    return months // _MONTHS[unit]


def _labels(first: int, stop: int, unit: Unit) -> tuple[str, ...]:
    named = [_label(period, unit) for period in (first, stop - 1)]
    if stop - first > MOST_COHORTS:
        raise MeasureError(
            f"The customers joined from {named[0]} to {named[1]}: more than {MOST_COHORTS} cohorts "
            f"by {unit}.",
            "Check the first and the last date of joining, or take a longer unit.",
        )
    return tuple(_label(period, unit) for period in range(first, stop))


def _label(period: int, unit: Unit) -> str:
    year, month = divmod(period * _MONTHS[unit], 12)
    return (
        f"{1970 + year}"
        + {
            "month": f"-{month + 1:02d}",
            "quarter": f"-Q{month // 3 + 1}",
            "year": "",
        }[unit]
    )


def _span(cohorts: tuple[str, ...]) -> str:
    if len(cohorts) < 2:
        return cohorts[0] if cohorts else "no cohort"
    return f"{cohorts[0]} to {cohorts[-1]}"
