"""Johnson's relative weights: shares of R² by way of uncorrelated stand-ins for the drivers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

JOHNSON_METHOD = "relative weights (Johnson 2000)"

_NO_DIRECTION = 1e-10


def relative_weights(correlations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Johnson's relative weight of each driver, for a batch of correlation matrices.

    `correlations` has the shape (batch, p + 1, p + 1) with the outcome last; gives (batch, p), each
    row adding up to R². With Λ the symmetric square root of the drivers' correlations and
    β = Λ⁻¹ r the weights on the stand-ins, the shares are Λ² β², both squared entry by entry. A
    direction without variance is left out. Costs p³ a matrix, so it serves where 2^p subsets are
    too many. No check of the input: that is the caller's. Source: Johnson 2000, Multivariate
    Behavioral Research 35:1–19; the same as Genizi 1993.
    """
    values, vectors = np.linalg.eigh(correlations[:, :-1, :-1])
    used = values > _NO_DIRECTION
    roots = np.sqrt(np.where(used, values, 0.0))
    inverse_roots = np.divide(1.0, roots, out=np.zeros_like(roots), where=used)
    back = vectors.transpose(0, 2, 1)
    loadings = (vectors * roots[:, None, :]) @ back
    with_outcome = (vectors * inverse_roots[:, None, :]) @ back @ correlations[:, :-1, -1:]
    shares: NDArray[np.float64] = (np.square(loadings) @ np.square(with_outcome))[:, :, 0]
    return shares
