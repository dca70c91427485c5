from __future__ import annotations

from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError
from playbook.measures.drivers.correlation_draws import (
    bootstrapped_correlations,
    normal_correlations,
)
from playbook.measures.drivers.driver_importance import (
    driver_importance,
    importance_from_correlations,
)
from playbook.measures.drivers.lmg import lmg_shares
from playbook.measures.drivers.relative_weights import relative_weights

REFERENCE = Path(__file__).parents[2] / "reference"
CAUSAL = ("cause", "lead to", "leads to", "because", "effect", "impact", "influence", "due to")
METHODS = ("lmg", "johnson")
each_method = pytest.mark.parametrize("method", METHODS)


def figures(name):
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))["figures"]


def swiss(method="lmg"):
    given = figures("swiss")
    return importance_from_correlations(
        given["correlations"], given["names"], "Fertility", 47, method, bootstraps=200
    )


def survey(n=400, seed=3, drivers=4):
    """Ratings with a halo: the first driver weighs most, the last nothing."""
    rng = np.random.default_rng(seed)
    halo = rng.normal(size=(n, 1))
    ratings = np.clip(np.round(6 + halo + 1.5 * rng.normal(size=(n, drivers))), 0, 10)
    outcome = ratings @ np.linspace(0.6, 0, drivers) + 1.5 * rng.normal(size=n)
    names = [f"driver {place}" for place in range(drivers)]
    return pd.DataFrame(ratings, columns=names).assign(outcome=outcome)


def importance(frame, **more):
    more = {"bootstraps": 200} | more
    drivers = [name for name in frame.columns if name != "outcome"]
    return driver_importance(frame, "outcome", drivers, **more)


def shares(found):
    return {driver.name: driver.share for driver in found.drivers}


@st.composite
def correlation_matrices(draw):
    columns = draw(st.integers(3, 7))
    seed = draw(st.integers(0, 2**32 - 1))
    rows = np.random.default_rng(seed).normal(size=(columns + 3, columns))
    return np.corrcoef(rows.T)


def r_squared(matrix, members):
    members = list(members)
    r = matrix[members, -1]
    return float(r @ np.linalg.solve(matrix[np.ix_(members, members)], r)) if members else 0.0


# Published values


@pytest.mark.parametrize(
    ("method", "published"),
    [
        ("lmg", [0.0571, 0.1712, 0.2601, 0.1056, 0.1128]),
        ("johnson", [0.0484, 0.1547, 0.2720, 0.1147, 0.1170]),
    ],
)
def test_swiss_fertility_as_published_with_lmg_and_johnson_2000(method, published):
    found = swiss(method)
    assert found.r_squared == pytest.approx(0.7067, abs=5e-5)
    names = [name for name in figures("swiss")["names"] if name != "Fertility"]
    assert [found.driver(name).share for name in names] == pytest.approx(published, abs=5e-5)


@each_method
def test_swiss_fertility_as_r_computes_it_by_brute_force(method):
    given = figures("swiss")
    found = swiss(method)
    names = [name for name in given["names"] if name != "Fertility"]
    drivers = [found.driver(name) for name in names]
    assert [driver.share for driver in drivers] == pytest.approx(given[method], rel=1e-11)
    assert [driver.standardised_beta for driver in drivers] == pytest.approx(
        given["standardised_beta"], rel=1e-11
    )
    assert found.r_squared == pytest.approx(given["r_squared"], rel=1e-12)
    assert found.r_squared == pytest.approx(given["psych_r_squared"], rel=1e-12)


def test_naive_answers_stand_beside_the_shares():
    found = swiss()
    examination, education = found.driver("Examination"), found.driver("Education")
    assert (education.correlation_rank, examination.correlation_rank) == (1, 2)
    assert education.correlation == pytest.approx(-0.6637888570350691)
    agriculture = found.driver("Agriculture")
    assert agriculture.correlation > 0 > agriculture.standardised_beta


def boot_case():
    i = np.arange(80)
    a = (7 * i) % 11
    b = (a + 5 * i) % 13
    return pd.DataFrame(
        {"a": a, "b": b, "c": (3 * i * i) % 17, "outcome": 2 * a + b + (11 * i * i) % 19}
    )


