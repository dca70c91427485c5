from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import (
    MeasureError,
    effective_n,
    looks_like_five_star,
    looks_like_one_to_ten,
    nps,
    nps_difference,
    nps_from_counts,
    nps_sample_size,
    nps_standard_error,
)

SURVEY_PACKAGE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "weighted_nps.yaml").read_text(encoding="utf-8")
)["figures"]

ratings = st.lists(st.integers(0, 10), min_size=1, max_size=60)
any_answers = st.lists(
    st.one_of(st.integers(-2, 12), st.none(), st.floats(), st.text(max_size=3), st.booleans()),
    max_size=40,
)
counts = st.tuples(*[st.integers(0, 3000)] * 3)
confidences = st.floats(0.01, 0.999)


def sample(promoters: int, passives: int, detractors: int) -> list[int]:
    return [10] * promoters + [8] * passives + [3] * detractors


def weighted(answers: list[int]) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(0.01, 100), min_size=len(answers), max_size=len(answers))


def test_rocks_2016_adjusted_wald_of_50_30_20():
    found = nps_from_counts(50, 30, 20)
    assert found.value == 30
    assert found.low == pytest.approx(14.05, abs=0.005)
    assert found.high == pytest.approx(44.20, abs=0.005)


def test_multinomial_standard_error_and_plain_wald_of_50_30_20():
    error = nps_standard_error(50, 30, 20)
    assert error == pytest.approx(7.810, abs=0.0005)
    assert 30 - 1.959964 * error == pytest.approx(14.69, abs=0.005)
    assert 30 + 1.959964 * error == pytest.approx(45.31, abs=0.005)


def test_variance_of_two_shares_taken_as_independent_would_be_too_small():
    without_covariance = 100 * math.sqrt((0.5 * 0.5 + 0.2 * 0.8) / 100)
    assert nps_standard_error(50, 30, 20) > without_covariance


def test_reichheld_2003_groups_every_answer_from_0_to_10():
    assert [nps([answer]).value for answer in range(11)] == [-100] * 7 + [0] * 2 + [100] * 2


def test_answers_and_their_counts_give_the_same_estimate():
    assert nps(sample(50, 30, 20)) == nps_from_counts(50, 30, 20)


@pytest.mark.parametrize(
    ("margin", "variance", "expected"), [(10, 1, 385), (5, 1, 1537), (10, 0.6, 231), (5, 0.6, 922)]
)
def test_sample_sizes_for_a_margin(margin, variance, expected):
    assert nps_sample_size(margin, variance) == expected


@pytest.mark.parametrize(
    ("margin", "variance"),
    [(0, 1), (-5, 1), (math.nan, 1), (math.inf, 1), (5, 0), (5, 1.2), (5, math.nan)],
)
def test_impossible_margins_and_variances_are_refused(margin, variance):
    with pytest.raises(MeasureError):
        nps_sample_size(margin, variance)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, math.nan, "95%", True])
@pytest.mark.parametrize("answers", [[], [9, 10]])
def test_a_confidence_outside_0_to_1_is_refused(confidence, answers):
    with pytest.raises(MeasureError, match=r"0\.95 for 95%"):
        nps(answers, confidence=confidence)


@pytest.mark.parametrize("nothing", [[], [None, np.nan], ["N/A"], pd.Series([], dtype=float)])
def test_no_valid_answer_is_not_available_and_never_0(nothing):
    found = nps(nothing)
    assert not found.available
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 0)
    assert nps_standard_error(0, 0, 0) is None
    assert nps_from_counts(0, 0, 0).value is None


@pytest.mark.parametrize("wrong", [(-1, 2, 3), (1.5, 2, 3), ("1", 2, 3), (None, 2, 3)])
def test_counts_that_are_no_counts_are_refused(wrong):
    with pytest.raises(MeasureError):
        nps_from_counts(*wrong)


@given(counts.filter(any), confidences)
def test_interval_holds_the_point_and_stays_on_the_scale(groups, confidence):
    found = nps_from_counts(*groups, confidence=confidence)
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert found.low < found.high


@given(st.integers(1, 10_000), st.sampled_from([0, 1, 2]))
def test_interval_of_a_sample_that_answers_as_one_has_width(n, group):
    groups = [0, 0, 0]
    groups[group] = n
    found = nps_from_counts(*groups)
    assert found.high - found.low > 100 / (n + 3)


@given(ratings.flatmap(lambda answers: st.tuples(st.just(answers), st.permutations(answers))))
def test_order_of_rows_changes_nothing(pair):
    assert nps(pair[0]) == nps(pair[1])


@given(any_answers)
def test_every_row_is_used_or_counted(answers):
    found = nps(answers)
    assert found.n + sum(found.dropped.values()) == len(answers)
    assert found.available == (found.n > 0)


@given(ratings)
def test_weights_of_one_change_nothing(answers):
    plain, with_ones = nps(answers), nps(answers, weights=[1] * len(answers))
    assert with_ones.value == plain.value
    assert with_ones.low == pytest.approx(plain.low)
    assert with_ones.high == pytest.approx(plain.high)
    assert with_ones.n == plain.n
    assert with_ones.n_effective == pytest.approx(plain.n)


