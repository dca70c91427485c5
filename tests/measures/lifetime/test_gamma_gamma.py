from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma

R = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "gamma_gamma.yaml").read_text("utf-8")
)
X, Z = np.array(R["data"]["frequency"]), np.array(R["data"]["mean_value"])
TRUTH = {"p": 6.0, "q": 4.0, "gamma": 15.0}


def simulated(n, rng):
    x = rng.geometric(0.4, n)
    nu = rng.gamma(TRUTH["q"], 1 / TRUTH["gamma"], n)
    return x, rng.gamma(TRUTH["p"] * x) / nu / x


def test_fit_agrees_with_r_optim():
    found = fit_gamma_gamma(X, Z)
    figures = R["figures"]
    assert [found.p, found.q, found.gamma] == pytest.approx(
        [figures[name] for name in ("p", "q", "gamma")], rel=1e-5
    )
    assert found.log_likelihood == pytest.approx(figures["log_likelihood"], abs=1e-7)
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx(figures["standard_errors_of_logs"], rel=1e-4)
    assert found.correlation.r == pytest.approx(figures["correlation"], rel=1e-9)


def test_only_customers_with_a_positive_value_are_used_and_the_others_counted():
    found = fit_gamma_gamma([*X, 2, 3, None, 1.5, 2], [*Z, 0, -4, 10, 10, None])
    assert found.n == int((X > 0).sum())
    assert found.dropped == {
        "blank": 2,
        "without a repeat purchase of known value": int((X == 0).sum()),
        "with a mean amount of 0 or less": 2,
        "frequency not a whole number of 0 or more": 1,
    }
    assert found.n + sum(found.dropped.values()) == len(X) + 5
    assert found.p == pytest.approx(fit_gamma_gamma(X, Z).p)


def test_currency_scales_gamma_and_nothing_else():
    euro, cents = fit_gamma_gamma(X, Z), fit_gamma_gamma(X, 100 * Z)
    assert (cents.p, cents.q) == pytest.approx((euro.p, euro.q), rel=1e-8)
    assert cents.gamma == pytest.approx(100 * euro.gamma, rel=1e-8)
    assert cents.mean_value.high == pytest.approx(100 * euro.mean_value.high, rel=1e-6)
    order = np.random.default_rng(1).permutation(len(X))
    assert fit_gamma_gamma(X[order], Z[order]).q == pytest.approx(euro.q, rel=1e-8)


def test_expected_value_lies_between_the_own_mean_and_that_of_all():
    model = GammaGamma(6.25, 3.74, 15.44)
    everybody = model.mean_value.value
    assert everybody == pytest.approx(6.25 * 15.44 / 2.74)
    never, once, often = model.expected_value([0, 1, 50], [None, 100, 100])
    assert never == pytest.approx(everybody)
    assert everybody < once < often < 100
    assert once == pytest.approx(6.25 * (15.44 + 100) / (6.25 + 2.74))


def test_correlated_frequency_and_value_carry_a_warning():
    rng = np.random.default_rng(4)
    x, z = simulated(400, rng)
    assert fit_gamma_gamma(x, z).warning is None
    found = fit_gamma_gamma(x, z * x)
    assert found.correlation.r > 0.2
    assert "spend more on a purchase" in found.warning
    assert "unrelated" in found.sentence()


def test_an_infinite_mean_is_not_available_and_said():
    model = GammaGamma(5, 0.9, 20)
    assert model.mean_value.value is None
    assert "not available" in model.mean_value.sentence()
    with pytest.raises(MeasureError, match="infinite"):
        model.expected_value([0], [None])
    assert model.expected_value([3], [10.0])[0] > 0
    rng = np.random.default_rng(2)
    wild = fit_gamma_gamma(np.full(400, 3), rng.gamma(3, 1, 400) / rng.gamma(0.6, 1, 400))
    assert "infinite" in wild.warning


@pytest.mark.parametrize(
    ("x", "z", "words"),
    [
        ([1, 2], [3, 4], "2 customers"),
        ([1, 2, 3], [5, 5, 5], "alike"),
        ([0, 0, 0], [None, None, None], "0 customers"),
        ([1, 2, 3], [5, 5], "different numbers of rows"),
    ],
)
def test_too_little_to_fit_is_refused(x, z, words):
    with pytest.raises(MeasureError, match=words):
        fit_gamma_gamma(x, z)


def test_impossible_questions_are_refused():
    model = GammaGamma(6, 4, 15)
    for ask in (
        lambda: model.expected_value([2], [None]),
        lambda: model.expected_value([2], [0]),
        lambda: model.expected_value([-1], [10]),
        lambda: model.expected_value([1, 2], [10]),
        lambda: GammaGamma(0, 1, 1),
    ):
        with pytest.raises(MeasureError):
            ask()


def test_simulated_customers_give_back_their_parameters():
    found = fit_gamma_gamma(*simulated(3000, np.random.default_rng(8)))
    for name, truth in TRUTH.items():
        assert found.parameters[name].low < truth < found.parameters[name].high
    assert found.mean_value.low < 6 * 15 / 3 < found.mean_value.high


@pytest.mark.slow
def test_intervals_of_parameters_and_mean_cover_as_they_say():
    rng = np.random.default_rng(2013)
    hits = np.zeros(4)
    draws = 2000
    for _ in range(draws):
        found = fit_gamma_gamma(*simulated(1500, rng))
        ranges = [*(found.parameters[name] for name in TRUTH), found.mean_value]
        truths = [*TRUTH.values(), 30.0]
        hits += [one.low <= truth <= one.high for one, truth in zip(ranges, truths, strict=True)]
    assert 100 * hits / draws == pytest.approx([95] * 4, abs=1.5)
