from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD, fit_bg_nbd
from playbook.measures.lifetime.discounted_value import discounted_lifetime_value
from playbook.measures.lifetime.gamma_gamma import GammaGamma, fit_gamma_gamma
from playbook.measures.lifetime.purchases import purchase_histories

RNG = np.random.default_rng(17)


def purchases(n=300):
    """Customer, day and amount of customers who buy, leave and spend as the models say."""
    rows = []
    for customer in range(n):
        rate, leaving, mean = RNG.gamma(0.6, 1 / 30), RNG.beta(0.8, 2.5), 120 / RNG.gamma(4)
        day = RNG.uniform(0, 90)
        while day < 366:
            rows.append((customer, int(day), RNG.gamma(5) * mean / 5))
            day += RNG.exponential(1 / rate)
            if rows[-1][1] and RNG.random() < leaving:
                break
    customer, day, amount = (np.array(column) for column in zip(*rows, strict=True))
    return customer, np.datetime64("2024-01-01") + day, amount


HISTORIES = purchase_histories(*purchases(), calibration_end="2024-10-01")
FRAME = HISTORIES.frame
BG_NBD = fit_bg_nbd(FRAME["frequency"], FRAME["recency"], FRAME["age"])
GAMMA_GAMMA = fit_gamma_gamma(FRAME["valued"], FRAME["mean_value"], currency="EUR")


def value(**options):
    wishes = {"margin": 0.3, "discount": 0.1, "horizon": 52} | options
    return discounted_lifetime_value(BG_NBD, GAMMA_GAMMA, HISTORIES, **wishes)


def test_each_customer_is_purchases_times_amount_times_margin():
    found = value().frame
    product = 0.3 * found["discounted_purchases"] * found["expected_value"]
    pd.testing.assert_series_equal(found["lifetime_value"], product, check_names=False)
    assert (found["discounted_purchases"] <= found["expected_purchases"]).all()


def test_total_is_the_sum_and_mean_the_nth_of_it():
    found = value()
    assert found.total.value == pytest.approx(found.frame["lifetime_value"].sum())
    assert found.per_customer.value == pytest.approx(found.total.value / found.n)
    assert found.total.low < found.total.value < found.total.high
    assert "parameters only" in found.total.method


def test_discount_margin_and_horizon_work_as_they_should():
    found = value()
    base = found.total.value
    assert value(margin=0.6).total.value == pytest.approx(2 * base)
    assert value(discount=0.2).total.value < base
    assert value(horizon=104).total.value > base
    assert value(discount=0).frame["lifetime_value"].sum() == pytest.approx(
        0.3 * (found.frame["expected_purchases"] * found.frame["expected_value"]).sum()
    )


def test_sentence_says_what_it_rests_on():
    sentence = value().sentence()
    assert "EUR" in sentence
    assert "margin 30% of the amount, discount 10% a year" in sentence
    assert "parameters only" in sentence
    assert "holds" in sentence


def test_concentration_is_a_share_of_the_total():
    found = value()
    assert found.concentration(1) == pytest.approx(1)
    assert 0.1 < found.concentration(0.1) < found.concentration(0.5) < 1
    with pytest.raises(MeasureError):
        found.concentration(10)


def test_a_horizon_far_beyond_the_data_carries_a_warning():
    assert not value().warnings
    assert "the model's, not the data's" in value(horizon=300).sentence()


def test_many_purchases_without_amount_carry_a_warning():
    many = replace(HISTORIES, zero_days=200)
    found = discounted_lifetime_value(
        BG_NBD, GAMMA_GAMMA, many, margin=0.3, discount=0.1, horizon=52
    )
    assert "amount of 0" in " ".join(found.warnings)


def test_models_without_data_give_a_value_without_interval():
    found = discounted_lifetime_value(
        BetaGeometricNBD(0.3, 5, 0.8, 2.5),
        GammaGamma(6, 4, 15),
        HISTORIES,
        margin=0.3,
        discount=0.1,
        horizon=52,
    )
    assert found.total.low is None
    assert "no interval" in found.sentence()


@pytest.mark.parametrize("options", [{"margin": 30}, {"margin": 0}, {"discount": -1}])
def test_impossible_wishes_are_refused(options):
    with pytest.raises(MeasureError):
        value(**options)


def test_units_must_agree():
    with pytest.raises(MeasureError, match="in days and the histories are in weeks"):
        discounted_lifetime_value(
            BetaGeometricNBD(0.3, 35, 0.8, 2.5, unit="day"),
            GAMMA_GAMMA,
            HISTORIES,
            margin=0.3,
            discount=0.1,
            horizon=52,
        )