def test_bootstrap_limits_agree_with_the_boot_package():
    given = figures("lmg_bootstrap")
    found = importance(boot_case(), bootstraps=10_000)
    ordered = [found.driver(name) for name in "abc"]
    assert [driver.share for driver in ordered] == pytest.approx(given["lmg"], rel=1e-11)
    for driver, (low, high) in zip(ordered, given["percentile_limits"], strict=False):
        assert (driver.low, driver.high) == pytest.approx((low, high), abs=0.006)
    assert found.distinguishable("a", "b")


# What shares are


@given(correlation_matrices())
@settings(max_examples=30, deadline=None)
def test_both_divisions_add_up_to_r_squared_and_are_never_negative(matrix):
    whole = r_squared(matrix, range(len(matrix) - 1))
    for divide in (lmg_shares, relative_weights):
        found = divide(matrix[None])[0]
        assert found.sum() == pytest.approx(whole, abs=1e-10)
        assert found.min() >= -1e-12


@given(correlation_matrices().filter(lambda matrix: len(matrix) <= 5))
@settings(max_examples=15, deadline=None)
def test_lmg_is_the_mean_gain_over_all_orders(matrix):
    p = len(matrix) - 1
    gains = np.zeros(p)
    orders = list(permutations(range(p)))
    for order in orders:
        for place, driver in enumerate(order):
            gains[driver] += r_squared(matrix, order[: place + 1])
            gains[driver] -= r_squared(matrix, order[:place])
    assert lmg_shares(matrix[None])[0] == pytest.approx(gains / len(orders), abs=1e-10)


@given(correlation_matrices(), st.integers(0, 100))
@settings(max_examples=20, deadline=None)
def test_order_of_the_drivers_changes_no_share(matrix, seed):
    p = len(matrix) - 1
    order = np.random.default_rng(seed).permutation(p)
    turned = matrix[np.ix_([*order, p], [*order, p])]
    for divide in (lmg_shares, relative_weights):
        assert divide(turned[None])[0] == pytest.approx(divide(matrix[None])[0][order], abs=1e-9)


