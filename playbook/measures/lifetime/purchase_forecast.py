"""Purchases of many customers together, with an interval for what will be counted."""

from __future__ import annotations

import math

import numpy as np

from playbook.measures.distributions import critical_z
from playbook.measures.estimate import Estimate
from playbook.measures.lifetime.bg_nbd import METHOD, BetaGeometricNBD
from playbook.measures.lifetime.bg_nbd_formulas import Histories, expected_purchases, p_alive
from playbook.measures.lifetime.maximum_likelihood import Floats, variance_of
from playbook.measures.lifetime.purchase_rows import checked_horizon, read_histories
from playbook.measures.ranges import checked_kind, random_numbers
from playbook.measures.reading import Values

_DRAWS = 50_000
_LEAST_CHANCE = 1e-12


def forecast_purchases(
    model: BetaGeometricNBD,
    horizon: float,
    frequency: Values,
    recency: Values,
    age: Values,
    *,
    seed: int = 2005,
) -> Estimate:
    """Purchases expected of all these customers together in the `horizon` after `age`.

    Times in the model's unit, columns as `fit_bg_nbd` takes them. The interval is one for what will
    be counted: it adds the uncertainty of the parameters (delta method) and the chance in what each
    customer will do (futures simulated from the model with `seed`), on a logarithmic scale; rough
    for totals below 20 or so. It takes the model as true and customers to go on as they did: check
    it on a holdout. Raises MeasureError for a row that can't be used, or a horizon below 0.
    """
    checked_kind(model, BetaGeometricNBD, "The model of purchases", "fit_bg_nbd")
    histories = read_histories(frequency, recency, age)
    checked_horizon(horizon)
    each = expected_purchases(model.values, histories, horizon)
    total = float(each.sum())
    low = high = None
    if model.covariance is not None and total > 0:
        of_parameters = variance_of(
            lambda values: expected_purchases(values, histories, horizon).sum(),
            model.values,
            model.covariance,
        )
        of_chance = _spread_of_futures(model.values, histories, horizon, each, seed)
        sd = math.sqrt(float(of_parameters) + of_chance)
        half = critical_z(model.confidence) * sd / total
        low, high = total * math.exp(-half), total * math.exp(half)
    return Estimate(
        f"Purchases expected in the next {model.span(horizon)}",
        total if len(histories) else None,
        low,
        high,
        len(histories),
        "",
        f"{METHOD}, delta method and simulated futures",
        confidence=model.confidence,
    )


def _spread_of_futures(
    values: Floats, histories: Histories, horizon: float, expected: Floats, seed: int
) -> float:
    """Variance of the total purchases of these customers in `horizon`, the parameters known.

    Each customer is given futures from the BG/NBD model, conditional on the history: alive with
    P(alive); if so with a rate from Gamma(r + x, α + T), a chance to leave from Beta(a, b + x), and
    the lesser of a Poisson number of purchases and a geometric number until leaving. The variance
    is the mean of the sums of squares minus the sum of the squares of the known means `expected`.
    """
    r, alpha, a, b = values
    rng = random_numbers(seed)
    alive = p_alive(values, histories)
    rounds = math.ceil(_DRAWS / max(len(histories), 1))
    squares = 0.0
    for _ in range(rounds):
        stays = rng.random(len(histories)) < alive
        x, age = histories.x[stays], histories.age[stays]
        wanted = rng.poisson(rng.gamma(r + x) * horizon / (alpha + age))
        leaving = np.maximum(rng.beta(a, b + x), _LEAST_CHANCE)
        bought = np.minimum(wanted, rng.geometric(leaving)).astype(np.float64)
        squares += float(bought @ bought)
    return max(squares / rounds - float(expected @ expected), 0.0)
