from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import MeasureError, chain_completion, correlation

CAUSAL = ("cause", "drive", "lead", "because", "effect", "impact", "influence", "due to")


@pytest.mark.parametrize(
    ("rate", "expected"), [(0.9, 0.531441), (0.85, 0.3771495156), (1, 1), (0, 0)]
)
def test_six_steps_multiply(rate, expected):
    assert chain_completion([rate] * 6) == pytest.approx(expected, abs=5e-6)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_whole_is_never_better_than_its_weakest_step(rates):
    assert 0 <= chain_completion(rates) <= min(rates)


@pytest.mark.parametrize("rates", [[], [0.9, 90], [-0.1], [0.9, None], [math.nan], ["90%"], [True]])
def test_rates_that_are_none_are_refused(rates):
    with pytest.raises(MeasureError):
        chain_completion(rates)


def test_refusal_names_the_step():
    with pytest.raises(MeasureError, match="Step 2"):
        chain_completion([0.9, 90])


def test_anscombe_1973_first_set():
    x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    found = correlation(x, y, name="x and y")
    assert found.r == pytest.approx(0.816, abs=5e-4)
    assert found.r_squared == pytest.approx(0.667, abs=5e-4)
    half = 1.959964 / math.sqrt(8)
    assert found.low == pytest.approx(math.tanh(math.atanh(found.r) - half), abs=1e-6)
    assert found.high == pytest.approx(math.tanh(math.atanh(found.r) + half), abs=1e-6)


def test_incomplete_pairs_are_left_out_and_counted():
    found = correlation([1, 2, None, 4, "x"], [2, 1, 3, 5, 6], name="Pairs")
    assert found.n == 3
    assert found.dropped == {"blank": 1, "not a number": 1}


@pytest.mark.parametrize(("x", "y"), [([], []), ([1], [1]), ([1, 1, 1], [1, 2, 3]), ([None], [1])])
def test_what_does_not_vary_has_no_correlation(x, y):
    found = correlation(x, y, name="Pairs")
    assert (found.r, found.r_squared, found.low, found.high) == (None,) * 4
    assert "not available" in found.sentence()


def test_three_pairs_give_r_without_interval():
    found = correlation([1, 2, 3], [1, 3, 2], name="Pairs")
    assert found.r == pytest.approx(0.5)
    assert (found.low, found.high) == (None, None)
    assert "too few" in found.sentence()


def test_perfect_correlation_stays_within_bounds():
    found = correlation(range(10), [-0.1 * i for i in range(10)], name="Pairs")
    assert found.r == pytest.approx(-1)
    assert -1 <= found.low <= found.r <= found.high <= 1


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(MeasureError, match="x 3, y 2"):
        correlation([1, 2, 3], [1, 2], name="Pairs")


def test_sentence_says_what_goes_together_and_never_why():
    x = np.arange(40)
    noise = np.random.default_rng(2).normal(size=40)
    sentences = [
        correlation(x, x + 5 * noise, name="Satisfaction and renewal").sentence(),
        correlation(x, 5 * noise - x, name="Effort and renewal").sentence(),
        correlation(x[:20], noise[:20], name="Weather and renewal").sentence(),
    ]
    assert "more of one goes together with more of the other" in sentences[0]
    assert "more of one goes together with less of the other" in sentences[1]
    assert "not clear whether one goes together with the other" in sentences[2]
    assert not any(word in sentence.lower() for sentence in sentences for word in CAUSAL)


@given(
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=40).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_order_of_rows_and_of_columns_changes_nothing(pair):
    rows, shuffled = pair
    one = correlation([a for a, _ in rows], [b for _, b in rows], name="Pairs")
    other = correlation([b for _, b in shuffled], [a for a, _ in shuffled], name="Pairs")
    for field in ("r", "low", "high"):
        assert getattr(one, field) == pytest.approx(getattr(other, field), abs=1e-6)
    if one.low is not None:
        assert -1 <= one.low <= one.r <= one.high <= 1
