"""From correlations and their resamples to shares, ranks and what can't be told apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playbook.measures.drivers.importance import Driver, DriverImportance
from playbook.measures.drivers.lmg import LMG_METHOD, lmg_shares
from playbook.measures.drivers.relative_weights import JOHNSON_METHOD, relative_weights

ImportanceMethod: TypeAlias = Literal["lmg", "johnson"]

_NO_R_SQUARED = 1e-12
METHODS = {"lmg": (lmg_shares, LMG_METHOD), "johnson": (relative_weights, JOHNSON_METHOD)}


def divide_r_squared(
    names: Sequence[str],
    correlations: NDArray[np.float64],
    draws: NDArray[np.float64],
    *,
    n: int,
    method: ImportanceMethod,
    how: str,
    warnings: Sequence[str],
    dropped: Mapping[str, int],
    confidence: float,
) -> DriverImportance:
    """Shares of R² with intervals from `draws`, resampled matrices: (draws, k, k).

    `names` and `correlations` (k, k) have the outcome last. Intervals are percentiles of the
    draws; those of shares and ranks are widened to hold the value itself.
    """
    divide, source = METHODS[method]
    shares = divide(correlations[None])[0]
    drawn = divide(draws)
    r_squared, drawn_whole = float(shares.sum()), drawn.sum(axis=1)
    r = correlations[:-1, -1]
    beta = np.linalg.solve(correlations[:-1, :-1], r)
    ranks = _ranks(shares[None])[0]
    rank_low, rank_high = _whole_limits(_ranks(drawn), confidence)
    low, high = _limits(drawn, confidence, shares)
    percent = _percent(shares, r_squared)
    percent_low, percent_high = _limits(_percent(drawn, drawn_whole[:, None]), confidence, percent)
    by_size = _ranks(np.abs(r)[None])[0]
    drivers = [
        Driver(
            name=names[place],
            share=float(shares[place]),
            low=float(low[place]),
            high=float(high[place]),
            percent=float(percent[place]),
            percent_low=float(percent_low[place]),
            percent_high=float(percent_high[place]),
            rank=int(ranks[place]),
            rank_low=min(int(ranks[place]), int(rank_low[place])),
            rank_high=max(int(ranks[place]), int(rank_high[place])),
            correlation=float(r[place]),
            correlation_rank=int(by_size[place]),
            standardised_beta=float(beta[place]),
        )
        for place in np.argsort(ranks)
    ]
    whole_low, whole_high = _limits(drawn_whole[:, None], confidence, np.array([r_squared]))
    return DriverImportance(
        outcome=names[-1],
        r_squared=r_squared,
        r_squared_low=float(whole_low[0]),
        r_squared_high=float(whole_high[0]),
        drivers=tuple(drivers),
        not_distinguishable=_tied(names, drawn, np.argsort(ranks), confidence),
        n=n,
        method=f"{source}{how}",
        bootstraps=len(draws),
        warnings=(*warnings, *_flipped(names, correlations, beta, n)),
        dropped=dropped,
        confidence=confidence,
    )


def _percent(shares: NDArray[np.float64], whole: Any) -> NDArray[np.float64]:
    percent: NDArray[np.float64] = 100 * shares / np.maximum(whole, _NO_R_SQUARED)
    return percent


def _ranks(shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Ranks from 1, the largest share, along each row; equal shares in the order of the columns."""
    order = np.argsort(-shares, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, shares.shape[1] + 1)[None], axis=1)
    return ranks


def _tails(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def _limits(
    drawn: NDArray[np.float64], confidence: float, point: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.quantile(drawn, _tails(confidence), axis=0)
    return np.minimum(low, point), np.maximum(high, point)


def _whole_limits(
    ranks: NDArray[np.int64], confidence: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    low, high = _tails(confidence)
    return (
        np.quantile(ranks, low, axis=0, method="lower").astype(np.int64),
        np.quantile(ranks, high, axis=0, method="higher").astype(np.int64),
    )


def _tied(
    names: Sequence[str],
    drawn: NDArray[np.float64],
    order: NDArray[np.int64],
    confidence: float,
) -> tuple[tuple[str, str], ...]:
    """Pairs, the larger share first, whose difference has an interval that holds 0."""
    pairs = list(combinations(order, 2))
    first, second = np.array(pairs).T
    low, high = np.quantile(drawn[:, first] - drawn[:, second], _tails(confidence), axis=0)
    holds_zero = (low <= 0) & (high >= 0)
    return tuple((names[a], names[b]) for (a, b), tie in zip(pairs, holds_zero, strict=True) if tie)


def _flipped(
    names: Sequence[str], correlations: NDArray[np.float64], beta: NDArray[Any], n: int
) -> list[str]:
    """A warning where β and correlation have opposite signs, both two standard errors from 0."""
    r, inverse = correlations[:-1, -1], np.linalg.inv(correlations[:-1, :-1])
    beta_error = np.sqrt(max(0.0, 1 - float(r @ beta)) * np.diag(inverse) / (n - len(names)))
    against = (r * beta < 0) & (np.abs(r) > 2 / math.sqrt(n)) & (np.abs(beta) > 2 * beta_error)
    found = [name for name, flips in zip(names, against, strict=False) if flips]
    if not found:
        return []
    return [
        f"Standardised β and correlation have opposite signs for {', '.join(found)}: the drivers "
        "overlap, so the sign of β is no news about it."
    ]
