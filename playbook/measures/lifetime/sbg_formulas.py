"""The mathematics of the shifted beta-geometric model: Fader & Hardie 2007 and 2010."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.lifetime.maximum_likelihood import Floats

OfParameters: TypeAlias = Callable[[Floats], float]
"""What a parameter vector (alpha, beta) makes a number of."""

_FORGOTTEN = 45.0
"""A discounted sum ends where a payment counts e to the minus this."""


def retention(period: int, values: Floats) -> float:
    """Share from 0 to 1 that renews at the `period`-th renewal: (β + t − 1)/(α + β + t − 1)."""
    alpha, beta = values
    return float((beta + period - 1) / (alpha + beta + period - 1))


def log_survival(period: NDArray[np.int64] | int, values: Floats) -> Floats:
    """Logarithm of the share still there after `period` renewals: B(α, β + t)/B(α, β)."""
    alpha, beta = values
    logs: Floats = special.betaln(alpha, beta + period) - special.betaln(alpha, beta)
    return logs


def log_likelihood(values: Floats, lost: Floats, left: float) -> tuple[float, Floats]:
    """Log-likelihood of a cohort, and its gradient by alpha and beta.

    `lost[t]` left at renewal t + 1, `left` are still there after the last one:
    Σ lost·ln[B(α + 1, β + t)/B(α, β)] + left·ln[B(α, β + m)/B(α, β)].
    """
    alpha, beta = values
    m = len(lost)
    before = np.arange(m)
    psi = special.digamma
    total = lost.sum() + left
    height = (
        lost @ special.betaln(alpha + 1, beta + before)
        + left * special.betaln(alpha, beta + m)
        - total * special.betaln(alpha, beta)
    )
    ends = psi(alpha + beta + 1 + before)
    both = psi(alpha + beta)
    end = psi(alpha + beta + m)
    by_alpha = (
        lost @ (psi(alpha + 1) - ends) + left * (psi(alpha) - end) - total * (psi(alpha) - both)
    )
    by_beta = (
        lost @ (psi(beta + before) - ends)
        + left * (psi(beta + m) - end)
        - total * (psi(beta) - both)
    )
    return float(height), np.array([by_alpha, by_beta])


def discounted_lifetime(discount: float, start: int) -> OfParameters:
    """Σ S(t)/S(start − 1)/(1 + d)^(t − start) over t ≥ start; from 0 on, nobody has left before."""
    later = np.arange(math.ceil(_FORGOTTEN / math.log1p(discount)) + 1)

    def lifetime(values: Floats) -> float:
        logs = log_survival(start + later, values) - later * math.log1p(discount)
        if start:
            logs -= log_survival(start - 1, values)
        return float(np.exp(logs).sum())

    return lifetime
