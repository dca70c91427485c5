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
from making.shared.survey_truth import (
    drivers_truth,
    gaming_truth,
    intention_truth,
    non_response_truth,
    responses_truth,
)
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
        "responses": responses_truth(
            counts,
            opinions.ASKING,
            "The score does not move over the 36 months beyond what chance does.",
        ),
        "drivers": drivers_truth(
            opinions.PLAN,
            "Two drivers move the likelihood to recommend. Friendliness leans on both and moves "
            "nothing by itself; its plain correlation is the highest all the same.",
            top_two=("reliability", "valued"),
            first_by_correlation="friendliness",
            quadrants={
                "core": ("reliability",),
                "hygiene": ("billing", "price"),
                "hidden": ("friendliness", "valued"),
                "ignore": ("website",),
            },
        ),
        "intention": intention_truth(
            counts,
            opinions.ASKING,
            "More said that they were likely or very likely to stay (4 or 5) than stayed, and "
            "whoever said so stayed hardly more often than others. Each customer's first answer of "
            "2024, on the 1–5 scale, followed for 365 days.",
        ),
        "non_response": non_response_truth(
            counts,
            ("age_group", "contract"),
            "The young, those on month-to-month contracts and the unhappy answer less often, so "
            "the score of the answers is too good. Weighting by age group and contract to all who "
            "were invited brings back most of it.",
        ),
        "gaming": gaming_truth(
            COMPANY,
            counts,
            "One team hands its survey to customers whose contact went well while they are still "
            "there, and helps them from five to eight up to nine or ten. Invitations fall, answers "
            "come within minutes, repeat contacts stay as they were.",
        ),
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
