"""Who without a contract is still a customer, and how often they will buy: the BG/NBD model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.lifetime.bg_nbd_formulas import (
    Histories,
    LogLikelihood,
    expected_purchases,
    p_alive,
)
from playbook.measures.lifetime.maximum_likelihood import (
    Covariance,
    Floats,
    delta_interval,
    maximise,
    parameter_estimates,
    rescaled,
)
from playbook.measures.lifetime.purchase_rows import (
    checked_horizon,
    read_histories,
    read_usable_histories,
)
from playbook.measures.lifetime.purchases import DAYS, TimeUnit
from playbook.measures.ranges import LEAST_ABOVE_0, is_number
from playbook.measures.reading import Values
from playbook.measures.wording import dropped_text, lasting, number_text

_NAMES = ("r", "alpha", "a", "b")
_STARTS = ((0.5, 0.5, 0.5, 2.0), (1.0, 1.0, 1.0, 1.0), (10.0, 10.0, 0.5, 10.0))
METHOD = "BG/NBD model (Fader, Hardie & Lee 2005)"


@dataclass(frozen=True)
class BetaGeometricNBD:
    """Customers buy at a rate of their own, and after each purchase may leave for good.

    The rates are gamma-distributed (`r`, `alpha`), the chances of leaving after a purchase
    beta-distributed (`a`, `b`). `alpha` is a time in `unit`s and so scales with it; so does
    `log_likelihood`. `n` customers, `repeaters` of them with a repeat purchase. A model made from
    parameters alone has neither data nor intervals. `covariance` is that of the parameters'
    logarithms; `dropped` counts rows left out, reason → count.
    """

    r: float
    alpha: float
    a: float
    b: float
    unit: TimeUnit = "week"
    log_likelihood: float | None = None
    n: int = 0
    repeaters: int = 0
    covariance: Covariance | None = None
    warning: str | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not all(is_number(one) and one > LEAST_ABOVE_0 for one in self._given):
            raise MeasureError(
                "The four parameters are not all positive numbers.",
                "Give four numbers above 0, or fit the model with fit_bg_nbd.",
            )
        if self.unit not in tuple(DAYS):
            raise MeasureError(
                f"There is no unit of time {self.unit!r}.", f"Choose one of {list(DAYS)}."
            )
        critical_z(self.confidence)

    @property
    def parameters(self) -> Mapping[str, Estimate]:
        """r, alpha, a and b with their intervals."""
        units = ("", f"{self.unit}s", "", "")
        return parameter_estimates(
            _NAMES, self.values, units, self.covariance, self.n, self.confidence
        )

    def p_alive(self, frequency: Values, recency: Values, age: Values) -> Floats:
        """Chance from 0 to 1 of each customer to be one still, at the end of `age`.

        Columns of equal length, as `fit_bg_nbd` takes them. Without a repeat purchase it is 1 by
        the model, in which nobody leaves before a second purchase: no news about that customer.
        Raises MeasureError for a row that can't be used.
        """
        return p_alive(self.values, read_histories(frequency, recency, age))

    def expected_purchases(
        self, horizon: float, frequency: Values, recency: Values, age: Values
    ) -> Floats:
        """Purchases expected of each customer in the `horizon` that follows `age`.

        Times in the model's unit, columns as `fit_bg_nbd` takes them. Raises MeasureError for a
        row that can't be used, or a horizon below 0. Source: Fader, Hardie & Lee 2005, equation 10.
        """
        histories = read_histories(frequency, recency, age)
        return expected_purchases(self.values, histories, checked_horizon(horizon))

    def discounted_purchases(
        self,
        horizon: float,
        frequency: Values,
        recency: Values,
        age: Values,
        *,
        discount: float,
    ) -> Floats:
        """As `expected_purchases`, each purchase discounted to the end of `age`.

        `discount`: rate a year, 0.1 for 10%; a purchase after s years counts (1 + d)^−s.
        Raises MeasureError also for a rate below 0.
        """
        if not (is_number(discount) and discount >= 0):
            raise MeasureError(
                f"The discount rate {discount!r} is not a number of 0 or more.",
                "Write it as a fraction a year, 0.1 for 10%.",
            )
        histories = read_histories(frequency, recency, age)
        force = math.log1p(discount) * DAYS[self.unit] / 365.25
        return expected_purchases(self.values, histories, checked_horizon(horizon), force)

    def expected_of_a_new_customer(self, horizon: float) -> Estimate:
        """Repeat purchases expected within `horizon` of a customer's first purchase."""
        checked_horizon(horizon)
        new = Histories(np.zeros(1), np.zeros(1), np.zeros(1))

        def expected(values: Floats) -> float:
            return float(expected_purchases(values, new, horizon)[0])

        low, high = delta_interval(
            expected, self.values, self.covariance, link="log", confidence=self.confidence
        )
        return Estimate(
            f"Repeat purchases of a new customer in {self.span(horizon)}",
            expected(self.values),
            low,
            high,
            self.n,
            "purchases",
            f"{METHOD}, delta method, parameters only",
            confidence=self.confidence,
        )

    def sentence(self) -> str:
        """The model in words, with its parameters, n and what was left out."""
        rate, leaving = self.r / self.alpha, self.a / (self.a + self.b)
        warning = f" {self.warning}" if self.warning else ""
        return (
            f"On average over customers: they buy again {rate:.3g} times a {self.unit} as long as "
            f"they are customers, and {number_text(100 * leaving, 1)}% leave for good after a "
            f"repeat purchase (r {self.r:.3f}, alpha {self.alpha:.3f} {self.unit}s, "
            f"a {self.a:.3f}, b {self.b:.3f}; n = {self.n:,}, {self.repeaters:,} with a repeat)."
            f"{warning}{dropped_text(self.dropped)}"
        )

    @property
    def values(self) -> Floats:
        """The four parameters in one vector."""
        return np.array(self._given)

    @property
    def _given(self) -> tuple[float, float, float, float]:
        return self.r, self.alpha, self.a, self.b

    def span(self, horizon: float) -> str:
        """A time in words: 39 weeks."""
        return lasting(round(horizon, 1), f"{self.unit}s")


