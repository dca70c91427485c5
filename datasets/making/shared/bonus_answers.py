"""One team's answers of a month, and what becomes of them when the team plays the survey."""

from __future__ import annotations

from typing import Any

import numpy as np

from making.clock import moment
from making.company import Company
from making.draws import Bools, Draws, Ints, rounded
from making.shared.bonus_plan import BonusPlan, quarter_name, score

WEEK = 7 * 24 * 60
COLLECTED = (
    "team",
    "quarter",
    "asked_at",
    "minutes_since_contact",
    "likelihood_to_recommend",
)


def month_of_answers(
    company: Company,
    plan: BonusPlan,
    draws: Draws,
    nudges: Draws,
    answers: dict[str, list[Any]],
    team: str,
    month: int,
    differs: float,
    games: bool,
) -> Ints:
    """Adds one team's answers of a month, counted from 0, to the columns; gives their ratings."""
    n = int(draws.whole(*plan.answers_a_month, 1)[0])
    rating = rounded(plan.rating_mean + differs + plan.rating_sd * draws.bell(n), 0, 10)
    wait = draws.whole(30, 300, n)
    minutes = np.minimum(wait + 2 + np.floor(1400.0 * draws.exponential(n)).astype(np.int64), WEEK)
    at_once = draws.chance(0.78, n) & games
    soon = draws.whole(1, 4, n)
    asked_after = np.where(at_once, soon, wait)
    minutes = np.where(at_once, soon + draws.whole(1, 9, n), minutes)
    if games:
        rating = _lifted(plan, rating, nudges.chance(0.5, n))
    start = np.datetime64(company.window[0], "M") + np.timedelta64(month, "M")
    days = int((np.datetime64(start + 1, "D") - np.datetime64(start, "D")).astype(np.int64))
    day = np.datetime64(start, "D") + draws.whole(0, days - 1, n).astype("timedelta64[D]")
    contact = moment(day, draws.whole(8 * 3600, 18 * 3600, n))
    answers["team"] += [team] * n
    answers["quarter"] += [quarter_name(month // 3)] * n
    answers["asked_at"] += (contact + 60 * asked_after).tolist()
    answers["minutes_since_contact"] += minutes.tolist()
    answers["likelihood_to_recommend"] += rating.tolist()
    return rating


def _lifted(plan: BonusPlan, rating: Ints, nudged: Bools) -> Ints:
    """Answers of customers picked and asked for a nine until the month is just above the threshold.

    Of tens some are nudged to nine; then, as often as it takes, the least happy customer makes room
    for another nine.
    """
    lifted = np.where((rating == 10) & nudged, 9, rating)
    while score(plan, lifted) < plan.threshold:
        lifted[int(np.argmin(lifted))] = 9
    return lifted
