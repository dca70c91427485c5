"""The parts that the tables of Quillmere Broadband are made of."""

from __future__ import annotations

from collections.abc import Iterator

from making.company import Part, Truth, compose
from making.quillmere import core, survey_export
from making.quillmere.about import COMPANY
from making.quillmere.organisation import ORGANISATION
from making.shared import organisation
from making.table import Table

__all__ = ["COMPANY", "make"]

PARTS: tuple[Part, ...] = (
    core.make,
    survey_export.make,
    *organisation.parts(COMPANY, ORGANISATION),
)


def make(customers: int) -> tuple[Iterator[Table], Truth]:
    """Quillmere's tables and what is true of them."""
    return compose(PARTS, customers)
