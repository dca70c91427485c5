"""What standardisation gives: each group as it is, and with the same mix of customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.estimate import Estimate
from playbook.measures.wording import dropped_text, interval_text, number_text, places_for


@dataclass(frozen=True)
class Stratum:
    """One stratum: its weight in the standard as a fraction, and each group's estimate in it."""

    label: str
    weight: float
    cells: Mapping[str, Estimate]


@dataclass(frozen=True)
class Standardised:
    """Each group as it is (crude), and with the strata mixed as in one standard.

    `missing` maps a group that can't be standardised to the strata in which it has no one.
    `reversals` are the pairs of groups (higher in the crude, lower in the standardised estimate).
    `unit` is "%" for a yes/no outcome.
    """

    name: str
    unit: str
    crude: Mapping[str, Estimate]
    standardised: Mapping[str, Estimate]
    strata: tuple[Stratum, ...]
    missing: Mapping[str, tuple[str, ...]]
    reversals: tuple[tuple[str, str], ...]
    method: str
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def reversed(self) -> bool:
        """Whether standardising turns the order of any two groups round (Simpson's paradox)."""
        return bool(self.reversals)

    def sentence(self) -> str:
        """Each group crude and standardised, which pairs turn round, and who can't be compared."""
        if not self.crude:
            return f"{self.name}: not available, no rows can be used.{dropped_text(self.dropped)}"
        text = f"{self.name}, as it is and with the same mix of customers in each group: "
        text += "; ".join(self._pair(label) for label in self.crude) + "."
        for higher, lower in self.reversals[:3]:
            text += f" {higher} is above {lower} as it is, and below with the same mix."
        if len(self.reversals) > 3:
            text += f" {len(self.reversals) - 3:,} more pairs turn round."
        for label, strata in self.missing.items():
            text += f" {label} can't be standardised, it has no one in {', '.join(strata)}."
        return text + dropped_text(self.dropped)

    def _pair(self, label: str) -> str:
        crude, standardised = self.crude[label], self.standardised[label]
        if crude.value is None:
            return f"{label} not available"
        places = places_for(self.unit, crude.value, standardised.value)
        before = _plain(crude.value, self.unit, places)
        if standardised.value is None:
            return f"{label} {before} and not available (n = {crude.n:,})"
        interval = (
            "no interval"
            if standardised.low is None or standardised.high is None
            else interval_text(
                standardised.low, standardised.high, crude.confidence, self.unit, places
            )
        )
        after = _plain(standardised.value, self.unit, places)
        return f"{label} {before} and {after} ({interval}, n = {crude.n:,})"


def _plain(number: float, unit: str, places: int) -> str:
    return f"{number_text(number, places)}{'%' if unit == '%' else ''}"
