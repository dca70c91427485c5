from __future__ import annotations

from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, share
from playbook.measures.retention.cohorts import cohort_retention

JOINED = ["2024-01-05", "2024-01-31", "2024-02-10", "2024-04-01"]
LEFT = ["2024-01-20", None, "2024-04-01", "2024-09-09"]

day = st.integers(0, 400).map(lambda days: np.datetime64("2023-01-15") + days)
customers = st.lists(st.tuples(day, st.none() | st.integers(0, 300)), max_size=25).map(
    lambda rows: [(came, None if stay is None else came + stay) for came, stay in rows]
)


def test_counts_are_those_still_there_when_a_month_begins():
    found = cohort_retention(JOINED, LEFT, observed_until="2024-04-30")
    assert found.cohorts == ("2024-01", "2024-02", "2024-03", "2024-04")
    assert found.ages == (0, 1, 2, 3, 4)
    assert found.sizes == (2, 1, 0, 1)
    assert found.active == (
        (2, 1, 1, 1, 1),
        (1, 1, 1, 0, None),
        (0, 0, 0, None, None),
        (1, 1, None, None, None),
    )
    assert found.shares[0] == (100, 50, 50, 50, 50)
    assert found.shares[2] == (None,) * 5


def test_corner_that_has_not_come_yet_is_missing_and_a_lost_cohort_is_0():
    found = cohort_retention(JOINED, LEFT, observed_until="2024-04-29")
    assert [row[-1] for row in found.shares] == [50, None, None, None]
    assert found.estimate("2024-04", 1).value is None
    assert "not yet observed" in found.estimate("2024-04", 1).sentence()
    lost = cohort_retention(JOINED, LEFT, observed_until="2024-04-30").estimate("2024-02", 3)
    assert (lost.value, lost.n) == (0, 1)


def test_estimate_is_the_share_with_its_interval():
    found = cohort_retention(JOINED, LEFT, observed_until="2024-04-30").estimate("2024-01", 1)
    assert (found.value, found.low, found.high) == (50, share(1, 2).low, share(1, 2).high)
    assert found.name == "Customers of 2024-01 still there after 1 month"


@pytest.mark.parametrize(
    ("unit", "cohorts", "active"),
    [
        ("quarter", ("2024-Q1", "2024-Q2"), ((3, 2, 1), (1, 1, None))),
        ("year", ("2024",), ((4, 1),)),
    ],
)
def test_longer_units(unit, cohorts, active):
    until = "2024-06-30" if unit == "quarter" else "2024-12-31"
    found = cohort_retention(JOINED, LEFT, observed_until=until, unit=unit)
    assert (found.cohorts, found.active) == (cohorts, active)


@given(customers)
@settings(max_examples=50, deadline=None)
def test_counts_match_a_count_by_hand_and_never_rise(rows):
    joined, left = [came for came, _ in rows], [went for _, went in rows]
    found = cohort_retention(joined, left, observed_until="2024-03-10")
    assert sum(found.sizes) == found.n == len(rows) - sum(found.dropped.values())
    for place, row in enumerate(found.active):
        month = np.datetime64(found.cohorts[place])
        for age, count in enumerate(row):
            begins = (month + age).astype("datetime64[D]")
            members = [went for came, went in rows if came.astype("datetime64[M]") == month]
            if begins > np.datetime64("2024-03-11"):
                assert count is None
                continue
            assert (
                count == len(members)
                if age == 0
                else count == sum(went is None or went >= begins for went in members)
            )
        known = [count for count in row if count is not None]
        assert known == sorted(known, reverse=True)


@given(customers)
@settings(max_examples=30, deadline=None)
def test_an_earlier_look_is_the_later_one_with_a_larger_corner_missing(rows):
    rows = [row for row in rows if row[0] <= np.datetime64("2023-09-30")]
    joined, left = [came for came, _ in rows], [went for _, went in rows]
    early = cohort_retention(joined, left, observed_until="2023-09-30")
    late = cohort_retention(joined, left, observed_until="2024-01-31")
    for place, row in enumerate(early.active):
        known = [count for count in row if count is not None]
        assert list(late.active[place][: len(known)]) == known


def test_unusable_rows_are_left_out_and_counted():
    found = cohort_retention(
        ["2024-01-01", None, "03/04/2024", "2024-01-01", "2024-02-01", "2024-06-01"],
        [None, None, None, "soon", "2024-01-01", None],
        observed_until="2024-04-30",
    )
    assert found.n == 1
    assert found.dropped == {
        "without a date of joining": 1,
        "date of joining not a date": 1,
        "date of leaving not a date": 1,
        "left before joining": 1,
        "joined after the end of observation": 1,
    }


def test_sentence_compares_the_oldest_and_newest_cohort_at_an_age_both_reached():
    found = cohort_retention(JOINED, LEFT, observed_until="2024-04-30")
    assert found.compared() == (3, "2024-01", "2024-02")
    for cohort in ("2024-01", "2024-02"):
        assert found.estimate(cohort, 3).sentence() in found.sentence()
    assert "4 customers in 4 cohorts by month of joining" in found.sentence()


def test_nobody_gives_no_cohort():
    found = cohort_retention([], [], observed_until="2024-04-30")
    assert (found.cohorts, found.n, found.compared()) == ((), 0, None)
    assert found.sentence() == "Cohorts: not available, no customers (n = 0)."


def test_unusable_questions_are_refused_in_words():
    found = cohort_retention(JOINED, LEFT, observed_until="2024-04-30")
    for cohort, age in (("2023-12", 0), ("2024-01", 9)):
        with pytest.raises(MeasureError, match="has no cohort"):
            found.estimate(cohort, age)
    with pytest.raises(MeasureError, match="can't be made by"):
        cohort_retention(JOINED, LEFT, observed_until="2024-04-30", unit="week")
    with pytest.raises(MeasureError, match="from 1900-01 to 2024-01"):
        cohort_retention(["1900-01-01", "2024-01-01"], [None] * 2, observed_until="2024-04-30")
    with pytest.raises(MeasureError, match="different numbers of rows"):
        cohort_retention(JOINED, LEFT[:2], observed_until="2024-04-30")


def test_a_million_customers_take_less_than_two_seconds():
    draw = np.random.default_rng(5)
    joined = np.datetime64("2019-01-01") + draw.integers(0, 1800, 1_000_000)
    left = joined + draw.integers(0, 1500, 1_000_000)
    began = process_time()
    found = cohort_retention(joined, left, observed_until="2023-12-31")
    assert process_time() - began < 2
    assert found.n == 1_000_000
