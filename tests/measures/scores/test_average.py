from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import average

numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=50)


def test_nist_zarr13_mean_and_interval():
    # NIST e-Handbook 1.3.5.2: n 195, mean 9.261460, s 0.022789 give 9.258242 to 9.264679. The
    # values are drawn and then brought to exactly that mean and s.
    rng = np.random.default_rng(13)
    draws = rng.normal(size=195)
    values = 9.261460 + 0.022789 * (draws - draws.mean()) / draws.std(ddof=1)
    found = average(values, name="Mean", unit="")
    assert found.value == pytest.approx(9.261460, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((9.258242, 9.264679), abs=1e-6)


def test_blanks_and_text_are_left_out_and_counted():
    found = average([1, 3, None, "late", np.inf], name="Mean reply time", unit="hours")
    assert (found.value, found.n) == (2, 2)
    assert found.dropped == {"blank": 1, "not a number": 2}


def test_nothing_is_not_available_and_one_answer_has_no_interval():
    assert average([], name="Mean", unit="").value is None
    one = average([5], name="Mean", unit="hours")
    assert (one.value, one.low, one.high) == (5, None, None)
    assert one.sentence() == "Mean 5 hours (no interval, n = 1)."


@given(numbers)
def test_interval_holds_the_mean(values):
    found = average(values, name="Mean", unit="")
    assert found.low <= found.value <= found.high


@given(numbers.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_order_of_rows_changes_nothing(pair):
    one, other = (average(rows, name="Mean", unit="") for rows in pair)
    for field in ("value", "low", "high"):
        assert getattr(one, field) == pytest.approx(getattr(other, field), rel=1e-6, abs=1e-6)


@given(
    st.lists(st.tuples(st.sampled_from([None, 0.5, 3, "x", 7.25]), st.integers(0, 4)), min_size=1)
)
def test_counts_give_what_repeated_values_give(rows: list[tuple[object, int]]) -> None:
    values, counts = zip(*rows, strict=True)
    repeated = [value for value, count in rows for _ in range(count)]
    found = average(values, name="Wait", unit="days", counts=counts)
    expected = average(repeated, name="Wait", unit="days")
    assert (found.n, found.dropped) == (expected.n, expected.dropped)
    for one, other in zip(
        (found.value, found.low, found.high),
        (expected.value, expected.low, expected.high),
        strict=True,
    ):
        assert (one is None) == (other is None)
        assert one is None or one == pytest.approx(other, rel=1e-12, abs=1e-12)
