"""LMG shares: R² of every subset of drivers, and what each adds on average over all orders."""

from __future__ import annotations

from functools import cache
from math import factorial

import numpy as np
from numpy.typing import NDArray

LMG_METHOD = "LMG (Lindeman, Merenda & Gold 1980)"
MOST_DRIVERS = 15
"""Drivers up to which all 2^p subsets are gone through; 15 make 32,768 models."""

NOTHING_LEFT = 1e-10
"""Variance left of a driver, in units of its own, below which the others hold it already."""
_SUBSETS_AT_ONCE = 2**15


def lmg_shares(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """LMG (Shapley) share of each driver in R², for a batch of correlation matrices.

    `correlations` has the shape (batch, p + 1, p + 1) with the outcome last; gives (batch, p), each
    row adding up to R². A driver without variance (its row 0, its diagonal too) or wholly held by
    those before it adds nothing where it comes after them. No check of the input: that is the
    caller's. Takes about 2^p · 11 multiplications a matrix: the drivers are swept in or left out
    one by one, so that subsets share the work of what they have in common, and only the rest of
    the matrix is carried on. Source: Lindeman, Merenda & Gold 1980; Grömping 2006, JSS 17(1);
    Shapley 1953.
    """
    p = correlations.shape[1] - 1
    at_once = max(1, _SUBSETS_AT_ONCE >> p)
    return np.concatenate(
        [
            -_unexplained(correlations[start : start + at_once]) @ _contrasts(p)
            for start in range(0, len(correlations), at_once)
        ]
    )


def _unexplained(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Variance of the outcome that each subset leaves: (batch, 2^p), bit j for driver j.

    The state holds the upper triangle of what is left of the matrix, a row an array of shape
    (columns from the diagonal on, subsets so far × batch). A driver doubles the subsets: without
    it the rest stays as it is, with it the rest is swept (Schur complement).
    """
    batch, size, _ = correlations.shape
    state = [np.ascontiguousarray(correlations[:, row, row:].T) for row in range(size)]
    for _ in range(size - 1):
        head, rest = state[0], state[1:]
        width = head.shape[1]
        slopes = np.zeros_like(head[1:])
        np.divide(head[1:], head[0], out=slopes, where=head[0] > NOTHING_LEFT)
        state = []
        for place, row in enumerate(rest):
            both = np.empty((len(row), 2 * width))
            both[:, :width] = row
            swept = both[:, width:]
            np.multiply(slopes[place], head[place + 1 :], out=swept)
            np.subtract(row, swept, out=swept)
            state.append(both)
    return state[0].reshape(-1, batch).T


@cache
def _contrasts(p: int) -> NDArray[np.float64]:
    """Weights that turn R² of all subsets into shares: (2^p, p), each column adding up to 0."""
    members = (np.arange(2**p)[:, None] >> np.arange(p)) & 1 == 1
    size = members.sum(axis=1)
    weights = np.array([factorial(k) * factorial(p - k - 1) / factorial(p) for k in range(p)] + [0])
    contrasts: NDArray[np.float64] = np.where(
        members, weights[size - 1][:, None], -weights[size][:, None]
    )
    contrasts.flags.writeable = False
    return contrasts
