"""A score that rises while customers come back with the same problem as often as before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from playbook.measures.comparing.multiplicity import holm
from playbook.measures.distributions import critical_z
from playbook.measures.estimate import Difference
from playbook.measures.flags import read_flags
from playbook.measures.groups import same_length
from playbook.measures.pay.team_signals import Teams, counts_of
from playbook.measures.reading import BLANK, NOT_A_NUMBER, Values, read_numbers
from playbook.measures.scores.share import share_difference
from playbook.measures.two_means import mean_difference
from playbook.measures.wording import (
    dropped_text,
    interval_text,
    p_text,
    places_for,
    with_unit,
)


@dataclass(frozen=True)
class ScoreAndBehaviour:
    """One team: change of its mean score and of its share of repeat contacts, after minus before.

    `adjusted` is the p-value of the score's change, adjusted by Holm for the number of teams; None
    where the score does not vary. `flagged`: the score rose beyond chance and a fall of repeat
    contacts is not visible, that is, their interval reaches 0 or above.
    """

    team: str
    score: Difference
    repeats: Difference
    adjusted: float | None
    flagged: bool

    def sentence(self) -> str:
        """Both changes of the team in words."""
        repeats = _change(self.repeats)
        test = "" if self.adjusted is None else f", adjusted {p_text(self.adjusted)}"
        return (
            f"{self.team}: score {_change(self.score)}{test}; repeat contacts {repeats} "
            f"(n = {self.repeats.n_b:,} before and {self.repeats.n_a:,} after)"
        )


@dataclass(frozen=True)
class ScoresAndBehaviour:
    """All teams, those with a sign first. `dropped` counts rows left out."""

    rows: tuple[ScoreAndBehaviour, ...]
    alpha: float
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def flagged(self) -> tuple[ScoreAndBehaviour, ...]:
        """The teams to look into."""
        return tuple(row for row in self.rows if row.flagged)

    def sentence(self) -> str:
        """Where the score rose and repeat contacts did not visibly fall."""
        left_out = dropped_text(self.dropped)
        if not self.rows:
            return f"Score against repeat contacts: not available, no team is known.{left_out}"
        if not self.flagged:
            return (
                "In no team did the score rise beyond chance without a visible fall of repeat "
                f"contacts ({len(self.rows)} compared, {self.method}).{left_out}"
            )
        named = "; ".join(row.sentence() for row in self.flagged)
        return (
            "The score rose beyond chance and no fall of repeat contacts is visible in "
            f"{len(self.flagged)} of the {len(self.rows)} compared ({self.method}): {named}. A "
            "signal to look into, not a finding about anyone: repeat contacts can lag behind, and "
            f"too few of them hide a fall.{left_out}"
        )


def score_and_behaviour(
    score: Values,
    repeat_contact: Values,
    group: Values,
    after: Values,
    *,
    unit: str = "",
    alpha: float = 0.05,
    confidence: float = 0.95,
) -> ScoresAndBehaviour:
    """By team: did the score rise, and did repeat contacts fall with it?

    One row an answer: `score` a number in `unit`, `repeat_contact` whether the customer came back
    with the problem, `group` the team, `after` yes/no for the second period. The score's change is
    compared by Welch's t, adjusted by Holm for the number of teams, the share of repeat contacts by
    Newcombe's interval of the difference. Rows with a blank or unusable entry, and teams with fewer
    than five rows in either period, are left out and counted. Raises MeasureError for columns of
    unequal length and an alpha outside 0 to 1.
    """
    critical_z(confidence)
    numbers, repeats, late = read_numbers(score), read_flags(repeat_contact), read_flags(after)
    same_length(
        ("scores", len(numbers.values)),
        ("repeat contacts", len(repeats.yes)),
        ("periods", len(late.yes)),
    )
    checks = [
        ("score blank", numbers.verdicts == BLANK),
        ("score not a number", numbers.verdicts == NOT_A_NUMBER),
        ("repeat contact not known", ~repeats.used),
        ("period not known", ~late.used),
    ]
    teams = Teams(group, checks, periods=late.yes)
    changes = []
    for name, members in teams.members():
        now, then = members & late.yes, members & late.no
        rise = mean_difference(
            numbers.values[now], numbers.values[then], name=name, unit=unit, confidence=confidence
        )
        fall = share_difference(
            *counts_of(repeats.yes, now),
            *counts_of(repeats.yes, then),
            name=name,
            confidence=confidence,
        )
        changes.append((name, rise, fall))
    tested = [place for place, (_, rise, _) in enumerate(changes) if rise.p is not None]
    judged = holm([changes[place][1].p for place in tested], alpha=alpha).tests
    tests = dict(zip(tested, judged, strict=True))
    found = []
    for place, (name, rise, fall) in enumerate(changes):
        test = tests.get(place)
        rose = test is not None and test.stands and (rise.difference or 0.0) > 0
        sign = rose and fall.high is not None and fall.high >= 0
        adjusted = None if test is None else test.adjusted
        found.append(ScoreAndBehaviour(name, rise, fall, adjusted, sign))
    found.sort(key=lambda row: (not row.flagged, np.inf if row.adjusted is None else row.adjusted))
    return ScoresAndBehaviour(
        tuple(found), alpha, "Welch's t adjusted by Holm; Newcombe's interval", teams.dropped
    )


def _change(difference: Difference) -> str:
    if difference.difference is None or difference.low is None or difference.high is None:
        return "not available"
    places = places_for(difference.unit, difference.difference, difference.low, difference.high)
    sign = "+" if difference.difference > 0 else ""
    ends = interval_text(difference.low, difference.high, difference.confidence, "", places)
    size = with_unit(difference.difference, difference.unit, places)
    return f"{sign}{size} ({ends})"
