from __future__ import annotations

from pathlib import Path
from time import process_time

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError
from playbook.measures.retention.log_rank import log_rank

REFERENCE = Path(__file__).parents[2] / "reference"

SIX_MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
TARIFFS = ["A"] * 16 + ["B"] * 12 + ["C"] * 12

customers = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.booleans(),
        st.sampled_from("ABC"),
        st.integers(0, 4),
        st.integers(0, 3),
    ),
    max_size=25,
).filter(lambda rows: len({row[2] for row in rows if row[4] and row[3] < row[0]}) > 1)


def figures(name):
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))["figures"]


def check_against_r(found, reference):
    assert found.chi2 == pytest.approx(reference["chi_squared"][0], rel=1e-10)
    assert [group.observed for group in found.groups] == reference["observed"]
    assert [group.expected for group in found.groups] == pytest.approx(
        reference["expected"], rel=1e-10
    )


def test_gehan_1965_log_rank_is_16_79():
    found = log_rank(SIX_MP + PLACEBO, RELAPSE + [1] * 21, ["6-MP"] * 21 + ["placebo"] * 21)
    assert found.chi2 == pytest.approx(16.79, abs=0.005)
    assert found.df == 1
    assert found.p < 0.001
    check_against_r(found, figures("survival_gehan"))


def test_three_groups_with_ties_agree_with_r():
    reference = figures("survival_ties")
    found = log_rank(reference["months"], reference["left"], TARIFFS)
    check_against_r(found, reference)
    assert found.df == 2
    assert "Chance alone can give" in found.sentence()


def test_late_entries_agree_with_the_score_test_of_r():
    reference = figures("survival_left_truncated")
    found = log_rank(
        reference["last"], reference["left"], ["A", "B"] * 15, entered=reference["entry"]
    )
    assert found.chi2 == pytest.approx(reference["score"][0], rel=1e-10)


@given(customers)
@settings(max_examples=50, deadline=None)
def test_counts_give_what_repeated_rows_give_to_the_last_digit(rows):
    time, left, group, entered, counts = (list(column) for column in zip(*rows, strict=True))
    many = [np.repeat(np.array(column, dtype=object), counts) for column in (time, left, group)]
    assert log_rank(time, left, group, counts=counts) == log_rank(*many)
    late = np.repeat(entered, counts)
    assert log_rank(time, left, group, entered=entered, counts=counts) == log_rank(
        *many, entered=late
    )


@given(customers, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_rows_order_and_names_change_nothing_and_excesses_add_up_to_0(rows, random):
    mixed = random.sample(rows, len(rows))
    one, other = (
        log_rank([row[0] for row in each], [row[1] for row in each], [row[2] for row in each])
        for each in (rows, mixed)
    )
    assert one == other
    assert sum(group.observed - group.expected for group in one.groups) == pytest.approx(
        0, abs=1e-9
    )
    renamed = log_rank(
        [row[0] for row in rows],
        [row[1] for row in rows],
        [{"A": 9, "B": 3, "C": 5}[r[2]] for r in rows],
    )
    assert renamed.chi2 == (None if one.chi2 is None else pytest.approx(one.chi2))
    if one.chi2 is not None:
        assert 0 <= one.p <= 1


def test_customers_without_a_group_are_left_out_and_counted():
    found = log_rank([1, 2, 3, 4, 5], [1, 1, 0, 1, 1], ["A", None, "B", "B", " "])
    assert found.n == 3
    assert found.dropped == {"without a group": 2}


def test_nobody_leaving_is_not_available():
    found = log_rank([1, 2], [0, 0], ["A", "B"])
    assert (found.chi2, found.p, found.df) == (None, None, 0)
    assert "not available" in found.sentence()
    assert log_rank([], [], []).chi2 is None


def test_groups_never_followed_at_the_same_time_are_not_compared():
    assert log_rank([1, 2, 9, 10], [1, 1, 1, 1], list("AABB"), entered=[0, 0, 5, 5]).chi2 is None


def test_one_group_and_unequal_columns_are_refused():
    with pytest.raises(MeasureError, match="All customers are in one group, A"):
        log_rank([1, 2], [1, 0], ["A", "A"])
    with pytest.raises(MeasureError, match="different numbers of rows"):
        log_rank([1, 2], [1, 0], ["A", "B", "B"])


def test_a_million_customers_take_less_than_two_seconds():
    draw = np.random.default_rng(5)
    months, left = draw.integers(0, 73, 1_000_000), draw.random(1_000_000) < 0.4
    group = draw.integers(0, 8, 1_000_000)
    began = process_time()
    assert log_rank(months, left, group).df == 7
    assert process_time() - began < 2


@pytest.mark.slow
@pytest.mark.parametrize("groups", [2, 4])
def test_groups_alike_are_told_apart_5_times_in_100(groups):
    draw, draws, told = np.random.default_rng(3), 3000, 0
    codes = np.arange(160) % groups
    for _ in range(draws):
        lifetimes, limits = np.ceil(draw.exponential(15, 160)), draw.integers(5, 40, 160)
        found = log_rank(np.minimum(lifetimes, limits), lifetimes <= limits, codes)
        told += found.p < 0.05
    assert told / draws == pytest.approx(0.05, abs=0.015)
