from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from time import process_time

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError
from playbook.measures.retention.survival import kaplan_meier

REFERENCE = Path(__file__).parents[2] / "reference"

SIX_MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

rows = st.lists(st.tuples(st.integers(0, 8), st.booleans()), min_size=1, max_size=30)
counted_rows = st.lists(
    st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 4), st.integers(0, 3)), max_size=20
)


def figures(name):
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))["figures"]


def check_against_r(found, reference, name):
    for field in ("times", "at_risk", "events", "censored"):
        assert list(getattr(found, field)) == reference[f"{name}_{field}"]
    for field in ("survival", "low", "high"):
        for ours, theirs in zip(getattr(found, field), reference[f"{name}_{field}"], strict=True):
            assert ours == (None if theirs is None else pytest.approx(theirs, rel=1e-10))
    median = (found.median, found.median_low, found.median_high)
    assert median == tuple(reference[f"{name}_median"])


@pytest.mark.parametrize(
    ("weeks", "published"),
    [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)],
)
def test_gehan_1965_six_mp_survival(weeks, published):
    assert kaplan_meier(SIX_MP, RELAPSE).at(weeks).value == pytest.approx(100 * published, abs=0.05)


def test_gehan_1965_medians_are_23_and_8_weeks():
    assert kaplan_meier(SIX_MP, RELAPSE).median == 23
    assert kaplan_meier(PLACEBO, [1] * 21).median == 8


def test_gehan_1965_curves_agree_with_r():
    reference = figures("survival_gehan")
    check_against_r(kaplan_meier(SIX_MP, RELAPSE), reference, "six_mp")
    check_against_r(kaplan_meier(PLACEBO, np.ones(21)), reference, "placebo")


def test_ties_and_tenures_of_0_agree_with_r():
    reference = figures("survival_ties")
    found = kaplan_meier(reference["months"], reference["left"])
    check_against_r(found, reference, "all")
    assert any("4 with a tenure of 0" in warning for warning in found.warnings)


def test_late_entries_agree_with_r_and_who_comes_in_at_a_time_is_not_yet_at_risk():
    reference = figures("survival_left_truncated")
    found = kaplan_meier(reference["last"], reference["left"], entered=reference["entry"])
    check_against_r(found, reference, "all")
    assert found.followed_at(3) == reference["all_at_risk"][1]
    assert found.followed_at(11) == sum(
        entry < 11 <= last
        for entry, last in zip(reference["entry"], reference["last"], strict=True)
    )


@given(rows)
@settings(max_examples=50, deadline=None)
def test_curve_is_the_product_of_the_shares_that_stay(customers):
    found = kaplan_meier([time for time, _ in customers], [left for _, left in customers])
    survival = Fraction(1)
    for time, ours in zip(found.times, found.survival, strict=True):
        at_risk = sum(one >= time for one, _ in customers)
        survival *= 1 - Fraction(sum(left for one, left in customers if one == time), at_risk)
        assert ours == pytest.approx(float(survival), abs=1e-12)
    assert sum(found.events) + sum(found.censored) == found.n == len(customers)
    first = [
        time
        for time in found.times
        if found.at(time).value is not None and found.at(time).value <= 50 + 1e-6
    ]
    assert found.median == (first[0] if first else None)


