"""What poor service costs: customers lost after a problem, most of them without a word."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from playbook.measures.business.money import money_text, rate_text
from playbook.measures.business.sensitivity import OneWay, around, one_way
from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_amount, checked_fraction, checked_mapping
from playbook.measures.wording import number_text

SILENT = "did not complain"


@dataclass(frozen=True)
class CostPart:
    """Customers with a problem who met one end: how many, how many are lost by it, at what cost."""

    name: str
    customers: float
    lost: float
    cost: float


@dataclass(frozen=True)
class CostOfPoorService:
    """The cost of a year's problems in `currency`, its parts, and what it hangs on.

    `parts` add up to `total`: customers who did not complain first, then each complaint outcome. A
    calculation from inputs, not a measurement: `sensitivity` stands where an interval would.
    """

    total: float
    lost: float
    parts: tuple[CostPart, ...]
    sensitivity: OneWay
    inputs: Mapping[str, float]
    warnings: tuple[str, ...]
    currency: str

    def sentence(self) -> str:
        """The cost in words, the part of it that is silent, and what it hangs on."""
        silent = self.parts[0]
        parts = "; ".join(f"{one.name} {money_text(one.cost, self.currency)}" for one in self.parts)
        share = ""
        if self.total > 0 and all(one.cost >= 0 for one in self.parts):
            share = f", {rate_text(silent.cost / self.total)} of it with customers who said nothing"
        warnings = "".join(f" {warning}" for warning in self.warnings)
        return (
            f"Poor service costs {money_text(self.total, self.currency)} a year by these inputs "
            f"({number_text(self.lost, 0)} customers lost{share}): {parts}. A calculation, not a "
            f"measurement. {self.sensitivity.sentence()}{warnings}"
        )


def cost_of_poor_service(
    *,
    customers: float,
    problem_rate: float,
    complaint_rate: float,
    retention_without_problem: float,
    retention_silent: float,
    complaint_shares: Mapping[str, float],
    complaint_retention: Mapping[str, float],
    margin: float,
    currency: str = "",
    ranges: Mapping[str, tuple[float, float]] | None = None,
    swing: float = 0.1,
) -> CostOfPoorService:
    """Cost of poor service: N·P·[(1−c)(ρ₀−ρ_silent) + c·Σ s_k(ρ₀−ρ_k)]·margin.

    `customers` N; `problem_rate` P, the share who have a problem in the year; `complaint_rate` c,
    the share of those who complain; retention ρ as shares who stay: without a problem, of those who
    keep silent, and by complaint outcome in `complaint_retention` (such as satisfied, mollified,
    unsatisfied); `complaint_shares` s_k of the same outcomes, which add up to 1; `margin` a kept
    customer brings, in `currency`. All shares are from 0 to 1.

    `sensitivity` moves each input ± `swing` of itself, cut at 1 for shares, or over its `ranges`
    (low, high; keys are the parameters' names, "share_satisfied", "retention_satisfied" and so on);
    when one complaint share moves, the others make room in proportion. Raises MeasureError for an
    input out of range, shares that don't add up to 1, outcomes that differ between the two, and a
    range that does not hold its input. Source: the expected loss along the tree problem →
    complaint → outcome.
    """
    checked_mapping(complaint_shares, "The complaint shares")
    checked_mapping(complaint_retention, "The retention of complaints")
    outcomes = tuple(complaint_shares)
    if not outcomes or set(outcomes) != set(complaint_retention):
        raise MeasureError(
            f"Shares are given for {', '.join(map(str, outcomes)) or 'no complaint outcome'}, "
            f"retention for {', '.join(map(str, complaint_retention)) or 'none'}.",
            "Give both for the same complaint outcomes.",
        )
    inputs = {
        "customers": checked_amount(customers, "The number of customers"),
        "problem_rate": checked_fraction(problem_rate, "The share with a problem"),
        "complaint_rate": checked_fraction(complaint_rate, "The share who complain"),
        "retention_without_problem": checked_fraction(
            retention_without_problem, "Retention without a problem"
        ),
        "retention_silent": checked_fraction(retention_silent, "Retention of the silent"),
        "margin": checked_amount(margin, "The margin of a customer"),
    }
    for one in outcomes:
        inputs[f"share_{one}"] = checked_fraction(complaint_shares[one], f"The share {one}")
        inputs[f"retention_{one}"] = checked_fraction(
            complaint_retention[one], f"Retention of those {one}"
        )
    total_share = math.fsum(complaint_shares.values())
    if abs(total_share - 1) > 1e-6:
        raise MeasureError(
            f"The shares of the complaint outcomes add up to {total_share:.4g}, not to 1.",
            "Give every complaint one outcome, so that the shares add up to 1.",
        )
    shares_at_most_one = {key: 1.0 for key in inputs if key not in ("customers", "margin")}
    asked = {} if ranges is None else checked_mapping(ranges, "The ranges")
    moved = around(inputs, swing, shares_at_most_one) | dict(asked)
    parts = _parts(inputs, outcomes)
    return CostOfPoorService(
        total=math.fsum(one.cost for one in parts),
        lost=math.fsum(one.lost for one in parts),
        parts=parts,
        sensitivity=one_way(
            lambda changed: _total(inputs, changed, outcomes),
            inputs,
            moved,
            name="The cost of poor service",
            unit=currency,
            labels=_labels(outcomes),
            shares=shares_at_most_one,
        ),
        inputs=inputs,
        warnings=_warnings(parts),
        currency=currency,
    )


def _parts(inputs: Mapping[str, float], outcomes: tuple[str, ...]) -> tuple[CostPart, ...]:
    troubled = inputs["customers"] * inputs["problem_rate"]
    complaining = troubled * inputs["complaint_rate"]
    ends = [(SILENT, troubled - complaining, inputs["retention_silent"])]
    ends += [
        (f"complained, {one}", complaining * inputs[f"share_{one}"], inputs[f"retention_{one}"])
        for one in outcomes
    ]
    parts = []
    for name, customers, retention in ends:
        lost = customers * (inputs["retention_without_problem"] - retention)
        parts.append(CostPart(name, customers, lost, lost * inputs["margin"]))
    return tuple(parts)


def _total(
    inputs: Mapping[str, float], changed: Mapping[str, float], outcomes: tuple[str, ...]
) -> float:
    """The cost with one input changed; other complaint shares make room for a changed one."""
    room = dict(changed)
    for one in outcomes:
        old, new = inputs[f"share_{one}"], changed[f"share_{one}"]
        others = [f"share_{other}" for other in outcomes if other != one]
        if old != new and others:
            for key in others:
                part = inputs[key] / (1 - old) if old < 1 else 1 / len(others)
                room[key] = (1 - new) * part
    return math.fsum(part.cost for part in _parts(room, outcomes))


def _labels(outcomes: tuple[str, ...]) -> dict[str, str]:
    labels = {
        "customers": "Customers",
        "problem_rate": "Share with a problem",
        "complaint_rate": "Share of those who complain",
        "retention_without_problem": "Retention without a problem",
        "retention_silent": "Retention of the silent",
        "margin": "Margin of a customer",
    }
    for one in outcomes:
        labels[f"share_{one}"] = f"Share of complaints: {one}"
        labels[f"retention_{one}"] = f"Retention, {one}"
    return labels


def _warnings(parts: tuple[CostPart, ...]) -> tuple[str, ...]:
    return tuple(
        f"Customers of the part {one.name!r} are put down as staying more often than those without "
        "a problem, which lowers the cost; in the studies summed up by de Matos, Henrique & Rossi "
        "(2007) recovery did not raise buying again above that of customers without a failure."
        for one in parts
        if one.lost < 0
    )
