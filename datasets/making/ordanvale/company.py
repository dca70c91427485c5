"""The parts that the tables of Ordanvale Software are made of."""

from __future__ import annotations

from collections.abc import Iterator

from making.company import Part, Truth, compose
from making.ordanvale import core
from making.ordanvale.about import COMPANY
from making.ordanvale.organisation import ORGANISATION
from making.shared import organisation
from making.table import Table

__all__ = ["COMPANY", "make"]

PARTS: tuple[Part, ...] = (
    core.make,
    *organisation.parts(COMPANY, ORGANISATION),
)


def make(customers: int) -> tuple[Iterator[Table], Truth]:
    """Ordanvale's tables and what is true of them."""
    return compose(PARTS, customers)
