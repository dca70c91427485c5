from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD, fit_bg_nbd
from playbook.measures.lifetime.bg_nbd_formulas import Histories, LogLikelihood
from playbook.measures.lifetime.purchase_forecast import forecast_purchases
from playbook.measures.lifetime.purchase_outlook import purchase_outlook
from playbook.measures.lifetime.repeat_counts import repeat_counts

HERE = Path(__file__).parents[2] / "reference"
R = yaml.safe_load((HERE / "bg_nbd.yaml").read_text("utf-8"))
LIFETIMES = yaml.safe_load((HERE / "bg_nbd_forecasts.yaml").read_text("utf-8"))["figures"]
DATA = tuple(np.array(R["data"][name]) for name in ("frequency", "recency", "age"))
CDNOW = BetaGeometricNBD(r=0.243, alpha=4.414, a=0.793, b=2.426)
CUSTOMER = ([2], [30.43], [38.86])
FIVE = ([2, 0, 1, 7, 20], [30.43, 0, 1.71, 38, 15], [38.86, 38.86, 38.86, 38.86, 30])
TRUTH = {"r": 0.5, "alpha": 5.0, "a": 0.8, "b": 2.5}


def simulated(n, rng, horizon=0.0, r=0.5, alpha=5.0, a=0.8, b=2.5):
    """x, t_x, T and the purchases of the `horizon` that follows, by the story of the model."""
    age = rng.integers(20, 51, n).astype(float)
    rate, leaving = rng.gamma(r, 1 / alpha, n), rng.beta(a, b, n)
    many = 200
    gaps = rng.exponential(1, (n, many)) / rate[:, None]
    times = np.cumsum(gaps, axis=1)
    stays = np.cumsum(rng.random((n, many)) < leaving[:, None], axis=1)
    happens = np.hstack([np.ones((n, 1), dtype=bool), stays[:, :-1] == 0])
    within = happens & (times <= age[:, None])
    x = within.sum(axis=1)
    recency = np.where(x > 0, np.max(np.where(within, times, 0), axis=1), 0)
    later = happens & (times > age[:, None]) & (times <= (age + horizon)[:, None])
    return x, recency, age, later.sum(axis=1)


def test_fit_agrees_with_r_optim():
    found = fit_bg_nbd(*DATA)
    figures = R["figures"]
    assert [found.r, found.alpha, found.a, found.b] == pytest.approx(
        [figures[name] for name in ("r", "alpha", "a", "b")], rel=1e-5
    )
    assert found.log_likelihood == pytest.approx(figures["log_likelihood"], abs=1e-7)
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx(figures["standard_errors_of_logs"], rel=1e-3)


def test_customer_of_fader_hardie_and_lee_2005():
    assert CDNOW.expected_purchases(39, *CUSTOMER)[0] == pytest.approx(1.226, abs=5e-4)
    assert CDNOW.p_alive(*CUSTOMER)[0] == pytest.approx(0.7267, abs=2e-4)


def test_forecasts_agree_with_lifetimes():
    assert CDNOW.expected_purchases(39, *FIVE) == pytest.approx(LIFETIMES["expected"], rel=1e-9)
    assert CDNOW.p_alive(*FIVE) == pytest.approx(LIFETIMES["p_alive"], rel=1e-9)
    assert CDNOW.expected_of_a_new_customer(52).value == pytest.approx(
        LIFETIMES["new_customer_52"], rel=1e-9
    )
    one = repeat_counts(CDNOW, [0], [38.86], up_to=8)
    assert one.expected[:8] == pytest.approx(LIFETIMES["chances"], rel=1e-9)
    assert sum(one.expected) == pytest.approx(1)


def test_alpha_in_days_is_seven_times_alpha_in_weeks():
    x, recency, age = DATA
    weeks, days = fit_bg_nbd(x, recency, age), fit_bg_nbd(x, 7 * recency, 7 * age, unit="day")
    assert days.alpha == pytest.approx(7 * weeks.alpha, rel=1e-9)
    assert (days.r, days.a, days.b) == pytest.approx((weeks.r, weeks.a, weeks.b), rel=1e-9)
    assert days.log_likelihood == pytest.approx(
        weeks.log_likelihood - x.sum() * math.log(7), rel=1e-12
    )
    assert days.expected_purchases(70, x, 7 * recency, 7 * age) == pytest.approx(
        weeks.expected_purchases(10, x, recency, age)
    )
    assert days.parameters["alpha"].high == pytest.approx(7 * weeks.parameters["alpha"].high)


def test_gradient_is_that_of_the_likelihood():
    likelihood = LogLikelihood(Histories(*(column.astype(float) for column in DATA)))
    values = np.array([0.7, 3.0, 1.2, 2.0])
    _, slope = likelihood(values)
    for i in range(4):
        step = np.zeros(4)
        step[i] = 1e-5
        rise = (likelihood(values + step)[0] - likelihood(values - step)[0]) / 2e-5
        assert slope[i] == pytest.approx(rise, rel=1e-6)


