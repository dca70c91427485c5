from __future__ import annotations

import math
import sys
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.locations import datasets_dir

N = 20_000


@pytest.fixture(scope="module")
def draws() -> ModuleType:
    sys.path.insert(0, str(datasets_dir()))
    try:
        import making.draws

        return making.draws
    finally:
        sys.path.remove(str(datasets_dir()))


def test_same_seed_gives_the_same_draws_for_good(draws: ModuleType) -> None:
    stream = draws.Draws(2026, 7)
    assert stream.unit(3).tolist() == [
        0.866915769564348,
        0.005898849141111939,
        0.8414501499212137,
    ]
    assert stream.whole(1, 6, 8).tolist() == [4, 1, 3, 3, 4, 2, 5, 5]


def test_another_seed_gives_other_draws(draws: ModuleType) -> None:
    assert draws.Draws(1).unit(4).tolist() != draws.Draws(2).unit(4).tolist()


def test_units_are_spread_evenly_from_zero_to_below_one(draws: ModuleType) -> None:
    units = draws.Draws(1).unit(N)
    assert units.min() >= 0
    assert units.max() < 1
    assert np.bincount((units * 10).astype(int)) == pytest.approx([N / 10] * 10, rel=0.1)


def test_whole_numbers_take_both_ends_and_nothing_beyond(draws: ModuleType) -> None:
    assert set(draws.Draws(2).whole(-2, 3, N).tolist()) == set(range(-2, 4))
    each = draws.Draws(3).whole([0, 10], [0, 11], 2)
    assert each[0] == 0
    assert each[1] in (10, 11)


def test_bell_has_mean_zero_and_spread_one(draws: ModuleType) -> None:
    values = draws.Draws(4).bell(N)
    assert values.mean() == pytest.approx(0, abs=0.03)
    assert values.std() == pytest.approx(1, abs=0.03)


def test_chances_hold_for_all_or_for_each(draws: ModuleType) -> None:
    assert draws.Draws(5).chance(0.3, N).mean() == pytest.approx(0.3, abs=0.015)
    assert draws.Draws(5).chance([0.0, 1.0], 2).tolist() == [False, True]


def test_weights_decide_what_is_picked(draws: ModuleType) -> None:
    picked = draws.Draws(6).pick(("a", "b", "c"), N, (0.2, 0.8, 0.0))
    assert (picked == "b").mean() == pytest.approx(0.8, abs=0.015)
    assert "c" not in picked
    rows = np.tile([1.0, 3.0], (N, 1))
    assert draws.Draws(6).which(rows, N).mean() == pytest.approx(0.75, abs=0.015)


def test_order_has_each_place_once(draws: ModuleType) -> None:
    assert sorted(draws.Draws(7).order(50).tolist()) == list(range(50))


def test_waiting_times_have_the_means_of_their_kind(draws: ModuleType) -> None:
    assert draws.Draws(8).exponential(N).mean() == pytest.approx(1, abs=0.03)
    assert draws.Draws(8).gamma(3, N).mean() == pytest.approx(3, abs=0.05)
    assert draws.Draws(8).beta(2, 6, N).mean() == pytest.approx(0.25, abs=0.01)


def test_rounding_goes_up_at_halves_and_stays_within(draws: ModuleType) -> None:
    assert draws.rounded([0.4, 0.5, 2.5, -3.0, 9.9], 0, 5).tolist() == [0, 1, 3, 0, 5]


@given(st.floats(min_value=1e-300, max_value=1e300))
@settings(max_examples=50, deadline=None)
def test_logarithm_is_that_of_the_platform(draws: ModuleType, x: float) -> None:
    assert float(draws.ln(x)) == pytest.approx(math.log(x), rel=1e-12, abs=1e-12)


@given(st.floats(min_value=-690, max_value=690))
@settings(max_examples=50, deadline=None)
def test_exponential_is_that_of_the_platform(draws: ModuleType, x: float) -> None:
    assert float(draws.e_to(x)) == pytest.approx(math.exp(x), rel=1e-12)


@given(st.floats(min_value=-600, max_value=600))
@settings(max_examples=50, deadline=None)
def test_logistic_is_a_chance_and_its_opposite_the_rest(draws: ModuleType, x: float) -> None:
    chance = float(draws.logistic(x))
    assert 0 <= chance <= 1
    assert chance + float(draws.logistic(-x)) == pytest.approx(1, abs=1e-12)


def test_exponential_undoes_the_logarithm_without_the_platforms_own(draws: ModuleType) -> None:
    values = np.array([1e-9, 0.3, 1.0, 2.5, 7e8])
    assert draws.e_to(draws.ln(values)) == pytest.approx(values, rel=1e-12)
