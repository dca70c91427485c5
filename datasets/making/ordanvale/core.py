"""Ordanvale's accounts and what happened with them, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from making.company import Truth, blocks
from making.draws import Bools, Draws, Ints
from making.ordanvale import opinions, visits, words
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import START, Accounts, Days, make_accounts
from making.ordanvale.contacts import Contacts, contacts_table, make_contacts
from making.ordanvale.contracts import (
    Contracts,
    Revenue,
    contracts_table,
    make_contracts,
    renewal_counts,
)
from making.ordanvale.people import customers_table
from making.ordanvale.truths import core_truth
from making.ordanvale.usage import make_usage, usage_counts, usage_table
from making.shared.asked import Asked
from making.shared.events import make_events
from making.shared.survey import Answers, SurveyPlan, survey_tables
from making.shared.tally import Tally
from making.table import Table

BLOCK = 4_000
SURVEY = SurveyPlan(
    opinions=opinions.PLAN,
    asking=opinions.ASKING,
    inviting=opinions.INVITING,
    comments=words.COMMENTS,
    coding=words.CODING,
    moods=opinions.MOODS,
    other_moods=opinions.OTHER_MOODS,
    contact=opinions.CONTACT,
)


def make(customers: int) -> tuple[Iterator[Table], Mapping[str, object]]:
    """The tables that grow with the accounts."""
    truth: Truth = {}
    return _tables(customers, truth), truth


def presence(draws: Draws, n: int, customers: int) -> tuple[Ints, Days, Days]:
    """Accounts, each the likelier the longer it was with Ordanvale, and their days there."""
    accounts, contracts = _accounts(0, 1, min(customers, BLOCK))
    first, last = np.maximum(accounts.joined, START), contracts.gone - 1
    who = draws.which((last - first).astype(np.int64) + 1, n)
    return who + 1, first[who], last[who]


def _accounts(block: int, first: int, last: int) -> tuple[Accounts, Contracts]:
    accounts = make_accounts(COMPANY.draws("customers", block), first, last)
    return accounts, make_contracts(COMPANY.draws("contracts", block), accounts)


def _tables(customers: int, truth: Truth) -> Iterator[Table]:
    tally, revenue = Tally(), Revenue()
    for block, first, last in blocks(customers, BLOCK):
        accounts, contracts = _accounts(block, first, last)
        revenue.add(accounts, contracts)
        tally.counts.update(renewal_counts(accounts, contracts))
        yield customers_table(COMPANY.draws("names", block), accounts, contracts.left_on)
        contacts = make_contacts(
            COMPANY.draws("contacts", block), accounts, contracts, tally.counts["contacts"] + 1
        )
        yield contacts_table(COMPANY.draws("contact names", block), accounts, contacts)
        yield contracts_table(accounts, contracts, tally.next("contract", len(contracts)))
        draws = COMPANY.draws("usage", block)
        use = make_usage(draws, accounts, contracts)
        tally.counts.update(usage_counts(contracts, use))
        yield usage_table(draws, accounts, use)
        for made in _survey(block, accounts, contracts, contacts, tally):
            if isinstance(made, Table):
                yield made
        _count(accounts, contracts, contacts, tally)
    truth.update(core_truth(tally.counts, revenue))


def _survey(
    block: int, accounts: Accounts, contracts: Contracts, contacts: Contacts, tally: Tally
) -> Iterator[Table | Answers]:
    made = visits.make_visits(COMPANY.draws("visits", block), accounts, contracts, contacts)
    events = make_events(
        COMPANY,
        visits.PLAN,
        COMPANY.draws("events", block),
        made,
        contacts.bond,
        contacts.gone,
        opinions.TEAMS_DIFFER * COMPANY.draws("teams").bell(len(COMPANY.teams)),
    )

    def kept(places: Ints, days: Days) -> Bools:
        stayed: Bools = contracts.gone[contacts.account[places]] > days + 365
        return stayed

    asked = Asked(
        ids=accounts.ids[contacts.account],
        bond=contacts.bond,
        answers=contacts.answers,
        first=np.maximum(np.maximum(contacts.since, accounts.joined[contacts.account]), START),
        gone=contacts.gone,
        key=contacts.key(),
        mood=np.array(opinions.BY_ROLE)[contacts.role]
        + np.array(opinions.BY_SEGMENT)[accounts.segment[contacts.account]],
        kept=kept,
    )
    yield from survey_tables(COMPANY, SURVEY, block, asked, events, tally)


def _count(accounts: Accounts, contracts: Contracts, contacts: Contacts, tally: Tally) -> None:
    champion_left = accounts.champion_left < contracts.gone
    tally.counts.update(
        {
            "customers": len(accounts),
            "left": int((~np.isnat(contracts.left_on)).sum()),
            "joined_before": int((~accounts.is_new).sum()),
            "champions": int(accounts.champion.sum()),
            "champions_left": int(champion_left.sum()),
            "contacts": len(contacts),
        }
    )
