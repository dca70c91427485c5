"""The codes that coders gave: text or numbers, to positions in a list of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.ranges import checked_list
from playbook.measures.reading import BLANK, USED, read_numbers


@dataclass(frozen=True)
class Codes:
    """`positions` (units × coders) point into the values, −1 where there is no code.

    `numbers` are the values as numbers, None where they are text.
    """

    positions: NDArray[np.int64]
    values: tuple[object, ...]
    numbers: NDArray[np.float64] | None


def read_codes(
    table: NDArray[np.object_], categories: Sequence[object] | None, *, order_for: str | None
) -> Codes:
    """Read a table of codes, units × coders; None, NaN and empty text are no code.

    The values are the `categories` in their order, else all that occur, sorted. `order_for` names
    what needs an order: text without `categories` is then refused with a MeasureError, and so are
    codes that `categories` don't have.
    """
    cells = table.reshape(-1)
    numbers = read_numbers(cells)
    coded = numbers.verdicts != BLANK
    categories = None if categories is None else checked_list(categories, "The categories")
    listed = None if categories is None else read_numbers(categories)
    numeric = bool((numbers.verdicts[coded] == USED).all())
    numeric = numeric and (listed is None or bool((listed.verdicts == USED).all()))
    if not numeric and categories is None and order_for:
        raise MeasureError(
            f"{order_for} need an order, and text codes have none.",
            "Give the codes from lowest to highest as categories.",
        )
    found: pd.Series[Any] = pd.Series(
        numbers.values if numeric else [str(cell).strip() for cell in cells]
    )[coded]
    values: list[Any]
    if categories is None:
        values = sorted(found.unique().tolist())
    elif listed is not None and numeric:
        values = listed.values.tolist()
    else:
        values = [str(category).strip() for category in categories]
    index = pd.Index(values)
    if index.has_duplicates:
        raise MeasureError("A category is listed twice.", "List each category once.")
    positions = np.full(len(cells), -1, dtype=np.int64)
    positions[coded] = index.get_indexer(found)
    unknown = found[positions[coded] < 0]
    if len(unknown):
        raise MeasureError(
            f"{len(unknown):,} codes are not in the list of categories, such as "
            f"{unknown.iloc[0]!r}.",
            "Add them to the categories or correct the codes.",
        )
    return Codes(
        positions.reshape(table.shape),
        tuple(values),
        np.asarray(values, dtype=float) if numeric else None,
    )
