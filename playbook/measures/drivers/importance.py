"""What driver importance gives: shares of R² and ranks with intervals, and what is tied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_whole
from playbook.measures.wording import dropped_text, interval_text, listed, number_text

_NAMED = 3


@dataclass(frozen=True)
class Driver:
    """One driver: its part of R², how sure that is, and the naive answers beside it.

    `share`, `low` and `high` are parts of R² (0 to 1), `percent` with its limits the same as % of
    R². `rank` 1 has the largest share; `rank_low` to `rank_high` is its interval. `correlation`
    with the outcome, its rank by size, and `standardised_beta` of all drivers together are what
    plain tables show; neither divides R².
    """

    name: str
    share: float
    low: float
    high: float
    percent: float
    percent_low: float
    percent_high: float
    rank: int
    rank_low: int
    rank_high: int
    correlation: float
    correlation_rank: int
    standardised_beta: float

    @property
    def rank_text(self) -> str:
        """The interval of the rank in words: rank 1, rank 1 or 2, rank 2 to 5."""
        low, high = self.rank_low, self.rank_high
        if low == high:
            return f"rank {low}"
        return f"rank {low} {'or' if high == low + 1 else 'to'} {high}"


@dataclass(frozen=True)
class DriverImportance:
    """The drivers of an outcome by rank, their shares adding up to `r_squared`.

    `r_squared` and its limits (0 to 1) are None and `drivers` is empty where there are too few
    complete rows. `not_distinguishable` holds the pairs whose difference of shares has an interval
    that holds 0, `groups` the largest sets of drivers in which no two can be told apart. `n` counts
    complete rows, `dropped` those left out, reason → count; `warnings` are sentences.
    """

    outcome: str
    r_squared: float | None
    r_squared_low: float | None
    r_squared_high: float | None
    drivers: tuple[Driver, ...]
    not_distinguishable: tuple[tuple[str, str], ...]
    n: int
    method: str
    bootstraps: int
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    @property
    def available(self) -> bool:
        """Whether there are shares."""
        return self.r_squared is not None

    def driver(self, name: str) -> Driver:
        """The driver of that name; raises MeasureError, naming those there are, for another."""
        found = {driver.name: driver for driver in self.drivers}
        if name not in tuple(found):
            raise MeasureError(
                f'"{name}" is not among the drivers.', f"There are: {', '.join(found) or 'none'}."
            )
        return found[name]

    def top(self, k: int) -> tuple[Driver, ...]:
        """The `k` drivers with the largest shares, in order; `distinguishable` says how surely.

        Raises MeasureError for a `k` that is not a whole number of 0 or more.
        """
        return self.drivers[: checked_whole(k, "The number of drivers")]

    def distinguishable(self, a: str, b: str) -> bool:
        """Whether the interval of the difference of two drivers' shares leaves out 0.

        At `confidence` for this one pair, not for all pairs together. Raises MeasureError for a
        name that is not a driver.
        """
        pair = {self.driver(a).name, self.driver(b).name}
        return len(pair) == 2 and all(pair != set(tied) for tied in self.not_distinguishable)

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Largest sets of two or more drivers in which no two can be told apart, by rank.

        A driver may be in more than one: A and B, and B and C, while A and C differ.
        """
        names = [driver.name for driver in self.drivers]
        tied: dict[str, set[str]] = {name: set() for name in names}
        for a, b in self.not_distinguishable:
            tied[a].add(b)
            tied[b].add(a)
        found = _cliques(set(), set(names), set(), tied)
        ordered = [sorted(names.index(name) for name in group) for group in found]
        return tuple(
            tuple(names[place] for place in group) for group in sorted(ordered) if len(group) > 1
        )

    def sentence(self) -> str:
        """R², the largest shares and what can't be told apart, in words; nothing about why."""
        end = "".join(f" {warning}" for warning in self.warnings) + dropped_text(self.dropped)
        if self.r_squared is None or self.r_squared_low is None or self.r_squared_high is None:
            return f"Drivers of {self.outcome}: not available (n = {self.n:,}).{end}"
        whole = interval_text(
            100 * self.r_squared_low, 100 * self.r_squared_high, self.confidence, "%", 1
        )
        named = ", ".join(self._share_text(driver) for driver in self.top(_NAMED))
        return (
            f"Together {len(self.drivers)} drivers go with {number_text(100 * self.r_squared, 1)}% "
            f"of the variation in {self.outcome} ({whole}, n = {self.n:,}). "
            f"Largest shares, in points of that: {named}. {self._tied_text()} "
            f"This is association: it says what goes together, not what a change would bring.{end}"
        )

    def _tied_text(self) -> str:
        first, count = self.drivers[0].name, len(self.drivers)
        if not self.not_distinguishable:
            return "All shares can be told apart."
        like_first = [b for a, b in self.not_distinguishable if a == first]
        pairs = count * (count - 1) // 2
        lead = (
            f"{first} can't be told apart from {listed(like_first)}"
            if like_first
            else f"{first} stands apart from all others"
        )
        return f"{lead}; {len(self.not_distinguishable)} of {pairs} pairs can't be told apart."

    def _share_text(self, driver: Driver) -> str:
        interval = interval_text(100 * driver.low, 100 * driver.high, self.confidence, "", 1)
        return (
            f"{driver.name} {number_text(100 * driver.share, 1)} ({interval}, {driver.rank_text})"
        )


def _cliques(
    inside: set[str], open_: set[str], done: set[str], tied: Mapping[str, set[str]]
) -> list[set[str]]:
    """Maximal sets of mutually tied names (Bron & Kerbosch 1973)."""
    if not open_ and not done:
        return [inside]
    found: list[set[str]] = []
    for name in sorted(open_):
        found += _cliques(inside | {name}, open_ & tied[name], done & tied[name], tied)
        open_ = open_ - {name}
        done = done | {name}
    return found
