"""Lifetime value of customers without a contract: purchases expected times amounts expected."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from playbook.measures.business.money import money_text, rate_text
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD
from playbook.measures.lifetime.gamma_gamma import GammaGamma
from playbook.measures.lifetime.maximum_likelihood import Covariance, Floats, delta_interval
from playbook.measures.lifetime.purchases import PurchaseHistories
from playbook.measures.ranges import checked_kind, is_number
from playbook.measures.wording import lasting, number_text

_MANY_ZEROS = 0.01
"""Above this share of purchase days with an amount of 0 the result carries a warning."""


@dataclass(frozen=True, eq=False)
class DiscountedLifetimeValue:
    """Margin still to come from each customer within the horizon, discounted to today.

    Today is the end of the calibration. `frame` has a row a customer: customer, p_alive (0 to 1),
    expected_purchases, discounted_purchases, expected_value (amount of a purchase), lifetime_value.
    `total` and `per_customer` carry intervals for the uncertainty of the models' parameters, not
    for the chance in what customers do. `margin` is a fraction of the amount, `discount` a rate a
    year, `horizon` a time in `unit`s.
    """

    frame: pd.DataFrame
    total: Estimate
    per_customer: Estimate
    margin: float
    discount: float
    horizon: float
    unit: str
    currency: str
    warnings: tuple[str, ...]

    @property
    def n(self) -> int:
        """Number of customers."""
        return len(self.frame)

    def concentration(self, share: float) -> float:
        """Share (0 to 1) of the total that the most valuable `share` (0 to 1) of customers holds.

        Raises MeasureError for a share outside 0 to 1.
        """
        if not (is_number(share) and 0 < share <= 1):
            raise MeasureError(
                f"The share {share!r} is not between 0 and 1.", "Write 0.1 for a tenth."
            )
        values = np.sort(self.frame["lifetime_value"].to_numpy())[::-1]
        whole = float(values.sum())
        most = float(values[: math.ceil(share * len(values))].sum())
        return most / whole if whole else 0.0

    def sentence(self) -> str:
        """Total and mean in words, with all that they rest on."""
        money = [
            money_text(value, self.currency)
            for value in (self.total.value, self.total.low, self.total.high)
            if value is not None
        ]
        ends = "no interval"
        if len(money) == 3:
            ends = f"{100 * self.total.confidence:g}% interval {money[1]} to {money[2]}"
        span = lasting(round(self.horizon, 1), f"{self.unit}s")
        mean = money_text(self.per_customer.value or 0.0, self.currency)
        warnings = "".join(f" {warning}" for warning in self.warnings)
        return (
            f"Margin still to come from {self.n:,} customers in the next "
            f"{span}, in money of today: {money[0]} ({ends}, "
            f"for the models' parameters only), {mean} a customer; margin "
            f"{rate_text(self.margin)} of the amount, discount {rate_text(self.discount)} a year. "
            f"The tenth of customers with the highest value holds "
            f"{rate_text(self.concentration(0.1))} of it.{warnings}"
        )


def discounted_lifetime_value(
    bg_nbd: BetaGeometricNBD,
    gamma_gamma: GammaGamma,
    histories: PurchaseHistories,
    *,
    margin: float,
    discount: float,
    horizon: float,
) -> DiscountedLifetimeValue:
    """Value today of the purchases to come: discounted number times amount times margin.

    `margin`: fraction of the amount, above 0 up to 1; `discount`: rate a year as a fraction;
    `horizon`: how far to look ahead, in the unit of the histories, which must be that of `bg_nbd`.
    The first purchase and all others up to now are past and not in it. A customer without a repeat
    of known value is given the mean amount over customers. The interval is by the delta method over
    the parameters of both models, taken as independent, on a logarithmic scale.
    Raises MeasureError for inputs out of range, and for units that differ.
    Source: Fader, Hardie & Lee 2005, RFM and CLV, Journal of Marketing Research 42:415–430 (the
    factorisation); the purchase process is the BG/NBD model instead of theirs.
    """
    if not (is_number(margin) and 0 < margin <= 1):
        raise MeasureError(
            f"The margin {margin!r} is not a fraction above 0 and up to 1.", "Write 0.3 for 30%."
        )
    checked_kind(bg_nbd, BetaGeometricNBD, "The model of purchases", "fit_bg_nbd")
    checked_kind(gamma_gamma, GammaGamma, "The model of amounts", "fit_gamma_gamma")
    checked_kind(histories, PurchaseHistories, "The histories", "purchase_histories")
    if bg_nbd.unit != histories.unit:
        raise MeasureError(
            f"The model is in {bg_nbd.unit}s and the histories are in {histories.unit}s.",
            "Fit the model to these histories.",
        )
    frame = histories.frame
    columns = (frame["frequency"], frame["recency"], frame["age"])

    def purchases(model: BetaGeometricNBD) -> Floats:
        return model.discounted_purchases(horizon, *columns, discount=discount)

    def amounts(model: GammaGamma) -> Floats:
        return model.expected_value(frame["valued"], frame["mean_value"])

    bought, amount = purchases(bg_nbd), amounts(gamma_gamma)

    def total(values: Floats) -> float:
        """The total as a function of the seven parameters; only what changes is computed anew."""
        r, alpha, a, b, p, q, gamma = (float(value) for value in values)
        counts, each = bought, amount
        if (r, alpha, a, b) != here[:4]:
            counts = purchases(replace(bg_nbd, r=r, alpha=alpha, a=a, b=b))
        if (p, q, gamma) != here[4:]:
            each = amounts(replace(gamma_gamma, p=p, q=q, gamma=gamma))
        return margin * float(counts @ each)

    here = (
        *(bg_nbd.r, bg_nbd.alpha, bg_nbd.a, bg_nbd.b),
        *(gamma_gamma.p, gamma_gamma.q, gamma_gamma.gamma),
    )
    low, high = delta_interval(
        total,
        np.array(here),
        _joined(bg_nbd.covariance, gamma_gamma.covariance),
        link="log",
        confidence=bg_nbd.confidence,
    )
    n, whole = len(frame), float(margin * (bought @ amount))
    method = (
        "BG/NBD (Fader, Hardie & Lee 2005) and gamma-gamma (Fader & Hardie 2013), delta method, "
        "parameters only"
    )
    currency, confidence = gamma_gamma.currency, bg_nbd.confidence
    return DiscountedLifetimeValue(
        frame=pd.DataFrame(
            {
                "customer": frame["customer"],
                "p_alive": bg_nbd.p_alive(*columns),
                "expected_purchases": bg_nbd.expected_purchases(horizon, *columns),
                "discounted_purchases": bought,
                "expected_value": amount,
                "lifetime_value": margin * bought * amount,
            }
        ),
        total=Estimate(
            "Lifetime value of all customers",
            *(whole, low, high),
            n,
            currency,
            method,
            confidence=confidence,
        ),
        per_customer=Estimate(
            "Mean lifetime value of a customer",
            whole / n,
            None if low is None else low / n,
            None if high is None else high / n,
            n,
            currency,
            method,
            confidence=confidence,
        ),
        margin=margin,
        discount=discount,
        horizon=horizon,
        unit=histories.unit,
        currency=currency,
        warnings=_warnings(bg_nbd, gamma_gamma, histories, horizon),
    )


def _joined(first: Covariance | None, second: Covariance | None) -> Covariance | None:
    if first is None or second is None:
        return None
    zeros = ((0.0,) * len(second), (0.0,) * len(first))
    return (*(row + zeros[0] for row in first), *(zeros[1] + row for row in second))


def _warnings(
    bg_nbd: BetaGeometricNBD,
    gamma_gamma: GammaGamma,
    histories: PurchaseHistories,
    horizon: float,
) -> tuple[str, ...]:
    warnings = [one for one in (bg_nbd.warning, gamma_gamma.warning) if one]
    days = int(histories.frame["frequency"].sum()) + histories.n
    zeros = histories.zero_days / days
    if zeros > _MANY_ZEROS:
        warnings.append(
            f"{rate_text(zeros)} of the purchase days have an amount of 0 and are expected to come "
            "again, but at the mean amount of the others: the value is too high by about as much."
        )
    oldest = float(histories.frame["age"].max())
    if horizon > 2 * oldest:
        warnings.append(
            f"The horizon is {number_text(horizon / oldest, 1)} times as long as anybody has been "
            "observed: the far part of this value is the model's, not the data's."
        )
    return tuple(warnings)
