"""Correlation matrices of a table, of its bootstrap resamples, and of samples like it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.ranges import random_numbers

_ROWS, _DRAWS = 8192, 64
_NO_VARIANCE = 1e-12


def correlation_matrix(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Pearson correlations of the columns of `rows` (n, k), k × k; no column may be constant."""
    centred = _standardised(rows)
    found: NDArray[np.float64] = _from_covariances((centred.T @ centred / len(rows))[None])[0]
    return found


def bootstrapped_correlations(
    rows: NDArray[np.float64], draws: int, seed: int
) -> NDArray[np.float64]:
    """Correlations of `draws` resamples of whole rows with replacement: (draws, k, k).

    `rows` is (n, k) without gaps and without constant column. A column that a resample leaves
    without variance has zeros throughout, on the diagonal too. Only sums and sums of products are
    kept, so that a resample is one row of a matrix product; large tables go in blocks of rows.
    Source: Efron 1979, with cases resampled.
    """
    n, k = rows.shape
    rng = random_numbers(seed)
    first, second = np.triu_indices(k)
    centred = _standardised(rows)
    starts = np.arange(0, n, _ROWS)
    sizes = np.minimum(n - starts, _ROWS)
    taken = rng.multinomial(n, sizes / n, size=draws)
    sums = np.zeros((draws, k + len(first)))
    for block, (start, size) in enumerate(zip(starts, sizes, strict=True)):
        part = centred[start : start + size]
        products = np.hstack([part, part[:, first] * part[:, second]])
        times = np.empty((min(_DRAWS, draws), size))
        for draw in range(0, draws, _DRAWS):
            chunk = taken[draw : draw + _DRAWS, block]
            for place, count in enumerate(chunk):
                times[place] = np.bincount(rng.integers(0, size, count), minlength=size)
            sums[draw : draw + len(chunk)] += times[: len(chunk)] @ products
    means = sums[:, :k] / n
    covariances = np.empty((draws, k, k))
    upper = sums[:, k:] / n - means[:, first] * means[:, second]
    covariances[:, first, second] = covariances[:, second, first] = upper
    return _from_covariances(covariances)


def normal_correlations(
    correlations: NDArray[np.float64], n: int, draws: int, seed: int
) -> NDArray[np.float64]:
    """Correlations of `draws` samples of `n` rows, normal with the `correlations` given (k, k).

    For a matrix whose rows are not at hand: (draws, k, k), from Wishart matrices with n − 1 degrees
    of freedom, n > k. Source: Bartlett's decomposition (Smith & Hocking 1972).
    """
    k = len(correlations)
    rng = random_numbers(seed)
    factors = np.tril(rng.standard_normal((draws, k, k)), -1)
    diagonal = np.arange(k)
    factors[:, diagonal, diagonal] = np.sqrt(rng.chisquare(n - 1 - diagonal, size=(draws, k)))
    values, vectors = np.linalg.eigh(correlations)
    scaled = (vectors * np.sqrt(np.maximum(values, 0.0))) @ factors
    return _from_covariances(scaled @ scaled.transpose(0, 2, 1) / (n - 1))


def _standardised(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns with mean 0 and variance 1, scaled first so that no square overflows."""
    scaled: NDArray[np.float64] = rows / np.abs(rows).max(axis=0)
    scaled -= scaled.mean(axis=0)
    scaled /= scaled.std(axis=0)
    return scaled


def _from_covariances(covariances: NDArray[np.float64]) -> NDArray[np.float64]:
    k = covariances.shape[1]
    variances = covariances[:, np.arange(k), np.arange(k)]
    varies = variances > _NO_VARIANCE
    scale = np.where(varies, 1 / np.sqrt(np.where(varies, variances, 1.0)), 0.0)
    found = covariances * scale[:, :, None] * scale[:, None, :]
    found[:, np.arange(k), np.arange(k)] = varies
    clipped: NDArray[np.float64] = np.clip(found, -1.0, 1.0)
    return clipped