@given(
    ratings.flatmap(lambda answers: st.tuples(st.just(answers), weighted(answers))),
    st.floats(1e-6, 1e6),
)
def test_scale_of_the_weights_changes_nothing(pair, factor):
    answers, weights = pair
    one = nps(answers, weights=weights)
    other = nps(answers, weights=[weight * factor for weight in weights])
    for field in ("value", "low", "high", "n_effective"):
        assert getattr(other, field) == pytest.approx(getattr(one, field), abs=1e-6)


@given(ratings.flatmap(lambda answers: st.tuples(st.just(answers), weighted(answers))))
def test_weighted_interval_holds_the_point_and_stays_on_the_scale(pair):
    found = nps(pair[0], weights=pair[1])
    assert -100 <= found.low <= found.value <= found.high <= 100
    assert 1 - 1e-9 <= found.n_effective <= found.n + 1e-9


def test_weights_shift_the_score_and_widen_the_interval():
    answers = sample(50, 0, 50)
    found = nps(answers, weights=[3] * 50 + [1] * 50)
    assert found.value == pytest.approx(50)
    assert found.n_effective == pytest.approx(200**2 / 500)
    unweighted = nps_from_counts(75, 0, 25)
    assert found.high - found.low > unweighted.high - unweighted.low


def test_r_survey_gives_the_same_weighted_score_and_nearly_the_same_interval():
    answers = np.repeat([10, 9, 8, 7, 6, 3, 0], [18, 22, 14, 10, 9, 6, 1])
    weights = np.resize([0.5, 1, 1.5, 2, 0.8], len(answers))
    found = nps(answers, weights=weights)
    assert found.value == pytest.approx(SURVEY_PACKAGE["points"], rel=1e-10)
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(
        SURVEY_PACKAGE["se"], rel=0.03
    )


def test_effective_n_parts_from_the_linearised_error_where_heavy_answers_are_extreme():
    answers = np.repeat([10, 8, 0], [40, 120, 40])
    weights = np.repeat([3.0, 1.0, 3.0], [40, 120, 40])
    found = nps(answers, weights=weights)
    scores = np.repeat([1.0, 0.0, -1.0], [40, 120, 40]) - found.value / 100
    linearised = 100 * math.sqrt(np.sum((weights * scores) ** 2)) / weights.sum()
    assert (found.high - found.low) / (2 * 1.959964) < 0.9 * linearised


def test_huge_and_tiny_weights_do_not_overflow():
    assert nps([10, 0], weights=[1e90, 1e90]).n_effective == pytest.approx(2)
    assert nps([10, 0], weights=[1e-90, 1e-90]).value == pytest.approx(0)


def test_weights_go_with_rows_by_position_whatever_the_index():
    answers = pd.Series([10, None, 0], index=[2, 1, 0])
    found = nps(answers, weights=pd.Series([3, 100, 1], index=[0, 1, 2]))
    assert found.value == pytest.approx(50)
    assert found.dropped == {"blank": 1}


def test_rows_of_weight_0_are_left_out_and_counted():
    found = nps([10, 0, 0], weights=[1, 0, 0])
    assert (found.value, found.n, found.dropped) == (100, 1, {"weight of zero": 2})
    assert nps([10, None], weights=[0, 1]).value is None


def test_no_answers_and_no_weights_is_not_available():
    assert nps([], weights=[]).value is None


@pytest.mark.parametrize(
    "weights", [[1], [0, 0], [-1, 2], [math.nan, 1], [math.inf, 1], [None, 1], ["heavy", 1]]
)
def test_unusable_weights_are_refused(weights):
    with pytest.raises(MeasureError):
        nps([9, 10], weights=weights)


def test_refusal_of_a_weight_names_its_row():
    with pytest.raises(MeasureError, match="row 2"):
        effective_n([1, -1, -2])


def test_effective_n_of_kish_1965():
    assert effective_n([1, 1, 1, 1]) == pytest.approx(4)
    assert effective_n([1, 3]) == pytest.approx(1.6)
    assert effective_n([1, 0]) == pytest.approx(1)
    with pytest.raises(MeasureError):
        effective_n([])


def test_standard_error_of_a_change_with_200_answers_each_and_variance_0_6():
    answers = sample(60, 80, 60)
    found = nps_difference(answers, answers)
    assert found.se == pytest.approx(7.75, abs=0.005)
    assert found.difference == 0
    assert found.p == pytest.approx(1)


def test_difference_is_first_minus_second_with_z_p_and_interval():
    found = nps_difference(sample(50, 30, 20), sample(40, 30, 30))
    error = math.hypot(nps_standard_error(50, 30, 20), nps_standard_error(40, 30, 30))
    assert found.difference == pytest.approx(20)
    assert found.se == pytest.approx(error)
    assert found.z == pytest.approx(20 / error)
    assert found.low == pytest.approx(20 - 1.959964 * error, abs=1e-4)
    assert found.high == pytest.approx(20 + 1.959964 * error, abs=1e-4)
    assert (found.n_a, found.n_b) == (100, 100)


