"""What is planted in a survey's tables, said in numbers planned and counts as made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from making.company import Company, Truth
from making.shared.drivers import OpinionPlan
from making.shared.responses import Asking

GROUPS = ("promoters", "passives", "detractors")
BLANKS = ("likelihood_to_recommend", "satisfaction", "effort")


def responses_truth(counts: Counter[str], asking: Asking, says: str) -> Truth:
    """Rows, flaws and groups of the answers."""
    return {
        "rows": counts["last_response"] + counts["responses_twice"],
        "duplicate_rows": counts["responses_twice"],
        "says": f"A duplicate is the same answer sent twice, with the same response_id. {says}",
        "rows_once": counts["last_response"],
        **{f"blank_{question}_once": counts[f"blank_{question}_once"] for question in BLANKS},
        **{f"{group}_once": counts[f"{group}_once"] for group in GROUPS},
        "comments_once": counts["comments"],
        "intention_scale_changed_on": asking.rescaled.isoformat(),
        "intention_scale_before": [0, 10],
        "intention_scale_since": [1, 5],
    }


def drivers_truth(
    plan: OpinionPlan,
    says: str,
    top_two: Sequence[str],
    first_by_correlation: str,
    quadrants: Mapping[str, Sequence[str]],
) -> Truth:
    """What moves the likelihood to recommend, and what is said to matter."""
    stated = sorted(plan.drivers, key=lambda driver: -driver.stated)
    return {
        "says": says,
        "planned_effects": {driver.name: driver.effect for driver in plan.drivers},
        "top_two": list(top_two),
        "first_by_correlation": first_by_correlation,
        "stated_importance_planned": {driver.name: driver.stated for driver in stated},
        "quadrants": {name: list(drivers) for name, drivers in quadrants.items()},
        "quadrants_cut": "median",
    }


def intention_truth(counts: Counter[str], asking: Asking, says: str) -> Truth:
    """Who said what on the new scale up to the end of 2024, and who kept to it for a year."""
    return {
        "says": says,
        "answered_from": asking.rescaled.isoformat(),
        "answered_to": "2024-12-31",
        "days_followed": 365,
        "top_levels": [4, 5],
        "said_and_stayed": {
            f"level_{level}": [counts[f"said_{level}"], counts[f"stayed_{level}"]]
            for level in range(1, 6)
        },
    }


def non_response_truth(counts: Counter[str], margins: Sequence[str], says: str) -> Truth:
    """The score of all who were invited, had they answered, beside that of those who did."""
    return {
        "says": says,
        "invited": counts["invited"],
        "answered": counts["replied"],
        "score_of_all_invited": _score(counts, "invited"),
        "score_of_the_answers_before_gaming": _score(counts, "replied"),
        "margins": list(margins),
        "invited_promoters": counts["invited_promoters"],
        "invited_detractors": counts["invited_detractors"],
    }


def gaming_truth(company: Company, counts: Counter[str], says: str) -> Truth:
    """The team that games its survey."""
    return {
        "says": says,
        "team": company.games.team,
        "since": company.games.since.isoformat(),
        "answers": counts["gamed_answers"],
        "answers_lifted": counts["gamed_lifted"],
    }


def _score(counts: Counter[str], who: str) -> float | None:
    if not counts[who]:
        return None
    return round(100 * (counts[f"{who}_promoters"] - counts[f"{who}_detractors"]) / counts[who], 2)
