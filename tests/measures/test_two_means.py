from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.two_means import mean_difference

numbers = st.lists(st.integers(-1000, 1000), min_size=2, max_size=20)


def test_welch_1947_by_hand():
    found = mean_difference([1, 2, 3, 4], [2, 4, 9], name="Minutes", unit="minutes")
    assert found.difference == pytest.approx(-2.5)
    assert found.se == pytest.approx(np.sqrt(5 / 3 / 4 + 13 / 3))
    assert (found.n_a, found.n_b) == (4, 3)
    assert "Welch" in found.method


def test_blanks_are_counted_and_small_groups_give_no_interval():
    found = mean_difference([1, None, "x"], [2, 3], name="Minutes")
    assert found.difference == pytest.approx(-1.5)
    assert found.low is None
    assert found.dropped == {"blank": 1, "not a number": 1}
    assert mean_difference([], [2, 3], name="Minutes").difference is None


@given(numbers, numbers)
@settings(max_examples=50, deadline=None)
def test_swapping_mirrors_and_units_scale(a, b):
    one = mean_difference(a, b, name="x")
    other = mean_difference(b, a, name="x")
    cents = mean_difference([100 * each for each in a], [100 * each for each in b], name="x")
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert (cents.low, cents.high) == pytest.approx((100 * one.low, 100 * one.high))
    assert one.low <= one.difference <= one.high


def test_groups_that_do_not_vary_have_an_interval_without_width_and_no_p():
    found = mean_difference([0.1] * 5, [0.3] * 4, name="x")
    assert (found.low, found.high) == (found.difference, found.difference)
    assert found.p is None


@pytest.mark.slow
def test_interval_covers_where_the_groups_vary_unlike_each_other():
    rng = np.random.default_rng(11)
    held = 0
    for _ in range(4000):
        found = mean_difference(rng.normal(5, 1, 8), rng.normal(3, 4, 15), name="x")
        held += found.low <= 2 <= found.high
    assert held / 4000 == pytest.approx(0.95, abs=0.015)
