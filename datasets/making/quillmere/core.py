"""Quillmere's customers and what happened with them, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from making.company import Truth, blocks
from making.quillmere import contacts, opinions, words
from making.quillmere.about import COMPANY
from making.quillmere.contracts import (
    Revenue,
    add_revenue,
    contracts_table,
    latest,
    make_contracts,
)
from making.quillmere.customers import KINDS, START, Customers, make_customers
from making.quillmere.monthly import MONTHS, Ratings, make_monthly
from making.quillmere.people import customers_table
from making.quillmere.study import journeys_table, study_truth
from making.quillmere.survivors import Survivors
from making.quillmere.truths import core_truth
from making.shared.asked import Asked
from making.shared.events import make_events
from making.shared.survey import Answers, SurveyPlan, survey_tables
from making.shared.tally import Tally
from making.table import Table

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
    """The tables that grow with the customers, and the monthly measures that rest on them."""
    truth: Truth = {}
    return _tables(customers, truth), truth


def _tables(customers: int, truth: Truth) -> Iterator[Table]:
    tally, revenue, survivors = Tally(), Revenue(), Survivors()
    ratings = Ratings(np.zeros((len(MONTHS), 3), dtype=np.int64))
    for block, first, last in blocks(customers):
        people = make_customers(COMPANY.draws("customers", block), first, last)
        survivors.add(people)
        contracts = make_contracts(COMPANY.draws("contracts", block), people)
        add_revenue(revenue, contracts, len(people))
        yield customers_table(COMPANY.draws("names", block), people, *latest(contracts))
        yield contracts_table(people, contracts, tally.next("contract", len(contracts.customer)))
        study, counts = journeys_table(COMPANY.draws("study", block), people)
        tally.counts.update({f"study_{name}": count for name, count in counts.items()})
        yield study
        for made in _survey(block, people, tally):
            if isinstance(made, Answers):
                known = np.array([rating is not None for rating in made.recommend], dtype=bool)
                ratings.add(made.month[known], made.recommend[known].astype(np.int64))
            else:
                yield made
        _count_customers(people, latest(contracts)[0], tally)
    monthly, monthly_truth = make_monthly(COMPANY.draws("monthly"), ratings)
    yield monthly
    truth.update(core_truth(tally.counts, revenue, survivors, study_truth, monthly_truth))


def _survey(block: int, people: Customers, tally: Tally) -> Iterator[Table | Answers]:
    visits = contacts.make_visits(COMPANY.draws("visits", block), people)
    events = make_events(
        COMPANY,
        contacts.PLAN,
        COMPANY.draws("events", block),
        visits,
        people.bond,
        people.gone,
        opinions.TEAMS_DIFFER * COMPANY.draws("teams").bell(len(COMPANY.teams)),
    )
    asked = Asked(
        ids=people.ids,
        bond=people.bond,
        answers=people.answers,
        first=np.maximum(people.joined, START),
        gone=people.gone,
    )
    yield from survey_tables(COMPANY, SURVEY, block, asked, events, tally)


def _count_customers(people: Customers, kind: np.ndarray, tally: Tally) -> None:
    left = ~np.isnat(people.left_on)
    tally.counts["customers"] += len(people)
    tally.counts["left"] += int(left.sum())
    tally.counts["joined_before"] += int((~people.is_new).sum())
    for place, name in enumerate(KINDS):
        tally.counts[f"of_{name}"] += int((kind == place).sum())
        tally.counts[f"left_{name}"] += int(left[kind == place].sum())
