"""What accounts paid: yearly contracts, how each ended, and the revenue they add up to.

One giant account grows so fast that the revenue of each year's first customers rises, while one
account in five does not renew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from making.draws import Bools, Draws, Ints, logistic
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import END, SEGMENTS, START, SUCCESS, Accounts, Days
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

YEARS = (2023, 2024, 2025)
KINDS = ("first", "renewal")
OUTCOMES = ("renewed", "expanded", "reduced", "not renewed")
NEVER = np.datetime64("NaT")

SEATS = np.array([[15, 55], [60, 190], [220, 700]])
PRICE = (230, 330)
GIANT_PRICE = 290
GIANT_SEATS = {2022: 3_900, 2023: 5_800, 2024: 8_400, 2025: 12_400}

RENEWS = np.array([1.50, 2.55, 3.45])
"""Log-odds of renewing by segment, for an account with a champion and a team like most."""
LEAD = {"Success one": 0.36, "Success two": -0.44}
CHAMPION_GONE, NO_CHAMPION = -1.5, -0.5
BY_BOND = 0.30
EXPANDS, REDUCES = 0.24, 0.11
EXPANDS_BY, REDUCES_BY = (8, 30), (8, 30)


@dataclass(frozen=True)
class Contracts:
    """Contracts of a block of accounts; `outcome` is −1 while one runs at the end of the window.

    `gone` is the first day without a contract, a day after the window for those who stayed.
    `without` says whether the champion had left when the contract ended.
    """

    account: Ints
    starts: Days
    ends: Days
    seats: Ints
    value: Ints
    outcome: Ints
    without: Bools
    gone: Days

    def __len__(self) -> int:
        return len(self.account)

    @property
    def decided(self) -> Bools:
        """Whether the contract's end fell within the window."""
        return self.outcome >= 0

    @property
    def renewed(self) -> Bools:
        """Whether a contract followed."""
        found: Bools = self.decided & (self.outcome != OUTCOMES.index("not renewed"))
        return found

    @property
    def left_on(self) -> Days:
        """The day each account left; NaT for those who stayed."""
        return np.where(self.gone > END, NEVER, self.gone)


def make_contracts(draws: Draws, accounts: Accounts) -> Contracts:
    """Contracts from the one that ran when the window opened, or from joining, year by year."""
    n = len(accounts)
    seats = draws.whole(SEATS[accounts.segment, 0], SEATS[accounts.segment, 1], n)
    price = np.where(accounts.is_giant, GIANT_PRICE, draws.whole(*PRICE, n))
    active, gone = np.ones(n, dtype=bool), np.full(n, END + 1)
    rows = []
    for year in range(YEARS[0] - 1, YEARS[-1] + 1):
        starts = _in_year(accounts.joined, year)
        ends = _in_year(accounts.joined, year + 1)
        here = active & (starts >= accounts.joined) & (ends >= START)
        seats = np.where(accounts.is_giant, GIANT_SEATS[year], seats)
        without = accounts.champion_left < ends
        outcome, grown = _decide(draws, accounts, seats, without)
        outcome = np.where(ends > END, -1, outcome)
        at = np.flatnonzero(here)
        rows.append((at, starts[at], ends[at], seats[at], price[at], outcome[at], without[at]))
        leaves = here & (outcome == OUTCOMES.index("not renewed"))
        gone = np.where(leaves, ends, gone)
        active &= ~leaves
        seats = np.where(here, grown, seats)
    account, first, last, seat, each, result, alone = (
        np.concatenate(parts) for parts in zip(*rows, strict=True)
    )
    order = np.lexsort((first, account))
    return Contracts(
        account=account[order],
        starts=first[order],
        ends=last[order],
        seats=seat[order],
        value=(seat * each)[order],
        outcome=result[order],
        without=alone[order],
        gone=gone,
    )


def _in_year(joined: Days, year: int) -> Days:
    """The anniversary of joining in a year."""
    month = joined.astype("datetime64[M]")
    date = joined - month.astype("datetime64[D]")
    months = (month.astype(np.int64) % 12) + 12 * (year - 1970)
    found: Days = months.astype("datetime64[M]").astype("datetime64[D]") + date
    return found


