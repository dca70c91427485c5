"""From a list of purchases to one history a customer: how often, how recently, for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.dates import Day, read_dates, read_day
from playbook.measures.errors import MeasureError
from playbook.measures.groups import NO_GROUP, read_groups, same_length
from playbook.measures.reading import Values, read_numbers
from playbook.measures.wording import dropped_text, lasting

TimeUnit: TypeAlias = Literal["day", "week", "month"]

DAYS: Mapping[str, float] = {"day": 1.0, "week": 7.0, "month": 30.4375}
"""Days of a unit of time; a month is a twelfth of 365.25 days."""


@dataclass(frozen=True, eq=False)
class PurchaseHistories:
    """One row a customer, from the first purchase to the end of the calibration.

    `frame` has the columns customer; frequency (days with a repeat purchase: the first purchase is
    not one); recency (time from the first to the last purchase, 0 without a repeat); age (time from
    the first purchase to the end of the calibration); mean_value (mean amount of the repeat days
    with an amount above 0, NaN without one) and valued (the number of those days); holdout (days
    with a purchase after the calibration). Times are in `unit`s; `holdout_length` is the time from
    `calibration_end` to `observed_until`.

    `collapsed` counts rows joined with another of the same customer and day, `after_calibration`
    rows kept for the holdout, `zero_days` purchase days of the calibration with an amount of 0,
    `unknown_days` those with an unreadable one, `left_out` customers not used (reason → count),
    `dropped` rows that can't be used (reason → count).
    """

    frame: pd.DataFrame
    unit: TimeUnit
    calibration_end: str
    observed_until: str
    holdout_length: float
    collapsed: int
    after_calibration: int
    zero_days: int
    unknown_days: int
    left_out: Mapping[str, int]
    dropped: Mapping[str, int]
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Number of customers."""
        return len(self.frame)

    @property
    def repeaters(self) -> int:
        """Number of customers who bought again within the calibration."""
        return int((self.frame["frequency"] > 0).sum())

    def sentence(self) -> str:
        """What the histories hold, and everything that was joined or left out."""
        repeats = int(self.frame["frequency"].sum())
        counts = (
            f"{self.n:,} customers, {self.repeaters:,} of whom bought again, {repeats:,} repeat "
            f"purchases up to {self.calibration_end}."
        )
        return " ".join([counts, *self.notes]) + dropped_text(self.dropped)


def purchase_histories(
    customer: Values,
    date: Values,
    amount: Values | None = None,
    *,
    unit: TimeUnit = "week",
    calibration_end: Day | None = None,
    first_from: Day | None = None,
) -> PurchaseHistories:
    """Condense purchases, one a row, into a history a customer.

    `customer`, `date` and `amount`: columns of equal length, in any order; dates as `read_dates`
    takes them. All purchases of a customer on one day are one, their amounts added. The
    calibration ends with `calibration_end`, that day included, by default with the last purchase;
    later rows are counted for the holdout. With `first_from` only customers whose first purchase is
    on that day or later are used: customers who bought before the data begin have a first purchase
    that isn't in them. An amount of 0 is a purchase, without a value; a negative amount is a refund
    and no purchase, left out and counted; a blank or unreadable amount leaves a purchase of unknown
    value. `unit` is the unit of time: a week has 7 days, a month 30.4375.
    Raises MeasureError for columns of unequal length, an unknown unit, days out of order, and where
    no purchase can be used. Source: Fader, Hardie & Lee 2005, Marketing Science 24:275–284.
    """
    if unit not in tuple(DAYS):
        raise MeasureError(f"There is no unit of time {unit!r}.", f"Choose one of {list(DAYS)}.")
    customers, dates = read_groups(customer), read_dates(date)
    amounts = None if amount is None else read_numbers(amount).values
    lengths = [("customer", len(customers.codes)), ("date", len(dates.days))]
    same_length(*lengths, *([] if amounts is None else [("amount", len(amounts))]))
    nameless = customers.codes == NO_GROUP
    refund = np.zeros(len(nameless), dtype=bool) if amounts is None else amounts < 0
    dropped = {
        "without a customer": int(nameless.sum()),
        "without a date": int((~nameless & dates.blank).sum()),
        "whose date is not a date": int((~nameless & dates.wrong).sum()),
        "refunds (amount below 0)": int((~nameless & dates.known & refund).sum()),
    }
    used = ~nameless & dates.known & ~refund
    if not used.any():
        raise MeasureError(
            f"None of the {len(used):,} rows is a purchase with a customer and a date."
            + dropped_text(dropped),
            "Check which columns hold the customer and the date.",
        )
    days = dates.days[used].astype(np.int64)
    end = int(days.max()) if calibration_end is None else _number(calibration_end, "last day")
    start = int(days.min()) if first_from is None else _number(first_from, "first day")
    if start > end:
        raise MeasureError(
            f"The first day, {_text(start)}, comes after the end of the calibration, {_text(end)}.",
            "Choose a later end or an earlier first day.",
        )
    visits = _visits(
        customers.codes[used].astype(np.int64), days, None if amounts is None else amounts[used]
    )
    first = visits.day[visits.first_of_customer]
    chosen = (first >= start) & (first <= end)
    if not chosen.any():
        raise MeasureError(
            f"No customer has a first purchase from {_text(start)} to {_text(end)}.",
            "Check the two days against the dates in the data.",
        )
    frame = _histories(visits, chosen, end, unit)
    frame.insert(0, "customer", np.array(customers.labels, dtype=object)[visits.customers[chosen]])
    left_out = {
        f"who first bought before {_text(start)}": int((first < start).sum()),
        f"who first bought after {_text(end)}": int((first > end).sum()),
    }
    of_chosen = chosen[visits.place]
    later = of_chosen & (visits.day > end)
    within = of_chosen & ~later
    worthless = within & (visits.amount <= 0)
    unknown = within & np.isnan(visits.amount)
    observed_until = int(days.max())
    histories = PurchaseHistories(
        frame=frame,
        unit=unit,
        calibration_end=_text(end),
        observed_until=_text(observed_until),
        holdout_length=max(observed_until - end, 0) / DAYS[unit],
        collapsed=int((visits.rows - 1)[of_chosen].sum()),
        after_calibration=int(visits.rows[later].sum()),
        zero_days=int(worthless.sum()),
        unknown_days=0 if amount is None else int(unknown.sum()),
        left_out={reason: count for reason, count in left_out.items() if count},
        dropped={reason: count for reason, count in dropped.items() if count},
    )
    return replace(histories, notes=_notes(histories, chosen=first_from is not None))


