from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import MeasureError, xmr

NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
STEADY = [10, 12] * 10

series = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=60)


def test_nist_e_handbook_6_3_2_2_limits():
    chart = xmr(NIST)
    assert chart.centre == pytest.approx(50.81, abs=1e-3)
    assert chart.moving_range == pytest.approx(1.8778, abs=1e-3)
    assert chart.upper == pytest.approx(55.8041, abs=1e-3)
    assert chart.lower == pytest.approx(45.8159, abs=1e-3)
    assert chart.moving_range_upper == pytest.approx(3.268 * 1.8778, abs=1e-3)
    assert chart.signals == ()


def test_first_20_points_are_the_baseline_and_later_points_never_move_the_limits():
    before, after = xmr(STEADY), xmr([*STEADY, 50, 60, 70])
    assert before.baseline == after.baseline == (0, 20)
    assert (before.centre, before.lower, before.upper) == (after.centre, after.lower, after.upper)
    assert before.warning is None


def test_all_points_are_the_baseline_where_there_are_fewer_than_20():
    assert xmr(STEADY[:15]).baseline == (0, 15)
    assert xmr(STEADY[:15]).warning is None
    assert "11 points" in xmr(STEADY[:11]).warning


def test_baseline_can_be_a_number_of_points_or_a_slice():
    values = [0, 0, *STEADY]
    assert xmr(values, baseline=12).baseline == (0, 12)
    assert xmr(values, baseline=slice(2, 16)).baseline == (2, 16)
    assert xmr(values, baseline=slice(2, 16)).centre == 11
    assert xmr(values, baseline=slice(-14, None)).baseline == (8, 22)
    assert xmr(STEADY[:15], baseline=20).baseline == (0, 15)


@pytest.mark.parametrize("baseline", [1, 0, -3, True, slice(0, 10, 2), slice(None, None, -1)])
def test_a_baseline_that_cannot_set_limits_is_refused(baseline):
    with pytest.raises(MeasureError):
        xmr(STEADY, baseline=baseline)


def test_a_point_outside_the_limits_is_a_signal_with_its_label():
    months = [f"month {i}" for i in range(1, 23)]
    chart = xmr([*STEADY, 17, 4], labels=months)
    assert [(signal.index, signal.rule) for signal in chart.signals] == [
        (20, "outside limits"),
        (21, "outside limits"),
    ]
    assert chart.signals[0].text == "Month 21, 17, lies above the upper limit 16.3."
    assert chart.signals[1].text == "Month 22, 4, lies below the lower limit 5.7."


def test_a_point_on_the_limit_is_no_signal():
    chart = xmr([*STEADY, 11 + 2.66 * 2, 11 - 2.66 * 2])
    assert chart.signals == ()


def test_eight_in_a_row_on_one_side_is_one_signal_at_the_eighth():
    seven = xmr([*STEADY, 10, *[11.5] * 7])
    eight = xmr([*STEADY, 10, *[11.5] * 8])
    eleven = xmr([*STEADY, 10, *[11.5] * 11])
    assert seven.signals == ()
    assert [(signal.index, signal.rule) for signal in eight.signals] == [(28, "eight on one side")]
    assert eight.signals[0].points == tuple(range(21, 29))
    assert [signal.index for signal in eleven.signals] == [28]
    assert "11 in a row, point 22 to point 32, lie above the centre 11." in eleven.signals[0].text


def test_a_point_on_the_centre_ends_a_run():
    assert xmr([*STEADY, 10, *[11.5] * 4, 11, *[11.5] * 4]).signals == ()


def test_a_missing_value_ends_a_run_makes_no_moving_range_and_is_counted():
    chart = xmr([*STEADY, 10, *[11.5] * 4, None, *[11.5] * 4])
    assert chart.signals == ()
    assert chart.moving_ranges[25] is None
    assert chart.moving_ranges[26] is None
    assert chart.values[25] is None
    assert (chart.n, chart.dropped) == (29, {"blank": 1})
    assert "1 blank" in chart.sentence()


def test_a_missing_value_in_the_baseline_is_not_bridged():
    chart = xmr([1, 2, None, 100, 101])
    assert chart.moving_range == 1
    assert chart.baseline == (0, 5)


def test_a_baseline_of_20_points_skips_missing_values():
    assert xmr([None, *STEADY, 10]).baseline == (0, 21)


@pytest.mark.parametrize("values", [[], [5], [None, 5], [None, None], ["N/A"], [1, None, 2]])
def test_too_few_points_are_not_available_and_no_error(values):
    chart = xmr(values)
    assert not chart.available
    assert (chart.centre, chart.lower, chart.upper, chart.moving_range) == (None,) * 4
    assert chart.signals == ()
    assert chart.warning
    assert "not available" in chart.sentence()


def test_a_slice_without_points_is_not_available():
    assert not xmr(STEADY, baseline=slice(30, 40)).available
    assert not xmr(STEADY, baseline=slice(10, 5)).available


def test_a_baseline_that_does_not_vary_warns_and_marks_only_what_differs():
    flat = xmr([0.1] * 30)
    assert flat.lower == flat.centre == flat.upper == pytest.approx(0.1)
    assert flat.signals == ()
    assert "does not vary" in flat.warning
    assert [signal.index for signal in xmr([0.1] * 30 + [0.2]).signals] == [30]


def test_labels_of_another_number_are_refused():
    with pytest.raises(MeasureError):
        xmr(NIST, labels=["January"])


def test_sentence_says_no_signal_or_which():
    assert "No signal" in xmr(STEADY).sentence()
    assert "1 signal: Point 21, 40," in xmr([*STEADY, 40]).sentence()
    assert "set by point 1 to point 20 (n = 20)" in xmr(STEADY).sentence()


@given(series, st.lists(st.floats(-1e6, 1e6), max_size=10))
def test_points_after_the_baseline_leave_limits_and_earlier_signals(values, later):
    fixed = slice(0, len(values))
    before, after = xmr(values, baseline=fixed), xmr([*values, *later], baseline=fixed)
    assert (before.centre, before.lower, before.upper) == (after.centre, after.lower, after.upper)
    assert after.n == before.n + len(later)


@given(series)
def test_limits_hold_the_centre_and_signals_name_points_of_the_series(values):
    chart = xmr(values)
    assert chart.n + sum(chart.dropped.values()) == len(values)
    if chart.available:
        assert chart.lower <= chart.centre <= chart.upper
    for signal in chart.signals:
        assert signal.index in signal.points
        assert all(chart.values[point] is not None for point in signal.points)
