from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.purchases import purchase_histories

ROWS = [
    ("007", "2024-01-01", 10.0),
    ("007", "2024-01-01", 5.0),  # the same day: one purchase
    ("007", "2024-01-15", 20.0),
    ("007", "2024-02-12", 0.0),  # no amount, a purchase all the same
    ("007", "2024-04-01", 9.0),  # after the calibration
    ("b", "2024-01-08", 7.0),
    ("b", "2024-01-20", -7.0),  # a refund
    (None, "2024-01-08", 1.0),
    ("b", "8.1.2024", 1.0),
    ("b", None, 1.0),
    ("late", "2024-03-20", 3.0),
    ("c", "2024-01-29", 4.0),
    ("c", "2024-02-05", None),  # amount unknown
]


def histories(rows=ROWS, **options):
    customer, date, amount = (list(column) for column in zip(*rows, strict=True))
    return purchase_histories(customer, date, amount, calibration_end="2024-03-04", **options)


def row(found, customer):
    return found.frame.set_index("customer").loc[customer]


def test_a_history_counts_repeats_and_weeks_from_the_first_purchase():
    one = row(histories(), "007")
    assert (one.frequency, one.recency, one.age) == (2, 6, 9)
    assert (one.mean_value, one.valued, one.holdout) == (20, 1, 1)


def test_ids_keep_their_leading_zeros():
    assert list(histories().frame["customer"]) == ["007", "b", "c"]


def test_a_customer_without_a_repeat_has_no_recency_and_no_value():
    one = row(histories(), "b")
    assert (one.frequency, one.recency, one.age, one.valued) == (0, 0, 8, 0)
    assert np.isnan(one.mean_value)


def test_an_unknown_amount_is_a_purchase_without_value():
    one = row(histories(), "c")
    assert (one.frequency, one.valued) == (1, 0)
    assert np.isnan(one.mean_value)


def test_everything_joined_or_left_out_is_counted_and_said():
    found = histories()
    assert found.collapsed == 1
    assert found.after_calibration == 1
    assert found.zero_days == 1
    assert found.unknown_days == 1
    assert found.left_out == {"who first bought after 2024-03-04": 1}
    assert found.dropped == {
        "without a customer": 1,
        "without a date": 1,
        "whose date is not a date": 1,
        "refunds (amount below 0)": 1,
    }
    sentence = found.sentence()
    assert "3 customers, 2 of whom bought again, 3 repeat purchases" in sentence
    assert "1 refunds (amount below 0)" in sentence
    assert "first ever" in sentence


def test_every_row_is_accounted_for():
    found = histories()
    used = len(found.frame) + int(found.frame["frequency"].sum() + found.frame["holdout"].sum())
    late = 1
    assert used + found.collapsed + late + sum(found.dropped.values()) == len(ROWS)


def test_only_customers_first_seen_from_a_day_on():
    found = histories(first_from="2024-01-08")
    assert list(found.frame["customer"]) == ["b", "c"]
    assert found.left_out["who first bought before 2024-01-08"] == 1
    assert "first ever" not in found.sentence()


def test_units_divide_the_same_days():
    days, months = histories(unit="day"), histories(unit="month")
    assert row(days, "007").age == 63
    assert row(months, "007").age == pytest.approx(63 / 30.4375)
    assert days.holdout_length == 28
    assert histories().holdout_length == 4


def test_without_a_calibration_end_the_last_purchase_ends_it():
    found = purchase_histories(["a", "a"], ["2024-01-01", "2024-01-08"])
    assert (found.calibration_end, found.holdout_length) == ("2024-01-08", 0)
    assert list(found.frame["frequency"]) == [1]
    assert found.frame["mean_value"].isna().all()
    assert found.unknown_days == 0


@pytest.mark.parametrize(
    "dates",
    [
        np.array(["2024-01-01", "2024-02-01"], dtype="datetime64[s]"),
        pd.Series(["2024-01-01", "2024-02-01"]),
        pd.to_datetime(pd.Series(["2024-01-01 23:59", "2024-02-01 00:01"])),
    ],
)
def test_dates_may_be_text_or_dates(dates):
    found = purchase_histories([1, 1], dates, unit="day")
    assert list(found.frame["age"]) == [31]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 4), st.integers(0, 99), st.integers(0, 9)), min_size=1, max_size=30
    ).flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows)))
)
def test_order_of_rows_changes_nothing(pair):
    frames = []
    for rows in pair:
        customer, day, amount = (np.array(column) for column in zip(*rows, strict=True))
        dates = np.datetime64("2024-01-01") + day
        frames.append(purchase_histories(customer, dates, amount, unit="day").frame)
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"unit": "year"}, "no unit of time 'year'"),
        ({"first_from": "2024-06-01"}, "comes after the end"),
        ({"first_from": "2024-03-01"}, "No customer has a first purchase"),
        ({"first_from": "soon"}, "not a date"),
    ],
)
def test_impossible_wishes_are_refused(options, words):
    with pytest.raises(MeasureError, match=words):
        histories(**options)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        purchase_histories(["a"], ["2024-01-01", "2024-01-02"])


def test_rows_without_any_purchase_are_refused_with_the_reasons():
    with pytest.raises(MeasureError, match="2 whose date is not a date"):
        purchase_histories(["a", "b"], ["yesterday", "01/02/2024"])


@pytest.mark.slow
def test_a_million_purchases_take_a_few_seconds():
    rng = np.random.default_rng(5)
    n = 1_000_000
    customer = pd.Series(rng.integers(0, 200_000, n)).astype(str)
    date = np.datetime64("2022-01-01") + rng.integers(0, 1000, n)
    begun = time.perf_counter()
    found = purchase_histories(customer, date, rng.gamma(2, 20, n), calibration_end="2024-01-01")
    assert time.perf_counter() - begun < 8
    assert found.n > 190_000
