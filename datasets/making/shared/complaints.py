"""Complaints: where they surface, and where they are caused.

Most surface where customers can reach somebody; most are caused elsewhere. A second reviewer names
the owner again for a part of them, and now and then blames the department where it surfaced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.clock import moment, stamps
from making.company import Company, Truth
from making.draws import Draws, Floats, Ints
from making.shared.complaint_columns import RESOLUTIONS, complaint_columns
from making.table import Table

Presence = Callable[[Draws, int, int], tuple[Ints, NDArray[Any], NDArray[Any]]]
"""(draws, how many, customers made) → customer numbers, and the first and last day on which each
could have complained."""


@dataclass(frozen=True)
class Cause:
    """What one department causes: how often, where it surfaces, in which words, and how we know."""

    department: str
    weight: float
    surfaces: Mapping[str, float]
    problems: tuple[str, ...]
    evidence: tuple[str, ...]
    customers: tuple[int, int]


@dataclass(frozen=True)
class ComplaintsPlan:
    """A company's complaints; `agreement` is how often the second reviewer names the same owner."""

    rows: int
    causes: tuple[Cause, ...]
    channels: Mapping[str, tuple[str, ...]]
    value: tuple[float, float]
    compensations: tuple[float, ...]
    resolutions: tuple[float, float, float, float]
    without_evidence: float
    coded_twice: float
    agreement: float
    says: str
    seed: int = 0


def make(
    company: Company,
    plan: ComplaintsPlan,
    presence: Presence | None,
    customers: int,
) -> tuple[list[Table], Truth]:
    """The complaints in order of receipt; their number does not grow with the customers.

    Without a `presence` any customer may complain on any day of the window, and no table of
    customers is referred to.
    """
    draws, n = company.draws("complaints", plan.seed), plan.rows
    cause_of = draws.which([cause.weight for cause in plan.causes], n)
    caused = np.array([cause.department for cause in plan.causes], dtype=object)[cause_of]
    who = company.draws("complainants", plan.seed)
    numbers, first, last = (presence or _any_time(company))(who, n, customers)
    day = first + np.floor(draws.unit(n) * ((last - first).astype(np.int64) + 1)).astype(np.int64)
    received = moment(day, draws.whole(7 * 3600, 22 * 3600, n))
    surfaced, problem, evidence, channel, hit = _story(plan, draws, cause_of)
    caused_by, second = _owners(plan, draws, caused, surfaced)
    known = np.array([owner is not None for owner in caused_by])
    later = 1 + np.floor(6.0 * draws.exponential(n)).astype(np.int64)
    closed = moment(day + later, draws.whole(8 * 3600, 18 * 3600, n))
    is_open = (closed >= moment(np.datetime64(company.window[1]) + 1, 0)) | draws.chance(0.02, n)
    resolution = draws.pick(RESOLUTIONS, n, plan.resolutions)
    paid = draws.pick(plan.compensations, n)
    reopened = draws.chance(np.where(resolution == "unsatisfied", 0.31, 0.08), n) & ~is_open
    each = plan.value[0] + (plan.value[1] - plan.value[0]) * draws.unit(n)
    worth: Floats = np.floor(each * hit * 100.0 + 0.5) / 100.0
    counted = ~draws.chance(0.04, n)
    order = np.argsort(received, kind="stable")
    values: dict[str, Any] = {
        "customer_id": np.array(company.ids(numbers), dtype=object),
        "received_at": stamps(received, company.hours_from_utc),
        "channel": channel,
        "problem": problem,
        "surfaced_in": surfaced,
        "caused_by": caused_by,
        "caused_by_second": second,
        "cause_evidence": np.where(known, evidence, None),
        "customers_affected": np.where(counted, hit.astype(object), None),
        "monthly_value_at_risk": np.where(counted, worth.astype(object), None),
        "resolution": np.where(is_open, None, resolution),
        "compensation": np.where(is_open, None, paid),
        "closed_at": np.where(is_open, None, stamps(closed, company.hours_from_utc)),
        "reopened": reopened,
    }
    values = {name: column[order] for name, column in values.items()}
    values = {"complaint_id": [f"C{number:05d}" for number in range(1, n + 1)], **values}
    table = Table(
        "complaints",
        "Complaints",
        "One row a complaint of a customer in the sample: where it surfaced, where it was caused, "
        "how that is known, and how it ended.",
        complaint_columns(company),
        values,
        primary_key=("complaint_id",),
        foreign_keys=(("customer_id", "customers", "customer_id"),) if presence else (),
    )
    return [table], {"complaints": _truth(plan, values)}


