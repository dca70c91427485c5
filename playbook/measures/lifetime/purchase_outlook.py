"""What the BG/NBD model says of one customer, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD
from playbook.measures.lifetime.bg_nbd_formulas import expected_purchases, p_alive
from playbook.measures.lifetime.maximum_likelihood import Floats, delta_interval
from playbook.measures.lifetime.purchase_rows import checked_horizon, read_histories
from playbook.measures.lifetime.purchases import TimeUnit
from playbook.measures.ranges import checked_kind
from playbook.measures.wording import interval_text, lasting, number_text, places_for

Ends: TypeAlias = tuple[float, float] | tuple[None, None]


@dataclass(frozen=True)
class PurchaseOutlook:
    """One customer's chance to be one still (0 to 1) and the purchases expected in `horizon`.

    The intervals hold the uncertainty of the model's parameters, not the chance in what a single
    customer does. `silence` is the time since the last purchase, `n` the customers of the fit.
    """

    p_alive: float
    p_alive_interval: Ends
    expected: float
    expected_interval: Ends
    frequency: int
    silence: float
    horizon: float
    unit: TimeUnit
    n: int
    confidence: float = 0.95

    def sentence(self) -> str:
        """The outlook in words; of a customer without a repeat it says that it is no news."""
        times = "once" if self.frequency == 1 else f"{self.frequency:,} times"
        again = f"bought again {times}" if self.frequency else "has not bought again"
        quiet = lasting(round(self.silence, 1), f"{self.unit}s")
        history = f"A customer who {again} and has been silent for {quiet}"
        low, high = self.p_alive_interval
        if self.frequency == 0:
            alive = (
                "counts as a customer with 100%, by the model and not by evidence, since in it "
                "nobody leaves before a second purchase"
            )
        else:
            ends = ""
            if low is not None and high is not None:
                ends = f" ({interval_text(100 * low, 100 * high, self.confidence, '%', 1)})"
            percent = number_text(100 * self.p_alive, 1)
            alive = f"is still one with a chance of {percent}%{ends}"
        return f"{history} {alive}; {self._purchases()}."

    def _purchases(self) -> str:
        low, high = self.expected_interval
        places = places_for("", self.expected, low, high)
        ends = ""
        if low is not None and high is not None:
            ends = f"{interval_text(low, high, self.confidence, '', places)}, "
        return (
            f"expected in the next {lasting(round(self.horizon, 1), f'{self.unit}s')}: "
            f"{number_text(self.expected, places)} purchases ({ends}n = {self.n:,})"
        )


def purchase_outlook(
    model: BetaGeometricNBD, horizon: float, *, frequency: float, recency: float, age: float
) -> PurchaseOutlook:
    """One customer: chance to be one still, and purchases expected in the `horizon` after `age`.

    Times in the model's unit, from the first purchase on: `recency` to the last purchase, `age` to
    today. Intervals by the delta method. Raises MeasureError for a history that can't be.
    """
    checked_kind(model, BetaGeometricNBD, "The model of purchases", "fit_bg_nbd")
    histories = read_histories([frequency], [recency], [age])
    checked_horizon(horizon)

    def alive(values: Floats) -> float:
        return float(p_alive(values, histories)[0])

    def expected(values: Floats) -> float:
        return float(expected_purchases(values, histories, horizon)[0])

    return PurchaseOutlook(
        p_alive=alive(model.values),
        p_alive_interval=delta_interval(
            alive, model.values, model.covariance, link="logit", confidence=model.confidence
        ),
        expected=expected(model.values),
        expected_interval=delta_interval(
            expected, model.values, model.covariance, link="log", confidence=model.confidence
        ),
        frequency=int(histories.x[0]),
        silence=float(histories.age[0] - histories.recency[0]),
        horizon=horizon,
        unit=model.unit,
        n=model.n,
        confidence=model.confidence,
    )