@given(
    st.lists(st.floats(0.01, 1000), min_size=5, max_size=5),
    st.lists(st.floats(-50, 50), min_size=5, max_size=5),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
@settings(max_examples=10, deadline=None)
def test_units_zero_point_and_direction_change_nothing(units, zeros, turned):
    frame = survey(n=150)
    signs = np.where(turned, -1, 1)
    plain = importance(frame, bootstraps=100)
    other = importance(frame * (np.array(units) * signs) + zeros, bootstraps=100)
    for one, two in zip(plain.drivers, other.drivers, strict=True):
        assert (two.name, two.rank_text) == (one.name, one.rank_text)
        assert (two.share, two.low, two.high) == pytest.approx((one.share, one.low, one.high))


@each_method
def test_order_of_the_rows_changes_no_share(method):
    frame = survey()
    turned = frame.sample(frac=1, random_state=5)
    assert shares(importance(turned, method=method)) == pytest.approx(
        shares(importance(frame, method=method))
    )


@each_method
def test_uncorrelated_drivers_get_their_squared_correlations(method):
    matrix = [[1, 0, 0.5], [0, 1, 0.3], [0.5, 0.3, 1]]
    found = importance_from_correlations(matrix, ["a", "b", "y"], "y", 500, method)
    assert shares(found) == pytest.approx({"a": 0.25, "b": 0.09})


@each_method
def test_twins_share_alike_and_cannot_be_told_apart(method):
    matrix = [[1, 0.95, 0.6], [0.95, 1, 0.6], [0.6, 0.6, 1]]
    found = importance_from_correlations(matrix, ["a", "b", "y"], "y", 500, method)
    first, second = found.drivers
    assert first.share == pytest.approx(second.share)
    assert not found.distinguishable("a", "b")
    assert found.groups == (("a", "b"),)


def test_many_drivers_go_with_johnson():
    frame = survey(n=600, drivers=18)
    found = importance(frame, method="johnson", bootstraps=100)
    assert sum(shares(found).values()) == pytest.approx(found.r_squared, abs=1e-10)
    assert found.driver("driver 0").rank_high < found.driver("driver 17").rank_low


def test_fifteen_drivers_still_go_with_lmg():
    frame = survey(n=400, drivers=15)
    rows = frame.to_numpy()
    assert lmg_shares(np.corrcoef(rows.T)[None]).sum() == pytest.approx(
        r_squared(np.corrcoef(rows.T), range(15)), abs=1e-10
    )


# Resamples


def test_resampled_correlations_are_those_of_the_drawn_rows():
    rows = survey(n=60).to_numpy()
    draws = bootstrapped_correlations(rows, 3, seed=9)
    rng = np.random.default_rng(9)
    rng.multinomial(60, [1.0], size=3)
    for draw in draws:
        taken = rows[rng.integers(0, 60, 60)]
        assert draw == pytest.approx(np.corrcoef(taken.T), abs=1e-12)


def test_large_tables_are_resampled_in_blocks_with_the_same_spread():
    rows = survey(n=20_000).to_numpy()
    draws = bootstrapped_correlations(rows, 200, seed=1)
    r = np.corrcoef(rows.T)
    assert draws.mean(axis=0) == pytest.approx(r, abs=0.003)
    fisher = (1 - r[0, -1] ** 2) / np.sqrt(20_000)
    assert draws[:, 0, -1].std() == pytest.approx(fisher, rel=0.2)


def test_normal_samples_spread_as_fisher_says():
    matrix = np.array([[1, 0.3, 0.5], [0.3, 1, 0.2], [0.5, 0.2, 1]])
    draws = normal_correlations(matrix, 100, 4000, seed=2)
    z = np.arctanh(draws[:, 0, 2])
    assert z.mean() == pytest.approx(np.arctanh(0.5) + 0.5 / (2 * 99), abs=0.006)
    assert z.std() == pytest.approx(1 / np.sqrt(97), rel=0.04)


def test_same_seed_gives_the_same_result_and_another_moves_only_the_intervals():
    frame = survey()
    assert importance(frame) == importance(frame)
    other = importance(frame, seed=77)
    assert shares(other) == shares(importance(frame))
    assert other.drivers[0].low != importance(frame).drivers[0].low


def test_intervals_hold_the_value_and_ranks_are_whole():
    found = importance(survey(n=120))
    for rank, driver in enumerate(found.drivers, 1):
        assert driver.low <= driver.share <= driver.high
        assert driver.percent_low <= driver.percent <= driver.percent_high
        assert driver.rank_low <= driver.rank == rank <= driver.rank_high
    assert found.r_squared_low <= found.r_squared <= found.r_squared_high
    assert sum(driver.percent for driver in found.drivers) == pytest.approx(100)


def test_a_tie_is_a_difference_whose_interval_holds_zero():
    frame = survey(n=150)
    found = importance(frame, bootstraps=400, seed=6)
    drawn = lmg_shares(bootstrapped_correlations(frame.to_numpy(), 400, 6))
    for a, b in combinations(range(4), 2):
        low, high = np.quantile(drawn[:, a] - drawn[:, b], [0.025, 0.975])
        apart = found.distinguishable(f"driver {a}", f"driver {b}")
        assert apart is not bool(low <= 0 <= high)


def test_groups_hold_only_drivers_that_cannot_be_told_apart_and_hold_every_such_pair():
    found = importance(survey(n=150, drivers=6))
    assert found.not_distinguishable
    grouped = {frozenset(pair) for group in found.groups for pair in combinations(group, 2)}
    assert grouped == {frozenset(pair) for pair in found.not_distinguishable}


def test_a_driver_left_without_variance_by_a_resample_is_no_error():
    frame = survey(n=30, drivers=2)
    frame["rare"] = [1] + [0] * 29
    found = importance(frame)
    assert all(np.isfinite([driver.low, driver.high]).all() for driver in found.drivers)


def test_resamples_without_variance_in_the_outcome_are_counted():
    frame = survey(n=20, drivers=2).assign(outcome=[True] + [False] * 19)
    found = importance(frame)
    assert found.bootstraps < 200
    assert any("of 200 resamples" in warning for warning in found.warnings)


# Rows


def test_rows_with_a_gap_are_left_out_and_counted():
    frame = survey(n=200).astype(object)
    frame.loc[:9, "driver 1"] = None
    frame.loc[5:14, "driver 2"] = "N/A"
    found = importance(frame)
    assert found.n == 185
    assert found.dropped == {"blank": 5, "not a number": 10}
    assert "Left out: 5 blank, 10 not a number." in found.sentence()


def test_many_rows_left_out_name_the_worst_column():
    frame = survey(n=300)
    frame.loc[:99, "driver 3"] = np.nan
    (warning,) = importance(frame).warnings
    assert warning.startswith("33% of the rows")
    assert "driver 3 (100 rows)" in warning


def test_yes_no_outcome_is_a_linear_probability_model_and_says_so():
    frame = survey()
    renewed = frame["outcome"] > frame["outcome"].median()
    found = importance(frame.assign(outcome=renewed.astype("boolean")))
    same = importance(frame.assign(outcome=renewed.astype(int)))
    assert "linear probability model" in found.method
    assert shares(found) == shares(same)
    assert "linear probability" not in importance(frame).method


def test_few_rows_give_a_warning():
    assert any("few for 4 drivers" in warning for warning in importance(survey(n=99)).warnings)
    assert not importance(survey(n=100)).warnings
    assert any("few for 12" in warning for warning in importance(survey(119, drivers=12)).warnings)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_too_few_rows_are_not_available(n):
    found = importance(survey(n=400).head(n))
    assert (found.available, found.r_squared, found.drivers) == (False, None, ())
    assert "not available" in found.sentence()
    assert "at least 6 complete rows" in found.sentence()


@pytest.mark.parametrize(("end", "value"), [("highest", 10), ("lowest", 0)])
def test_answers_at_one_end_are_restricted_range(end, value):
    frame = survey()
    frame.loc[: int(0.62 * len(frame)), "driver 1"] = value
    (warning,) = [one for one in importance(frame).warnings if "driver 1" in one]
    assert end in warning
    assert "does not make it unimportant" in warning


def test_yes_no_driver_has_no_ceiling():
    frame = survey()
    frame["driver 1"] = np.arange(len(frame)) % 10 > 1
    assert not importance(frame).warnings


def test_beta_against_its_correlation_is_told():
    matrix = [[1, 0.8, 0.7], [0.8, 1, 0.4], [0.7, 0.4, 1]]
    found = importance_from_correlations(matrix, ["a", "b", "y"], "y", 500)
    assert found.driver("b").standardised_beta < 0 < found.driver("b").correlation
    assert any("opposite signs for b" in warning for warning in found.warnings)


# Refusals


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"drivers": ["driver 0"]}, "two or more"),
        ({"drivers": ["driver 0", "driver 0"]}, "more than once: driver 0"),
        ({"drivers": ["driver 0", "outcome"]}, "more than once: outcome"),
        ({"drivers": ["driver 0", "price"]}, "no column 'price'"),
        ({"method": "shapley"}, "no method 'shapley'"),
        ({"bootstraps": 99}, "99 resamples"),
        ({"confidence": 95}, "confidence"),
    ],
)
def test_impossible_requests_are_refused(change, words):
    asked = {"outcome": "outcome", "drivers": ["driver 0", "driver 1"]} | change
    with pytest.raises(MeasureError, match=words):
        driver_importance(survey(n=120), **asked)


