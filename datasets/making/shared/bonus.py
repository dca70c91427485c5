"""Three years of a bonus on survey scores: the answers one by one, and what was paid a quarter.

Teams hardly differ, so that their ranking is mostly chance and the worst of one half-year do better
in the next whatever is done. One team learns to play the survey: it asks fewer and at once, lifts
its score just above the threshold month by month, and its customers come back as often as before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from making.clock import stamps
from making.company import Company, Truth
from making.draws import Draws, Ints
from making.shared.bonus_answers import COLLECTED, month_of_answers
from making.shared.bonus_columns import answer_columns, result_columns
from making.shared.bonus_plan import BonusPlan, payout, quarter_name, score
from making.table import Table

__all__ = ["BonusPlan", "make"]

MONTHS = 36
FIRST_PAID_QUARTER = 4


def make(company: Company, plan: BonusPlan, customers: int) -> tuple[list[Table], Truth]:
    """Results by quarter and team, and the answers behind them; not growing with customers."""
    draws, repeats, nudges = (
        company.draws(name, plan.seed) for name in ("bonus", "bonus repeats", "bonus nudges")
    )
    differs = (plan.spread * draws.bell(len(company.teams))).tolist()
    answers: dict[str, list[Any]] = {name: [] for name in COLLECTED}
    results: dict[str, list[Any]] = {column.name: [] for column in result_columns(company, plan)}
    since = (company.games.since.year - company.window[0].year) * 12 + company.games.since.month - 1
    for place, team in enumerate(company.teams):
        games = [team == company.games.team and month >= since for month in range(MONTHS)]
        ratings = [
            month_of_answers(
                company,
                plan,
                draws,
                nudges,
                answers,
                team,
                month,
                differs[place],
                games[month],
            )
            for month in range(MONTHS)
        ]
        for quarter in range(MONTHS // 3):
            _quarter(
                plan,
                draws,
                results,
                team,
                quarter,
                np.concatenate(ratings[3 * quarter : 3 * quarter + 3]),
                games[3 * quarter],
            )
    order = np.lexsort((np.array(answers["asked_at"]),))
    sorted_answers = {name: [column[i] for i in order] for name, column in answers.items()}
    sorted_answers = {
        "answer_id": [f"A{number:05d}" for number in range(1, len(order) + 1)],
        **sorted_answers,
        "asked_at": stamps(np.array(sorted_answers["asked_at"]), company.hours_from_utc),
        "repeat_contact": repeats.chance(plan.repeat, len(order)),
    }
    keys = sorted(
        range(len(results["team"])), key=lambda i: (results["quarter"][i], results["team"][i])
    )
    results = {name: [column[i] for i in keys] for name, column in results.items()}
    tables = [
        Table(
            "bonus_results",
            "Bonus results",
            "One row a quarter and team: the survey that is paid on, what was paid, and what "
            "customers did. Every score is that of the answers in bonus_answers.",
            result_columns(company, plan),
            results,
            primary_key=("quarter", "team"),
        ),
        Table(
            "bonus_answers",
            "Answers behind the bonus",
            "One row an answer to the bonus survey: when the customer was asked, and how long "
            "after the contact the answer came.",
            answer_columns(company, plan),
            sorted_answers,
            primary_key=("answer_id",),
        ),
    ]
    return tables, {"bonus_results": _truth(company, plan, results, sorted_answers)}


def _quarter(
    plan: BonusPlan,
    draws: Draws,
    results: dict[str, list[Any]],
    team: str,
    quarter: int,
    rating: Ints,
    games: bool,
) -> None:
    n = len(rating)
    contacts = 3 * int(draws.whole(*plan.contacts_a_month, 1)[0])
    rate = (plan.invited_by_gamer if games else plan.invited) + 0.012 * float(draws.bell(1)[0])
    invitations = max(int(contacts * rate), n)
    repeat = int(draws.chance(plan.repeat, contacts).sum())
    customers = int(contacts * 0.82)
    stayed = int(draws.chance(plan.stay, customers).sum())
    reached = score(plan, rating)
    paid = quarter >= FIRST_PAID_QUARTER
    row = {
        "quarter": quarter_name(quarter),
        "team": team,
        "contacts": contacts,
        "invitations": invitations,
        "answers": n,
        "mean_rating": int(rating.sum()) / n,
        "share_9_10": 100.0 * int((rating >= 9).sum()) / n,
        "nps": 100.0 * (int((rating >= 9).sum()) - int((rating <= 6).sum())) / n,
        "threshold": plan.threshold if paid else None,
        "payout": payout(plan, reached) if paid else None,
        "repeat_contacts": repeat,
        "customers": customers,
        "stayed": stayed if quarter <= plan.known_until else None,
    }
    for name, value in row.items():
        results[name].append(value)


def _truth(
    company: Company,
    plan: BonusPlan,
    results: Mapping[str, list[Any]],
    answers: Mapping[str, Any],
) -> dict[str, object]:
    return {
        "rows": len(results["team"]),
        "answers": len(answers["answer_id"]),
        "teams": len(company.teams),
        "says": plan.says,
        "paid_on": plan.paid_on,
        "payout": [list(step) for step in plan.payout],
        "paid_from": quarter_name(FIRST_PAID_QUARTER),
        "gaming_team": company.games.team,
        "gaming_from": quarter_name(
            (company.games.since.year - company.window[0].year) * 4
            + (company.games.since.month - 1) // 3
        ),
        "true_spread_of_teams": plan.spread,
        "spread_of_one_answer": plan.rating_sd,
        "naive": "The gaming team is the most improved of 2025 and is paid every quarter; the "
        "ranking of 2023 looks like a difference between teams, and its bottom improves by itself.",
    }
