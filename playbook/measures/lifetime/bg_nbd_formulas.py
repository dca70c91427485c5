"""The mathematics of the BG/NBD model: Fader, Hardie & Lee 2005, Marketing Science 24:275–284.

Parameters stand in one vector (r, alpha, a, b). x is the number of repeat purchases, t_x the time
of the last one, T the time observed, all counted from the first purchase.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.maximum_likelihood import Floats

_NODES = 32


@dataclass(frozen=True, eq=False)
class Histories:
    """One entry a customer: x, t_x and T, as floats of equal length."""

    x: Floats
    recency: Floats
    age: Floats

    def __len__(self) -> int:
        return len(self.x)


@dataclass(frozen=True, eq=False)
class Distinct:
    """Rows that differ, how often each occurs, and the place of each original row among them."""

    columns: tuple[Floats, ...]
    times: Floats
    place: NDArray[np.int64]


def distinct_rows(*columns: Floats) -> Distinct:
    """Join identical rows of columns of equal length."""
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        values, codes = np.unique(column, return_inverse=True)
        # renumbered after every column, so that the key can't outgrow its 64 bits
        key = np.unique(key * len(values) + codes, return_inverse=True)[1]
    _, first, place, times = np.unique(
        key, return_index=True, return_inverse=True, return_counts=True
    )
    return Distinct(tuple(column[first] for column in columns), times.astype(np.float64), place)


class LogLikelihood:
    """The log-likelihood of histories as a function of the parameters, with its gradient."""

    def __init__(self, histories: Histories) -> None:
        ages = distinct_rows(histories.x, histories.age)
        self._x, self._age = ages.columns
        self._times = ages.times
        again = histories.x > 0
        repeats = distinct_rows(histories.x[again], histories.recency[again], histories.age[again])
        self._again_x, self._again_recency, self._again_age = repeats.columns
        self._again_times = repeats.times
        counts = distinct_rows(histories.x)
        (self._count,) = counts.columns
        self._count_times = counts.times
        (self._again_count,) = (self._count[self._count > 0],)
        self._again_count_times = self._count_times[self._count > 0]

    def __call__(self, values: Floats) -> tuple[float, Floats]:
        """Log-likelihood and gradient at (r, alpha, a, b)."""
        r, alpha, a, b = values
        x, age, times = self._x, self._age, self._times
        count, count_times = self._count, self._count_times
        psi, gammaln = special.digamma, special.gammaln
        n = count_times.sum()
        customers_left = np.log(alpha + age)
        height = (
            count_times @ (gammaln(r + count) + special.betaln(a, b + count))
            + n * (r * np.log(alpha) - gammaln(r) - special.betaln(a, b))
            - times @ ((r + x) * customers_left)
        )
        both = psi(a + b + count)
        slope = np.array(
            [
                count_times @ psi(r + count)
                + n * (np.log(alpha) - psi(r))
                - times @ customers_left,
                n * r / alpha - times @ ((r + x) / (alpha + age)),
                n * psi(a + b) - count_times @ both,
                count_times @ (psi(b + count) - both) + n * (psi(a + b) - psi(b)),
            ]
        )
        x, recency, age = self._again_x, self._again_recency, self._again_age
        times = self._again_times
        since = np.log((alpha + age) / (alpha + recency))
        odds = np.log(a) - np.log(b + x - 1) + (r + x) * since
        gone = special.expit(odds)
        height += times @ np.logaddexp(0.0, odds)
        slope += [
            (times * gone) @ since,
            (times * gone) @ ((r + x) * (1 / (alpha + age) - 1 / (alpha + recency))),
            (times * gone).sum() / a,
            -(times * gone) @ (1 / (b + x - 1)),
        ]
        return float(height), slope


def p_alive(values: Floats, histories: Histories) -> Floats:
    """Chance from 0 to 1 that a customer is still one at T: 1 for those without a repeat."""
    r, alpha, a, b = values
    x = histories.x
    again = x > 0
    safe = np.where(again, x, 1.0)
    odds = (
        np.log(a)
        - np.log(b + safe - 1)
        + (r + x) * np.log((alpha + histories.age) / (alpha + histories.recency))
    )
    chance: Floats = np.where(again, special.expit(-odds), 1.0)
    return chance


def expected_purchases(
    values: Floats, histories: Histories, horizon: float, force: float = 0.0
) -> Floats:
    """Purchases expected from T to T + `horizon`, each discounted by exp(−`force` · time from T).

    The rate of purchases at time s after T, of those alive at T, is
    (r + x)/(α + T) · ₂F₁(r + x + 1, a; a + b + x; −s/(α + T)). It is integrated over
    v = ln(1 + s/(α + T)) by Gauss–Legendre quadrature: without the singularity at a = 1 of the
    published closed form, which is this integral for force 0. The hypergeometric function is taken
    in the form whose first two parameters do not grow with x.
    """
    r, alpha, a, b = values
    pairs = distinct_rows(histories.x, histories.age)
    x, age = (column[:, np.newaxis] for column in pairs.columns)
    nodes, weights = _gauss_legendre()
    whole = np.log1p(horizon / (alpha + age))
    v = whole * nodes
    ratio = special.hyp2f1(a + b - r - 1, a, a + b + x, -np.expm1(-v))
    decay = force * (alpha + age) * np.expm1(v)
    rate = (r + x) * np.exp((1 - a) * v - decay) * ratio
    if not np.isfinite(rate).all() or (rate < 0).any():
        raise MeasureError(
            "The expected purchases can't be computed for these parameters: r and alpha, or a and "
            "b, are too large.",
            "Such customers hardly differ from one another; use their plain average instead.",
        )
    expected = (rate @ weights) * whole[:, 0]
    result: Floats = p_alive(values, histories) * expected[pairs.place]
    return result


def count_chances(values: Floats, age: Floats, up_to: int) -> Floats:
    """Chance of 0, 1, …, `up_to` repeat purchases within each of the times `age`.

    One row a time, one column a count. Source: Fader, Hardie & Lee 2005, equation 8.
    """
    r, alpha, a, b = values
    x = np.arange(up_to + 1)
    share = (age / (alpha + age))[:, np.newaxis]
    log_nbd = (
        special.gammaln(r + x)
        - special.gammaln(r)
        - special.gammaln(x + 1)
        + r * np.log1p(-share)
        + special.xlogy(x, share)
    )
    stay = special.betaln(a, b + x) - special.betaln(a, b)
    chances: Floats = np.exp(log_nbd + stay)
    leave = special.betaln(a + 1, b + x[1:] - 1) - special.betaln(a, b)
    chances[:, 1:] += np.exp(leave) * special.betainc(x[1:], r, share)
    return chances


@cache
def _gauss_legendre() -> tuple[Floats, Floats]:
    """Nodes and weights on 0 to 1."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    return (nodes + 1) / 2, weights / 2
