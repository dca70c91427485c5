from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.lifetime_value import lifetime_multiple, simple_lifetime_value

GUPTA_AND_LEHMANN_2003 = {
    0.6: (1.20, 1.15, 1.11, 1.07),
    0.7: (1.75, 1.67, 1.59, 1.52),
    0.8: (2.67, 2.50, 2.35, 2.22),
    0.9: (4.50, 4.09, 3.75, 3.46),
}
DISCOUNTS = (0.10, 0.12, 0.14, 0.16)


@pytest.mark.parametrize("retention", GUPTA_AND_LEHMANN_2003)
def test_margin_multiples_of_gupta_and_lehmann_2003(retention):
    found = [
        lifetime_multiple(retention, discount, first_payment="in one period")
        for discount in DISCOUNTS
    ]
    assert found == pytest.approx(GUPTA_AND_LEHMANN_2003[retention], abs=0.0051)


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 0.95), st.floats(0.01, 0.5))
def test_first_payment_now_is_worth_one_margin_more(retention, discount):
    later = lifetime_multiple(retention, discount, first_payment="in one period")
    now = lifetime_multiple(retention, discount, first_payment="now")
    assert now == pytest.approx(later + 1)
    series = math.fsum((retention / (1 + discount)) ** t for t in range(1, 900))
    assert later == pytest.approx(series)


@pytest.mark.parametrize(
    ("retention", "discount", "payment", "words"),
    [
        (80, 0.1, "now", "fraction"),
        (-0.1, 0.1, "now", "fraction"),
        (0.8, -0.1, "now", "fraction"),
        (0.8, math.nan, "now", "fraction"),
        (1, 0, "now", "infinite"),
        (0.8, 0.1, "later", "in one period"),
    ],
)
def test_impossible_rates_are_refused_with_a_remedy(retention, discount, payment, words):
    with pytest.raises(MeasureError, match=words):
        lifetime_multiple(retention, discount, first_payment=payment)


def test_which_payment_comes_first_is_never_guessed():
    with pytest.raises(TypeError):
        lifetime_multiple(0.8, 0.1)


def test_value_says_what_it_assumes():
    found = simple_lifetime_value(
        120,
        0.8,
        0.1,
        first_payment="in one period",
        retention_interval=(0.75, 0.84),
        currency="EUR",
    )
    assert found.value == pytest.approx(320)
    assert (found.low, found.high) == pytest.approx((257.142857, 387.692308))
    assert "320 EUR (257 EUR to 388 EUR with the interval of the retention)" in found.sentence()
    assert "from those who stay" in found.sentence()
    assert "first margin now" in simple_lifetime_value(1, 0.8, 0.1, first_payment="now").sentence()


def test_value_without_interval_says_that_its_inputs_are_taken_as_known():
    found = simple_lifetime_value(120, 0.8, 0.1, first_payment="now")
    assert (found.low, found.high) == (None, None)
    assert "no interval: the inputs are taken as known" in found.sentence()


def test_a_loss_on_each_customer_has_its_ends_in_order():
    found = simple_lifetime_value(-10, 0.8, 0.1, first_payment="now", retention_interval=(0.7, 0.9))
    assert found.low < found.value < found.high < 0


def test_an_interval_that_does_not_hold_the_rate_is_refused():
    with pytest.raises(MeasureError, match="does not hold"):
        simple_lifetime_value(1, 0.8, 0.1, first_payment="now", retention_interval=(75, 84))
