"""Money over years: what it is worth today, and the rate at which it is worth nothing more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from playbook.measures.business.money import rate_text
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_list, checked_number


def npv(rate: float, flows: Sequence[float]) -> float:
    """Net present value of yearly `flows`, the first of them now: Σ flow_t/(1+rate)^t from t = 0.

    `rate` as a fraction above −1. The first flow is not discounted; a spreadsheet's NPV function
    discounts it too, and so gives this value divided by 1 + rate. Raises MeasureError for a rate of
    −1 or below, no flow, and flows that are not finite numbers. Computed by numpy-financial.
    """
    import numpy_financial as npf  # type: ignore[import-untyped]

    rate = checked_number(rate, "The discount rate")
    if rate <= -1:
        raise MeasureError(
            f"A discount rate of {rate_text(rate)} leaves nothing to discount.",
            "Write the rate as a fraction, 0.08 for 8%.",
        )
    with np.errstate(over="ignore"):
        value = float(npf.npv(rate, _checked(flows)))
    if not math.isfinite(value):
        raise MeasureError(
            f"At a discount rate of {rate:g} the value of these flows is beyond all numbers.",
            "Write the rate as a fraction, 0.08 for 8%.",
        )
    return value


def irr(flows: Sequence[float]) -> float:
    """Internal rate of return of yearly `flows`, the first now: the rate at which `npv` is 0.

    A fraction above −1. Raises MeasureError where it does not exist, since the flows never change
    sign or no rate makes them 0, and where it is not unique, since they change sign more than once
    and several rates do: the reason then names them. Computed by numpy-financial; that one change
    of sign gives one rate is Descartes' rule.
    """
    import numpy_financial as npf

    amounts = _checked(flows)
    remedy = "Judge the case by its net present value instead."
    changes = sign_changes(amounts)
    if changes == 0:
        raise MeasureError(
            "The flows have no internal rate of return: they never change sign.", remedy
        )
    if changes == 1:
        return float(npf.irr(amounts))
    rates = _rates(amounts)
    if not rates:
        raise MeasureError(
            "The flows have no internal rate of return: no rate brings their value to 0.", remedy
        )
    if len(rates) > 1:
        named = " and ".join(rate_text(rate) for rate in rates)
        raise MeasureError(
            f"The internal rate of return is not unique: the flows change sign {changes} times, "
            f"and {named} each bring their value to 0.",
            remedy,
        )
    return rates[0]


def sign_changes(flows: Sequence[float]) -> int:
    """How often the flows change between paying and earning; years of 0 don't count."""
    signs = [flow > 0 for flow in flows if flow != 0]
    return sum(now != before for before, now in pairwise(signs))


def payback_year(flows: Sequence[float]) -> int | None:
    """First year (0 is now) from which the flows added up stay at 0 or above; None if they don't.

    Not discounted; discount the flows first for the discounted one.
    """
    totals = np.cumsum(_checked(flows))
    slack = 1e-9 * float(np.abs(totals).max())
    below = np.flatnonzero(totals < -slack)
    if not len(below):
        return 0
    year = int(below[-1]) + 1
    return year if year < len(totals) else None


def _rates(amounts: list[float]) -> list[float]:
    """All rates above −1 at which the net present value is 0, lowest first."""
    factors = np.roots(amounts[::-1])  # of 1/(1 + rate)
    real = factors[np.abs(factors.imag) <= 1e-7 * np.abs(factors)].real
    return sorted({round(float(1 / factor - 1), 9) for factor in real if factor > 0})


def _checked(flows: Sequence[float]) -> list[float]:
    given = checked_list(flows, "The flows")
    amounts = [checked_number(flow, f"The flow of year {year}") for year, flow in enumerate(given)]
    if not amounts:
        raise MeasureError("There is no flow to value.", "Give one amount a year, the first now.")
    return amounts
