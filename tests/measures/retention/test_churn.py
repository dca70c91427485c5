from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, share
from playbook.measures.retention.churn import (
    compound,
    logo_churn,
    logo_churn_from_counts,
    per_period,
)

YEAR = {"start": "2024-01-01", "end": "2025-01-01"}
day = st.integers(0, 60).map(lambda days: np.datetime64("2024-01-01") + days)
customers = st.lists(st.tuples(day, st.none() | st.integers(0, 60)), max_size=30).map(
    lambda rows: [(came, None if stay is None else came + stay) for came, stay in rows]
)
rates = st.floats(0, 0.999)


def test_only_customers_of_the_start_are_lost():
    joined = ["2023-05-01", "2023-06-01", "2023-07-01", "2023-08-01", "2024-02-01", "2022-01-01"]
    left = [None, "2024-06-30", "2025-01-01", "2023-12-31", "2024-03-01", ""]
    found = logo_churn(joined, left, **YEAR)
    assert (found.value, found.n) == (25, 4)
    assert (found.low, found.high) == (share(1, 4).low, share(1, 4).high)


def test_each_loss_falls_into_one_period_at_its_edges():
    joined, left = ["2023-01-01"] * 3, ["2023-12-31", "2024-01-01", "2024-12-31"]
    before = logo_churn(joined, left, start="2023-02-01", end="2024-01-01")
    within = logo_churn(joined, left, **YEAR)
    assert (before.value, within.value) == (pytest.approx(100 / 3), 100)
    new = logo_churn(["2024-01-01"], [None], **YEAR)
    assert new.n == 0


@given(customers)
@settings(max_examples=50, deadline=None)
def test_the_customers_of_the_next_start_are_those_who_stayed_and_those_who_came(rows):
    joined, left = [came for came, _ in rows], [went for _, went in rows]
    one, two, three = "2024-01-20", "2024-02-10", "2024-03-20"
    first = logo_churn(joined, left, start=one, end=two)
    second = logo_churn(joined, left, start=two, end=three)
    lost = round((first.value or 0) / 100 * first.n)
    border, stop = np.datetime64(one), np.datetime64(two)
    new = sum(border <= came < stop and (went is None or went >= stop) for came, went in rows)
    assert second.n == first.n - lost + new


def test_unusable_rows_are_left_out_and_counted():
    joined = ["2023-01-01", None, "01/02/2023", "2023-01-01", "2023-01-01"]
    left = [None, None, None, "later", "2022-12-31"]
    assert logo_churn(joined, left, **YEAR).n == 1
    assert logo_churn(joined, left, **YEAR).dropped == {
        "without a date of joining": 1,
        "date of joining not a date": 1,
        "date of leaving not a date": 1,
        "left before joining": 1,
    }


def test_no_customer_at_the_start_is_not_available():
    found = logo_churn([], [], **YEAR)
    assert found.value is None
    assert found.sentence() == (
        "Customers lost: not available, no customers at the start of the period (n = 0)."
    )


def test_counts_give_the_share_lost():
    found = logo_churn_from_counts(263, 81, name="Contracts lost")
    assert found.value == pytest.approx(100 * 81 / 263)
    assert found.name == "Contracts lost"
    for counts in ((5, 6), (-1, 0), (5.5, 1)):
        with pytest.raises(MeasureError):
            logo_churn_from_counts(*counts)


def test_periods_that_do_not_end_after_their_start_are_refused():
    with pytest.raises(MeasureError, match="not after its start"):
        logo_churn([], [], start="2024-01-01", end="2024-01-01")
    with pytest.raises(MeasureError, match="start of the period"):
        logo_churn([], [], start="01/02/2024", end="2024-01-01")
    with pytest.raises(MeasureError, match="different numbers of rows"):
        logo_churn(["2023-01-01"], [], **YEAR)


def test_two_percent_a_month_is_21_53_percent_a_year_and_ten_a_year_0_874_a_month():
    assert 100 * compound(0.02, 12) == pytest.approx(21.53, abs=0.005)
    assert 100 * per_period(0.10, 12) == pytest.approx(0.874, abs=0.0005)


@given(rates, st.floats(0.1, 100), st.floats(0.1, 100))
@settings(max_examples=50, deadline=None)
def test_compounding_adds_periods_and_is_undone_by_its_inverse(rate, n, m):
    both = 1 - (1 - compound(rate, n)) * (1 - compound(rate, m))
    assert compound(rate, n + m) == pytest.approx(both, abs=1e-12)
    assert compound(per_period(rate, n), n) == pytest.approx(rate, rel=1e-9, abs=1e-15)
    assert compound(rate, 1) == pytest.approx(rate)


def test_rates_at_the_ends():
    assert (compound(0, 12), compound(1, 12), compound(1, 0), compound(0.5, 0)) == (0, 1, 0, 0)
    assert math.copysign(1, compound(0, 12)) == 1
    assert per_period(1, 12) == 1


@pytest.mark.parametrize(
    ("rate", "periods"), [(2, 12), (-0.1, 12), (math.nan, 1), (0.1, -1), (0.1, math.inf)]
)
def test_rates_and_periods_that_cannot_be_are_refused(rate, periods):
    with pytest.raises(MeasureError):
        compound(rate, periods)
    with pytest.raises(MeasureError):
        per_period(rate, periods)
    with pytest.raises(MeasureError):
        per_period(0.1, 0)
