"""What customers write: quotes, line breaks, several scripts, and now and then a phone number.

A comment follows the satisfaction given with it, except for sarcasm, which praises in words only.
Each comment has a theme, which is in no table of answers: coders have to find it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws, Ints

COMMENT_SHARE = 0.42
FOREIGN_SHARE = 0.06
SARCASM_SHARE = 0.08
SECOND_SHARE = 0.35
PERSONAL_SHARE = 0.012
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
PERSONAL = (
    " Ring me on 07700 900{three}.",
    " My number is 07700-900{three}, evenings only.",
    " Write to customer{three}@example.com, please.",
    " (j.moor{three}@example.org)",
)

Said = tuple[str, str]
"""A text and its theme. {n} becomes a number from 2 to 9, {day} a day of the week."""


@dataclass(frozen=True)
class CommentPlan:
    """What is written: per theme when glad and unhappy, and what is written about anything.

    `themes_of` weighs the themes of each journey, in the order of `themes`. `personal` is what now
    and then gives the writer away; {three} becomes three digits.
    """

    themes: tuple[str, ...]
    themes_of: Mapping[str, tuple[float, ...]]
    glad: Mapping[str, tuple[str, ...]]
    unhappy: Mapping[str, tuple[str, ...]]
    so_so: tuple[Said, ...]
    sarcastic: tuple[Said, ...]
    foreign_glad: tuple[Said, ...]
    foreign_unhappy: tuple[Said, ...]
    personal: tuple[str, ...] = PERSONAL


@dataclass(frozen=True)
class Comments:
    """Comments and their themes; both None where nothing was written."""

    text: NDArray[Any]
    theme: NDArray[Any]


def make_comments(
    plan: CommentPlan, draws: Draws, journeys: Sequence[str], journey: Ints, satisfaction: Ints
) -> Comments:
    """A comment, or none, for each answer about a journey (a place in `journeys`)."""
    n = len(journey)
    weights = np.array([plan.themes_of[name] for name in journeys])
    theme = draws.which(weights[journey], n) if n else np.zeros(0, dtype=np.int64)
    spot, written = draws.unit(n), draws.chance(COMMENT_SHARE, n)
    second, other_spot = draws.chance(SECOND_SHARE, n), draws.unit(n)
    foreign, sarcastic = draws.chance(FOREIGN_SHARE, n), draws.chance(SARCASM_SHARE, n)
    number, day = draws.whole(2, 9, n), draws.pick(DAYS, n)
    personal, three = draws.chance(PERSONAL_SHARE, n), draws.whole(100, 999, n)
    form = draws.pick(plan.personal, n)
    text, themes = np.full(n, None, dtype=object), np.full(n, None, dtype=object)
    for place in np.flatnonzero(written).tolist():
        own = plan.themes[theme[place]]
        glad = satisfaction[place] > 3
        if satisfaction[place] == 3:
            said, own = _at(plan.so_so, spot[place])
        elif foreign[place]:
            said, own = _at(plan.foreign_glad if glad else plan.foreign_unhappy, spot[place])
        elif not glad and sarcastic[place]:
            said, own = _at(plan.sarcastic, spot[place])
        else:
            texts = (plan.glad if glad else plan.unhappy)[own]
            said = _at(texts, spot[place])
            other = _at(texts, other_spot[place])
            said = f"{said} {other}" if second[place] and other != said else said
        said = said.replace("{n}", str(number[place])).replace("{day}", day[place])
        if personal[place]:
            said += form[place].replace("{three}", str(three[place]))
        text[place], themes[place] = said, own
    return Comments(text, themes)


def _at(options: Sequence[Any], spot: float) -> Any:
    return options[int(spot * len(options))]
