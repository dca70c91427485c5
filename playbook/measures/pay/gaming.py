"""Signs in survey data of a score that is worked on instead of the service: reasons to look.

None of them shows what anyone meant to do. Each team is compared with all others by an exact test,
and the p-values are adjusted by Holm (1979) for the number of teams.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playbook.measures.errors import MeasureError
from playbook.measures.flags import read_flags
from playbook.measures.groups import same_length
from playbook.measures.pay.team_signals import (
    Teams,
    TeamSignals,
    against_others,
    counts_of,
    signals,
)
from playbook.measures.ranges import checked_amount, checked_list, checked_scale, is_whole
from playbook.measures.reading import (
    BLANK,
    NOT_A_NUMBER,
    Values,
    read_numbers,
    read_ratings,
    reasons,
    scale_text,
)
from playbook.measures.wording import number_text


@dataclass(frozen=True)
class Heaping:
    """Answers in the top boxes by team, and each team's full count of ratings for a picture.

    `counts` has one entry a rating of `scale` for each team shown.
    """

    signals: TeamSignals
    scale: tuple[int, int]
    box: tuple[int, int]
    counts: Mapping[str, tuple[int, ...]]

    def sentence(self) -> str:
        """As `TeamSignals.sentence`."""
        return self.signals.sentence()


def heaping(
    ratings: Values,
    group: Values,
    *,
    box: tuple[int, int] = (9, 10),
    scale: tuple[int, int] = (0, 10),
    alpha: float = 0.05,
    confidence: float = 0.95,
) -> Heaping:
    """Share of one rating, or of neighbouring ones, by team against all other teams.

    `ratings`: one-dimensional whole numbers on `scale`; `group` the team of each; `box` (lowest,
    highest) the ratings counted, (10, 10) for tens alone. Fisher's exact test, two-sided, adjusted
    by Holm for the number of teams; a team is flagged whose share is above that of the others.
    Unusable rows and teams with fewer than five answers are left out and counted; with fewer than
    two teams there is nothing to compare and no row. Raises MeasureError for columns of unequal
    length, a box outside the scale, or an alpha outside 0 to 1.
    """
    scale = checked_scale(scale)
    ends = checked_list(box, "The box")
    if len(ends) != 2 or not (is_whole(ends[0], *scale) and is_whole(ends[1], ends[0], scale[1])):
        raise MeasureError(
            f"The ratings {box!r} are not a part of the scale {scale_text(scale)}.",
            "Give (lowest, highest) of the ratings to count.",
        )
    low, high = box = (int(ends[0]), int(ends[1]))
    answers = read_ratings(ratings, scale)
    checks = [(text, answers.verdicts == verdict) for verdict, text in reasons(scale).items()]
    teams = Teams(group, checks)
    values = np.zeros(len(answers.kept), dtype=np.int64)
    values[answers.kept] = answers.values
    named = str(low) if low == high else scale_text(box)
    found = against_others(
        teams,
        (values >= low) & (values <= high),
        what=f"Answers of {named} on a scale of {scale_text(scale)}",
        alpha=alpha,
        confidence=confidence,
    )
    counts = {
        name: tuple(
            np.bincount(values[mask] - scale[0], minlength=scale[1] - scale[0] + 1).tolist()
        )
        for name, mask in teams.members()
    }
    return Heaping(found, scale, box, counts)


def answer_timing(
    minutes_since_contact: Values,
    group: Values,
    *,
    within: float,
    alpha: float = 0.05,
    confidence: float = 0.95,
) -> TeamSignals:
    """Share of answers given within `within` minutes of the contact, by team against the others.

    Many quick answers can mean that customers answer next to the agent. `minutes_since_contact`:
    one-dimensional, 0 or more; earlier answers are left out and counted. Test, adjustment, flags
    and errors as in `heaping`; `within` must be above 0.
    """
    limit = checked_amount(within, "The number of minutes")
    if limit == 0:
        raise MeasureError("Within 0 minutes nobody answers.", "Give a number above 0, such as 5.")
    numbers = read_numbers(minutes_since_contact)
    with np.errstate(invalid="ignore"):
        early, quick = numbers.values < 0, numbers.values <= limit
    checks = [
        ("time blank", numbers.verdicts == BLANK),
        ("time not a number", numbers.verdicts == NOT_A_NUMBER),
        ("answered before the contact", early),
    ]
    return against_others(
        Teams(group, checks),
        quick,
        what=f"Answers within {number_text(limit, 1)} minutes of the contact",
        alpha=alpha,
        confidence=confidence,
    )


def invitation_change(
    invited: Values,
    group: Values,
    after: Values,
    *,
    alpha: float = 0.05,
    confidence: float = 0.95,
) -> TeamSignals:
    """Share of contacts invited to the survey, by team, after against before.

    One row a contact: `invited` yes/no, `group` its team, `after` yes/no for the second period (in
    which pay depends on the score, say). Each team's share after is compared with its own before;
    a fall is a sign, since whoever is not asked can't answer badly. Fisher's exact test, two-sided,
    adjusted by Holm. Contacts with a blank entry, and teams with fewer than five contacts in either
    period, are left out and counted. Raises MeasureError as `heaping`.
    """
    flags, late = read_flags(invited), read_flags(after)
    same_length(("invitations", len(flags.yes)), ("periods", len(late.yes)))
    checks = [("invitation not known", ~flags.used), ("period not known", ~late.used)]
    teams = Teams(group, checks, periods=late.yes)
    pairs = [
        (name, counts_of(flags.yes, mask & late.yes), counts_of(flags.yes, mask & late.no))
        for name, mask in teams.members()
    ]
    return signals(
        pairs,
        what="Contacts invited to the survey, after",
        against="itself before",
        more_is_a_sign=False,
        alpha=alpha,
        confidence=confidence,
        dropped=teams.dropped,
    )
