"""How long customers with a contract stay: the shifted beta-geometric model of renewal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playbook.measures.distributions import critical_z
from playbook.measures.errors import MeasureError
from playbook.measures.estimate import Estimate
from playbook.measures.lifetime.maximum_likelihood import (
    Covariance,
    Fit,
    Floats,
    delta_interval,
    maximise,
    parameter_estimates,
)
from playbook.measures.lifetime.sbg_formulas import (
    OfParameters,
    discounted_lifetime,
    log_likelihood,
    log_survival,
    retention,
)
from playbook.measures.ranges import LARGEST, checked_whole, is_inside, is_number
from playbook.measures.reading import USED, Values, read_numbers
from playbook.measures.wording import number_text

_STARTS = ((1.0, 1.0), (0.5, 3.0), (5.0, 50.0))
_METHOD = "shifted beta-geometric model (Fader & Hardie 2007), delta method, parameters only"
_NAMES = ("alpha", "beta")
_RISE = 0.01
"""A rise of retention below this counts as none in the wording."""
_LEAST_DISCOUNT = 1e-5
MOST_PERIODS = 1_000_000


@dataclass(frozen=True)
class ShiftedBetaGeometric:
    """Each customer renews with a chance of their own, the chances beta-distributed.

    A customer leaves at the end of a period with a chance θ that stays the same; over customers θ
    is Beta(`alpha`, `beta`). So those who leave easily go first, and the retention of those who
    stay rises by itself. `observed` is the number of customers alive after 0, 1, 2, … periods,
    `unit` what a period is called. A model made from parameters alone has neither data nor
    intervals. `covariance` is that of the parameters' logarithms.
    """

    alpha: float
    beta: float
    log_likelihood: float | None = None
    n: int = 0
    observed: tuple[int, ...] = ()
    unit: str = "periods"
    covariance: Covariance | None = None
    warning: str | None = None
    confidence: float = 0.95

    def __post_init__(self) -> None:
        if not (is_inside(self.alpha, 0, LARGEST) and is_inside(self.beta, 0, LARGEST)):
            raise MeasureError(
                "Alpha and beta are not both positive numbers.",
                "Give two numbers above 0, or fit the model to counts with fit_sbg.",
            )
        critical_z(self.confidence)

    @property
    def parameters(self) -> Mapping[str, Estimate]:
        """Alpha and beta with their intervals."""
        return parameter_estimates(
            _NAMES, self._values, ("", ""), self.covariance, self.n, self.confidence
        )

    def retention(self, period: int) -> Estimate:
        """Share in % of the customers alive before the `period`-th renewal (1, 2, …) who renew.

        (β + t − 1)/(α + β + t − 1). Raises MeasureError for a period below 1.
        """
        t = _whole(period, least=1)
        return self._share(f"Retention at renewal {t}", lambda values: retention(t, values))

    def survival(self, period: int) -> Estimate:
        """Share in % of all customers who are still there after `period` renewals (0, 1, 2, …).

        B(α, β + t)/B(α, β); 100% at 0. Raises MeasureError for a period below 0.
        """
        t = _whole(period, least=0)
        return self._share(
            f"Customers still there after {t} {self.unit}",
            lambda values: float(np.exp(log_survival(t, values))),
        )

    def survival_curve(self, periods: int) -> Floats:
        """Share from 0 to 1 still there after 0, 1, …, `periods` renewals."""
        ages = np.arange(_whole(periods, least=0) + 1)
        curve: Floats = np.exp(log_survival(ages, self._values))
        return curve

    def expected_lifetime(self, discount: float) -> Estimate:
        """Periods that a new customer pays for, the first one now, discounted to now.

        `discount`: rate a period, 0.1 for 10%. Σ S(t)/(1 + d)^t over t = 0, 1, …, which is
        ₂F₁(1, β; α + β; 1/(1 + d)); times the margin a period this is the lifetime value at
        acquisition. Raises MeasureError for a rate below 0.00001: undiscounted, the sum is infinite
        wherever alpha is 1 or less.
        Source: Fader & Hardie 2010, Marketing Science 29:85–93.
        """
        return self._lifetime(discount, 0)

    def residual_lifetime(self, renewals: int, discount: float) -> Estimate:
        """Discounted periods still to come of a customer who has renewed `renewals` times.

        Counted just before the next renewal, which is the first payment in it, undiscounted:
        (β + n)/(α + β + n) · ₂F₁(1, β + n + 1; α + β + n + 1; 1/(1 + d)) for n renewals. It rises
        with n: those who stayed are the ones who tend to stay, which one constant retention rate
        misses. Raises MeasureError as `expected_lifetime`. Source: Fader & Hardie 2010.
        """
        return self._lifetime(discount, _whole(renewals, least=0) + 1)

    def sentence(self) -> str:
        """The model in words: how retention rises from renewal to renewal."""
        warning = f" {self.warning}" if self.warning else ""
        last = max(len(self.observed) - 1, 2)
        first, later = (retention(period, self._values) for period in (1, last))
        if later - first < _RISE:
            course = f"Retention stays near {number_text(100 * first, 1)}% at each renewal"
        else:
            course = (
                f"Retention goes from {number_text(100 * first, 1)}% at the first renewal to "
                f"{number_text(100 * later, 1)}% at renewal {last}: in this model those who leave "
                "easily leave first"
            )
        return f"{course} (alpha {self.alpha:.3f}, beta {self.beta:.3f}, n = {self.n:,}).{warning}"

    @property
    def _values(self) -> Floats:
        return np.array([self.alpha, self.beta])

    def _share(self, name: str, function: OfParameters) -> Estimate:
        low, high = delta_interval(
            function, self._values, self.covariance, link="logit", confidence=self.confidence
        )
        return Estimate(
            name,
            100 * function(self._values),
            None if low is None else 100 * low,
            None if high is None else 100 * high,
            self.n,
            "%",
            _METHOD,
            confidence=self.confidence,
        )

    def _lifetime(self, discount: float, start: int) -> Estimate:
        if not (is_number(discount) and discount >= _LEAST_DISCOUNT):
            raise MeasureError(
                f"The discount rate {discount!r} is not a number of {_LEAST_DISCOUNT:f} or more.",
                "Write it as a fraction a period, 0.1 for 10%.",
            )
        function = discounted_lifetime(discount, start)
        low, high = delta_interval(
            function, self._values, self.covariance, link="log", confidence=self.confidence
        )
        renewed = "1 renewal" if start == 2 else f"{start - 1} renewals"
        which = "a new customer" if start == 0 else f"a customer after {renewed}"
        return Estimate(
            f"Discounted lifetime of {which}",
            function(self._values),
            low,
            high,
            self.n,
            self.unit,
            _METHOD,
            confidence=self.confidence,
        )


def fit_sbg(
    alive: Values, *, unit: str = "periods", confidence: float = 0.95
) -> ShiftedBetaGeometric:
    """Fit the model to one cohort by maximum likelihood.

    `alive`: number of customers of the cohort still there after 0, 1, 2, … renewals; whole numbers
    that never rise, three or more, the first above 0. `unit` names the period ("years"). Standard
    errors come from the observed information, in the parameters' logarithms. `warning` says where
    the data can't settle the parameters, or contradict the model: retention that falls with age.
    Raises MeasureError for counts that can't be, for fewer than two renewals, and where nobody or
    everybody left at once. Source: Fader & Hardie 2007, Journal of Interactive Marketing 21:76–90.
    """
    critical_z(confidence)
    counts = _counts(alive)
    n = int(counts[0])
    lost = -np.diff(counts)
    if counts[-1] == n or counts[1] == 0:
        who = "Nobody" if counts[-1] == n else "Everybody"
        when = "was lost" if counts[-1] == n else "left at the first renewal"
        raise MeasureError(
            f"{who} {when}, so there is no pattern of leaving to fit.",
            "Take a cohort in which some left and some stayed, or wait for more renewals.",
        )
    fit = maximise(lambda values: log_likelihood(values, lost, counts[-1]), _STARTS, _NAMES, n)
    return ShiftedBetaGeometric(
        alpha=float(fit.values[0]),
        beta=float(fit.values[1]),
        log_likelihood=fit.log_likelihood,
        n=n,
        observed=tuple(int(count) for count in counts),
        unit=unit,
        covariance=fit.covariance,
        warning=_warning(fit, len(lost)),
        confidence=confidence,
    )


def _counts(alive: Values) -> Floats:
    numbers = read_numbers(alive)
    counts = numbers.values
    remedy = "Give how many of one cohort were there after 0, 1, 2, … renewals."
    for place, (count, verdict) in enumerate(zip(counts, numbers.verdicts, strict=True)):
        if verdict != USED or count < 0 or count != np.floor(count):
            raise MeasureError(
                f"The count after {place} renewals is not a whole number of 0 or more.", remedy
            )
        if place and count > counts[place - 1]:
            raise MeasureError(
                f"The count rises from {counts[place - 1]:,.0f} to {count:,.0f} after {place} "
                "renewals; a cohort can only shrink.",
                remedy,
            )
    if len(counts) < 3 or counts[0] == 0:
        raise MeasureError("Two renewals of at least one customer are needed.", remedy)
    return counts


def _warning(fit: Fit, m: int) -> str | None:
    first, last = (retention(period, fit.values) for period in (1, m))
    if fit.warning and last - first < _RISE:
        return (
            f"{fit.warning} Retention does not rise with age here, and a rise is what this model "
            "is for: one constant retention rate, or one that falls, may fit as well."
        )
    return fit.warning


def _whole(period: int, *, least: int) -> int:
    return checked_whole(period, "The number of periods", least=least, most=MOST_PERIODS)
