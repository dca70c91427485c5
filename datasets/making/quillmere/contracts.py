"""What each customer paid and when: contracts as intervals with a fee, to the penny."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from making.draws import Bools, Draws, Ints
from making.quillmere.about import COMPANY
from making.quillmere.customers import END, KINDS, Customers, Days
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

PLANS = ("Basic", "Fibre", "Fibre Plus", "Gigabit")
PENCE = np.array([2400, 3000, 3800, 5200])
PLAN_SHARES = (0.25, 0.40, 0.25, 0.10)
LOOSE_SURCHARGE = 450
YEARS = (2023, 2024, 2025)
CHANGES = ("upgrade", "downgrade", "contract")
CHANGE_SHARES = {2023: (0.18, 0.05, 0.04), 2024: (0.30, 0.05, 0.04), 2025: (0.50, 0.06, 0.04)}
REASONS = ("joined", *CHANGES)


@dataclass(frozen=True)
class Intervals:
    """Contracts of a block of customers: one row each time something changes."""

    customer: Ints
    kind: Ints
    plan: Ints
    pence: Ints
    starts: Days
    ends: Days
    reason: Ints


@dataclass
class Revenue:
    """Recurring revenue at the start and end of each year in pence, added up over blocks."""

    years: dict[int, dict[str, int]] = field(default_factory=dict)

    def add(self, year: int, start: Ints, end: Ints) -> None:
        """Add customers who paid `start` at the year's start and `end` at its end."""
        here = start > 0
        start, end = start[here], end[here]
        found = {
            "customers_at_start": len(start),
            "customers_lost": int((end == 0).sum()),
            "start_pence": int(start.sum()),
            "expansion_pence": int(np.maximum(end - start, 0).sum()),
            "contraction_pence": int(np.maximum(start - end, 0)[end > 0].sum()),
            "churned_pence": int(start[end == 0].sum()),
        }
        before = self.years.setdefault(year, dict.fromkeys(found, 0))
        self.years[year] = {name: before[name] + value for name, value in found.items()}

    def truth(self) -> dict[str, object]:
        """The counts, and what they come to."""
        found: dict[str, object] = {
            "says": "Upgrades hide what was lost: net retention looks far better than the share of "
            "customers who stayed. New customers of the year are in neither."
        }
        for year, sums in self.years.items():
            start = max(sums["start_pence"], 1)
            kept = start - sums["contraction_pence"] - sums["churned_pence"]
            found[f"in_{year}"] = {
                **sums,
                "gross_retention_pct": round(100 * kept / start, 2),
                "net_retention_pct": round(100 * (kept + sums["expansion_pence"]) / start, 2),
                "customers_lost_pct": round(
                    100 * sums["customers_lost"] / max(sums["customers_at_start"], 1), 2
                ),
            }
        return found


def make_contracts(draws: Draws, customers: Customers) -> Intervals:
    """Contracts from joining on, with at most one change a year."""
    n = len(customers)
    everyone = np.arange(n)
    kind, plan = customers.kind.copy(), draws.which(PLAN_SHARES, n)
    rows = [_rows(everyone, kind, plan, customers.joined, 0)]
    for year in YEARS:
        changes = draws.which((*CHANGE_SHARES[year], 1.0 - sum(CHANGE_SHARES[year])), n)
        day = np.datetime64(f"{year}-01-01") + draws.whole(1, 363, n)
        there = (day > customers.joined + 30) & (day < customers.gone)
        for place, name in enumerate(CHANGES):
            here = there & (changes == place) & _possible(name, plan)
            plan = plan + here * {"upgrade": 1, "downgrade": -1, "contract": 0}[name]
            if name == "contract":
                kind = np.where(here, np.where(kind == 0, 1, 0), kind)
            at = np.flatnonzero(here)
            rows.append(_rows(at, kind[at], plan[at], day[at], place + 1))
    joined = [np.concatenate(parts) for parts in zip(*rows, strict=True)]
    order = np.lexsort((joined[3], joined[0]))
    customer, kinds, plans, starts, reasons = (part[order] for part in joined)
    follows = np.append(customer[1:] == customer[:-1], False)
    ends = np.where(follows, np.append(starts[1:], starts[:1]), customers.left_on[customer])
    pence = PENCE[plans] + np.where(kinds == 0, LOOSE_SURCHARGE, 0)
    return Intervals(customer, kinds, plans, pence, starts, ends, reasons)


