"""Whom a survey meets: customers, or the persons and stays that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from making.draws import Bools, Floats, Ints
from making.shared.events import Days
from making.table import Column


@dataclass(frozen=True)
class Key:
    """A column beside the customer's in every table of the survey, as the person or the stay.

    `values` has one each asked; `table` is where the column is the key.
    """

    column: Column
    table: str
    values: NDArray[Any]

    def beside(self, places: Ints) -> dict[str, NDArray[Any]]:
        """The column's values at these places, by its name."""
        return {self.column.name: self.values[places]}

    @property
    def reference(self) -> tuple[str, str, str]:
        """The foreign key."""
        return self.column.name, self.table, self.column.name


@dataclass(frozen=True)
class Asked:
    """A block's customers as the survey meets them: one value each.

    `first` and `gone` bound the days on which anything happens with them; `answers` is the chance
    that they answer. Where those asked are persons or stays of a customer, `key` says which one.
    `mood` is what their circumstances add to their opinion. `kept` says (places, days) whether they
    did in the 365 days from then on what they were asked to intend; without it, whether they were
    still there.
    """

    ids: NDArray[Any]
    bond: Floats
    answers: Floats
    first: Days
    gone: Days
    key: Key | None = None
    mood: Floats | None = None
    kept: Callable[[Ints, Days], Bools] | None = None