@dataclass(frozen=True)
class _Visits:
    """Distinct days with a purchase, sorted by customer and day.

    `place` is the customer's place in `customers` (their codes), `amount` the sum of the day, NaN
    where one of its rows has none, `rows` the number of rows joined in it.
    """

    place: NDArray[np.int64]
    day: NDArray[np.int64]
    amount: NDArray[np.float64]
    rows: NDArray[np.int64]
    customers: NDArray[np.int64]
    first_of_customer: NDArray[np.int64]


def _visits(
    codes: NDArray[np.int64], days: NDArray[np.int64], amounts: NDArray[np.float64] | None
) -> _Visits:
    earliest = days.min()
    span = int(days.max() - earliest) + 1
    keys, visit, rows = np.unique(
        codes * span + (days - earliest), return_inverse=True, return_counts=True
    )
    sums = np.full(len(keys), np.nan)
    if amounts is not None:
        sums = np.bincount(visit, weights=amounts, minlength=len(keys))
    customers, first, place = np.unique(keys // span, return_index=True, return_inverse=True)
    return _Visits(place, keys % span + earliest, sums, rows, customers, first)


def _histories(
    visits: _Visits, chosen: NDArray[np.bool_], end: int, unit: TimeUnit
) -> pd.DataFrame:
    within = visits.day <= end

    def per_customer(
        rows: NDArray[np.bool_], weights: NDArray[np.float64] | None = None
    ) -> NDArray[Any]:
        picked = None if weights is None else weights[rows]
        counts: NDArray[Any] = np.bincount(visits.place[rows], picked, minlength=len(chosen))
        return counts[chosen]

    bought = per_customer(within)
    first_place = visits.first_of_customer[chosen]
    first, last = visits.day[first_place], visits.day[first_place + bought - 1]
    repeat = within.copy()
    repeat[visits.first_of_customer] = False
    paid = repeat & (visits.amount > 0)
    valued = per_customer(paid)
    value = per_customer(paid, visits.amount)
    return pd.DataFrame(
        {
            "frequency": bought - 1,
            "recency": (last - first) / DAYS[unit],
            "age": (end - first) / DAYS[unit],
            "mean_value": value / np.where(valued > 0, valued, np.nan),
            "valued": valued,
            "holdout": per_customer(~within),
        }
    )


def _notes(found: PurchaseHistories, *, chosen: bool) -> tuple[str, ...]:
    span = lasting(round(found.holdout_length, 1), f"{found.unit}s")
    counts = {
        "Rows joined with another of the same customer and day": found.collapsed,
        f"Rows after {found.calibration_end}, kept for the check, over {span}": (
            found.after_calibration
        ),
        **{f"Customers {reason}, left out": count for reason, count in found.left_out.items()},
        "Purchase days with an amount of 0, which count as purchases but not in the mean value": (
            found.zero_days
        ),
        "Purchase days with a blank or unreadable amount, which count alike": found.unknown_days,
    }
    notes = [f"{what}: {count:,}." for what, count in counts.items() if count]
    if not chosen:
        notes.append(
            "The first purchase in the data is taken as the customer's first ever; where customers "
            "bought before the data begin, name the day from which a first purchase is one."
        )
    return tuple(notes)


def _number(day: Day, name: str) -> int:
    return int(read_day(day, name).astype(np.int64))


def _text(day: int) -> str:
    return str(np.datetime64(day, "D"))
