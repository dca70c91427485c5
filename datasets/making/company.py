"""What the sample companies have in common: a name, a window of time, and how they are composed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from making.draws import Draws
from making.table import Table

Truth = dict[str, object]
Part = Callable[[int], tuple[Iterable[Table], Mapping[str, object]]]
"""Makes some tables for this many customers, and says what is true of them.

The truth may be filled while the tables are taken; its keys at the top are the part's own.
"""

BLOCK = 50_000


@dataclass(frozen=True)
class Games:
    """The team that games its survey, and the day from which on it does."""

    team: str
    since: date


@dataclass(frozen=True)
class Company:
    """A sample company: what all its tables agree on.

    `teams` maps each team that meets customers to its department; `seeds` holds, for a table whose
    stream was chosen among several, which one it is.
    """

    name: str
    title: str
    description: str
    seed: int
    customers: int
    id_letter: str
    currency: str
    hours_from_utc: int
    window: tuple[date, date]
    departments: tuple[str, ...]
    teams: Mapping[str, str]
    journeys: Mapping[str, tuple[str, ...]]
    channels: tuple[str, ...]
    regions: tuple[str, ...]
    games: Games
    seeds: Mapping[str, int] = field(default_factory=dict)

    def draws(self, table: str, block: int = 0) -> Draws:
        """The stream of one table (and block of customers); no other table's draws move it."""
        return Draws(self.seed, self.seeds.get(table, 0), block, *table.encode())

    def ids(self, numbers: Iterable[int]) -> list[str]:
        """Customers' ids, for instance Q000017 for 17."""
        return [f"{self.id_letter}{number:06d}" for number in numbers]


def blocks(customers: int, size: int = BLOCK) -> Iterator[tuple[int, int, int]]:
    """Number, first and last customer of each block, so that memory stays flat."""
    for number, first in enumerate(range(1, customers + 1, size)):
        yield number, first, min(customers, first + size - 1)


def compose(parts: Sequence[Part], customers: int) -> tuple[Iterator[Table], Truth]:
    """All tables of the parts, one after the other; the truth is whole once they are taken.

    A table that comes more than once is continued.
    """
    truth: Truth = {}

    def tables() -> Iterator[Table]:
        for part in parts:
            made, said = part(customers)
            yield from made
            if both := truth.keys() & said.keys():
                raise ValueError(f"Two parts say what is true of {sorted(both)}.")
            truth.update(said)

    return tables(), truth
