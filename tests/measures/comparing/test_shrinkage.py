from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import Estimate, MeasureError, nps
from playbook.measures.comparing.empirical_bayes import between_variance, shrink
from playbook.measures.comparing.shrinkage import (
    league_from_estimates,
    league_table,
    nps_league,
    regress_to_mean,
)
from playbook.measures.scores.by_group import nps_by

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "empirical_bayes.yaml").read_text(encoding="utf-8")
)["figures"]

HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
AT_BATS = 45
JAMES_STEIN = [
    *(0.290, 0.286, 0.281, 0.277, 0.273, 0.273, 0.268, 0.264, 0.259, 0.259),
    *(0.254, 0.254, 0.254, 0.254, 0.254, 0.249, 0.244, 0.239),
]
MEANS = np.array([12.1, 30.4, 22.8, 41.0, 18.3, 27.7, 35.9, 24.6])
VARIANCES = np.array([60.0, 25, 110, 80, 16, 45, 200, 33])

groups = st.lists(
    st.tuples(st.floats(-50, 50), st.floats(0.5, 20)), min_size=4, max_size=12, unique=True
)


def branches(rates: list[float], n: int) -> tuple[np.ndarray, np.ndarray]:
    yes = np.concatenate([np.arange(n) < round(rate * n) for rate in rates])
    return yes, np.repeat([f"branch {place:02d}" for place in range(len(rates))], n)


def test_efron_morris_1975_shrink_18_batting_averages():
    root = np.sqrt(AT_BATS)
    found = shrink(root * np.arcsin(2 * HITS / AT_BATS - 1), np.ones(18))
    averages = (np.sin(found.means / root) + 1) / 2
    assert averages == pytest.approx(JAMES_STEIN, abs=5e-4)
    assert found.pull == pytest.approx(np.full(18, 0.791), abs=5e-4)


def test_r_gives_the_same_between_variance_values_and_errors():
    found = shrink(MEANS, np.sqrt(VARIANCES))
    assert (found.between, found.mean) == pytest.approx(
        tuple(REFERENCE["between_and_mean"]), rel=1e-9
    )
    assert found.means == pytest.approx(REFERENCE["shrunken"], rel=1e-9)
    assert found.errors == pytest.approx(REFERENCE["errors"], rel=1e-9)


def test_statsmodels_gives_the_same_between_variance():
    meta = pytest.importorskip("statsmodels.stats.meta_analysis")
    found = meta.combine_effects(MEANS, VARIANCES, method_re="iterated", atol=1e-12, maxiter=500)
    assert between_variance(MEANS, VARIANCES) == pytest.approx(found.tau2, rel=1e-8)


def test_groups_no_further_apart_than_their_noise_have_no_variance_between():
    assert between_variance(np.array([1.0, 1.1, 0.9, 1.0]), np.ones(4)) == 0
    assert between_variance(np.ones(5), np.ones(5)) == 0


