"""What a customer spends on a purchase: the gamma-gamma model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.groups import same_length
from playbook.measures.lifetime.maximum_likelihood import (
    Covariance,
    Floats,
    delta_interval,
    maximise,
    parameter_estimates,
    rescaled,
)
from playbook.measures.ranges import LEAST_ABOVE_0, is_number
from playbook.measures.reading import USED, Values, count_dropped, read_numbers
from playbook.measures.scores.journey import Correlation, correlation
from playbook.measures.wording import dropped_text

SMALL_CORRELATION = 0.2
"""A correlation of frequency and value up to this size counts as small; a choice of this kit."""

_NAMES = ("p", "q", "gamma")
_STARTS = ((5.0, 4.0, 1.0), (1.0, 2.0, 1.0), (20.0, 10.0, 0.5))
_METHOD = "gamma-gamma model (Fader & Hardie 2013), delta method, parameters only"


@dataclass(frozen=True)
class GammaGamma:
    """Amounts vary around each customer's own mean, and the means vary over customers.

    An amount is Gamma(`p`, ν) and ν is Gamma(`q`, `gamma`) over customers; `gamma` is an amount of
    money. `n` customers with a mean value above 0; `correlation` is that of their number of
    purchases and their mean value, which the model takes to be 0. A model made from parameters
    alone has neither data nor intervals. `covariance` is that of the parameters' logarithms;
    `dropped` counts rows left out, reason → count.
    """

    p: float
    q: float
    gamma: float
    log_likelihood: float | None = None
    n: int = 0
    correlation: Correlation | None = None
    covariance: Covariance | None = None
    warning: str | None = None
    currency: str = ""
    dropped: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not all(is_number(one) and one > LEAST_ABOVE_0 for one in (self.p, self.q, self.gamma)):
            raise MeasureError(
                "The three parameters are not all positive numbers.",
                "Give three numbers above 0, or fit the model with fit_gamma_gamma.",
            )
        critical_z(self.confidence)

    @property
    def parameters(self) -> Mapping[str, Estimate]:
        """p, q and gamma with their intervals."""
        values = np.array([self.p, self.q, self.gamma])
        units = ("", "", self.currency)
        return parameter_estimates(_NAMES, values, units, self.covariance, self.n, self.confidence)

    @property
    def mean_value(self) -> Estimate:
        """Mean amount of a purchase over all customers, pγ/(q − 1); not available for q ≤ 1."""
        name = "Mean amount of a purchase"
        if self.q <= 1:
            return Estimate(
                name,
                *(None, None, None),
                self.n,
                self.currency,
                _METHOD,
                confidence=self.confidence,
                absent="q is 1 or less, so that it is infinite in this model",
            )
        values = np.array([self.p, self.q, self.gamma])
        low = high = None
        # with q near 1 the mean has no upper end that the curvature could tell
        if self.parameters["q"].low is not None and self.parameters["q"].low > 1:
            low, high = delta_interval(
                _population_mean, values, self.covariance, link="log", confidence=self.confidence
            )
        return Estimate(
            name,
            _population_mean(values),
            low,
            high,
            self.n,
            self.currency,
            _METHOD,
            confidence=self.confidence,
        )

    def expected_value(self, frequency: Values, mean_value: Values) -> Floats:
        """Amount expected of each customer's next purchase: p(γ + x·z̄)/(px + q − 1).

        `frequency`: number of purchases with an amount, 0 allowed; `mean_value`: their mean, blank
        or anything where the number is 0. The own mean counts the more, the more purchases it has;
        without one it is the mean over all customers. Raises MeasureError for columns of unequal
        length, rows that can't be used, and for customers without a value when q is 1 or less.
        Source: Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value.
        """
        counts, means = read_numbers(frequency), read_numbers(mean_value)
        same_length(("frequency", len(counts.values)), ("mean value", len(means.values)))
        x = counts.values
        z = np.where(x == 0, 0.0, means.values)
        with np.errstate(invalid="ignore"):
            wrong = ~((x >= 0) & (x == np.floor(x)) & ((x == 0) | (z > 0)))
        if wrong.any():
            raise MeasureError(
                f"Row {int(np.argmax(wrong)) + 1:,} (counted from 1) has no number of purchases or "
                "no mean amount above 0.",
                "Give the number of purchases with an amount, and their mean; 0 where none.",
            )
        if self.q <= 1 and (x == 0).any():
            raise MeasureError(
                f"With q {self.q:.3f} the mean amount over all customers is infinite, so customers "
                "without a value have none expected.",
                "Leave them out, or look for single very large amounts in the data.",
            )
        expected: Floats = self.p * (self.gamma + x * z) / (self.p * x + self.q - 1)
        return expected

    def sentence(self) -> str:
        """The model in words, with the check of its assumption and what was left out."""
        together = "" if self.correlation is None else f" {self.correlation.sentence()}"
        warning = f" {self.warning}" if self.warning else ""
        return (
            f"{self.mean_value.sentence()} Parameters p {self.p:.3f}, q {self.q:.3f}, gamma "
            f"{self.gamma:.3f}.{together}{warning}{dropped_text(self.dropped)}"
        )


def fit_gamma_gamma(
    frequency: Values, mean_value: Values, *, currency: str = "", confidence: float = 0.95
) -> GammaGamma:
    """Fit the model by maximum likelihood to one row a customer.

    `frequency`: number of purchases behind the mean, such as `valued` of `purchase_histories`;
    `mean_value`: their mean amount. Only customers with a purchase and a mean above 0 are used, the
    others counted. `warning` says where the data don't settle the model, where q is 1 or less so
    that the mean over customers is infinite, and where frequency and value are correlated by more
    than 0.2 either way: the model takes them to be unrelated. Raises MeasureError for columns of
    unequal length, and with fewer than three customers or amounts that are all alike.
    Source: Fader & Hardie 2013, The Gamma-Gamma Model of Monetary Value.
    """
    critical_z(confidence)
    counts, means = read_numbers(frequency), read_numbers(mean_value)
    same_length(("frequency", len(counts.values)), ("mean value", len(means.values)))
    x, z = counts.values, means.values
    with np.errstate(invalid="ignore"):
        odd = (x < 0) | (x != np.floor(x))
        none = (x == 0) & (counts.verdicts == USED)
        worthless = (z <= 0) & ~none & ~odd
    blank = np.where(none, USED, np.maximum(counts.verdicts, means.verdicts))
    usable = (blank == USED) & ~none & ~worthless & ~odd
    reasons = {
        "without a repeat purchase of known value": none,
        "with a mean amount of 0 or less": (blank == USED) & worthless,
        "frequency not a whole number of 0 or more": (blank == USED) & odd,
    }
    dropped = count_dropped(blank.astype(np.uint8))
    dropped |= {reason: int(rows.sum()) for reason, rows in reasons.items() if rows.any()}
    x, z = x[usable], z[usable]
    if len(x) < 3 or np.ptp(z) == 0:
        raise MeasureError(
            f"{len(x):,} customers have a mean amount above 0, too few or all alike to fit a model."
            + dropped_text(dropped),
            "Take more customers, or use the plain mean.",
        )
    scale = float(z.mean())
    fit = rescaled(
        maximise(_LogLikelihood(x, z / scale), _STARTS, _NAMES, len(x)),
        (1.0, 1.0, scale),
        -len(x) * math.log(scale),
    )
    p, q, gamma = (float(value) for value in fit.values)
    together = correlation(
        x, z, name="Number of purchases and their mean amount", confidence=confidence
    )
    return GammaGamma(
        p,
        q,
        gamma,
        log_likelihood=fit.log_likelihood,
        n=len(x),
        correlation=together,
        covariance=fit.covariance,
        warning=_warning(fit.warning, q, together.r),
        currency=currency,
        dropped=dropped,
        confidence=confidence,
    )


class _LogLikelihood:
    """Σ ln f(z̄ | x) with its gradient, by (p, q, gamma): Fader & Hardie 2013, equation 1a."""

    def __init__(self, x: Floats, z: Floats) -> None:
        self._x, self._spent = x, x * z
        self._log_spent = np.log(self._spent)
        self._constant = float(np.log(z).sum())
        counts, times = np.unique(x, return_counts=True)
        self._count, self._times = counts, times.astype(np.float64)

    def __call__(self, values: Floats) -> tuple[float, Floats]:
        p, q, gamma = values
        psi, gammaln = special.digamma, special.gammaln
        x, count, times, n = self._x, self._count, self._times, len(self._x)
        above = gamma + self._spent
        logs = np.log(above)
        own = x @ (self._log_spent - logs)
        rest = n * np.log(gamma) - logs.sum()
        height = (
            times @ (gammaln(p * count + q) - gammaln(p * count))
            - n * gammaln(q)
            + q * rest
            + p * own
            - self._constant
        )
        top = psi(p * count + q)
        by_p = (times * count) @ (top - psi(p * count)) + own
        by_q = times @ top - n * psi(q) + rest
        by_gamma = n * q / gamma - ((p * x + q) / above).sum()
        return float(height), np.array([by_p, by_q, by_gamma])


def _population_mean(values: Floats) -> float:
    p, q, gamma = values
    return float(p * gamma / (q - 1))


def _warning(of_fit: str | None, q: float, r: float | None) -> str | None:
    warnings = [] if of_fit is None else [of_fit]
    if q <= 1:
        warnings.append(
            f"q is {q:.3f}: the mean amount over customers is infinite in this model, so single "
            "very large amounts rule it."
        )
    if r is not None and abs(r) > SMALL_CORRELATION:
        more = "more" if r > 0 else "less"
        warnings.append(
            f"Customers who buy more often spend {more} on a purchase (r beyond "
            f"{SMALL_CORRELATION:g}); the model takes the two to be unrelated, so a lifetime value "
            "built on it is off: fit groups of customers apart."
        )
    return " ".join(warnings) or None
