"""How many seats of each account are used, month by month; before an account leaves, fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from making.draws import Draws, Floats, Ints, rounded
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import Accounts
from making.ordanvale.contracts import Contracts, in_force
from making.shared.touchpoints import customer_column
from making.table import Column, Table

MONTHS = np.arange(np.datetime64("2023-01"), np.datetime64("2026-01"))
TYPICAL, BY_BOND, SPREAD, NOISE = 0.66, 0.04, 0.07, 0.025
FALLS_FOR, FALL_A_MONTH = 7, 0.07
"""In the last months before leaving, use is lower by so much of itself with each month."""
HOLIDAYS = {7: 0.92, 8: 0.86, 12: 0.92}
FIRST_MONTHS = np.array([0.45, 0.7, 0.9])
NOT_MEASURED = 0.006


@dataclass(frozen=True)
class Use:
    """Use of a block: one value an account and month in which it had a contract on the first."""

    account: Ints
    month: Ints
    seats: Ints
    active: Ints


def make_usage(draws: Draws, accounts: Accounts, contracts: Contracts) -> Use:
    """Months one after the other, then ordered by account."""
    n = len(accounts)
    level = TYPICAL + BY_BOND * accounts.bond + SPREAD * draws.bell(n)
    pieces = []
    for place, month in enumerate(MONTHS):
        seats, _ = in_force(contracts, month.astype("datetime64[D]"), n)
        share = level * _season(month) * _fall(contracts, month) * _start(accounts, month)
        share = np.minimum(np.maximum(share + NOISE * draws.bell(n), 0.02), 0.99)
        at = np.flatnonzero(seats > 0)
        active = rounded(seats[at] * share[at], 0, 100_000)
        pieces.append((at, np.full(len(at), place), seats[at], active))
    account, months, seats, active = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    order = np.lexsort((months, account))
    return Use(account[order], months[order], seats[order], active[order])


def _season(month: np.datetime64) -> float:
    return HOLIDAYS.get(int(month.astype(np.int64)) % 12 + 1, 1.0)


def _fall(contracts: Contracts, month: np.datetime64) -> Floats:
    """What is left of usual use in a month, by the whole months to the day of leaving."""
    leaves = contracts.left_on
    ahead = (leaves.astype("datetime64[M]") - month).astype(np.int64)
    ahead = np.where(np.isnat(leaves), FALLS_FOR, np.maximum(ahead, 0))
    return 1.0 - FALL_A_MONTH * np.maximum(FALLS_FOR - ahead, 0)


def _start(accounts: Accounts, month: np.datetime64) -> Floats:
    age = (month - accounts.joined.astype("datetime64[M]")).astype(np.int64)
    known = (age >= 0) & (age < len(FIRST_MONTHS))
    return np.where(known, FIRST_MONTHS[np.minimum(np.maximum(age, 0), 2)], 1.0)


def usage_counts(contracts: Contracts, use: Use) -> dict[str, int]:
    """Seats and users of accounts that left, some months ahead and just before."""
    leaves = contracts.left_on[use.account]
    ahead = (leaves.astype("datetime64[M]") - MONTHS[use.month]).astype(np.int64)
    left = ~np.isnat(leaves)
    counts = {}
    for months in (1, FALLS_FOR + 2):
        here = left & (ahead == months)
        counts[f"seats_{months}_ahead"] = int(use.seats[here].sum())
        counts[f"active_{months}_ahead"] = int(use.active[here].sum())
    return counts


def usage_table(draws: Draws, accounts: Accounts, use: Use) -> Table:
    """One row an account and month."""
    active = use.active.astype(object)
    active[draws.chance(NOT_MEASURED, len(active))] = None
    return Table(
        name="usage",
        title="Usage",
        description="One row an account and month in which it had a contract on the first.",
        columns=(
            customer_column(COMPANY, "The account."),
            Column("month", "yearmonth", "The month."),
            Column("seats", "integer", "Users paid for.", unit="seats", minimum=1),
            Column(
                "active_users",
                "integer",
                "Users who worked with the software on three days or more; blank: the counter of "
                "that month was lost.",
                unit="users",
                required=False,
                minimum=0,
            ),
        ),
        values={
            "customer_id": accounts.ids[use.account],
            "month": MONTHS[use.month],
            "seats": use.seats,
            "active_users": active,
        },
        primary_key=("customer_id", "month"),
        foreign_keys=(("customer_id", "customers", "customer_id"),),
    )
