"""What is planted in Quillmere's core tables, said in numbers planned and counts as made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from making.company import Truth
from making.quillmere import opinions, words
from making.quillmere.about import COMPANY
from making.quillmere.contacts import PLAN, TELEPHONE_LEAD
from making.quillmere.contracts import Revenue
from making.quillmere.customers import KINDS
from making.quillmere.survivors import Survivors
from making.shared.verbatims import coding_truth


def core_truth(
    counts: Counter[str],
    revenue: Revenue,
    survivors: Survivors,
    study: Callable[[dict[str, int]], dict[str, object]],
    monthly: Mapping[str, object],
) -> Truth:
    """The truth of every core table, its name or subject as key."""
    rated = {
        name.removeprefix("study_"): count
        for name, count in counts.items()
        if name.startswith("study_")
    }
    return {
        "customers": _customers(counts),
        "contracts": revenue.truth(),
        "survival": survivors.truth(),
        "journeys": study(rated),
        "touchpoints": _touchpoints(counts),
        "responses": _responses(counts),
        "drivers": _drivers(),
        "intention": _intention(counts),
        "non_response": _non_response(counts),
        "gaming": _gaming(counts),
        "teams": {
            "says": "Teams hardly differ: what a ranking of them shows is nearly all chance. The "
            "team that games its survey stands out for that alone.",
            "spread_of_going_well": opinions.TEAMS_DIFFER,
        },
        "verbatims": coding_truth(dict(counts), words.THEMES, words.CODING),
        "monthly": dict(monthly),
    }


def _customers(counts: Counter[str]) -> Truth:
    return {
        "rows": counts["customers"],
        "left": counts["left"],
        "joined_before_window": counts["joined_before"],
        "says": "Leaving falls from month-to-month to two-year contracts. Regions do not differ by "
        "plan: what their shares show is chance.",
        "contracts_by_leaving": list(KINDS),
        "left_of_contract": {
            kind: [counts[f"left_{kind}"], counts[f"of_{kind}"]] for kind in KINDS
        },
    }


def _touchpoints(counts: Counter[str]) -> Truth:
    return {
        "rows": counts["last_event"] + counts["touchpoints_twice"],
        "duplicate_rows": counts["touchpoints_twice"],
        "reversal": {
            "says": "Chat takes the easy matters and the telephone the hard ones. Over all "
            "journeys chat goes well more often; within every journey the telephone does.",
            "outcome": "went_well",
            "group": "channel",
            "stratum": "journey",
            "crude_better": "chat",
            "better_in_every_stratum": "phone",
            "planned_lead_points": round(100 * TELEPHONE_LEAD, 1),
            "planned_goes_well": {
                journey: [step.goes_well for step in steps] for journey, steps in PLAN.steps.items()
            },
        },
    }


def _responses(counts: Counter[str]) -> Truth:
    blanks = ("likelihood_to_recommend", "satisfaction", "effort")
    return {
        "rows": counts["last_response"] + counts["responses_twice"],
        "duplicate_rows": counts["responses_twice"],
        "says": "A duplicate is the same answer sent twice, with the same response_id. "
        "The score does not move over the 36 months beyond what chance does.",
        "rows_once": counts["last_response"],
        **{f"blank_{question}_once": counts[f"blank_{question}_once"] for question in blanks},
        **{f"{group}_once": counts[f"{group}_once"] for group in _GROUPS},
        "comments_once": counts["comments"],
        "intention_scale_changed_on": opinions.ASKING.rescaled.isoformat(),
        "intention_scale_before": [0, 10],
        "intention_scale_since": [1, 5],
    }


_GROUPS = ("promoters", "passives", "detractors")


def _drivers() -> Truth:
    drivers = opinions.PLAN.drivers
    stated = sorted(drivers, key=lambda driver: -driver.stated)
    return {
        "says": "Two drivers move the likelihood to recommend. Friendliness leans on both and "
        "moves nothing by itself; its plain correlation is the highest all the same.",
        "planned_effects": {driver.name: driver.effect for driver in drivers},
        "top_two": ["reliability", "valued"],
        "first_by_correlation": "friendliness",
        "stated_importance_planned": {driver.name: driver.stated for driver in stated},
        "quadrants": {
            "core": ["reliability"],
            "hygiene": ["billing", "price"],
            "hidden": ["friendliness", "valued"],
            "ignore": ["website"],
        },
        "quadrants_cut": "median",
    }


def _intention(counts: Counter[str]) -> Truth:
    return {
        "says": "More said that they were likely or very likely to stay (4 or 5) than stayed, and "
        "whoever said so stayed hardly more often than others. Each customer's first answer of "
        "2024, on the 1–5 scale, followed for 365 days.",
        "answered_from": opinions.ASKING.rescaled.isoformat(),
        "answered_to": "2024-12-31",
        "days_followed": 365,
        "top_levels": [4, 5],
        "said_and_stayed": {
            f"level_{level}": [counts[f"said_{level}"], counts[f"stayed_{level}"]]
            for level in range(1, 6)
        },
    }


def _non_response(counts: Counter[str]) -> Truth:
    return {
        "says": "The young, those on month-to-month contracts and the unhappy answer less often, "
        "so the score of the answers is too good. Weighting by age group and contract to all who "
        "were invited brings back most of it.",
        "invited": counts["invited"],
        "answered": counts["replied"],
        "score_of_all_invited": _score(counts, "invited"),
        "score_of_the_answers_before_gaming": _score(counts, "replied"),
        "margins": ["age_group", "contract"],
        "invited_promoters": counts["invited_promoters"],
        "invited_detractors": counts["invited_detractors"],
    }


def _gaming(counts: Counter[str]) -> Truth:
    return {
        "says": "One team hands its survey to customers whose contact went well while they are "
        "still there, and helps them from five to eight up to nine or ten. Invitations fall, "
        "answers come within minutes, repeat contacts stay as they were.",
        "team": COMPANY.games.team,
        "since": COMPANY.games.since.isoformat(),
        "answers": counts["gamed_answers"],
        "answers_lifted": counts["gamed_lifted"],
    }


def _score(counts: Counter[str], who: str) -> float | None:
    if not counts[who]:
        return None
    return round(100 * (counts[f"{who}_promoters"] - counts[f"{who}_detractors"]) / counts[who], 2)
