"""What is planted in Ordanvale's core tables, said in numbers planned and counts as made."""

from __future__ import annotations

from collections import Counter

from making.company import Truth
from making.ordanvale import opinions, words
from making.ordanvale.about import COMPANY
from making.ordanvale.accounts import GIANT, SEGMENTS, SUCCESS
from making.ordanvale.contracts import CHAMPION_GONE, LEAD, RENEWS, Revenue
from making.ordanvale.usage import FALL_A_MONTH, FALLS_FOR
from making.shared.survey_truth import (
    drivers_truth,
    gaming_truth,
    intention_truth,
    non_response_truth,
    responses_truth,
)
from making.shared.verbatims import coding_truth


def core_truth(counts: Counter[str], revenue: Revenue) -> Truth:
    """The truth of every core table, its name or subject as key."""
    return {
        "customers": _customers(counts),
        "contracts": {
            "rows": counts["last_contract"],
            "says": "One giant account grows so fast that net revenue retention is above 100 %, "
            "while one account in five leaves. Without the giant it is far below. New accounts of "
            "the year are in none of these.",
            "giant": COMPANY.ids([GIANT])[0],
            **revenue.truth(),
        },
        "renewals": _renewals(counts),
        "champions": _champions(counts),
        "usage": _usage(counts),
        "touchpoints": {
            "rows": counts["last_event"] + counts["touchpoints_twice"],
            "duplicate_rows": counts["touchpoints_twice"],
        },
        "responses": responses_truth(
            counts,
            opinions.ASKING,
            "Answers are of contacts, several of one account; score and drivers do not move over "
            "the three years beyond what chance does.",
        ),
        "drivers": drivers_truth(
            opinions.PLAN,
            "Two drivers move the likelihood to recommend. How well they were brought in is "
            "remembered by whoever is content; it moves nothing by itself, and its plain "
            "correlation is the highest all the same.",
            top_two=("understood", "reliability"),
            first_by_correlation="onboarding",
            quadrants={
                "core": ("reliability",),
                "hygiene": ("features", "price"),
                "hidden": ("onboarding", "understood"),
                "ignore": ("documentation",),
            },
        ),
        "intention": intention_truth(
            counts,
            opinions.ASKING,
            "More said that their company was likely or very likely to stay (4 or 5) than stayed: "
            "who answers does not decide alone. Each contact's first answer on the 1–5 scale up to "
            "the end of 2024, followed for 365 days.",
        ),
        "non_response": non_response_truth(
            counts,
            ("role", "segment"),
            "Buyers, users and small accounts answer less often than champions and large accounts, "
            "and are less content: the score of the answers is too good. Weighting by role and "
            "segment to all who were invited brings back most of it.",
        ),
        "gaming": gaming_truth(
            COMPANY,
            counts,
            "One success team asks only after meetings that went well, while the contact is still "
            "in the call, and helps from five to eight up to nine or ten. Invitations fall, "
            "answers come within minutes, repeat contacts stay as they were.",
        ),
        "teams": {
            "says": "Teams hardly differ in how often a contact goes well: what a ranking of them "
            "shows is nearly all chance.",
            "spread_of_going_well": opinions.TEAMS_DIFFER,
        },
        "verbatims": coding_truth(dict(counts), words.THEMES, words.CODING),
    }


def _customers(counts: Counter[str]) -> Truth:
    return {
        "rows": counts["customers"],
        "left": counts["left"],
        "joined_before_window": counts["joined_before"],
        "contacts": counts["contacts"],
        "says": "Most accounts joined before 2023, and of those who joined then and left before it "
        "there is no trace: months with Ordanvale count from 2023-01-01 on. Industries, sources "
        "and regions do not differ by plan.",
    }


def _renewals(counts: Counter[str]) -> Truth:
    first, second = LEAD
    return {
        "says": f"{first} looks after most of the small accounts, which leave often, {second} "
        f"after the large ones, which stay. Over all {second} renews more; in every segment "
        f"{first} does.",
        "outcome": "renewed",
        "group": "success_team",
        "stratum": "segment",
        "crude_better": second,
        "better_in_every_stratum": first,
        "planned_log_odds_of_segments": dict(zip(SEGMENTS, RENEWS.tolist(), strict=True)),
        "planned_log_odds_of_teams": dict(LEAD),
        "renewed_and_ended": {
            f"{team}, {segment}": _pair(counts, f"{team}, {segment}")
            for team in SUCCESS
            for segment in SEGMENTS
        },
    }


def _champions(counts: Counter[str]) -> Truth:
    return {
        "says": "Contracts that end after the champion has left are renewed far less often. That "
        "is association: nobody was sent away by lot. Curves by whether a champion ever left give "
        "those accounts the months before it as well, and look better than they are; months "
        "without a champion count from the day of leaving on.",
        "accounts_with_a_champion": counts["champions"],
        "champions_left": counts["champions_left"],
        "planned_log_odds_once_gone": CHAMPION_GONE,
        "renewed_and_ended": {
            name: _pair(counts, name)
            for name in ("champion in place", "champion had left", "never a champion")
        },
    }


def _usage(counts: Counter[str]) -> Truth:
    early = FALLS_FOR + 2
    return {
        "says": "Use falls in the months before an account leaves. The average of all accounts "
        "shows nothing of it: they leave one by one, and with them the low numbers. July, August "
        "and December are low everywhere and mean nothing.",
        "falls_for_months": FALLS_FOR,
        "falls_a_month_pct": round(100 * FALL_A_MONTH),
        "of_accounts_that_left": {
            f"{months}_months_ahead": {
                "active_users": counts[f"active_{months}_ahead"],
                "seats": counts[f"seats_{months}_ahead"],
            }
            for months in (early, 1)
        },
    }


def _pair(counts: Counter[str], name: str) -> list[int]:
    return [counts[f"renewed, {name}"], counts[f"ended, {name}"]]