def test_order_and_repetition_of_rows():
    x, recency, age = DATA
    order = np.random.default_rng(0).permutation(len(x))
    once, turned = fit_bg_nbd(x, recency, age), fit_bg_nbd(x[order], recency[order], age[order])
    assert turned.values == pytest.approx(once.values, rel=1e-8)
    twice = fit_bg_nbd(*(np.tile(column, 2) for column in DATA))
    assert twice.values == pytest.approx(once.values, rel=1e-8)
    assert np.array(twice.covariance) == pytest.approx(np.array(once.covariance) / 2, rel=1e-5)


@settings(max_examples=12, deadline=None)
@given(
    st.tuples(*[st.floats(-1.5, 3.0)] * 4),
    st.integers(0, 60),
    st.floats(0, 200),
    st.floats(0.01, 2000),
)
def test_expected_purchases_are_the_integral_of_the_rate(logs, x, age, horizon):
    r, alpha, a, b = np.exp(logs)
    model = BetaGeometricNBD(r, alpha, a, b)
    recency = age if x else 0.0
    if x and age < 1e-50:
        return
    found = model.expected_purchases(horizon, [x], [recency], [age])[0]
    alive = model.p_alive([x], [recency], [age])[0]

    def weighted(logit):
        """(1 − (1 + p·s)^−(r + x))/p under Beta(a, b + x), by the logit of p."""
        p = special.expit(logit)
        density = a * special.log_expit(logit) + (b + x) * special.log_expit(-logit)
        share = horizon / (alpha + age)
        lost = -np.expm1(-(r + x) * np.log1p(p * share)) / p if p > 1e-200 else (r + x) * share
        return np.exp(density - special.betaln(a, b + x)) * lost

    reach = 60 / min(a, b + x, 1)
    peak = math.log(a / (b + x))
    parts = [
        integrate.quad(weighted, low, high, epsabs=0, epsrel=1e-8, limit=200)[0]
        for low, high in ((-reach, peak - 4), (peak - 4, peak + 4), (peak + 4, reach))
    ]
    assert found == pytest.approx(alive * sum(parts), rel=1e-6)


def test_the_singularity_of_the_closed_form_is_none():
    near = [
        BetaGeometricNBD(0.3, 4, a, 2).expected_purchases(50, *FIVE)
        for a in (1 - 1e-7, 1, 1 + 1e-7)
    ]
    assert near[0] == pytest.approx(near[1], rel=1e-6)
    assert near[2] == pytest.approx(near[1], rel=1e-6)
    small = BetaGeometricNBD(0.3, 4, 0.4, 0.6).expected_of_a_new_customer(50).value
    assert small == pytest.approx(
        BetaGeometricNBD(0.3, 4, 0.4, 0.6000001).expected_of_a_new_customer(50).value, rel=1e-6
    )


def test_large_arguments_stay_finite_and_in_bounds():
    expected = CDNOW.expected_purchases(1e5, [0, 500, 500], [0, 1000, 10], [1000, 1000, 1000])
    assert np.isfinite(expected).all()
    assert (expected >= 0).all()
    alive = CDNOW.p_alive([500, 500], [1000, 10], [1000, 1000])
    assert alive[0] == pytest.approx(1, abs=0.01)
    assert 0 <= alive[1] < 1e-12


def test_parameters_beyond_computing_are_refused_not_returned():
    with pytest.raises(MeasureError, match="can't be computed"):
        BetaGeometricNBD(5e4, 1e-3, 5e4, 1e-3).expected_purchases(1e6, *CUSTOMER)


def test_discounting_weighs_later_purchases_less():
    plain = CDNOW.expected_purchases(104, *FIVE)
    assert CDNOW.discounted_purchases(104, *FIVE, discount=0) == pytest.approx(plain)
    steps = np.linspace(0, 104, 209)
    grown = np.diff([CDNOW.expected_purchases(step, *FIVE) for step in steps], axis=0)
    weights = 1.1 ** (-(steps[1:] + steps[:-1]) / 2 * 7 / 365.25)
    assert CDNOW.discounted_purchases(104, *FIVE, discount=0.1) == pytest.approx(
        weights @ grown, rel=1e-4
    )


def test_without_a_repeat_alive_is_one_by_the_model_and_said():
    assert CDNOW.p_alive([0], [0], [30])[0] == 1
    outlook = purchase_outlook(CDNOW, 39, frequency=0, recency=0, age=30)
    assert "by the model and not by evidence" in outlook.sentence()


def test_outlook_gives_chance_and_purchases_with_intervals():
    found = purchase_outlook(fit_bg_nbd(*DATA), 10, frequency=3, recency=20, age=25)
    low, high = found.p_alive_interval
    assert 0 < low < found.p_alive < high < 1
    low, high = found.expected_interval
    assert 0 < low < found.expected < high
    assert "bought again 3 times and has been silent for 5 weeks" in found.sentence()


