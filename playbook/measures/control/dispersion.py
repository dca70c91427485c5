"""Whether rates vary more than chance gives, and by how much their limits widen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.control.rate_limits import Kind, rate_sigma

MOVING_RANGE_TO_SIGMA = 1.128
"""Mean moving range of two in standard deviations, d₂ (Wheeler 1993)."""


@dataclass(frozen=True)
class Dispersion:
    """Pearson's dispersion test: `ratio` = chi_square / df is near 1 where only chance varies.

    `p` is the chance of at least this much variation.
    """

    chi_square: float
    df: int
    p: float

    @property
    def ratio(self) -> float:
        """Variation as a multiple of what chance gives."""
        return self.chi_square / self.df


def spread_of_rates(
    kind: Kind, events: NDArray[np.float64], n: NDArray[np.float64], centre: float
) -> Dispersion | None:
    """Chi-square of the rates around `centre`, a fraction; None for one point or no variance.

    Source: Cochran 1954, Some methods for strengthening the common χ² tests, Biometrics 10.
    """
    variance = centre * (1 - centre) if kind == "p" else centre
    if len(events) < 2 or variance <= 0:
        return None
    chi_square = float(np.sum(np.square(events - n * centre) / (n * variance)))
    df = len(events) - 1
    return Dispersion(chi_square, df, float(special.chdtrc(df, chi_square)))


def laney_factor(
    kind: Kind, rates: NDArray[np.float64], n: NDArray[np.float64], centre: float
) -> float | None:
    """Laney's σ_z: the mean moving range of the standardised rates over 1.128.

    None where no two neighbours have a rate, 1 where the rates have no variance. Source: Laney
    2002, Improved control charts for attributes, Quality Engineering 14:531–537.
    """
    sigma = rate_sigma(kind, n, centre)
    if not np.nanmax(sigma, initial=0.0) > 0:
        return 1.0
    ranges = np.abs(np.diff((rates - centre) / sigma))
    known = ranges[np.isfinite(ranges)]
    return float(known.mean()) / MOVING_RANGE_TO_SIGMA if len(known) else None
