from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.contractual import ShiftedBetaGeometric, fit_sbg

REFERENCE = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "contractual.yaml").read_text("utf-8")
)["figures"]
HIGH_END = [1000, 869, 743, 653, 593, 551, 517, 491]


def simulated(alpha, beta, n, periods, rng):
    lasts = rng.geometric(rng.beta(alpha, beta, n))
    return [n, *(int((lasts > t).sum()) for t in range(1, periods + 1))]


def test_high_end_cohort_of_fader_and_hardie_2007():
    found = fit_sbg(HIGH_END, unit="years")
    assert found.alpha == pytest.approx(0.668, abs=5e-4)
    assert found.beta == pytest.approx(3.806, abs=5e-4)
    assert found.log_likelihood == pytest.approx(-1611.16, abs=5e-3)
    assert found.warning is None
    assert found.n == 1000


def test_fit_and_standard_errors_agree_with_r():
    found = fit_sbg(HIGH_END)
    assert (found.alpha, found.beta) == pytest.approx(
        (REFERENCE["alpha"], REFERENCE["beta"]), rel=1e-5
    )
    assert found.log_likelihood == pytest.approx(REFERENCE["log_likelihood"], abs=1e-7)
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx(REFERENCE["standard_errors_of_logs"], rel=1e-4)


def test_survival_and_lifetimes_agree_with_r():
    found = fit_sbg(HIGH_END)
    assert found.survival(12).value == pytest.approx(100 * REFERENCE["survival_12"], rel=1e-5)
    assert found.expected_lifetime(0.1).value == pytest.approx(
        REFERENCE["expected_lifetime_10_percent"], rel=1e-6
    )
    assert found.residual_lifetime(3, 0.1).value == pytest.approx(
        REFERENCE["residual_lifetime_3_renewals_10_percent"], rel=1e-6
    )


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 50), st.floats(0.05, 50), st.floats(0.01, 1))
def test_lifetimes_are_the_hypergeometric_functions_of_fader_and_hardie_2010(alpha, beta, discount):
    model = ShiftedBetaGeometric(alpha, beta)
    z = 1 / (1 + discount)
    assert model.expected_lifetime(discount).value == pytest.approx(
        special.hyp2f1(1, beta, alpha + beta, z), rel=1e-8
    )
    after_two = (beta + 2) / (alpha + beta + 2) * special.hyp2f1(1, beta + 3, alpha + beta + 3, z)
    assert model.residual_lifetime(2, discount).value == pytest.approx(after_two, rel=1e-8)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.05, 50), st.floats(0.05, 50))
def test_retention_rises_and_multiplies_to_survival(alpha, beta):
    model = ShiftedBetaGeometric(alpha, beta)
    rates = [model.retention(t).value / 100 for t in range(1, 8)]
    assert rates == sorted(rates)
    assert 100 * np.prod(rates) == pytest.approx(model.survival(7).value)
    assert model.survival(0).value == pytest.approx(100)
    assert model.survival_curve(7)[-1] == pytest.approx(np.prod(rates))


def test_customers_who_stayed_are_worth_more_than_new_ones():
    model = fit_sbg(HIGH_END)
    values = [model.residual_lifetime(renewals, 0.1).value for renewals in range(5)]
    assert values == sorted(values)
    assert values[0] == pytest.approx(1.1 * (model.expected_lifetime(0.1).value - 1))


def test_intervals_hold_their_values_and_shares_stay_shares():
    model = fit_sbg([20, 12, 9, 8])
    for one in (model.survival(3), model.retention(1), model.expected_lifetime(0.1)):
        assert 0 < one.low < one.value < one.high
        assert "parameters only" in one.method
    assert model.survival(3).high < 100
    assert "95% interval" in model.survival(3).sentence()
    narrower = fit_sbg([20, 12, 9, 8], confidence=0.8)
    assert narrower.survival(3).high < model.survival(3).high
    assert narrower.parameters["alpha"].low > model.parameters["alpha"].low


def test_a_model_made_from_parameters_has_no_interval():
    model = ShiftedBetaGeometric(0.668, 3.806)
    assert (model.survival(3).low, model.parameters["beta"].high) == (None, None)
    assert model.retention(1).value == pytest.approx(100 * 3.806 / 4.474)


@pytest.mark.parametrize(
    "alive", [[1000, 800, 640, 512, 410], [1000, 900, 700, 400, 100], [10, 9, 7]]
)
def test_retention_that_does_not_rise_is_said(alive):
    found = fit_sbg(alive)
    assert "Retention does not rise with age" in found.warning
    assert found.warning in found.sentence()
    assert "stays near" in found.sentence()


def test_a_fit_at_the_edge_has_a_warning_and_no_interval():
    found = fit_sbg([1000, 900, 700, 400, 100])
    assert "edge" in found.warning
    assert found.survival(2).low is None


@pytest.mark.parametrize(
    ("alive", "words"),
    [
        ([100, 100, 100], "Nobody was lost"),
        ([100, 0, 0], "Everybody left"),
        ([100, 80], "Two renewals"),
        ([], "Two renewals"),
        ([0, 0, 0], "Two renewals"),
        ([100, 80, 90], "after 2 renewals; a cohort can only shrink"),
        ([100, None, 50], "after 1 renewals"),
        ([1.0, 0.869, 0.743], "whole number"),
    ],
)
def test_counts_that_can_not_be_are_refused(alive, words):
    with pytest.raises(MeasureError, match=words):
        fit_sbg(alive)


def test_impossible_questions_are_refused():
    model = ShiftedBetaGeometric(0.5, 3)
    for ask in (
        lambda: model.retention(0),
        lambda: model.survival(-1),
        lambda: model.survival(1.5),
        lambda: model.expected_lifetime(0),
        lambda: ShiftedBetaGeometric(0, 1),
        lambda: ShiftedBetaGeometric(1, 1, confidence=95),
    ):
        with pytest.raises(MeasureError):
            ask()


def test_simulated_customers_give_back_their_parameters():
    found = fit_sbg(simulated(0.7, 3.5, 5000, 8, np.random.default_rng(12)))
    for name, truth in (("alpha", 0.7), ("beta", 3.5)):
        assert found.parameters[name].low < truth < found.parameters[name].high


@pytest.mark.slow
def test_intervals_of_parameters_and_projection_cover_as_they_say():
    rng = np.random.default_rng(2007)
    truth = ShiftedBetaGeometric(0.7, 3.5)
    ahead = truth.survival(12).value
    hits = np.zeros(3)
    draws = 2000
    for _ in range(draws):
        found = fit_sbg(simulated(0.7, 3.5, 2000, 7, rng))
        ranges = [found.parameters["alpha"], found.parameters["beta"], found.survival(12)]
        hits += [
            one.low <= value <= one.high
            for one, value in zip(ranges, (0.7, 3.5, ahead), strict=True)
        ]
    assert 100 * hits / draws == pytest.approx([95, 95, 95], abs=1.5)
