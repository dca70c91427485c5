"""Which rows can be used, and for what reason the others can't: the first that holds counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from playbook.measures.reading import BLANK, NOT_A_NUMBER, Numbers

Check = tuple[str, NDArray[np.bool_]]
"""A reason to leave rows out, in words, and the rows it holds for."""


def leave_out(
    checks: Sequence[Check], counts: NDArray[np.int64] | None = None
) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Rows for which no check holds, and reason → count of the others.

    A row is counted once, under the first check that holds for it, or `counts` times where a row
    stands for several customers. There is at least one check; all have one entry a row.
    """
    kept: NDArray[np.bool_] = np.ones(len(checks[0][1]), dtype=bool)
    dropped = {}
    for reason, holds in checks:
        newly = kept & holds
        count = int(newly.sum() if counts is None else counts[newly].sum())
        if count:
            dropped[reason] = count
        kept &= ~holds
    return kept, dropped


def amount_checks(name: str, numbers: Numbers) -> list[Check]:
    """The reasons to leave out rows of a column, `name`, that holds numbers of 0 or more."""
    return [
        (f"{name} blank", numbers.verdicts == BLANK),
        (f"{name} not a number", numbers.verdicts == NOT_A_NUMBER),
        (f"{name} below 0", numbers.values < 0),
    ]