def test_more_than_fifteen_drivers_are_sent_to_johnson():
    with pytest.raises(MeasureError) as refusal:
        importance(survey(n=300, drivers=16))
    assert "65,536 models" in refusal.value.reason
    assert "johnson" in refusal.value.remedy


def test_constant_columns_are_named():
    frame = survey(n=120).assign(flat=3)
    with pytest.raises(MeasureError, match='"flat"'):
        importance(frame)
    with pytest.raises(MeasureError, match='"outcome"'):
        importance(survey(n=120).assign(outcome=1))


def test_exact_collinearity_names_the_columns():
    frame = survey(n=120)
    frame["total"] = frame["driver 1"] + 2 * frame["driver 3"]
    with pytest.raises(
        MeasureError, match='"total" follows exactly from "driver 1" and "driver 3"'
    ):
        importance(frame)
    with pytest.raises(MeasureError, match='"turned" follows exactly from "driver 0"'):
        importance(survey(n=120).assign(turned=10 - survey(n=120)["driver 0"]))


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 0.5], [0.5, 1]], "shape"),
        ([[1, 0.5, 0.2], [0.4, 1, 0.1], [0.2, 0.1, 1]], "symmetric"),
        ([[4, 0.5, 0.2], [0.5, 1, 0.1], [0.2, 0.1, 1]], "symmetric"),
        ([[1, 0.9, 0.9], [0.9, 1, -0.9], [0.9, -0.9, 1]], "No rows can have"),
        ([[1, 1, 0.5], [1, 1, 0.5], [0.5, 0.5, 1]], 'follows exactly from "a"'),
    ],
)
def test_impossible_matrices_are_refused(matrix, words):
    with pytest.raises(MeasureError, match=words):
        importance_from_correlations(matrix, ["a", "b", "y"], "y", 100)