def test_forecast_adds_up_and_is_the_same_each_time():
    model = fit_bg_nbd(*DATA)
    found = forecast_purchases(model, 20, *DATA)
    assert found.value == pytest.approx(model.expected_purchases(20, *DATA).sum())
    assert found.low < found.value < found.high
    assert found == forecast_purchases(model, 20, *DATA)
    assert forecast_purchases(CDNOW, 20, *DATA).low is None


def test_repeat_counts_add_up_to_the_customers():
    found = repeat_counts(fit_bg_nbd(*DATA), DATA[0], DATA[2])
    assert sum(found.actual) == found.n == len(DATA[0])
    assert sum(found.expected) == pytest.approx(found.n)
    assert found.labels[-1] == "7 or more"
    assert "counted and expected" in found.sentence()


def test_sentence_holds_parameters_n_and_what_was_left_out():
    x, recency, age = (list(column) for column in DATA)
    found = fit_bg_nbd([*x, None, 2, 2.5], [*recency, 0, 50, 3], [*age, 30, 40, 30])
    assert found.n == len(x)
    assert found.dropped == {
        "blank": 1,
        "frequency not a whole number of 0 or more": 1,
        "recency longer than age": 1,
    }
    assert "n = 120" in found.sentence()
    assert "recency longer than age" in found.sentence()
    assert found.values == pytest.approx(fit_bg_nbd(*DATA).values)


def test_time_since_the_last_purchase_is_not_taken_for_recency():
    x, recency, age = DATA
    with pytest.raises(MeasureError, match="looks like the time since the last purchase"):
        fit_bg_nbd(x, age - recency, age)


def test_customers_who_never_return_can_not_be_fitted():
    with pytest.raises(MeasureError, match="None of the 3 customers bought again"):
        fit_bg_nbd([0, 0, 0], [0, 0, 0], [10, 20, 30])


def test_a_fit_that_runs_to_the_edge_is_said():
    rng = np.random.default_rng(3)
    age = np.full(300, 40.0)
    x = rng.poisson(4, 300)  # all alike, nobody leaves
    recency = np.where(x > 0, age * rng.random(300) ** (1 / np.maximum(x, 1)), 0)
    found = fit_bg_nbd(x, recency, age)
    assert found.warning
    assert found.warning in found.sentence()
    assert "edge" in found.warning
    assert forecast_purchases(found, 40, x, recency, age).low is None
    assert forecast_purchases(found, 40, x, recency, age).value == pytest.approx(1200, rel=0.1)


def test_few_customers_give_a_warning_or_wide_intervals():
    found = fit_bg_nbd([1, 0, 2, 0], [5, 0, 9, 0], [20, 20, 20, 20])
    assert found.warning


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (([1.5], [1], [2]), "whole number"),
        (([1], [3], [2]), "recency longer than age"),
        (([1], [0], [2]), "recency of 0"),
        (([0], [1], [2]), "without a repeat"),
        (([None], [1], [2]), "blank"),
        (([1], [1], [2, 3]), "different numbers of rows"),
    ],
)
def test_a_history_that_can_not_be_is_refused_with_its_row(row, words):
    with pytest.raises(MeasureError, match=words):
        CDNOW.p_alive(*row)


def test_impossible_questions_are_refused():
    for ask in (
        lambda: CDNOW.expected_purchases(-1, *CUSTOMER),
        lambda: CDNOW.expected_purchases(math.nan, *CUSTOMER),
        lambda: CDNOW.discounted_purchases(1, *CUSTOMER, discount=-0.1),
        lambda: BetaGeometricNBD(0, 1, 1, 1),
        lambda: BetaGeometricNBD(1, 1, 1, 1, unit="year"),
        lambda: repeat_counts(CDNOW, [1], [20], up_to=0),
        lambda: fit_bg_nbd(*DATA, confidence=95),
    ):
        with pytest.raises(MeasureError):
            ask()


def test_simulated_customers_give_back_their_parameters_and_their_future():
    x, recency, age, later = simulated(3000, np.random.default_rng(42), horizon=20)
    found = fit_bg_nbd(x, recency, age)
    assert found.warning is None
    for name, truth in TRUTH.items():
        assert found.parameters[name].low < truth < found.parameters[name].high
    forecast = forecast_purchases(found, 20, x, recency, age)
    assert forecast.low < later.sum() < forecast.high
    assert not repeat_counts(found, x, age).outside


@pytest.mark.slow
def test_intervals_of_parameters_and_forecast_cover_as_they_say():
    rng = np.random.default_rng(2005)
    hits = np.zeros(5)
    draws = 2000
    for _ in range(draws):
        x, recency, age, later = simulated(2500, rng, horizon=20)
        found = fit_bg_nbd(x, recency, age)
        forecast = forecast_purchases(found, 20, x, recency, age)
        hits[:4] += [
            found.parameters[name].low <= truth <= found.parameters[name].high
            for name, truth in TRUTH.items()
        ]
        hits[4] += forecast.low <= later.sum() <= forecast.high
    assert 100 * hits / draws == pytest.approx([95] * 5, abs=1.5)
