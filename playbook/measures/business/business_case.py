"""The business case of a programme that keeps customers: value, break-even, sensitivity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

from playbook.measures.business.cash_flow import irr, npv, payback_year
from playbook.measures.business.money import money_text, rate_text
from playbook.measures.business.sensitivity import OneWay, around, checked_range, one_way
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_amount, checked_fraction, checked_list, checked_mapping
from playbook.measures.wording import number_text

_LABELS = {
    "eligible_customers": "Eligible customers",
    "churn_reduction": "Fall in churn",
    "margin": "Value of a kept customer",
    "ramp": "Speed of the ramp (1 = as planned)",
    "attribution": "Share put down to the programme",
    "set_up_cost": "Cost to set up",
    "running_cost": "Cost to run (1 = as planned)",
    "discount": "Discount rate",
}


@dataclass(frozen=True)
class BusinessCase:
    """Value of a programme over `years`, year 0 being the set-up.

    `flows` are benefit minus cost a year, in `currency`. `irr` is None where there is none or more
    than one, `irr_reason` then says why. `payback` and `discounted_payback` are years, None when
    not reached. `break_even` is the fall in churn (a fraction of customers a year) at which the
    value is 0, None where no fall brings a benefit; `gap` is the most churn can fall, that to the
    best segment. `sensitivity` moves one input at a time.
    """

    npv: float
    irr: float | None
    irr_reason: str | None
    payback: int | None
    discounted_payback: int | None
    break_even: float | None
    churn_reduction: float
    gap: float
    benefits: tuple[float, ...]
    costs: tuple[float, ...]
    flows: tuple[float, ...]
    sensitivity: OneWay
    discount: float
    currency: str

    @property
    def years(self) -> int:
        """Years after the set-up."""
        return len(self.flows) - 1

    @property
    def break_even_within_gap(self) -> bool:
        """Whether the fall in churn that breaks even is one the best segment shows possible."""
        return self.break_even is not None and self.break_even <= self.gap

    def sentence(self) -> str:
        """Value, return and break-even in words, with what the figures hang on."""
        rate = f"{rate_text(self.irr)}" if self.irr is not None else "not available"
        why = f" ({self.irr_reason})" if self.irr_reason else ""
        paid = "not within these years" if self.payback is None else f"in year {self.payback}"
        if self.break_even is None:
            even = "No fall in churn breaks even, since no benefit is put down to the programme."
        else:
            beyond = (
                "" if self.break_even_within_gap else ", which is more than the best segment shows"
            )
            even = (
                f"It breaks even when churn falls by {_points(self.break_even)} a year{beyond}; "
                f"planned are {_points(self.churn_reduction)}, and the gap to the best segment is "
                f"{_points(self.gap)}."
            )
        return (
            f"Net present value over {self.years} years at {rate_text(self.discount)}: "
            f"{money_text(self.npv, self.currency)}; internal rate of return {rate}{why}; paid "
            f"back {paid}. {even} A calculation from assumptions, not a forecast. "
            f"{self.sensitivity.sentence()}"
        )


def business_case(
    *,
    eligible_customers: float,
    churn: float,
    best_segment_churn: float,
    churn_reduction: float,
    margin: float,
    ramp: Sequence[float],
    attribution: float,
    set_up_cost: float,
    running_cost: float | Sequence[float],
    discount: float,
    currency: str = "",
    ranges: Mapping[str, tuple[float, float]] | None = None,
    swing: float = 0.2,
) -> BusinessCase:
    """Value of a fall in churn: benefit_t = eligible · fall · ramp_t · attribution · margin.

    `eligible_customers` the programme can reach; `churn` now and `best_segment_churn`, yearly
    shares; `churn_reduction` the planned fall at full effect, as a share of customers (0.02 for two
    points); `margin` a kept customer brings, counted once, in the year of the keeping, so either a
    year's margin or a lifetime value, never both; `ramp` the share of full effect in year 1, 2, …;
    `attribution` the share put down to the programme; `set_up_cost` in year 0, `running_cost` a
    year, one for all or one each; `discount` a rate. Shares and rates are fractions.

    The fall in churn can't exceed the gap to the best segment, so that the benefit of a year never
    exceeds eligible base × gap × margin. Year 0 is not discounted. `sensitivity` moves each input ±
    `swing` of itself, cut where it can't go further, or over its `ranges` (low, high; keys are the
    parameters' names; "ramp" and "running_cost" are factors on what is planned, 1 as planned).
    Raises MeasureError for an input out of range, a fall beyond the gap, costs for another number
    of years than the ramp, and a range that does not hold its input.
    """
    gap = _gap(churn, best_segment_churn)
    given = checked_list(ramp, "The ramp")
    shares = [checked_fraction(one, f"The ramp of year {t}") for t, one in enumerate(given, 1)]
    running = _yearly(running_cost, len(shares))
    inputs = {
        "eligible_customers": checked_amount(eligible_customers, "The eligible customers"),
        "churn_reduction": checked_fraction(churn_reduction, "The fall in churn"),
        "margin": checked_amount(margin, "The value of a kept customer"),
        "ramp": 1.0,
        "attribution": checked_fraction(attribution, "The share put down to the programme"),
        "set_up_cost": checked_amount(set_up_cost, "The cost to set up"),
        "running_cost": 1.0,
        "discount": checked_amount(discount, "The discount rate"),
    }
    _within_gap(inputs["churn_reduction"], gap, churn, best_segment_churn)
    plan = _Plan(tuple(shares), tuple(running))
    fastest = 1 / max(shares) if any(shares) else 1.0
    highest = {"churn_reduction": gap, "attribution": 1.0, "ramp": fastest}
    asked = {} if ranges is None else checked_mapping(ranges, "The ranges")
    moved = around(inputs, swing, highest) | dict(asked)
    for key, most in highest.items():
        high = checked_range(moved[key], _LABELS[key])[1]
        if high > most * (1 + 1e-12):
            raise MeasureError(
                f"The range of {_LABELS[key]!r} goes up to {high:g}; it can't exceed {most:g}.",
                "Lower the high end of the range.",
            )
    flows, value = plan.flows(inputs), plan.value(inputs)
    rate, reason = _rate_of_return(flows)
    discounted = [flow / (1 + inputs["discount"]) ** year for year, flow in enumerate(flows)]
    return BusinessCase(
        npv=value,
        irr=rate,
        irr_reason=reason,
        payback=payback_year(flows),
        discounted_payback=payback_year(discounted),
        break_even=_break_even(plan, inputs),
        churn_reduction=inputs["churn_reduction"],
        gap=gap,
        benefits=plan.benefits(inputs),
        costs=plan.costs(inputs),
        flows=flows,
        sensitivity=one_way(
            plan.value,
            inputs,
            moved,
            name="The net present value",
            unit=currency,
            labels=_LABELS,
            shares=("churn_reduction", "attribution", "discount"),
        ),
        discount=inputs["discount"],
        currency=currency,
    )


@dataclass(frozen=True)
class _Plan:
    """What the programme does and costs, year by year, at full scale."""

    ramp: tuple[float, ...]
    running: tuple[float, ...]

    def benefits(self, inputs: Mapping[str, float]) -> tuple[float, ...]:
        full = math.prod(inputs[key] for key in ("eligible_customers", "churn_reduction", "margin"))
        scale = full * inputs["attribution"] * inputs["ramp"]
        return (0.0, *(scale * share for share in self.ramp))

    def costs(self, inputs: Mapping[str, float]) -> tuple[float, ...]:
        factor = inputs["running_cost"]
        return (inputs["set_up_cost"], *(factor * cost for cost in self.running))

    def flows(self, inputs: Mapping[str, float]) -> tuple[float, ...]:
        pairs = zip(self.benefits(inputs), self.costs(inputs), strict=True)
        return tuple(benefit - cost for benefit, cost in pairs)

    def value(self, inputs: Mapping[str, float]) -> float:
        return npv(inputs["discount"], self.flows(inputs))


def _gap(churn: float, best: float) -> float:
    now, least = (
        checked_fraction(churn, "Churn"),
        checked_fraction(best, "The best segment's churn"),
    )
    if least > now:
        raise MeasureError(
            f"The best segment's churn, {rate_text(least)}, is above churn, {rate_text(now)}.",
            "Take the segment that loses the smallest share of its customers.",
        )
    return now - least


def _within_gap(reduction: float, gap: float, churn: float, best: float) -> None:
    if reduction > gap * (1 + 1e-9):
        raise MeasureError(
            f"A fall in churn by {_points(reduction)} would go below the best segment: from "
            f"{rate_text(churn)} to its {rate_text(best)} there are {_points(gap)}.",
            "Plan at most the gap to the best segment; what nobody has reached is no benefit yet.",
        )


def _yearly(cost: float | Sequence[float], years: int) -> list[float]:
    one = cost is None or isinstance(cost, str | Real)
    each = [cost] * years if one else checked_list(cost, "The running cost")
    if years == 0 or len(each) != years:
        raise MeasureError(
            f"The ramp has {years} years, the running cost {len(each)}.",
            "Give the ramp for a year or more, and one running cost, or one for each of its years.",
        )
    return [checked_amount(one, f"The running cost of year {t}") for t, one in enumerate(each, 1)]


def _break_even(plan: _Plan, inputs: Mapping[str, float]) -> float | None:
    """The value is a straight line in the fall in churn: where it crosses 0."""
    costs = plan.value({**inputs, "churn_reduction": 0.0})
    benefit = npv(inputs["discount"], plan.benefits({**inputs, "churn_reduction": 1.0}))
    return -costs / benefit if benefit > 0 else None


def _rate_of_return(flows: Sequence[float]) -> tuple[float | None, str | None]:
    try:
        return irr(flows), None
    except MeasureError as none:
        return None, none.reason.rstrip(".")


def _points(fraction: float) -> str:
    return f"{number_text(100 * fraction, 2)} points"