def test_outcome_that_is_no_column_is_refused():
    with pytest.raises(MeasureError, match='"z" is not a column'):
        importance_from_correlations(np.eye(3), ["a", "b", "y"], "z", 100)


def test_matrix_and_rows_give_the_same_shares():
    frame = survey()
    found = importance_from_correlations(frame.corr(), list(frame.columns), "outcome", len(frame))
    assert shares(found) == pytest.approx(shares(importance(frame)))
    assert "normal" in found.method
    few = importance_from_correlations(frame.corr(), list(frame.columns), "outcome", 4)
    assert not few.available


# Words


def test_sentence_speaks_of_association_and_never_of_causes():
    for found in (importance(survey()), swiss(), importance(survey(n=60))):
        text = found.sentence()
        assert not any(word in text.lower() for word in CAUSAL)
        assert "This is association" in text
        assert f"n = {found.n:,}" in text


def test_sentence_gives_r_squared_shares_ranks_and_ties():
    text = swiss().sentence()
    assert text.startswith("Together 5 drivers go with 70.7% of the variation in Fertility")
    assert "Education 26 (95% interval" in text
    assert "can't be told apart" in text


def test_rank_is_told_in_words():
    found = importance(survey(n=4000), bootstraps=100)
    assert found.drivers[0].rank_text == "rank 1"
    texts = {driver.rank_text for driver in importance(survey(n=60, drivers=6)).drivers}
    assert any(" to " in text for text in texts)


def test_unknown_driver_is_refused_by_name():
    with pytest.raises(MeasureError, match='"price" is not among'):
        swiss().distinguishable("Education", "price")


def test_top_gives_the_first_k():
    assert [driver.name for driver in swiss().top(2)] == ["Education", "Examination"]


# Coverage


def coverage(rho, beta, *, n, draws, bootstraps):
    """Share of samples whose interval holds the true share, for each of three normal drivers."""
    between = np.full((3, 3), rho) + (1 - rho) * np.eye(3)
    weights = np.array(beta)
    matrix = np.eye(4)
    matrix[:3, :3] = between
    matrix[:3, 3] = matrix[3, :3] = between @ weights / np.sqrt(weights @ between @ weights + 1)
    truth = lmg_shares(matrix[None])[0]
    rng = np.random.default_rng(5)
    root = np.linalg.cholesky(between)
    held = np.zeros(3)
    for draw in range(draws):
        ratings = rng.standard_normal((n, 3)) @ root.T
        frame = pd.DataFrame(ratings, columns=list("abc"))
        frame["outcome"] = ratings @ weights + rng.standard_normal(n)
        found = importance(frame, bootstraps=bootstraps, seed=draw)
        drivers = [found.driver(name) for name in "abc"]
        held += [one.low <= share <= one.high for one, share in zip(drivers, truth, strict=True)]
    return held / draws


@pytest.mark.slow
def test_percentile_intervals_cover_shares_that_are_not_small():
    held = coverage(0.4, (0.6, 0.4, 0.1), n=400, draws=2000, bootstraps=500)
    assert held == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
def test_percentile_intervals_hold_a_share_near_zero_too_seldom_and_zero_never():
    near = coverage(0.0, (0.6, 0.3, 0.02), n=400, draws=1000, bootstraps=300)
    assert near[:2] == pytest.approx(0.95, abs=0.02)
    assert 0.80 < near[2] < 0.92
    zero = coverage(0.0, (0.6, 0.3, 0.0), n=400, draws=100, bootstraps=300)
    assert zero[2] == 0
