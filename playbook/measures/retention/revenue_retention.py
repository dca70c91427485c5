"""Recurring revenue kept from one date to another: gross and net, with the customers lost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from playbook.measures.distributions import critical_t, critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.flags import read_flags
from playbook.measures.groups import same_length
from playbook.measures.leaving_out import amount_checks, leave_out
from playbook.measures.reading import Values, read_numbers
from playbook.measures.retention.churn import logo_churn_from_counts
from playbook.measures.scores.share import wilson_limits
from playbook.measures.wording import dropped_text, number_text

LARGE_CUSTOMER = 0.25
"""Share of the revenue at the start from which one customer can hide the others; our choice."""

_VARIANCE = "linearised variance of a ratio over customers (Cochran 1977)"
_LEFT_ASIDE = "customers without revenue at the start, new or returned, in neither part"
_GROSS = (
    f"Wilson's interval at the effective n of Korn and Graubard 1998, {_VARIANCE}; {_LEFT_ASIDE}"
)
_NET = f"Student's t interval, {_VARIANCE}; {_LEFT_ASIDE}"
_ABSENT = "no revenue at the start"


@dataclass(frozen=True)
class RevenueRetention:
    """What became of the recurring revenue at the start of a period.

    Sums are in the currency handed in: `start_total` + `expansion` − `contraction` − `churned` is
    what the customers of the start pay at the end; `new_or_returned` comes on top and is in neither
    rate, `returned` is the part of it from earlier customers, None where that isn't known. `gross`
    and `net` are in % of `start_total`, `logo` in % of the customers with revenue at the start.
    `largest_share` is the largest customer's share of `start_total`, 0 to 1. `n` counts customers
    with revenue at the start, `dropped` the rows left out.
    """

    start_total: float
    expansion: float
    contraction: float
    churned: float
    new_or_returned: float
    returned: float | None
    gross: Estimate
    net: Estimate
    logo: Estimate
    largest_share: float | None
    n: int
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def available(self) -> bool:
        """Whether there was revenue at the start."""
        return self.gross.available

    def sentence(self) -> str:
        """Both rates with the customers lost beside them, so that neither stands alone."""
        rates = [replace(each, dropped={}) for each in (self.gross, self.net, self.logo)]
        text = " ".join([*(rate.sentence() for rate in rates), *self.warnings])
        return text + dropped_text(self.dropped)


def revenue_retention(
    start: Values,
    end: Values,
    *,
    previously_active: Values | None = None,
    confidence: float = 0.95,
) -> RevenueRetention:
    """Gross and net revenue retention in %, and the share of customers lost.

    `start` and `end`: one row a customer, one-dimensional, recurring revenue at the start and at
    the end of a period, 0 or more, in one currency at one rate of exchange: what is agreed on those
    two days, not what was billed, so that a change within a month counts whole; 0 at the end is
    gone, or paused. Gross = (start − contraction − churned)/start, so that no customer counts with
    more than at the start; net = (start + expansion − contraction − churned)/start. Customers
    without revenue at the start are in neither, whether new or returned: `previously_active`
    (yes/no a row) tells them apart, and only their sums are given. Rows with a blank, something
    that is not a number, or a number below 0 are left out and counted: a blank is not taken for 0.
    No revenue at the start gives "not available".

    The intervals say what as many customers like these could give by chance, each leaving or
    staying by itself. se² of a ratio R is n/(n−1)·Σ(yᵢ − R·xᵢ)²/(Σxᵢ)² (Cochran 1977, Sampling
    Techniques, 3rd edition, chapter 6), its degrees of freedom (Σxᵢ²)²/Σxᵢ⁴ − 1, at least 1, since
    unequal customers tell less (Satterthwaite 1946). Net: R ± t·se, not below 0. Gross, which can't
    pass 100%: Wilson's interval at the effective n R(1−R)/se²·(z/t)² (Korn and Graubard 1998,
    Survey Methodology 24:193–201), and where nothing was lost, at (Σx)²/Σx²·(z/t)² (Kish 1965).
    `n_effective` is (Σx)²/Σx². One customer gives no interval, nor does a net rate that is the same
    for all. Warns when one customer has more than 25% of the revenue at the start.
    Raises MeasureError for columns of unequal length.
    """
    critical_z(confidence)
    before, after = read_numbers(start), read_numbers(end)
    flags = None if previously_active is None else read_flags(previously_active)
    lengths = [("start", len(before.values)), ("end", len(after.values))]
    checks = [*amount_checks("start", before), *amount_checks("end", after)]
    if flags is not None:
        lengths.append(("previously_active", len(flags.yes)))
        same_length(*lengths)
        unknown = (before.values == 0) & (after.values > 0) & ~flags.used
        checks.append(("new or returned, not known which", unknown))
    same_length(*lengths)
    kept, dropped = leave_out(checks)
    paid, pays = before.values[kept], after.values[kept]
    base = paid > 0
    x, y = paid[base], pays[base]
    gone = y == 0
    total = math.fsum(x)
    largest = float(x.max()) / total if len(x) else None
    logo = logo_churn_from_counts(len(x), int(gone.sum()), confidence=confidence)
    return RevenueRetention(
        start_total=total,
        expansion=math.fsum(np.maximum(y - x, 0)),
        contraction=math.fsum(np.maximum(x - y, 0)[~gone]),
        churned=math.fsum(x[gone]),
        new_or_returned=math.fsum(pays[~base]),
        returned=None if flags is None else math.fsum(pays[~base & flags.yes[kept]]),
        gross=_gross(x, np.minimum(x, y), confidence),
        net=_net(x, y, confidence),
        logo=logo,
        largest_share=largest,
        n=len(x),
        warnings=_warnings(largest),
        dropped=dropped,
    )


@dataclass(frozen=True)
class _Ratio:
    """Σy/Σx over n customers; `worth` of them, were they alike, would tell as much."""

    value: float
    se: float
    degrees: float
    worth: float
    n: int


def _ratio(x: NDArray[np.float64], y: NDArray[np.float64]) -> _Ratio:
    n, largest = len(x), float(x.max())
    x, y = x / largest, y / largest  # so that squares can't overflow
    total, squares = math.fsum(x), float(x @ x)
    value = math.fsum(y) / total
    residuals = y - value * x
    variance = float(residuals @ residuals) / total**2 * n / max(1, n - 1)
    degrees = max(1.0, squares**2 / float(np.sum(x**4)) - 1)
    return _Ratio(value, math.sqrt(variance), degrees, total**2 / squares, n)


def _gross(x: NDArray[np.float64], y: NDArray[np.float64], confidence: float) -> Estimate:
    name = "Gross revenue retention"
    if not len(x):
        return _no_base(name, _GROSS, confidence)
    found = _ratio(x, y)
    low = high = None
    if found.n > 1:
        z = critical_z(confidence)
        shrink = (z / critical_t(confidence, found.degrees)) ** 2
        low = high = found.value
        if found.se > 0:
            worth = found.value * (1 - found.value) / found.se**2 * shrink
            low, high = wilson_limits(found.value * worth, worth, z)
        elif found.value in (0.0, 1.0):
            worth = found.worth * shrink
            low, high = wilson_limits(found.value * worth, worth, z)
    return _percent(name, found, low, high, _GROSS, confidence)


def _net(x: NDArray[np.float64], y: NDArray[np.float64], confidence: float) -> Estimate:
    name = "Net revenue retention"
    if not len(x):
        return _no_base(name, _NET, confidence)
    found = _ratio(x, y)
    low = high = None
    if found.se > 0:
        half = critical_t(confidence, found.degrees) * found.se
        low, high = max(0.0, found.value - half), found.value + half
    return _percent(name, found, low, high, _NET, confidence)


def _percent(
    name: str, found: _Ratio, low: float | None, high: float | None, method: str, confidence: float
) -> Estimate:
    return Estimate(
        name,
        100 * found.value,
        None if low is None else 100 * low,
        None if high is None else 100 * high,
        found.n,
        "%",
        method,
        n_effective=found.worth,
        confidence=confidence,
    )


def _no_base(name: str, method: str, confidence: float) -> Estimate:
    return Estimate(name, None, None, None, 0, "%", method, confidence=confidence, absent=_ABSENT)


def _warnings(largest: float | None) -> tuple[str, ...]:
    if largest is None or largest <= LARGE_CUSTOMER:
        return ()
    return (
        f"One customer holds {number_text(100 * largest, 1)}% of the revenue at the start: "
        "both rates can hide what the others do, so read the customers lost beside them; "
        "no interval here allows for that one leaving.",
    )
