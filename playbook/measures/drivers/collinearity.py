"""Drivers that say the same: which columns are an exact combination of others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError
from playbook.measures.wording import listed

_EXACT = 1e-10
_PART_OF_IT = 1e-6


def refuse_exact_combination(drivers: NDArray[np.float64], names: tuple[str, ...]) -> None:
    """Refuse a correlation matrix (p × p) of drivers in which one follows exactly from others.

    Raises MeasureError that names the first such column, in the given order, and those it follows
    from: among columns that say the same, R² can't be divided by what the data say.
    """
    kept: list[int] = []
    for place, name in enumerate(names):
        slopes = np.linalg.solve(drivers[np.ix_(kept, kept)], drivers[kept, place])
        left = drivers[place, place] - float(drivers[kept, place] @ slopes)
        if left < _EXACT:
            others = [names[k] for k, b in zip(kept, slopes, strict=True) if abs(b) > _PART_OF_IT]
            quoted = listed([f'"{other}"' for other in others])
            raise MeasureError(
                f'Column "{name}" follows exactly from {quoted}, so R² can\'t be divided between '
                "them.",
                "Leave one of these columns out, such as a total beside its parts.",
            )
        kept.append(place)