def _decide(draws: Draws, accounts: Accounts, seats: Ints, without: Bools) -> tuple[Ints, Ints]:
    """How each contract would end, and the seats of the next one."""
    n = len(accounts)
    lead = np.zeros(len(COMPANY.teams))
    for name, points in LEAD.items():
        lead[list(COMPANY.teams).index(name)] = points
    odds = RENEWS[accounts.segment] + lead[accounts.team] + BY_BOND * accounts.bond
    odds = odds + np.where(without, CHAMPION_GONE, 0.0)
    odds = odds + np.where(accounts.champion, 0.0, NO_CHAMPION)
    renews = draws.chance(logistic(odds), n) | accounts.is_giant
    change = draws.which((EXPANDS, REDUCES, 1.0 - EXPANDS - REDUCES), n)
    change = np.where(accounts.is_giant, 0, change)
    more, less = draws.whole(*EXPANDS_BY, n), draws.whole(*REDUCES_BY, n)
    step = np.maximum(seats * np.where(change == 0, more, less) // 100, 1)
    grown = np.where(change == 0, seats + step, np.where(change == 1, seats - step, seats))
    kept = np.array([OUTCOMES.index(name) for name in ("expanded", "reduced", "renewed")])[change]
    return np.where(renews, kept, OUTCOMES.index("not renewed")), grown


def in_force(contracts: Contracts, day: np.datetime64, n: int) -> tuple[Ints, Ints]:
    """Seats and yearly value of n accounts on a day; 0 without a contract."""
    here = (contracts.starts <= day) & (contracts.ends > day)
    seats, value = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    seats[contracts.account[here]] = contracts.seats[here]
    value[contracts.account[here]] = contracts.value[here]
    return seats, value


@dataclass
class Revenue:
    """Yearly value on the last days of one year and the next in euros, added up over blocks."""

    years: dict[int, dict[str, int]] = field(default_factory=dict)

    def add(self, accounts: Accounts, contracts: Contracts) -> None:
        """Add a block."""
        for year in YEARS:
            _, start = in_force(contracts, np.datetime64(f"{year - 1}-12-31"), len(accounts))
            _, end = in_force(contracts, np.datetime64(f"{year}-12-31"), len(accounts))
            here, giant = start > 0, accounts.is_giant
            found = {
                "accounts_at_start": int(here.sum()),
                "accounts_lost": int((here & (end == 0)).sum()),
                "start": int(start.sum()),
                "expansion": int(np.maximum(end - start, 0)[here].sum()),
                "contraction": int(np.maximum(start - end, 0)[here & (end > 0)].sum()),
                "churned": int(start[here & (end == 0)].sum()),
                "giant_start": int(start[giant].sum()),
                "giant_expansion": int((end - start)[giant].sum()),
            }
            before = self.years.setdefault(year, dict.fromkeys(found, 0))
            self.years[year] = {name: before[name] + value for name, value in found.items()}

    def truth(self) -> dict[str, object]:
        """The counts, and what they come to with the giant and without it."""
        return {f"in_{year}": {**sums, **_rates(sums)} for year, sums in self.years.items()}


def _rates(sums: dict[str, int]) -> dict[str, float]:
    start = max(sums["start"], 1)
    kept = start - sums["contraction"] - sums["churned"]
    others = max(start - sums["giant_start"], 1)
    without = kept + sums["expansion"] - sums["giant_start"] - sums["giant_expansion"]
    return {
        "gross_retention_pct": round(100 * kept / start, 2),
        "net_retention_pct": round(100 * (kept + sums["expansion"]) / start, 2),
        "net_retention_without_the_giant_pct": round(100 * without / others, 2),
        "accounts_lost_pct": round(
            100 * sums["accounts_lost"] / max(sums["accounts_at_start"], 1), 2
        ),
    }


def renewal_counts(accounts: Accounts, contracts: Contracts) -> dict[str, int]:
    """Contracts that ended and those renewed, by team and segment and by champion."""
    counts: dict[str, int] = {}
    team, segment = accounts.team[contracts.account], accounts.segment[contracts.account]
    had = accounts.champion[contracts.account]
    groups = {
        f"{name}, {SEGMENTS[size]}": (team == list(COMPANY.teams).index(name)) & (segment == size)
        for name in SUCCESS
        for size in range(len(SEGMENTS))
    }
    groups["champion in place"] = had & ~contracts.without
    groups["champion had left"] = had & contracts.without
    groups["never a champion"] = ~had
    for name, here in groups.items():
        counts[f"ended, {name}"] = int((here & contracts.decided).sum())
        counts[f"renewed, {name}"] = int((here & contracts.renewed).sum())
    return counts


def contracts_table(accounts: Accounts, contracts: Contracts, first_id: int) -> Table:
    """One row a contract."""
    n = len(contracts)
    ids = np.empty(n, dtype=object)
    ids[:] = [f"C{number:07d}" for number in range(first_id, first_id + n)]
    values: dict[str, Values] = {
        "contract_id": ids,
        "customer_id": accounts.ids[contracts.account],
        "starts": contracts.starts,
        "ends": contracts.ends,
        "kind": named(
            list(KINDS), (contracts.starts > accounts.joined[contracts.account]).astype(np.int64)
        ),
        "seats": contracts.seats,
        "annual_value": contracts.value,
        "outcome": named(list(OUTCOMES), contracts.outcome),
    }
    return Table(
        name="contracts",
        title="Contracts",
        description="One row a contract of one year, from the one that ran at the start of 2023 "
        "on. A contract that is not renewed ends the business with the account.",
        columns=(
            Column("contract_id", "string", "The contract.", pattern="C[0-9]{7}", unique=True),
            customer_column(COMPANY, "The account."),
            Column("starts", "date", "Its first day.", unit="day"),
            Column("ends", "date", "The day after its last day.", unit="day"),
            Column("kind", "string", "Whether it is the account's first.", allowed=KINDS),
            Column("seats", "integer", "Users it pays for.", unit="seats", minimum=1),
            Column("annual_value", "integer", "What it is worth.", unit="EUR a year", minimum=0),
            Column(
                "outcome",
                "string",
                "How it ended: renewed as it was, with more seats, with fewer, or not. Blank: "
                "still running at the end of 2025.",
                required=False,
                allowed=OUTCOMES,
            ),
        ),
        values=values,
        primary_key=("contract_id",),
        foreign_keys=(("customer_id", "customers", "customer_id"),),
    )
