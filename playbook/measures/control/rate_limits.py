"""Three-sigma and exact limits of rates, point by point."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Kind: TypeAlias = Literal["p", "u"]

FEWEST_EXPECTED = 5
"""Below so many expected events (or non-events) the normal limits give way to exact ones."""
TAIL = 0.00135
"""The tail beyond three sigma of a normal distribution, on either side."""


def rate_sigma(kind: Kind, n: NDArray[np.float64], centre: float) -> NDArray[np.float64]:
    """Standard deviation of a rate by chance: √(p̄(1−p̄)/n) or √(ū/n), as fractions."""
    variance = centre * (1 - centre) if kind == "p" else centre
    sigma: NDArray[np.float64] = np.sqrt(variance / n)
    return sigma


def rate_limits(
    kind: Kind, n: NDArray[np.float64], centre: float, sigma_z: float | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """Lower and upper limit of each point with `n` cases, and where they are exact.

    Three sigma around `centre`, kept within 0 and (kind "p") 1; exact binomial or Poisson limits
    where fewer than five events or (kind "p") non-events are expected. `sigma_z`, Laney's factor,
    widens all limits and leaves no exact one. NaN in `n` gives NaN limits. The exact limits are the
    narrowest whole counts with at most 0.00135 beyond them on either side, divided by `n`.
    """
    half = 3 * (1.0 if sigma_z is None else sigma_z) * rate_sigma(kind, n, centre)
    lower = np.maximum(0.0, centre - half)
    upper = np.minimum(1.0, centre + half) if kind == "p" else centre + half
    rarer = min(centre, 1 - centre) if kind == "p" else centre
    with np.errstate(invalid="ignore"):
        few: NDArray[np.bool_] = (n * rarer < FEWEST_EXPECTED) & (sigma_z is None)
    if few.any():
        lower[few], upper[few] = _exact(kind, n[few], centre)
    return lower, upper, few


def _exact(
    kind: Kind, n: NDArray[np.float64], centre: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    from scipy import stats  # type: ignore[import-untyped]

    counts: Any = stats.binom(n, centre) if kind == "p" else stats.poisson(n * centre)
    # ppf(0) is −1 where the chance of no event alone is beyond the tail
    return np.maximum(0.0, counts.ppf(TAIL)) / n, counts.ppf(1 - TAIL) / n
