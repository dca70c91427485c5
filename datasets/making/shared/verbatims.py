"""Comments coded by two people with one list of themes, not always alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.company import Truth
from making.draws import Draws
from making.table import Column, Table

CODED_ONCE = 0.22


@dataclass(frozen=True)
class CodingPlan:
    """How far the coders go wrong: each picks any theme now and then, and the second one takes one
    theme for another more often than not."""

    first_strays: float
    second_strays: float
    mistaken: str
    for_theme: str
    mistakes: float


def make_verbatims(
    plan: CodingPlan,
    draws: Draws,
    themes: tuple[str, ...],
    response_id: NDArray[Any],
    comment: NDArray[Any],
    theme: NDArray[Any],
) -> tuple[Table, dict[str, int]]:
    """The coded comments, and counts of how the two coders agree."""
    n = len(theme)
    first = _strayed(draws, themes, theme, plan.first_strays)
    second = theme.copy()
    mistaken = (theme == plan.mistaken) & draws.chance(plan.mistakes, n)
    second[mistaken] = plan.for_theme
    second = _strayed(draws, themes, second, plan.second_strays)
    once = draws.chance(CODED_ONCE, n)
    second[once] = None
    counts = {
        "coded": n,
        "coded_by_both": int((~once).sum()),
        "agreed": int((first == second)[~once].sum()),
        "mistaken_by_second": int((mistaken & ~once).sum()),
        **{f"first_{each}": int((first == each)[~once].sum()) for each in themes},
        **{f"second_{each}": int((second == each).sum()) for each in themes},
    }
    table = Table(
        name="verbatims",
        title="Coded comments",
        description="One row a comment of the last year, coded for one theme by two people who "
        "did not see each other's codes. Some were coded once only.",
        columns=(
            Column(
                "response_id",
                "string",
                "The answer the comment came with.",
                pattern="R-[0-9]{7}",
                unique=True,
            ),
            Column("comment", "string", "The customer's own words."),
            Column("coder_a", "string", "The first coder's theme.", allowed=themes),
            Column(
                "coder_b",
                "string",
                "The second coder's theme; blank where only one coded.",
                required=False,
                allowed=themes,
            ),
        ),
        values={
            "response_id": response_id,
            "comment": comment,
            "coder_a": first,
            "coder_b": second,
        },
        primary_key=("response_id",),
        foreign_keys=(("response_id", "responses", "response_id"),),
    )
    return table, counts


def coding_truth(counts: dict[str, int], themes: tuple[str, ...], plan: CodingPlan) -> Truth:
    """How the coders agree beyond chance, in whole numbers as far as they go."""
    both, agreed = counts["coded_by_both"], counts["agreed"]
    chance = sum(counts[f"first_{each}"] * counts[f"second_{each}"] for each in themes)
    kappa = (agreed * both - chance) / (both * both - chance) if both * both > chance else None
    return {
        "says": f"The second coder often takes '{plan.mistaken}' for '{plan.for_theme}'. Agreement "
        "beyond chance is short of 0.80, so the counts are not ready to be shown.",
        "rows": counts["coded"],
        "coded_by_both": both,
        "agreed": agreed,
        "kappa": None if kappa is None else round(kappa, 4),
        "mistaken": plan.mistaken,
        "mistaken_for": plan.for_theme,
        "mistaken_times": counts["mistaken_by_second"],
    }


def _strayed(
    draws: Draws, themes: tuple[str, ...], theme: NDArray[Any], share: float
) -> NDArray[Any]:
    strays = draws.chance(share, len(theme))
    return np.where(strays, draws.pick(themes, len(theme)), theme)