@given(ratings, ratings)
def test_swapping_the_groups_only_changes_the_sign(a, b):
    one, other = nps_difference(a, b), nps_difference(b, a)
    assert one.difference == pytest.approx(-other.difference)
    assert one.p == pytest.approx(other.p)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@given(ratings, ratings)
def test_difference_interval_holds_the_point_has_width_and_stays_in_bounds(a, b):
    found = nps_difference(a, b)
    assert -200 <= found.low <= found.difference <= found.high <= 200
    assert found.low < found.high
    assert 0 <= found.p <= 1


@pytest.mark.parametrize(("a", "b"), [([], [9]), ([9], []), ([], []), (["N/A"], [9])])
def test_difference_with_an_empty_group_is_not_available(a, b):
    found = nps_difference(a, b)
    assert not found.available
    assert {found.difference, found.se, found.low, found.high, found.z, found.p} == {None}


def test_difference_counts_what_was_left_out_of_both_groups():
    assert nps_difference([9, None, 11], [9, None]).dropped == {"blank": 2, "out of range 0–10": 1}


def test_a_column_without_0_and_from_1_is_suspected_to_be_one_to_ten():
    answers = list(itertools.islice(itertools.cycle(range(1, 11)), 100))
    assert looks_like_one_to_ten(answers)
    assert not looks_like_one_to_ten(answers[:99])
    assert not looks_like_one_to_ten([*answers, 0])
    assert not looks_like_one_to_ten([answer for answer in answers * 2 if answer > 1])
    assert not looks_like_one_to_ten([])


def test_a_column_within_1_to_5_is_suspected_to_be_five_star():
    answers = [1, 2, 3, 4, 5] * 4
    assert looks_like_five_star(answers)
    assert looks_like_five_star([*answers, None, "N/A"])
    assert not looks_like_five_star(answers[:19])
    assert not looks_like_five_star([*answers, 6])
    assert not looks_like_five_star([*answers, 0])
    assert not looks_like_five_star([])


@pytest.mark.slow
@pytest.mark.parametrize("shares", [(0.5, 0.3, 0.2), (0.3, 0.4, 0.3)])
def test_adjusted_wald_covers_the_true_score_in_95_of_100_samples(shares):
    truth = 100 * (shares[0] - shares[2])
    draws = np.random.default_rng(2016).multinomial(100, shares, size=2_000)
    intervals = [nps_from_counts(*draw) for draw in draws]
    covered = sum(found.low <= truth <= found.high for found in intervals)
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("n", [150, 400])
def test_weighted_interval_covers_the_true_score_in_95_of_100_samples(n):
    shares = np.array([[0.5, 0.3, 0.2], [0.25, 0.35, 0.4]])
    population, asked = np.array([0.5, 0.5]), np.array([0.75, 0.25])
    truth = 100 * population @ (shares[:, 0] - shares[:, 2])
    rng = np.random.default_rng(2016)
    covered = 0
    for _ in range(2_000):
        stratum = rng.choice(2, size=n, p=asked)
        place = rng.random(n)[:, None] > shares[stratum].cumsum(axis=1)[:, :2]
        answers = np.array([10, 8, 3])[place.sum(axis=1)]
        found = nps(answers, weights=(population / asked)[stratum])
        covered += found.low <= truth <= found.high
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(60, 90), (150, 200)])
def test_difference_covers_the_true_one_in_95_of_100_samples(sizes):
    rng = np.random.default_rng(2016)
    covered = 0
    for _ in range(2_000):
        a = rng.choice([10, 8, 3], sizes[0], p=[0.5, 0.3, 0.2])
        b = rng.choice([10, 8, 3], sizes[1], p=[0.4, 0.3, 0.3])
        found = nps_difference(a, b)
        covered += found.low <= 20 <= found.high
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("kind", [np.int8, np.int64, np.float64])
def test_ten_million_answers_are_all_read(kind):
    tally = np.arange(11) * 20_000 + 809_091
    found = nps(np.repeat(np.arange(11), tally).astype(kind))
    assert found.n == tally.sum() > 10_000_000 - 100
    assert found.value == pytest.approx(100 * (tally[9:].sum() - tally[:7].sum()) / tally.sum())


def test_counts_give_what_repeated_answers_give() -> None:
    answers, counts = [10, 8, 0, None, 11, 9], [4, 0, 3, 2, 5, 1]
    repeated = [answer for answer, n in zip(answers, counts, strict=True) for _ in range(n)]
    assert nps(answers, counts=counts) == nps(repeated)


@pytest.mark.parametrize("counts", [[1], [1, -1], [1, 0.5], [1, None]])
def test_counts_that_count_nothing_are_refused(counts: list[float]) -> None:
    with pytest.raises(MeasureError, match="count"):
        nps([10, 0], counts=counts)


def test_counts_and_weights_together_are_refused() -> None:
    with pytest.raises(MeasureError, match="together"):
        nps([10, 0], [1, 2], counts=[1, 1])
