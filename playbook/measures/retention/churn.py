"""Customers lost in a period, and rates of loss from one length of period to another."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from playbook.measures.dates import Day, read_day
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.leaving_out import leave_out
from playbook.measures.ranges import LEAST_ABOVE_0, is_number
from playbook.measures.reading import Values
from playbook.measures.retention.memberships import read_memberships
from playbook.measures.scores.share import share


def logo_churn(
    joined: Values,
    left: Values,
    *,
    start: Day,
    end: Day,
    name: str = "Customers lost",
    confidence: float = 0.95,
) -> Estimate:
    """Share in % of the customers at the start of a period who left in it, with Wilson's interval.

    `joined` and `left`: one row a customer, one-dimensional, dates as `read_dates` reads them;
    `left` is the last day as a customer, blank for those who are still there. The period runs from
    `start` to the day before `end`, so that the end of one is the start of the next and each loss
    falls into exactly one. At the start are those who joined before it and did not leave before it.
    Who joins in the period is in neither count, even when gone before its end. Rows without a date
    of joining, with something that is not a date, or with a departure before the arrival are left
    out and counted. The file must know every departure before `end`. A customer who pauses counts
    as the dates say. No customer at the start gives "not available".
    Raises MeasureError for a period that does not end after its start and for columns of unequal
    length. Source of the interval: Wilson 1927.
    """
    first, stop = read_day(start, "start of the period"), read_day(end, "end of the period")
    if not first < stop:
        raise MeasureError(
            f"The period ends on {stop}, not after its start on {first}.",
            "Give as end the day after the last day of the period.",
        )
    came, went, checks = read_memberships(joined, left)
    kept, dropped = leave_out(checks)
    there = kept & (came < first) & ~(went < first)
    lost = there & (went < stop)
    found = logo_churn_from_counts(
        int(np.count_nonzero(there)), int(np.count_nonzero(lost)), name=name, confidence=confidence
    )
    return replace(found, dropped=dropped)


def logo_churn_from_counts(
    at_start: int, lost: int, *, name: str = "Customers lost", confidence: float = 0.95
) -> Estimate:
    """Share in % of `at_start` customers who were `lost` in the period, with Wilson's interval.

    Whole numbers, 0 ≤ lost ≤ at_start; new customers belong to neither. No customer at the start
    gives "not available". Raises MeasureError otherwise. Source of the interval: Wilson 1927.
    """
    found = share(lost, at_start, name=name, confidence=confidence)
    return replace(found, absent="no customers at the start of the period")


def compound(rate: float, periods: float) -> float:
    """Share lost over `periods` periods when each loses `rate` of what is left: 1 − (1 − rate)ⁿ.

    Both rates are fractions from 0 to 1, `periods` is 0 or more: 2% a month makes 21.5% a year, not
    24%. It supposes that those who stay go on leaving at the same rate; they mostly leave less and
    less. Raises MeasureError otherwise. Source: the product of the shares that stay.
    """
    _check(rate, periods, above_0=False)
    if rate == 1:
        return float(periods > 0)
    return 0.0 - math.expm1(periods * math.log1p(-rate))  # small rates keep their digits


def per_period(rate: float, periods: float) -> float:
    """Share lost in each of `periods` periods that together lose `rate`: 1 − (1 − rate)^(1/n).

    Undoes `compound`: 10% a year is 0.874% a month, not 0.833%. Both rates are fractions from 0 to
    1, `periods` is above 0. Raises MeasureError otherwise.
    """
    _check(rate, periods, above_0=True)
    return compound(rate, 1 / periods)


def _check(rate: float, periods: float, *, above_0: bool) -> None:
    if not (is_number(rate) and 0 <= rate <= 1):
        raise MeasureError(
            f"A rate of {rate!r} is not between 0 and 1.", "Write it as a fraction, 0.02 for 2%."
        )
    least = LEAST_ABOVE_0 if above_0 else 0
    if not (is_number(periods) and periods >= least):
        raise MeasureError(
            f"A rate can't be taken over {periods!r} periods.", "Give a number of periods above 0."
        )