def _any_time(company: Company) -> Presence:
    def presence(draws: Draws, n: int, customers: int) -> tuple[Ints, NDArray[Any], NDArray[Any]]:
        start, stop = (np.datetime64(day, "D") for day in company.window)
        return draws.whole(1, customers, n), np.full(n, start), np.full(n, stop)

    return presence


def _story(
    plan: ComplaintsPlan, draws: Draws, cause_of: Ints
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any], Ints]:
    """Where each surfaced, what it said, how its cause is known, by which channel, how many it hit.

    What is said and what proves it go together: a cause's first evidence belongs to its first
    problem, and so on.
    """
    n = len(cause_of)
    surfaced, problem, evidence, channel = (np.empty(n, dtype=object) for _ in range(4))
    hit = np.zeros(n, dtype=np.int64)
    for place, cause in enumerate(plan.causes):
        mine = np.flatnonzero(cause_of == place)
        where = list(cause.surfaces)
        surfaced[mine] = draws.pick(where, len(mine), list(cause.surfaces.values()))
        which = draws.whole(0, len(cause.problems) - 1, len(mine))
        problem[mine] = np.array(cause.problems, dtype=object)[which]
        evidence[mine] = np.array(cause.evidence, dtype=object)[which]
        low, high = cause.customers
        skewed = draws.unit(len(mine))
        hit[mine] = low + np.floor(skewed * skewed * skewed * (high - low + 1)).astype(np.int64)
    for department, channels in plan.channels.items():
        here = np.flatnonzero(surfaced == department)
        channel[here] = draws.pick(channels, len(here))
    return surfaced, problem, evidence, channel, hit


def _owners(
    plan: ComplaintsPlan, draws: Draws, caused: NDArray[Any], surfaced: NDArray[Any]
) -> tuple[NDArray[Any], NDArray[Any]]:
    """The owner by the first reviewer (None where nothing proves it) and by the second."""
    n = len(caused)
    proven = ~draws.chance(plan.without_evidence, n)
    twice = draws.chance(plan.coded_twice, n)
    agrees = draws.chance(plan.agreement, n)
    elsewhere = draws.pick([cause.department for cause in plan.causes], n)
    instead = np.where(draws.chance(0.7, n), surfaced, elsewhere)
    second = np.where(agrees, caused, instead)
    return np.where(proven, caused, None), np.where(proven & twice, second, None)


def _truth(plan: ComplaintsPlan, values: Mapping[str, Any]) -> dict[str, object]:
    surfaced, caused = list(values["surfaced_in"]), list(values["caused_by"])
    both = [
        (one, two)
        for one, two in zip(caused, values["caused_by_second"], strict=True)
        if one is not None and two is not None
    ]
    return {
        "rows": plan.rows,
        "says": plan.says,
        "surfaced": _counted(surfaced),
        "caused": _counted([owner for owner in caused if owner is not None]),
        "no_evidence": caused.count(None),
        "coded_twice": len(both),
        "coded_the_same": sum(one == two for one, two in both),
        "still_open": list(values["closed_at"]).count(None),
        "naive": "Counting where complaints surface names the first of surfaced; the first of "
        "caused is where the work is to be done.",
    }


def _counted(names: list[str]) -> dict[str, int]:
    """How many of each, the most first."""
    counts = {name: names.count(name) for name in sorted(set(names))}
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))