@settings(max_examples=40, deadline=None)
@given(groups, st.floats(-100, 100), st.floats(0.01, 100))
def test_units_change_nothing(table, shift, factor):
    means, errors = (np.array(column) for column in zip(*table, strict=True))
    one, other = shrink(means, errors), shrink(shift + factor * means, factor * errors)
    assert other.means == pytest.approx(shift + factor * one.means, rel=1e-6, abs=1e-6 * factor)
    assert other.errors == pytest.approx(factor * one.errors, rel=1e-5)
    assert other.noise == pytest.approx(one.noise, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(groups)
def test_shrunken_values_lie_between_the_raw_one_and_the_mean(table):
    means, errors = (np.array(column) for column in zip(*table, strict=True))
    found = shrink(means, errors)
    assert (np.minimum(means, found.mean) - 1e-9 <= found.means).all()
    assert (found.means <= np.maximum(means, found.mean) + 1e-9).all()
    noisier = np.argsort(errors)
    assert (np.diff(found.pull[noisier]) >= -1e-12).all()


def test_equal_branches_are_said_to_rank_by_noise():
    yes, group = branches([0.58, 0.62, 0.6, 0.64, 0.56, 0.6, 0.61, 0.59], 60)
    found = league_table(yes, group, name="Satisfied customers")
    assert found.noise == 1
    assert "most of the ranking is noise" in found.sentence()
    assert "branch 03, first here, may truly rank 1–8" in found.sentence()
    assert "None of the 8 groups stands apart" in found.sentence()


def test_branches_far_apart_keep_their_ranks():
    yes, group = branches([0.1, 0.3, 0.5, 0.7, 0.9], 400)
    found = league_table(yes, group)
    assert [row.label for row in found.rows] == [
        f"branch {place:02d}" for place in range(4, -1, -1)
    ]
    assert all(row.rank == row.rank_low == row.rank_high for row in found.rows)
    assert found.noise < 0.02
    assert "mostly real differences" in found.sentence()
    assert found.unit == "%"


def test_low_is_best_where_said():
    yes, group = branches([0.1, 0.3, 0.5, 0.7], 100)
    assert league_table(yes, group, best="low").rows[0].label == "branch 00"
    with pytest.raises(MeasureError):
        league_table(yes, group, best="middle")


def test_variance_is_pooled_so_that_a_small_group_that_agrees_is_not_sure():
    values = [1.0, 5.0, 3.0, 4.0, 2.0, 6.0, 9.0, 9.0]
    found = league_table(values, list("aabbccdd"), unit="minutes")
    errors = {row.label: row.se for row in found.rows}
    assert errors["d"] == errors["a"] > 0


def test_same_seed_same_ranks_and_another_seed_only_touches_ranks():
    yes, group = branches([0.5, 0.55, 0.6, 0.65, 0.7], 50)
    one, again, other = (league_table(yes, group, seed=seed) for seed in (1, 1, 2))
    assert one == again
    for row, twin in zip(one.rows, other.rows, strict=True):
        same = dataclasses.replace(twin, rank_low=row.rank_low, rank_high=row.rank_high)
        assert same == row


def test_order_of_rows_and_labels_of_groups_change_nothing():
    yes, group = branches([0.5, 0.56, 0.6, 0.66, 0.7], 50)
    order = np.random.default_rng(1).permutation(len(yes))
    one = league_table(yes, group)
    assert league_table(yes[order], group[order]) == one
    renamed = league_table(yes, [f"z{99 - int(label[-2:])}" for label in group])
    for row, twin in zip(one.rows, renamed.rows, strict=True):
        assert list(dataclasses.astuple(twin)[1:]) == pytest.approx(
            list(dataclasses.astuple(row)[1:])
        )


def test_scores_are_shrunk_as_answers_scored_plus_and_minus_100():
    rng = np.random.default_rng(3)
    answers, group = rng.integers(0, 12, 400), np.repeat(list("abcde"), 80)
    found = nps_league(answers, group)
    scores = {label: one.value for label, one in nps_by(answers, group).estimates.items()}
    assert {row.label: row.raw for row in found.rows} == pytest.approx(scores)
    assert found.dropped == {"out of range 0–10": int((answers == 11).sum())}
    assert (found.name, found.unit) == ("Net Promoter Score", "points")


def test_estimates_at_hand_are_shrunk_by_their_intervals():
    scores = {
        label: nps([10] * n + [0] * 20) for label, n in zip("abcd", (5, 20, 40, 80), strict=True)
    }
    none = nps([])
    found = league_from_estimates(scores | {"e": none}, name="Net Promoter Score")
    widths = {row.label: 2 * 1.959964 * row.se for row in found.rows}
    assert widths["b"] == pytest.approx(scores["b"].high - scores["b"].low, rel=1e-5)
    assert found.dropped == {"groups without an interval": 1}


def test_leagues_of_too_few_groups_or_without_noise_are_refused():
    with pytest.raises(MeasureError, match="there are 3"):
        league_table([1, 2, 3, 4, 5, 6], list("aabbcc"), unit="minutes")
    with pytest.raises(MeasureError, match="noise can't be told"):
        league_table([1, 2, 3, 4], list("abcd"), unit="minutes")
    mixed = {
        label: Estimate(label, 1, 0, 2, 9, unit, "") for label, unit in zip("ab", "%x", strict=True)
    }
    with pytest.raises(MeasureError, match="different units"):
        league_from_estimates(mixed)


def test_a_bad_quarter_comes_back_half_the_way_with_no_action():
    assert regress_to_mean(40, 0.5, 20) == 30
    assert regress_to_mean(40, 0, 20) == 40
    assert regress_to_mean(40, 1, 20) == 20
    with pytest.raises(MeasureError):
        regress_to_mean(40, 1.5, 20)
    with pytest.raises(MeasureError):
        regress_to_mean(40, 0.5, float("nan"))


@pytest.mark.slow
@pytest.mark.parametrize("spread", [0.06, 0.12])
def test_shrunken_intervals_cover_the_true_rates_in_95_of_100_branches(spread):
    rng = np.random.default_rng(1983)
    covered = branches = 0
    for _ in range(2_000):
        n = rng.integers(20, 80, 20)
        true = rng.normal(0.5, spread, 20).clip(0.01, 0.99)
        group = np.repeat(np.arange(20), n)
        found = league_table(rng.random(len(group)) < true[group], group)
        for row in found.rows:
            covered += row.low <= 100 * true[int(row.label)] <= row.high
            branches += 1
    assert covered / branches == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
def test_shrunken_intervals_of_scores_cover_the_true_ones_in_95_of_100_branches():
    rng = np.random.default_rng(1983)
    covered = branches = 0
    for _ in range(2_000):
        n = rng.integers(20, 80, 20)
        promoters = rng.normal(0.45, 0.07, 20).clip(0.05, 0.75)
        group = np.repeat(np.arange(20), n)
        place = rng.random(len(group))
        edge = promoters[group]
        found = nps_league(np.where(place < edge, 10, np.where(place < edge + 0.2, 8, 3)), group)
        for row in found.rows:
            truth = 100 * (2 * promoters[int(row.label)] - 0.8)
            covered += row.low <= truth <= row.high
            branches += 1
    assert covered / branches == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
@pytest.mark.parametrize("between", [0.0, 0.3])
def test_where_branches_hardly_differ_the_intervals_err_on_the_wide_side(between):
    rng = np.random.default_rng(1983)
    covered = 0
    for _ in range(2_000):
        errors = np.sqrt(rng.uniform(0.3, 2, 20))
        true = rng.normal(0, between, 20)
        found = shrink(rng.normal(true, errors), errors)
        covered += int((np.abs(true - found.means) <= 1.959964 * found.errors).sum())
    assert 0.95 <= covered / (2_000 * 20) <= 1


@pytest.mark.slow
def test_rank_intervals_hold_the_true_rank_in_95_of_100_branches_or_more():
    rng = np.random.default_rng(1975)
    held = 0
    for _ in range(300):
        true = rng.normal(50, 8, 15)
        group = np.repeat(np.arange(15), 40)
        found = league_table(rng.normal(true[group], 25), group, unit="points")
        ranks = np.argsort(np.argsort(-true)) + 1
        held += sum(row.rank_low <= ranks[int(row.label)] <= row.rank_high for row in found.rows)
    assert held / (300 * 15) >= 0.935
