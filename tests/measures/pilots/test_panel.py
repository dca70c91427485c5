from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from playbook.measures.errors import MeasureError
from playbook.measures.pilots.panel import read_panel


def frame_of(periods, units=("A", "B", "C"), treated=("A",)):
    frame = pd.DataFrame([(unit, period) for unit in units for period in periods])
    frame.columns = ["unit", "period"]
    frame["treated"] = frame["unit"].isin(treated)
    frame["y"] = np.arange(len(frame), dtype=float)
    return frame


def read(frame, after=3, **more):
    columns = {"outcome": "y", "unit": "unit", "period": "period", "treated": "treated"}
    return read_panel(frame, **{**columns, "after": after, **more})


@pytest.mark.parametrize(
    ("periods", "after", "labels"),
    [
        ([1, 2, 3, 4], 3, ("1", "2", "3", "4")),
        (["9", "10", "11", "12"], "11", ("9", "10", "11", "12")),
        (["2025-01", "2025-02", "2025-03", "2025-04"], "2025-03", None),
        (["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], "2025-Q3", None),
        (
            pd.to_datetime(["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]),
            "2025-02-15",
            ("2025-01", "2025-02", "2025-03", "2025-04"),
        ),
        (
            pd.to_datetime(["2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27"]),
            pd.Timestamp("2025-01-20"),
            ("2025-01-06", "2025-01-13", "2025-01-20", "2025-01-27"),
        ),
        (pd.period_range("2025-01", periods=4, freq="M"), "2025-03", None),
    ],
)
def test_periods_stand_in_the_order_of_time_whatever_the_order_of_rows(periods, after, labels):
    frame = frame_of(list(periods)).sample(frac=1, random_state=3)
    panel = read(frame, after=after)
    assert panel.periods == (labels or tuple(map(str, periods)))
    assert panel.after.tolist() == [False, False, True, True]
    assert panel.outcome.shape == (3, 4)


def test_ordered_categories_keep_their_own_order():
    months = ["Nov", "Dec", "Jan", "Feb"]
    frame = frame_of(months)
    frame["period"] = pd.Categorical(frame["period"], categories=months, ordered=True)
    assert read(frame, after="Jan").periods == ("Nov", "Dec", "Jan", "Feb")
    with pytest.raises(MeasureError, match="'Mar' is neither a period"):
        read(frame, after="Mar")


@pytest.mark.parametrize("periods", [["Jan", "Feb", "Mar"], ["1/2025", "2/2025", "10/2025"]])
def test_periods_whose_text_has_no_order_of_time_are_refused(periods):
    with pytest.raises(MeasureError, match="order of the periods"):
        read(frame_of(periods), after=periods[1])


def test_blank_and_unusable_rows_are_counted_once_each():
    frame = frame_of([1, 2, 3, 4, 5]).astype(object)
    frame.loc[0, "y"] = None
    frame.loc[1, ["y", "period"]] = ["none", None]
    frame.loc[5, "unit"] = " "
    frame.loc[6, "period"] = None
    frame.loc[10, "treated"] = "maybe"
    before_only = frame_of([1, 2], units=("D",)).astype(object)
    frame = pd.concat([frame, before_only])
    panel = read(frame, after=4)
    assert panel.dropped == {
        "with y blank": 1,
        "with y not a number": 1,
        "with unit blank": 1,
        "with period blank": 1,
        "with treated neither yes nor no": 1,
        "of a unit without a value on one side of the start": 2,
    }
    assert panel.n_rows + sum(panel.dropped.values()) == len(frame)


def test_waves_are_refused_with_a_way_out():
    frame = frame_of([1, 2, 3, 4], treated=("A", "B"))
    starts = frame["unit"].map({"A": 2, "B": 3, "C": 9})
    frame["on"] = frame["period"] >= starts
    with pytest.raises(MeasureError, match="same period") as refused:
        read(frame, after="on")
    assert "one wave at a time" in refused.value.remedy
    with pytest.raises(MeasureError, match="same period"):
        read(frame.assign(treated=frame["on"]), after=2)


def test_a_missing_row_at_the_start_is_no_second_wave():
    frame = frame_of([1, 2, 3, 4], treated=("A", "B"))
    frame["on"] = frame["treated"] & (frame["period"] >= 2)
    panel = read(frame[~((frame["unit"] == "B") & (frame["period"] == 2))], after="on")
    assert panel.after.tolist() == [False, True, True, True]


def test_a_flag_that_says_since_when_is_told_from_one_that_says_whether():
    frame = frame_of([1, 2, 3, 4])
    frame["treated"] = frame["treated"] & (frame["period"] >= 3)
    with pytest.raises(MeasureError, match="changes within a unit, first in 'A'"):
        read(frame)


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (lambda each: each["period"] == 2, "goes off again"),
        (
            lambda each: (each["period"] >= 3) | (~each["treated"] & (each["period"] == 2)),
            "another",
        ),
        (lambda each: ~each["treated"], "No row of a treated unit"),
        (lambda each: each["period"] >= 1, "no period before"),
    ],
)
def test_marks_of_the_start_that_contradict_each_other_are_refused(marked, text):
    frame = frame_of([1, 2, 3, 4])
    with pytest.raises(MeasureError, match=text):
        read(frame.assign(on=marked(frame)), after="on")


@pytest.mark.parametrize(
    ("change", "after", "text"),
    [
        (lambda each: each, 1, "no period before"),
        (lambda each: each, 5, "no period after"),
        (lambda each: each, "soon", "neither a period"),
        (lambda each: each.drop(columns="y"), 3, "no column 'y'"),
        (lambda each: each.assign(y=None), 3, "No row"),
        (lambda each: each.assign(treated=True), 3, "no comparison unit"),
        (lambda each: each.assign(treated=False), 3, "no treated unit"),
        (lambda each: pd.concat([each, each.head(1)]), 3, "'A' has two or more rows in period 1"),
    ],
)
def test_panels_that_allow_no_comparison_are_refused(change, after, text):
    with pytest.raises(MeasureError, match=text):
        read(change(frame_of([1, 2, 3, 4])), after=after)
