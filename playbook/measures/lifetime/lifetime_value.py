"""The simple lifetime value: one margin, one retention rate, one discount rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from playbook.measures.business.money import money_text, rate_text
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_list, checked_number, is_number
from playbook.measures.wording import number_text

FirstPayment: TypeAlias = Literal["in one period", "now"]

_PAYMENTS: tuple[FirstPayment, ...] = ("in one period", "now")


@dataclass(frozen=True)
class LifetimeValue:
    """Present value of the margins of a customer, in the currency of `margin`.

    `low` and `high` follow from the interval of the retention rate, None where none was given.
    `first_payment` says which of the two formulas it is.
    """

    value: float
    low: float | None
    high: float | None
    multiple: float
    margin: float
    retention: float
    discount: float
    first_payment: FirstPayment
    currency: str
    method: str

    def sentence(self) -> str:
        """The value in words, with its assumptions."""
        ends = "no interval: the inputs are taken as known"
        if self.low is not None and self.high is not None:
            low, high = (money_text(end, self.currency) for end in (self.low, self.high))
            ends = f"{low} to {high} with the interval of the retention"
        when = {
            "now": "first margin now and certain",
            "in one period": "first margin after one period, from those who stay",
        }[self.first_payment]
        return (
            f"Lifetime value {money_text(self.value, self.currency)} ({ends}): "
            f"{number_text(self.multiple, 2)} times the margin of "
            f"{money_text(self.margin, self.currency)} a period, with retention "
            f"{rate_text(self.retention)} and discount {rate_text(self.discount)} a period; "
            f"{when}. One constant retention rate values customers who have stayed too low, since "
            "they differ from those who left."
        )


def lifetime_multiple(retention: float, discount: float, *, first_payment: FirstPayment) -> float:
    """How many margins of one period a customer is worth.

    `retention` r and `discount` i: rates a period as fractions. First payment "in one period":
    Σ rᵗ/(1 + i)ᵗ over t = 1, 2, … = r/(1 + i − r); "now": the same from t = 0 on,
    (1 + i)/(1 + i − r). It has no default, since the two differ by one whole margin.
    Raises MeasureError for a retention outside 0 to 1, a discount below 0, an infinite sum, or
    another first payment. Source: Gupta & Lehmann 2003, Journal of Interactive Marketing 17:9–24.
    """
    if not (is_number(retention) and 0 <= retention <= 1):
        raise MeasureError(
            f"The retention rate {retention!r} is not between 0 and 1.",
            "Write it as a fraction a period, 0.8 for 80%.",
        )
    if not (is_number(discount) and discount >= 0):
        raise MeasureError(
            f"The discount rate {discount!r} is not a number of 0 or more.",
            "Write it as a fraction a period, 0.1 for 10%.",
        )
    if first_payment not in _PAYMENTS:
        raise MeasureError(
            f"The first payment {first_payment!r} is neither of the two there are.",
            f"Choose one of {list(_PAYMENTS)}.",
        )
    gap = 1 + discount - retention
    if gap <= 0:
        raise MeasureError(
            "Without loss and without discount the lifetime value is infinite.",
            "Give a retention below 1 or a discount above 0.",
        )
    return (1 + discount if first_payment == "now" else retention) / gap


def simple_lifetime_value(
    margin: float,
    retention: float,
    discount: float,
    *,
    first_payment: FirstPayment,
    retention_interval: tuple[float, float] | None = None,
    currency: str = "",
) -> LifetimeValue:
    """Present value of a customer's margins: `margin` · `lifetime_multiple`.

    `margin`: money a period, constant; the rates as for `lifetime_multiple`.
    `retention_interval`: lower and upper end of the retention rate, as fractions; the value rises
    with retention, so its own interval follows exactly. It takes retention as constant, which
    values customers who have stayed too low (Fader & Hardie 2010, Marketing Science 29:85–93).
    Raises MeasureError as `lifetime_multiple`, for a margin that is not finite, and for an interval
    that does not hold the retention rate. Source: Gupta & Lehmann 2003.
    """
    margin = checked_number(margin, "The margin")
    multiple = lifetime_multiple(retention, discount, first_payment=first_payment)
    low = high = None
    if retention_interval is not None:
        ends = checked_list(retention_interval, "The interval of the retention")
        if not (len(ends) == 2 and all(map(is_number, ends)) and ends[0] <= retention <= ends[1]):
            raise MeasureError(
                f"The interval {retention_interval!r} does not hold the retention {retention:g}.",
                "Give its ends as fractions, the lower one first.",
            )
        low, high = sorted(
            margin * lifetime_multiple(end, discount, first_payment=first_payment) for end in ends
        )
    return LifetimeValue(
        value=margin * multiple,
        low=low,
        high=high,
        multiple=multiple,
        margin=margin,
        retention=retention,
        discount=discount,
        first_payment=first_payment,
        currency=currency,
        method=f"geometric series, first payment {first_payment} (Gupta & Lehmann 2003)",
    )