def fit_bg_nbd(
    frequency: Values,
    recency: Values,
    age: Values,
    *,
    unit: TimeUnit = "week",
    confidence: float = 0.95,
) -> BetaGeometricNBD:
    """Fit the model by maximum likelihood to one row a customer.

    `frequency`: repeat purchases, the first purchase not counted; `recency`: time from the first to
    the last purchase, 0 without a repeat, which is not the time since the last purchase; `age`:
    time from the first purchase to the end of the observation, each in `unit`s: as
    `purchase_histories` makes them. Rows that can't be used are left out and counted. Standard
    errors come from the observed information, in the parameters' logarithms; `warning` says where
    the data don't settle the model. Raises MeasureError for columns of unequal length, where nobody
    bought again, and where recency looks like the time since the last purchase.
    Source: Fader, Hardie & Lee 2005, Marketing Science 24:275–284.
    """
    critical_z(confidence)
    histories, dropped = read_usable_histories(frequency, recency, age)
    repeats = float(histories.x.sum())
    if repeats == 0:
        raise MeasureError(
            f"None of the {len(histories):,} customers bought again, so there is nothing to fit."
            + dropped_text(dropped),
            "Take more customers or a longer time.",
        )
    scale = float(histories.age.sum()) / repeats
    scaled = Histories(histories.x, histories.recency / scale, histories.age / scale)
    fit = rescaled(
        maximise(LogLikelihood(scaled), _STARTS, _NAMES, len(histories)),
        (1.0, scale, 1.0, 1.0),
        -repeats * math.log(scale),
    )
    r, alpha, a, b = (float(value) for value in fit.values)
    return BetaGeometricNBD(
        r,
        alpha,
        a,
        b,
        unit=unit,
        log_likelihood=fit.log_likelihood,
        n=len(histories),
        repeaters=int((histories.x > 0).sum()),
        covariance=fit.covariance,
        warning=fit.warning,
        dropped=dropped,
        confidence=confidence,
    )
