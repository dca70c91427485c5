"""What is planted in Ellermoor's core tables, said in numbers planned and counts as made."""

from __future__ import annotations

from collections import Counter

from making.company import Truth
from making.ellermoor import guests, opinions, stays, words
from making.ellermoor.about import COMPANY
from making.ellermoor.hotels import (
    BETTER_BY,
    BUSINESS_HOUSE,
    FRANCS_A_EURO,
    HOLIDAY_HOUSE,
    KINDS,
)
from making.ellermoor.seasons import SEASON
from making.shared.survey_truth import (
    drivers_truth,
    gaming_truth,
    intention_truth,
    non_response_truth,
    responses_truth,
)
from making.shared.verbatims import coding_truth


def core_truth(counts: Counter[str]) -> Truth:
    """The truth of every core table, its name or subject as key."""
    return {
        "customers": {
            "rows": counts["customers"],
            "members": counts["members"],
            "first_stay_before_window": counts["first_before"],
            "says": "Guests whose first stay was before 2023 are here only because they came "
            "again: for a model of coming back, take those whose first stay is in the window.",
        },
        "stays": _stays(counts),
        "coming_back": _coming_back(),
        "spend": _spend(),
        "seasons": {
            "says": "Summer is no growth and February no crisis: months differ by season alone. "
            "Compare a month with the same month of another year.",
            "months_planned": list(SEASON),
            "stays_by_month": [counts[f"month_{month}"] for month in range(1, 13)],
        },
        "touchpoints": {
            "rows": counts["last_event"] + counts["touchpoints_twice"],
            "duplicate_rows": counts["touchpoints_twice"],
        },
        "houses": _houses(counts),
        "responses": responses_truth(
            counts,
            opinions.ASKING,
            "Answers are about stays, several of one guest; score and drivers do not move over the "
            "three years beyond what chance does.",
        ),
        "drivers": drivers_truth(
            opinions.PLAN,
            "Two drivers move the likelihood to recommend. How attentive the staff seem leans on "
            "both and moves nothing by itself; its plain correlation is the highest all the same.",
            top_two=("sleep", "welcome"),
            first_by_correlation="attention",
            quadrants={
                "core": ("sleep",),
                "hygiene": ("cleanliness", "price"),
                "hidden": ("attention", "welcome"),
                "ignore": ("breakfast",),
            },
        ),
        "intention": intention_truth(
            counts,
            opinions.ASKING,
            "Far more said that they were likely or very likely to stay again within a year (4 or "
            "5) than came. The first answer about each stay on the 1–5 scale up to the end of "
            "2024; coming means a day of arrival in the 365 days after it.",
        ),
        "non_response": non_response_truth(
            counts,
            ("travels_for", "member"),
            "Guests on business and those who are no members answer less often and are less "
            "content: the score of the answers is too good. Weighting by kind of travel and "
            "membership to all who were invited brings back most of it.",
        ),
        "gaming": gaming_truth(
            COMPANY,
            counts,
            "One hotel's desk hands its survey to guests who are content, while they stand there, "
            "and helps from five to eight up to nine or ten. Invitations fall, answers come within "
            "minutes, repeat contacts stay as they were.",
        ),
        "teams": {
            "says": "The desks hardly differ in how often a contact goes well: what a ranking of "
            "them shows is nearly all chance.",
            "spread_of_going_well": opinions.TEAMS_DIFFER,
        },
        "verbatims": coding_truth(dict(counts), words.THEMES, words.CODING),
    }


def _stays(counts: Counter[str]) -> Truth:
    return {
        "rows": counts["stays"] + counts["two_rooms"],
        "stays": counts["stays"],
        "second_rooms": counts["two_rooms"],
        "gifts_of_the_house": counts["gifts"],
        "stays_in_francs": counts["in_francs"],
        "francs_a_euro": FRANCS_A_EURO,
        "says": "Two rooms of one guest on one day are one stay. Gifts cost nothing and are stays. "
        "One hotel bills in francs.",
    }


def _coming_back() -> Truth:
    return {
        "says": "BG/NBD on weeks: r and alpha of the rates, a and b of the chance that a stay "
        "after the first is the last. Only guests whose first stay is in the window, rooms of one "
        "day taken together. With all guests the model takes survivors for newcomers: r comes out "
        "too low.",
        "unit": "week",
        "r": guests.R,
        "alpha": guests.ALPHA_WEEKS,
        "a": guests.A,
        "b": guests.B,
    }


def _spend() -> Truth:
    return {
        "says": "Gamma-Gamma on what a stay costs in euros, gifts left out. Spend is unrelated to "
        "how often a guest comes.",
        "p": stays.P,
        "q": stays.Q,
        "gamma": stays.GAMMA,
        "mean_eur": round(stays.P * stays.GAMMA / (stays.Q - 1), 2),
        "correlation_with_frequency": 0.0,
    }


def _houses(counts: Counter[str]) -> Truth:
    return {
        "says": f"{BUSINESS_HOUSE} has mostly guests on business, who are hard to please, "
        f"{HOLIDAY_HOUSE} holidaymakers. Over all {HOLIDAY_HOUSE} has more satisfied guests; for "
        f"every kind of travel {BUSINESS_HOUSE} has.",
        "outcome": "satisfaction of 4 or 5",
        "group": "hotel",
        "stratum": "travels_for",
        "crude_better": HOLIDAY_HOUSE,
        "better_in_every_stratum": BUSINESS_HOUSE,
        "planned_lead_of_opinion": BETTER_BY,
        "planned_opinion_by_kind": dict(zip(KINDS, opinions.BY_KIND, strict=True)),
        "stays": {
            name: {kind: counts[f"{name}, {kind}"] for kind in KINDS}
            for name in (BUSINESS_HOUSE, HOLIDAY_HOUSE)
        },
    }
