"""The parts that the tables of Ellermoor Hotels are made of."""

from __future__ import annotations

from collections.abc import Iterator

from making.company import Part, Truth, compose
from making.ellermoor import core
from making.ellermoor.about import COMPANY
from making.ellermoor.organisation import ORGANISATION
from making.shared import organisation
from making.table import Table

__all__ = ["COMPANY", "make"]

PARTS: tuple[Part, ...] = (
    core.make,
    *organisation.parts(COMPANY, ORGANISATION),
)


def make(customers: int) -> tuple[Iterator[Table], Truth]:
    """Ellermoor's tables and what is true of them."""
    return compose(PARTS, customers)
