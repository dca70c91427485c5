"""The people at Ordanvale's accounts: a champion, a buyer, and users. They answer the surveys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws, Floats, Ints
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import END, START, YEAR, Accounts, Days
from making.ordanvale.contracts import Contracts
from making.shared.asked import Key
from making.shared.people import names
from making.shared.touchpoints import customer_column, named
from making.table import Column, Table, Values

ROLES = ("champion", "buyer", "user")
CHAMPION, BUYER, USER = range(3)
USERS = np.array([[1, 3], [3, 5], [6, 9]])
STAYS_YEARS = 9.0

ANSWERS_BY_ROLE = np.array([0.80, 0.26, 0.42])
ANSWERS_BY_SEGMENT = np.array([0.72, 1.0, 1.15])
ANSWERS_BY_BOND = 0.03


@dataclass(frozen=True)
class Contacts:
    """One block's contacts; `account` is the place of each one's account in the block.

    `left` is the day on which the contact left the account or would have, NaT for never in the
    window; `gone` the day from which on nothing happens with the contact. `bond` and `answers` are
    as the survey takes them.
    """

    ids: NDArray[Any]
    account: Ints
    role: Ints
    since: Days
    left: Days
    gone: Days
    bond: Floats
    answers: Floats

    def __len__(self) -> int:
        return len(self.account)

    def key(self) -> Key:
        """The column by which the survey's tables name the person."""
        return Key(_id_column("Who at the account."), "contacts", self.ids)


def make_contacts(
    draws: Draws, accounts: Accounts, contracts: Contracts, first_id: int
) -> Contacts:
    """Contacts of a block, account by account: the champion first, then the buyer."""
    users = draws.whole(USERS[accounts.segment, 0], USERS[accounts.segment, 1], len(accounts))
    count = accounts.champion + 1 + users
    account = np.repeat(np.arange(len(accounts)), count)
    place = np.arange(len(account)) - np.repeat(np.cumsum(count) - count, count)
    place = place + ~accounts.champion[account]
    role = np.minimum(place, USER)
    n = len(account)
    since = accounts.joined[account] + np.where(
        role == USER, np.floor(YEAR * 0.4 * draws.exponential(n)).astype(np.int64), 0
    )
    since = np.minimum(since, END - 20)
    left = np.maximum(since, START) + 25
    left = left + np.floor(YEAR * STAYS_YEARS * draws.exponential(n)).astype(np.int64)
    left = np.where(role == CHAMPION, accounts.champion_left[account], left)
    there = contracts.gone[account]
    left = np.where((left <= END) & (left < there), left, np.datetime64("NaT"))
    since = np.minimum(since, there - 20)
    bond = 0.8 * accounts.bond[account] + 0.6 * draws.bell(n)
    answers = ANSWERS_BY_ROLE[role] * ANSWERS_BY_SEGMENT[accounts.segment[account]]
    answers = answers * (1.0 + ANSWERS_BY_BOND * bond)
    ids = np.empty(n, dtype=object)
    ids[:] = [f"P{number:07d}" for number in range(first_id, first_id + n)]
    return Contacts(
        ids=ids,
        account=account,
        role=role,
        since=since,
        left=left,
        gone=np.where(np.isnat(left), there, np.minimum(left, there)),
        bond=bond,
        answers=np.minimum(np.maximum(answers, 0.05), 0.9),
    )


def contacts_table(draws: Draws, accounts: Accounts, contacts: Contacts) -> Table:
    """One row a person."""
    values: dict[str, Values] = {
        "contact_id": contacts.ids,
        "customer_id": accounts.ids[contacts.account],
        "name": names(draws, len(contacts)),
        "role": named(list(ROLES), contacts.role),
        "since": contacts.since,
        "left_on": contacts.left,
    }
    return Table(
        name="contacts",
        title="Contacts",
        description="One row a person at an account, as the customer system has them.",
        columns=(
            _id_column("The person.", unique=True),
            customer_column(COMPANY, "The account."),
            Column("name", "string", "The person's name, in the script they write it in."),
            Column(
                "role",
                "string",
                "What the person is to Ordanvale: the champion speaks up for it, the buyer signs, "
                "users work with it.",
                allowed=ROLES,
            ),
            Column("since", "date", "The day the person was entered.", unit="day"),
            Column(
                "left_on",
                "date",
                "The day the person left the account for another job; blank: still there when the "
                "account left, or at the end of 2025.",
                unit="day",
                required=False,
            ),
        ),
        values=values,
        primary_key=("contact_id",),
        foreign_keys=(("customer_id", "customers", "customer_id"),),
    )


def _id_column(meaning: str, unique: bool = False) -> Column:
    return Column("contact_id", "string", meaning, pattern="P[0-9]{7,8}", unique=unique)