def add_revenue(revenue: Revenue, intervals: Intervals, n: int) -> None:
    """Add each year's recurring revenue of n customers."""
    for year in YEARS:
        start = paid_on(intervals, np.datetime64(f"{year}-01-01"), n)
        end = paid_on(intervals, np.datetime64(f"{year}-12-31"), n)
        revenue.add(year, start, end)


def paid_on(intervals: Intervals, day: np.datetime64, n: int) -> Ints:
    """What each of n customers pays a month on a day, in pence; 0 when not a customer."""
    ends = np.where(np.isnat(intervals.ends), END + 1, intervals.ends)
    here = (intervals.starts <= day) & (ends > day)
    found = np.zeros(n, dtype=np.int64)
    found[intervals.customer[here]] = intervals.pence[here]
    return found


def latest(intervals: Intervals) -> tuple[Ints, Ints]:
    """Each customer's last contract: its kind and fee in pence."""
    last = _is_last(intervals)
    return intervals.kind[last], intervals.pence[last]


def contracts_table(customers: Customers, intervals: Intervals, first_id: int) -> Table:
    """One row an interval with one fee."""
    n = len(intervals.customer)
    ids = np.empty(n, dtype=object)
    ids[:] = [f"C{number:07d}" for number in range(first_id, first_id + n)]
    values: dict[str, Values] = {
        "contract_id": ids,
        "customer_id": customers.ids[intervals.customer],
        "starts": intervals.starts,
        "ends": intervals.ends,
        "kind": named(list(KINDS), intervals.kind),
        "plan": named(list(PLANS), intervals.plan),
        "monthly_fee": intervals.pence / 100,
        "reason": named(list(REASONS), intervals.reason),
    }
    return Table(
        name="contracts",
        title="Contracts",
        description="One row a stretch of time in which a customer had one contract, plan and fee. "
        "The first starts on the day of joining, which for most is before 2023; plan and "
        "fee before 2023 are not known and are those of its first day.",
        columns=(
            Column("contract_id", "string", "The contract.", pattern="C[0-9]{7}", unique=True),
            customer_column(COMPANY),
            Column("starts", "date", "Its first day.", unit="day"),
            Column(
                "ends",
                "date",
                "The day it ended: the first day of the one that follows, or the day the "
                "customer left. Blank: still running at the end of 2025.",
                unit="day",
                required=False,
            ),
            Column("kind", "string", "How long it binds.", allowed=KINDS),
            Column("plan", "string", "What is delivered.", allowed=PLANS),
            Column(
                "monthly_fee",
                "number",
                "What the customer pays each month, tax included.",
                unit="GBP a month",
                minimum=0,
                decimals=2,
            ),
            Column("reason", "string", "Why it began.", allowed=REASONS),
        ),
        values=values,
        primary_key=("contract_id",),
        foreign_keys=(("customer_id", "customers", "customer_id"),),
    )


def _rows(at: Ints, kind: Ints, plan: Ints, day: Days, reason: int) -> tuple[Any, ...]:
    return at, kind.copy(), plan.copy(), day, np.full(len(at), reason, dtype=np.int64)


def _possible(change: str, plan: Ints) -> Bools:
    if change == "upgrade":
        return plan < len(PLANS) - 1
    return plan > 0 if change == "downgrade" else plan >= 0


def _is_last(intervals: Intervals) -> Bools:
    return np.append(intervals.customer[1:] != intervals.customer[:-1], True)
