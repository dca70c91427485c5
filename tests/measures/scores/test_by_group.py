from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, nps, satisfaction, share
from playbook.measures.scores.by_group import nps_by, satisfaction_by, share_by

ANSWERS = [10, 3, 8, None, 9, 11, 0, 7]
BRANCHES = ["North", "South", " North", "North", None, "South", "South", "North"]

answers = st.one_of(st.integers(-1, 11), st.none(), st.just(8.5), st.just("N/A"))
rows = st.lists(st.tuples(answers, st.sampled_from(["a", "b", "c", None, ""])), max_size=40)


def test_each_group_is_measured_as_it_would_be_by_itself():
    found = nps_by(ANSWERS, BRANCHES)
    assert list(found.estimates) == ["North", "South"]
    north, alone = found.estimates["North"], nps([10, 8, None, 7])
    assert (north.value, north.low, north.high, north.n) == (
        alone.value,
        alone.low,
        alone.high,
        alone.n,
    )
    assert north.dropped == {"blank": 1}
    assert found.estimates["South"].dropped == {"out of range 0–10": 1}
    assert found.overall.n == 5
    assert found.dropped == {"blank": 1, "out of range 0–10": 1, "without a group": 1}


@settings(max_examples=50, deadline=None)
@given(rows)
def test_every_group_equals_its_rows_measured_alone_and_every_row_is_counted(table):
    ratings, groups = [row[0] for row in table], [row[1] for row in table]
    found = nps_by(ratings, groups)
    for label, estimate in found.estimates.items():
        alone = nps([rating for rating, group in table if group == label])
        assert (estimate.value, estimate.low, estimate.n) == (alone.value, alone.low, alone.n)
        assert estimate.dropped == alone.dropped
    used = sum(estimate.n for estimate in found.estimates.values())
    assert used == found.overall.n
    assert used + sum(found.dropped.values()) == len(table)


@settings(max_examples=30, deadline=None)
@given(rows.flatmap(lambda table: st.tuples(st.just(table), st.permutations(table))))
def test_order_of_rows_changes_nothing(pair):
    one, other = (nps_by([row[0] for row in t], [row[1] for row in t]) for t in pair)
    assert one == other
    assert list(one.estimates) == list(other.estimates)


@settings(max_examples=30, deadline=None)
@given(rows)
def test_relabelling_groups_changes_nothing_but_the_labels(table):
    new = {"a": "zebra", "b": "ape", "c": "mouse"}
    ratings, groups = [row[0] for row in table], [row[1] for row in table]
    one = nps_by(ratings, groups)
    other = nps_by(ratings, [new.get(group, group) for group in groups])
    for label, estimate in one.estimates.items():
        assert other.estimates[new[label]].value == estimate.value


@pytest.mark.parametrize(
    "groups",
    [
        np.array(BRANCHES, dtype=object),
        pd.Series(BRANCHES, dtype="str"),
        pd.Series(BRANCHES, dtype=object),
        pd.Categorical(BRANCHES),
        pd.Series(BRANCHES, dtype="category", index=range(8, 0, -1)),
    ],
)
def test_kind_of_column_changes_nothing(groups):
    assert nps_by(ANSWERS, groups) == nps_by(ANSWERS, BRANCHES)


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.float32])
def test_kind_of_number_changes_nothing(kind):
    ratings = np.array([10, 3, 8, 9, 11, 0], dtype=kind)
    groups = ["x", "y", "x", "y", "y", "x"]
    assert nps_by(ratings, groups) == nps_by(ratings.tolist(), groups)


def test_groups_stand_in_order_of_categories_of_size_or_of_letters():
    sizes = pd.Categorical(["big", "small"], categories=["small", "medium", "big"])
    assert list(nps_by([9, 1], sizes).estimates) == ["small", "big"]
    assert list(nps_by([9, 1, 5], [10.0, 9.0, np.nan]).estimates) == ["9", "10"]
    assert list(nps_by([9, 1], ["b", "a"]).estimates) == ["a", "b"]


def test_a_group_whose_answers_all_fall_out_is_not_available():
    found = nps_by([9, None], ["a", "b"])
    assert not found.estimates["b"].available
    assert found.estimates["b"].dropped == {"blank": 1}


def test_no_rows_give_no_groups():
    found = nps_by([], [])
    assert found.estimates == {}
    assert not found.overall.available
    assert "not available" in found.sentence()


@pytest.mark.parametrize(("ratings", "groups"), [([9, 1], ["a"]), ([9], [["a", "b"]])])
def test_columns_that_do_not_fit_are_refused(ratings, groups):
    with pytest.raises(MeasureError):
        nps_by(ratings, groups)


def test_satisfaction_and_shares_by_group_equal_those_of_the_group_alone():
    ratings, groups = [5, 4, 3, 5, 9, None], ["a", "a", "b", "b", "b", "b"]
    found = satisfaction_by(ratings, groups)
    alone = satisfaction([3, 5, 9, None])
    assert found.name == alone.name
    assert found.estimates["b"].low == alone.low
    assert found.estimates["b"].method == alone.method
    assert found.estimates["b"].dropped == alone.dropped
    left = share_by([True, False, 1, "maybe", None], ["a", "a", "a", "b", "b"], name="Left")
    assert left.estimates["a"].low == share(2, 3).low
    assert left.dropped == {"blank": 1, "neither yes (true, 1) nor no (false, 0)": 1}


def test_boxes_that_are_no_part_of_the_scale_are_refused():
    with pytest.raises(MeasureError):
        satisfaction_by([1], ["a"], top=5)


def test_sentence_names_all_groups_and_what_was_left_out():
    text = nps_by(ANSWERS, BRANCHES).sentence()
    assert text.startswith("Net Promoter Score, all groups −20 points (95% interval")
    assert "North 33.3 points" in text
    assert text.endswith("Left out: 1 blank, 1 out of range 0–10, 1 without a group.")
