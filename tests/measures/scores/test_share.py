from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import MeasureError, satisfaction, share, share_difference

count_of = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(0.01, 0.999)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"), [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05)]
)
def test_newcombe_1998_wilson_intervals(successes, n, low, high):
    found = share(successes, n)
    assert found.value == pytest.approx(100 * successes / n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.005)


def test_newcombe_1998_method_10_for_56_of_70_and_48_of_80():
    found = share_difference(56, 70, 48, 80)
    assert found.difference == pytest.approx(20)
    assert (found.low, found.high) == pytest.approx((5.24, 33.39), abs=0.005)
    assert (found.n_a, found.n_b) == (70, 80)


@pytest.mark.parametrize(
    ("counts", "low", "high"), [((9, 10, 3, 10), 17.05, 80.90), ((10, 10, 0, 20), 67.91, 100.0)]
)
def test_newcombe_1998_method_10_for_small_and_extreme_groups(counts, low, high):
    found = share_difference(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.005)


@given(count_of, confidences)
def test_interval_holds_the_share_and_stays_within_0_and_100(counts, confidence):
    found = share(*counts, confidence=confidence)
    assert 0 <= found.low <= found.value <= found.high <= 100
    assert found.low < found.high


@given(count_of, count_of, confidences)
def test_difference_interval_holds_the_point_and_mirrors_when_swapped(a, b, confidence):
    one = share_difference(*a, *b, confidence=confidence)
    other = share_difference(*b, *a, confidence=confidence)
    assert -100 <= one.low <= one.difference <= one.high <= 100
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))


@given(st.integers(1, 1000))
def test_interval_does_not_collapse_when_all_or_none_succeed(n):
    assert share(n, n).low < 100 == share(n, n).high
    assert share(0, n).low == 0 < share(0, n).high


def test_nobody_asked_is_not_available_and_never_0():
    assert share(0, 0).value is None
    assert share_difference(0, 0, 5, 10).difference is None
    assert share_difference(5, 10, 0, 0).low is None


@pytest.mark.parametrize("counts", [(2, 1), (-1, 5), (1, -1), (1.5, 3), ("1", 3), (None, 3)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(MeasureError):
        share(*counts)
    with pytest.raises(MeasureError):
        share_difference(*counts, 1, 2)


def test_satisfaction_is_the_top_two_of_five_and_says_so():
    found = satisfaction([5, 4, 3, 1, "4", 0, 6, None, "good"])
    assert found.value == pytest.approx(60)
    assert (found.low, found.high) == (share(3, 5).low, share(3, 5).high)
    assert found.name == "Satisfied customers (4–5 on a scale of 1–5)"
    assert "Wilson" in found.method
    assert found.dropped == {"blank": 1, "not a number": 1, "out of range 1–5": 2}


def test_satisfaction_states_another_scale_and_box():
    found = satisfaction([7, 6, 7, 1], scale=(1, 7), top=1)
    assert found.value == 50
    assert "(7 on a scale of 1–7)" in found.name
    assert satisfaction([0, 1], scale=(0, 1), top=1).value == 50


@pytest.mark.parametrize(("scale", "top"), [((5, 1), 2), ((1, 5), 0), ((1, 5), 5), ((3, 3), 1)])
def test_scales_and_boxes_that_cannot_be_are_refused(scale, top):
    with pytest.raises(MeasureError):
        satisfaction([1, 2], scale=scale, top=top)


def test_satisfaction_without_answers_is_not_available():
    found = satisfaction([None, "N/A"])
    assert found.value is None
    assert sum(found.dropped.values()) == 2


@given(
    st.lists(st.integers(0, 6), max_size=50).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_order_of_rows_changes_nothing(pair):
    assert satisfaction(pair[0]) == satisfaction(pair[1])
