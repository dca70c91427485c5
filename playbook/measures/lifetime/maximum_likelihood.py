"""Maximum likelihood for models whose parameters are all positive, and what its curvature gives.

The search, the observed information and every interval are in the logarithms of the parameters:
there the likelihoods are nearer to a parabola, and no interval reaches below 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.distributions import critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.wording import listed

Floats: TypeAlias = NDArray[np.float64]
Likelihood: TypeAlias = Callable[[Floats], tuple[float, Floats]]
Link: TypeAlias = Literal["log", "logit"]
Covariance: TypeAlias = tuple[tuple[float, ...], ...]
"""Covariance of the logarithms of a model's parameters, in the order of the parameters."""

BOUND = math.log(1000.0)
"""Parameters are searched from 1/1,000 to 1,000 times the scale of the data."""
WIDE = 100.0
"""An interval whose ends are further apart than this factor is said not to be settled."""
WALD = "Wald interval of the logarithm, observed information"

_EDGE = 0.05
_STEP = 1e-4
_FLAT = 1e-6
_NEWTON_STEPS = 8


@dataclass(frozen=True)
class Fit:
    """Parameters with the highest likelihood.

    `covariance` is None where the likelihood has no proper peak within the bounds; `warning` then
    says so, and also where the search failed or the data hardly settle a parameter.
    """

    values: Floats
    log_likelihood: float
    covariance: Covariance | None
    warning: str | None


