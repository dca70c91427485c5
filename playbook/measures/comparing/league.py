"""What a league table gives: shrunken values, possible ranks, and how much of it is noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.wording import dropped_text, number_text

MOSTLY_NOISE, LITTLE_NOISE = 0.5, 0.2
"""Shares of noise from which, and up to which, the sentence calls a ranking so; our choice."""


@dataclass(frozen=True)
class LeagueRow:
    """One group: as observed (`raw`, with its standard error), shrunken, and where it may rank.

    `low` and `high` hold the group's true value, `rank_low` and `rank_high` its true rank (1 is
    best), both with the table's confidence. `pull` is the share of the way to the overall mean.
    """

    label: str
    n: int
    raw: float
    se: float
    shrunken: float
    low: float
    high: float
    pull: float
    rank: int
    rank_low: int
    rank_high: int


@dataclass(frozen=True)
class LeagueTable:
    """Groups by shrunken value, best first.

    `overall` is the mean that groups are shrunk to, `between_sd` the standard deviation of their
    true values, both in `unit`; `noise` the share of the observed variance between groups, 0 to 1,
    that sampling alone makes. `dropped` counts rows or groups left out.
    """

    name: str
    unit: str
    rows: tuple[LeagueRow, ...]
    overall: float
    between_sd: float
    noise: float
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    def sentence(self) -> str:
        """How much of the ranking is noise, where first and last may stand, and who stands out."""
        if self.noise >= MOSTLY_NOISE:
            verdict = "most of the ranking is noise"
        elif self.noise > LITTLE_NOISE:
            verdict = "part of the ranking is noise"
        else:
            verdict = "the ranking is mostly real differences"
        first, last = self.rows[0], self.rows[-1]
        apart = [row.label for row in self.rows if not row.low <= self.overall <= row.high]
        named = f": {', '.join(apart)}" if 0 < len(apart) <= 6 else ""
        stand = "stands" if len(apart) <= 1 else "stand"
        count = f"{len(apart)} of {len(self.rows)}" if apart else f"None of the {len(self.rows)}"
        return (
            f"{self.name}: sampling noise makes {number_text(100 * self.noise, 0)}% of the "
            f"variance between the {len(self.rows)} groups, so {verdict}. {first.label}, first "
            f"here, may truly rank {_span(first)}; {last.label}, last here, {_span(last)}. "
            f"{count} groups {stand} apart from the overall mean{named} "
            f"({100 * self.confidence:g}% intervals).{dropped_text(self.dropped)}"
        )


def _span(row: LeagueRow) -> str:
    return f"{row.rank_low}" if row.rank_low == row.rank_high else f"{row.rank_low}–{row.rank_high}"
