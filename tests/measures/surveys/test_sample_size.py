from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, nps_difference
from playbook.measures.surveys.sample_size import (
    share_sample_size,
    smallest_visible_nps_change,
    two_share_power,
    two_share_sample_size,
)

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "two_shares.yaml").read_text(encoding="utf-8")
)["figures"]

inner = st.floats(0.02, 0.98)


@pytest.mark.parametrize(
    ("population", "expected"), [(None, 385), (10_000, 370), (1_000, 278), (500, 218)]
)
def test_krejcie_morgan_1970_sizes_rounded_up(population, expected):
    assert share_sample_size(0.05, population=population) == expected


def test_krejcie_morgan_1970_print_217_because_they_round_to_the_nearest():
    needed = 3.841 * 500 * 0.25 / (0.05**2 * 499 + 3.841 * 0.25)
    assert needed == pytest.approx(217.47, abs=0.01)
    assert (round(needed), math.ceil(needed)) == (217, 218)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 0.5), inner, st.integers(1, 10**6))
def test_a_population_never_takes_more_answers_than_it_has_or_than_an_endless_one(
    margin, share, population
):
    finite = share_sample_size(margin, share, population)
    assert 1 <= finite <= min(population, share_sample_size(margin, share))


def test_10_against_8_percent_takes_3213_an_arm():
    assert two_share_sample_size(0.10, 0.08) == 3213
    assert two_share_sample_size(0.08, 0.10) == 3213


def test_r_power_prop_test_gives_the_same_size_and_power():
    assert two_share_sample_size(0.10, 0.08) == math.ceil(REFERENCE["n"])
    assert two_share_power(0.10, 0.08, 3213) == pytest.approx(REFERENCE["power"], rel=1e-10)
    size = two_share_sample_size(0.30, 0.25, power=0.9)
    assert size == math.ceil(REFERENCE["n_of_30_and_25_at_90"])


def test_statsmodels_gives_the_same_power():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    found = proportion.power_proportions_2indep(0.02, 0.08, 3213).power
    assert two_share_power(0.10, 0.08, 3213) == pytest.approx(found, abs=1e-5)


@settings(max_examples=50, deadline=None)
@given(inner, inner, st.floats(0.3, 0.99))
def test_the_size_reaches_the_power_and_one_fewer_does_not(first, second, power):
    assume(abs(first - second) > 0.01)
    n = two_share_sample_size(first, second, power)
    assert two_share_power(first, second, n) >= power - 1e-9
    if n > 1:
        assert two_share_power(first, second, n - 1) < power + 1e-9


def test_200_answers_a_period_hide_a_move_of_5_points():
    found = smallest_visible_nps_change(200)
    assert found.se == pytest.approx(7.75, abs=0.005)
    assert found.chance_of(5) == pytest.approx(0.52, abs=0.005)
    assert found.chance_of(0) == 1
    assert found.chance_of(found.significant) == pytest.approx(0.05)
    assert found.detectable == pytest.approx((1.959964 + 0.841621) * found.se, rel=1e-6)
    assert "move by 15.2 points" in found.sentence()


def test_the_error_is_that_of_the_difference_of_two_scores():
    answers = [10] * 60 + [8] * 80 + [0] * 60
    assert smallest_visible_nps_change(200).se == pytest.approx(nps_difference(answers, answers).se)


@pytest.mark.parametrize("wrong", [0, 1, 5, -0.1, math.nan, True])
def test_margins_and_shares_that_are_no_fractions_are_refused(wrong):
    with pytest.raises(MeasureError):
        share_sample_size(wrong)
    with pytest.raises(MeasureError):
        two_share_sample_size(wrong, 0.5)


@pytest.mark.parametrize("population", [0, -5, 10.5, "many"])
def test_populations_that_are_no_counts_are_refused(population):
    with pytest.raises(MeasureError):
        share_sample_size(0.05, population=population)


def test_equal_shares_and_impossible_variances_are_refused():
    with pytest.raises(MeasureError, match="no difference to find"):
        two_share_sample_size(0.1, 0.1)
    with pytest.raises(MeasureError):
        smallest_visible_nps_change(200, variance=1.2)
    with pytest.raises(MeasureError):
        smallest_visible_nps_change(0)