def maximise(
    likelihood: Likelihood, starts: Sequence[Sequence[float]], names: Sequence[str], n: int
) -> Fit:
    """Find the positive parameters that maximise a log-likelihood of `n` customers.

    `likelihood` takes the parameters and gives the log-likelihood with its gradient by them; the
    data must be scaled so that parameters lie around 1. The next of `starts` is tried where the
    search from one fails or ends at a bound. The best end is polished by Newton's method, and the
    observed information is the curvature there.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    def loss(logs: Floats) -> tuple[float, Floats]:
        values = np.exp(logs)
        height, gradient = likelihood(values)
        return -height / n, -gradient * values / n

    found = []
    for start in starts:
        found.append(
            minimize(
                loss,
                np.log(start),
                jac=True,
                method="L-BFGS-B",
                bounds=[(-BOUND, BOUND)] * len(names),
                options={"maxiter": 1000, "maxfun": 5000, "ftol": 1e-13, "gtol": 1e-7, "maxls": 50},
            )
        )
        if found[-1].success and np.abs(found[-1].x).max() < BOUND - _EDGE:
            break
    logs: Floats = min(found, key=lambda one: float(one.fun)).x
    at_edge = np.abs(logs) > BOUND - _EDGE
    if at_edge.any():
        return Fit(np.exp(logs), -n * loss(logs)[0], None, _edge_warning(names, at_edge))
    logs, curvature = _polish(loss, logs)
    height, slope = loss(logs)
    flat = bool(np.abs(slope).max() <= _FLAT)
    covariance = _inverse(n * curvature) if flat else None
    if covariance is None:
        warning: str | None = (
            "The search for the parameters did not settle on a best answer: don't rely on these "
            "figures, and look for mistakes in the data."
        )
    else:
        warning = _wide_warning(names, covariance)
    return Fit(np.exp(logs), -n * height, covariance, warning)


def rescaled(fit: Fit, factors: Sequence[float], shift: float) -> Fit:
    """The fit in the units of the data: parameters times `factors`, log-likelihood plus `shift`."""
    return Fit(
        fit.values * np.array(factors), fit.log_likelihood + shift, fit.covariance, fit.warning
    )


def parameter_estimates(
    names: Sequence[str],
    values: Floats,
    units: Sequence[str],
    covariance: Covariance | None,
    n: int,
    confidence: float,
) -> dict[str, Estimate]:
    """Each parameter with its interval: value · exp(± z · standard error of the logarithm)."""
    z = critical_z(confidence)
    estimates = {}
    for i, (name, value, unit) in enumerate(zip(names, map(float, values), units, strict=True)):
        low = high = None
        if covariance is not None:
            half = z * math.sqrt(covariance[i][i])
            low, high = value * math.exp(-half), value * math.exp(half)
        estimates[name] = Estimate(name, value, low, high, n, unit, WALD, confidence=confidence)
    return estimates


def variance_of(
    function: Callable[[Floats], Any], values: Floats, covariance: Covariance
) -> Floats:
    """Variance of what `function` makes of the parameters, by the delta method.

    `function` gives a number or an array; the gradient by the logarithms of the parameters is taken
    by central differences. Source: Cramér 1946, section 28.4.
    """
    logs = np.log(values)
    gradients = []
    for i in range(len(logs)):
        step = np.zeros(len(logs))
        step[i] = _STEP
        above, below = function(np.exp(logs + step)), function(np.exp(logs - step))
        gradients.append((np.asarray(above) - np.asarray(below)) / (2 * _STEP))
    slopes = np.stack(gradients)
    variance: Floats = np.einsum("i...,ij,j...->...", slopes, np.array(covariance), slopes)
    return variance


def delta_interval(
    function: Callable[[Floats], float],
    values: Floats,
    covariance: Covariance | None,
    *,
    link: Link,
    confidence: float,
) -> tuple[float, float] | tuple[None, None]:
    """Interval of what `function` makes of the parameters, by the delta method on a link scale.

    "log" for a result above 0, "logit" for a share between 0 and 1. Without a covariance, or at
    the end of the scale, there is no interval.
    """
    point = float(function(values))
    if covariance is None or point <= 0 or (link == "logit" and point >= 1):
        return None, None
    variance = float(variance_of(function, values, covariance))
    slope = 1 / point if link == "log" else 1 / (point * (1 - point))
    half = critical_z(confidence) * math.sqrt(variance) * slope
    if link == "log":
        return point * math.exp(-half), point * math.exp(half)
    centre = float(special.logit(point))
    return float(special.expit(centre - half)), float(special.expit(centre + half))


def _polish(loss: Callable[[Floats], tuple[float, Floats]], logs: Floats) -> tuple[Floats, Floats]:
    """A few steps of Newton's method, each kept only where it doesn't lose height."""
    height, slope = loss(logs)
    curvature = _curvature(loss, logs)
    for _ in range(_NEWTON_STEPS):
        if np.abs(slope).max() < 1e-10:
            break
        try:
            step = np.linalg.solve(curvature, slope)
        except np.linalg.LinAlgError:
            break
        if not np.isfinite(step).all() or np.abs(step).max() > 1:
            break
        nearer = logs - step
        new_height, new_slope = loss(nearer)
        if new_height > height + 1e-12 * abs(height):
            break
        logs, height, slope = nearer, new_height, new_slope
        curvature = _curvature(loss, logs)
    return logs, curvature


def _curvature(loss: Callable[[Floats], tuple[float, Floats]], logs: Floats) -> Floats:
    rows = []
    for i in range(len(logs)):
        step = np.zeros(len(logs))
        step[i] = _STEP
        rows.append((loss(logs + step)[1] - loss(logs - step)[1]) / (2 * _STEP))
    matrix = np.stack(rows)
    return (matrix + matrix.T) / 2


def _inverse(information: Floats) -> Covariance | None:
    """The inverse of a positive definite matrix; None where it isn't one."""
    strengths, directions = np.linalg.eigh(information)
    if not strengths.min() > 1e-9 * abs(strengths.max()):
        return None
    inverse = (directions / strengths) @ directions.T
    return tuple(tuple(float(cell) for cell in row) for row in inverse)


def _edge_warning(names: Sequence[str], at_edge: NDArray[np.bool_]) -> str:
    which = listed([name for name, there in zip(names, at_edge, strict=True) if there])
    return (
        f"The search ran to the edge of the allowed range for {which}: these data don't settle the "
        "model, so there are no intervals. Forecasts close to what was observed may still hold; "
        "don't read the parameters."
    )


def _wide_warning(names: Sequence[str], covariance: Covariance) -> str | None:
    half = critical_z(0.95)
    wide = [
        name
        for i, name in enumerate(names)
        if 2 * half * math.sqrt(covariance[i][i]) > math.log(WIDE)
    ]
    if not wide:
        return None
    return (
        f"These data hardly settle {listed(wide)}: the 95% interval spans more than a factor of "
        f"{WIDE:g}. More customers or a longer time would."
    )