@given(rows, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_order_of_rows_and_the_unit_change_nothing(customers, random):
    mixed = random.sample(customers, len(customers))
    times, left = [time for time, _ in customers], [left for _, left in customers]
    one = kaplan_meier(times, left)
    assert kaplan_meier([time for time, _ in mixed], [left for _, left in mixed]) == one
    years = kaplan_meier([time / 16 for time in times], left)
    assert years.survival == one.survival
    assert years.low == one.low
    assert years.median == (None if one.median is None else one.median / 16)


@given(counted_rows)
@settings(max_examples=50, deadline=None)
def test_counts_give_what_repeated_rows_give_to_the_last_digit(customers):
    times, left, entered, counts = ([row[k] for row in customers] for k in range(4))
    repeated = [
        np.repeat(np.array(column, dtype=float), counts) for column in (times, left, entered)
    ]
    assert kaplan_meier(times, left, counts=counts) == kaplan_meier(repeated[0], repeated[1])
    assert kaplan_meier(times, left, entered=entered, counts=counts) == kaplan_meier(
        repeated[0], repeated[1], entered=repeated[2]
    )


@given(rows)
@settings(max_examples=30, deadline=None)
def test_customers_followed_since_joining_need_no_entries(customers):
    times, left = [time for time, _ in customers], [left for _, left in customers]
    without = kaplan_meier(times, left)
    with_zeros = kaplan_meier(times, left, entered=[0] * len(times))
    assert with_zeros.survival == without.survival
    assert with_zeros.n == without.n


def test_counts_leave_out_as_many_customers_as_the_row_stands_for():
    found = kaplan_meier([1, None, -2, 5, "x", 3], [1, 1, 1, None, 0, 2], counts=[2, 3, 4, 5, 6, 7])
    assert found.n == 2
    assert found.dropped == {
        "duration blank": 3,
        "duration not a number": 6,
        "duration below 0": 4,
        "event blank": 5,
        "event neither yes nor no": 7,
    }


def test_median_that_is_not_reached_is_no_number():
    found = kaplan_meier([1, 2, 3, 4, 5], [1, 0, 0, 0, 0])
    assert (found.median, found.median_high) == (None, None)
    assert "not reached; 80% are still there" in found.sentence()
    assert "(1 of 5 left)" in found.sentence()


def test_median_is_reached_where_exactly_half_have_left():
    tenth = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
    for n in range(2, 60, 2):
        assert kaplan_meier(range(1, n + 1), [1] * n).median == n / 2
    assert kaplan_meier(tenth, [1] * 10).median == 4


def test_share_still_there_holds_between_the_times_and_ends_with_the_last():
    found = kaplan_meier(SIX_MP, RELAPSE, unit="weeks")
    assert found.at(22.9).value == found.at(22).value != found.at(23).value
    assert (found.at(0).value, found.at(0).low) == (100, None)
    assert found.at(35).available
    beyond = found.at(36)
    assert (beyond.value, beyond.low, beyond.n) == (None, None, 0)
    assert "nobody was followed beyond 35 weeks" in beyond.sentence()


def test_nobody_is_left_for_good_once_all_have_gone():
    found = kaplan_meier(PLACEBO, [1] * 21)
    assert (found.at(23).value, found.at(100).value) == (0, 0)
    assert found.at(100).low is None


def test_nobody_having_left_yet_is_no_certainty():
    found = kaplan_meier([1, 2, 3, 4], [0, 0, 1, 0])
    assert (found.at(2).value, found.at(2).low, found.at(2).high) == (100, None, None)
    assert found.low[:2] == (None, None)
    assert found.at(3).low < found.at(3).value < found.at(3).high


def test_time_below_0_is_refused():
    for time in (-1, math.nan):
        with pytest.raises(MeasureError):
            kaplan_meier(SIX_MP, RELAPSE).at(time)


def test_late_entries_are_asked_for_when_not_given():
    asks = "gone before its records begin"
    assert any(asks in warning for warning in kaplan_meier([1, 2], [1, 0]).warnings)
    given = kaplan_meier([1, 2], [1, 0], entered=[0, 0])
    assert not any(asks in warning for warning in given.warnings)


def test_curve_that_starts_late_says_so_and_gives_no_share_before():
    found = kaplan_meier([8, 9, 10], [1, 0, 1], entered=[3, 4, 5])
    assert found.at(2).value is None
    assert "nobody was followed before 3 months" in found.at(2).sentence()
    assert found.at(3).value == 100
    assert any("stayed that long" in warning for warning in found.warnings)


def test_few_customers_before_many_come_in_are_warned_of_and_the_curve_never_rises_again():
    late = [5] * 40
    found = kaplan_meier([1, *range(6, 46)], [1] * 41, entered=[0, *late])
    assert any("At 1 month only 1 were followed" in warning for warning in found.warnings)
    assert set(found.survival) == {0.0}
    assert found.median == 1


def test_rows_never_followed_are_left_out_and_counted():
    found = kaplan_meier([5, 5, 5, 5], [1, 1, 1, 0], entered=[5, 6, 4, -1])
    assert found.n == 1
    assert found.dropped == {"seen last before coming into the records": 2, "entry below 0": 1}


def test_nobody_gives_not_available():
    found = kaplan_meier([], [])
    assert not found.available
    assert found.at(3).value is None
    assert found.sentence() == "All customers: not available, no customers followed (n = 0)."


def test_unusable_input_is_refused_in_words():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        kaplan_meier([1, 2], [1])
    for counts in ([1, -1], [1, 0.5], [1, None]):
        with pytest.raises(MeasureError, match="the first in row 2"):
            kaplan_meier([1, 2], [1, 0], counts=counts)
    with pytest.raises(MeasureError):
        kaplan_meier([1], [1], confidence=95)


def test_a_million_customers_take_less_than_two_seconds():
    draw = np.random.default_rng(5)
    months, left = draw.integers(0, 73, 1_000_000), draw.random(1_000_000) < 0.4
    began = process_time()
    found = kaplan_meier(months, left, entered=np.minimum(months - 1, 3).clip(0))
    assert process_time() - began < 2
    assert found.n == 1_000_000


@pytest.mark.slow
def test_a_million_distinct_times_take_less_than_two_seconds():
    draw = np.random.default_rng(5)
    months, left = draw.exponential(20, 1_000_000), draw.random(1_000_000) < 0.4
    began = process_time()
    assert len(kaplan_meier(months, left).times) == 1_000_000
    assert process_time() - began < 2


@pytest.mark.slow
@pytest.mark.parametrize(("time", "late"), [(4, False), (12, False), (24, False), (12, True)])
def test_log_log_interval_holds_the_share_95_times_in_100(time, late):
    draw, draws, held = np.random.default_rng(11), 4000, 0
    truth = 100 * math.exp(-time / 15)
    for _ in range(draws):
        lifetimes, limits = draw.exponential(15, 150), draw.uniform(6, 60, 150)
        entered = np.where(draw.random(150) < 0.5, draw.uniform(0, 10, 150), 0) if late else None
        seen = lifetimes > (0 if entered is None else entered)
        found = kaplan_meier(
            np.minimum(lifetimes, limits)[seen],
            (lifetimes <= limits)[seen],
            entered=None if entered is None else entered[seen],
        ).at(time)
        held += found.low is not None and found.low <= truth <= found.high
    assert held / draws == pytest.approx(0.95, abs=0.015)
