"""Shrinking many noisy means towards their common mean, by how noisy each of them is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.errors import MeasureError

Floats = NDArray[np.float64]

FEWEST_GROUPS = 4
"""With fewer the spread between groups can't be told well enough to shrink by (Morris 1983)."""


@dataclass(frozen=True)
class Shrunken:
    """Means shrunk towards `mean`, each with its standard error, in the order handed in.

    `between` is the variance of the true means, `pull` the share of the way to `mean` that each
    one is moved, `noise` the share of the observed variance of the means that is sampling noise.
    """

    means: Floats
    errors: Floats
    pull: Floats
    mean: float
    between: float
    noise: float


def between_variance(means: Floats, variances: Floats) -> float:
    """Variance of the true means: the one at which Σ(yᵢ − μ)²/(vᵢ + τ²) is k − 1, or 0.

    `means` yᵢ with known sampling `variances` vᵢ above 0, μ the mean weighted by 1/(vᵢ + τ²).
    Source: Paule & Mandel 1982, Journal of Research of the National Bureau of Standards 87:377–385.
    """
    from scipy.optimize import brentq  # type: ignore[import-untyped]

    scale = float(np.max(variances))
    y, v = (means - means.mean()) / np.sqrt(scale), variances / scale
    degrees = len(y) - 1

    def excess(tau_squared: float) -> float:
        weights = 1 / (v + tau_squared)
        return float(weights @ (y - (weights @ y) / weights.sum()) ** 2) - degrees

    if excess(0.0) <= 0:
        return 0.0
    highest = float(y @ y) / degrees
    return scale * float(brentq(excess, 0.0, highest, xtol=1e-300, rtol=1e-14))


def shrink(means: Floats, errors: Floats) -> Shrunken:
    """Empirical Bayes estimates of four or more means with known standard `errors`.

    The true means are taken as normal around a common mean, the observed ones as normal around
    them. pullᵢ = (k−3)/(k−1) · vᵢ/(vᵢ + τ²), which for equal errors is the rule of James and Stein;
    the standard errors count in that μ and τ² are estimated. Raises MeasureError for fewer than
    four means or an error not above 0. Source: Morris 1983, Journal of the American Statistical
    Association 78:47–55; τ² by Paule & Mandel 1982.
    """
    k = len(means)
    if k < FEWEST_GROUPS:
        raise MeasureError(
            f"A league table takes {FEWEST_GROUPS} or more groups; there are {k}.",
            "Show the groups with their intervals, or take finer groups.",
        )
    if not (np.isfinite(means).all() and np.isfinite(errors).all() and (errors > 0).all()):
        raise MeasureError(
            "A group has no standard error above 0, so its noise can't be told.",
            "Leave out groups without an interval, and outcomes that do not vary.",
        )
    v = np.square(errors)
    between = between_variance(means, v)
    weights = np.min(v + between) / (v + between)
    shares = weights / weights.sum()
    mean = float(shares @ means)
    pull = (k - 3) / (k - 1) * v / (v + between)
    away = np.square(means - mean)
    average_total = float(shares @ v) + between
    doubt = 2 / (k - 3) * np.square(pull) * average_total / (v + between) * away
    return Shrunken(
        means=means + pull * (mean - means),
        errors=np.sqrt(v * (1 - (1 - shares) * pull) + doubt),
        pull=pull,
        mean=mean,
        between=between,
        noise=float(v.mean() / (v.mean() + between)),
    )
