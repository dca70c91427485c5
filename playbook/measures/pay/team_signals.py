"""Teams compared by an exact test, adjusted for their number: signs to look into, no verdicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.comparing.multiplicity import holm
from playbook.measures.distributions import critical_z
from playbook.measures.estimate import Difference, Estimate
from playbook.measures.groups import NO_GROUP, read_groups, same_length
from playbook.measures.leaving_out import Check, leave_out
from playbook.measures.reading import Values
from playbook.measures.scores.share import share, share_difference
from playbook.measures.wording import dropped_text, interval_text, number_text, p_text

Counts: TypeAlias = tuple[int, int]
"""How many of a team's rows are meant, and how many it has."""

SMALLEST_TEAM = 5
"""Answers below which a team is not shown, so that no one in it can be made out."""


@dataclass(frozen=True)
class TeamRow:
    """One team: its share, what it is compared with, their difference, exact and adjusted p.

    `flagged` is True where the adjusted p is below alpha and the difference has the direction that
    is a sign.
    """

    team: str
    share: Estimate
    reference: Estimate
    difference: Difference
    p: float
    adjusted: float
    flagged: bool

    def sentence(self) -> str:
        """The team's share against its reference, in words."""
        low, high = self.difference.low, self.difference.high
        ends = (
            ""
            if low is None or high is None
            else f"; difference {interval_text(low, high, self.share.confidence, '', 1)}"
        )
        return (
            f"{self.team}: {number_text(self.share.value or 0.0, 1)}% (n = {self.share.n:,}) "
            f"against {number_text(self.reference.value or 0.0, 1)}% "
            f"(n = {self.reference.n:,}){ends}, adjusted {p_text(self.adjusted)}"
        )


@dataclass(frozen=True)
class TeamSignals:
    """All teams, those with the clearest sign first; `what` is the share, `against` its reference.

    `dropped` counts rows left out, among them those of teams too small to be shown.
    """

    what: str
    against: str
    rows: tuple[TeamRow, ...]
    alpha: float
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def flagged(self) -> tuple[TeamRow, ...]:
        """The teams to look into."""
        return tuple(row for row in self.rows if row.flagged)

    def sentence(self) -> str:
        """Which teams to look into, and that a sign is no proof."""
        left_out = dropped_text(self.dropped)
        count = "1 team" if len(self.rows) == 1 else f"{len(self.rows)} teams"
        start = f"{self.what}, by team against {self.against} ({count}, {self.method})"
        if not self.rows:
            return f"{self.what}: not available, no teams can be compared.{left_out}"
        if not self.flagged:
            return f"{start}: no team stands out beyond chance.{left_out}"
        named = "; ".join(row.sentence() for row in self.flagged)
        return (
            f"{start}: {named}. A signal to look into, not a finding about anyone: other "
            f"customers, other work or better service can give the same picture.{left_out}"
        )


class Teams:
    """Which rows belong to which team; small teams and rows without one are left out and counted.

    `checks` are the caller's own reasons to leave rows out; with `periods` a team must be large
    enough in both halves. `dropped` is all that was left out.
    """

    def __init__(
        self, group: Values, checks: Sequence[Check], periods: NDArray[np.bool_] | None = None
    ) -> None:
        groups = read_groups(group)
        same_length(("teams", len(groups.codes)), ("their rows", len(checks[0][1])))
        blank = ("team blank", groups.codes == NO_GROUP)
        used, _ = leave_out([*checks, blank])
        halves = [used] if periods is None else [used & periods, used & ~periods]
        shown = np.min([groups.counts(half) for half in halves], axis=0) >= SMALLEST_TEAM
        in_small = used.copy()
        in_small[used] = ~shown[groups.codes[used]]
        small = (f"in a team with fewer than {SMALLEST_TEAM}", in_small)
        used, self.dropped = leave_out([*checks, blank, small])
        self._members = [
            (groups.labels[code], used & (groups.codes == code))
            for code in np.flatnonzero(shown).tolist()
        ]

    def members(self) -> list[tuple[str, NDArray[np.bool_]]]:
        """Each team's name and rows, in the order of names."""
        return self._members


def counts_of(meant: NDArray[np.bool_], rows: NDArray[np.bool_]) -> Counts:
    """How many of `rows` are `meant`, and how many there are."""
    return int((meant & rows).sum()), int(rows.sum())


def against_others(
    teams: Teams, meant: NDArray[np.bool_], *, what: str, alpha: float, confidence: float
) -> TeamSignals:
    """Each team's share of `meant` rows against that of all other teams; more is a sign."""
    counts = [(name, counts_of(meant, rows)) for name, rows in teams.members()]
    all_meant, all_rows = (sum(one[1][place] for one in counts) for place in (0, 1))
    pairs = [
        (name, (yes, n), (all_meant - yes, all_rows - n))
        for name, (yes, n) in counts
        if len(counts) > 1
    ]
    return signals(
        pairs,
        what=what,
        against="all others",
        more_is_a_sign=True,
        alpha=alpha,
        confidence=confidence,
        dropped=teams.dropped,
    )


def signals(
    pairs: Sequence[tuple[str, Counts, Counts]],
    *,
    what: str,
    against: str,
    more_is_a_sign: bool,
    alpha: float,
    confidence: float,
    dropped: Mapping[str, int],
) -> TeamSignals:
    """Fisher's exact test of each team's counts against its reference's, adjusted by Holm.

    Raises MeasureError for an alpha outside 0 to 1 or a wrong confidence. Sources: Fisher 1935,
    The Design of Experiments; `holm`.
    """
    from scipy.stats import fisher_exact  # type: ignore[import-untyped]

    critical_z(confidence)
    p_values = [
        float(fisher_exact([[yes, n - yes], [other, m - other]]).pvalue)
        for _, (yes, n), (other, m) in pairs
    ]
    judged = holm(p_values, alpha=alpha).tests
    rows = []
    for (name, counts, reference), test in zip(pairs, judged, strict=True):
        found = share_difference(*counts, *reference, name=name, confidence=confidence)
        gap = found.difference or 0.0
        rows.append(
            TeamRow(
                team=name,
                share=share(*counts, name=name, confidence=confidence),
                reference=share(*reference, name=against, confidence=confidence),
                difference=found,
                p=test.p,
                adjusted=test.adjusted,
                flagged=test.stands and (gap > 0 if more_is_a_sign else gap < 0),
            )
        )
    rows.sort(key=lambda row: (not row.flagged, row.adjusted, row.p))
    method = "Fisher's exact test, adjusted by Holm"
    return TeamSignals(what, against, tuple(rows), alpha, method, dropped)
