from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import MeasureError, average, nps
from playbook.measures.reading import read_numbers, read_ratings

EVERY_FAULT = ["9", 9.0, 8.5, -1, 11, "N/A", None, True, "10 - Extremely likely", " ", np.nan]


def test_every_rejected_answer_is_counted_under_its_reason():
    found = nps(EVERY_FAULT)
    assert found.value == 100
    assert found.n == 2
    assert found.dropped == {
        "blank": 3,
        "not a number": 3,
        "out of range 0–10": 2,
        "not a whole number": 1,
    }


def test_rows_in_are_rows_used_plus_rows_dropped():
    found = nps(EVERY_FAULT)
    assert found.n + sum(found.dropped.values()) == len(EVERY_FAULT)


@pytest.mark.parametrize(
    "values",
    [
        [9, 0, None],
        (9.0, 0.0, np.nan),
        ["9", " 0 ", ""],
        [9, "0", None],
        [Decimal(9), Decimal(0), None],
        np.array([9, 0, np.nan]),
        np.array(["9", "0", ""]),
        np.array([9, 0, None], dtype=object),
        np.ma.array([9, 0, 5], mask=[False, False, True]),
        pd.Series([9, 0, None]),
        pd.Series([9, 0, None], dtype="Int64"),
        pd.Series(["9", "0", None]),
        pd.Series(["9", "0", None], dtype="category"),
        pd.Series([9, 0, pd.NA], dtype=object, index=[5, 5, 7]),
    ],
    ids=lambda values: f"{type(values).__name__} {getattr(values, 'dtype', '')}",
)
def test_each_kind_of_column_is_read_alike(values):
    found = nps(values)
    assert (found.value, found.n, found.dropped) == (0, 2, {"blank": 1})


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.uint64, np.float32, np.float64])
def test_each_numeric_type_is_read_alike(kind):
    found = nps(np.array([10, 9, 0, 12], dtype=kind))
    assert found.value == pytest.approx(100 / 3)
    assert found.dropped == {"out of range 0–10": 1}


@pytest.mark.parametrize(
    "values",
    [
        [True, False],
        np.array([True, False]),
        pd.Series([True, False], dtype="boolean"),
        ["nan", "1_0"],
        ["8,5", "9/10"],
        [b"9", 9j],
        [float("inf"), 10**400],
        pd.Series(pd.to_datetime(["2025-01-01", "2025-02-01"])),
    ],
)
def test_what_is_no_number_is_never_taken_for_a_rating(values):
    found = nps(values)
    assert found.value is None
    assert found.dropped == {"not a number": 2}


def test_zero_is_an_answer_and_not_a_blank():
    assert nps([0, 0]).value == -100
    assert nps([0, 0]).dropped == {}


@pytest.mark.parametrize(
    "values", ["9", {"a": 9}, 9, None, np.zeros((2, 2)), pd.DataFrame({"a": [9]}), np.array(9)]
)
def test_anything_but_one_column_is_refused(values):
    with pytest.raises(MeasureError) as refused:
        nps(values)
    assert refused.value.reason in str(refused.value)
    assert refused.value.remedy in str(refused.value)


def test_the_callers_column_is_left_as_it_was():
    column = pd.Series([9.0, np.nan, 8.5, np.inf])
    before = column.copy()
    nps(column)
    average(column, name="Mean", unit="")
    pd.testing.assert_series_equal(column, before)


PLAIN = st.lists(
    st.one_of(
        st.integers(), st.floats(), st.sampled_from([0, 2**63, 10**101, 10**400, -0.0, 1e-101])
    ),
    max_size=8,
)


@given(PLAIN)
def test_a_list_of_plain_numbers_is_read_as_the_same_objects_are(values):
    objects = np.fromiter(values, dtype=object)

    for read in (read_numbers, lambda column: read_ratings(column, (0, 10))):
        plain, one_by_one = read(values), read(objects)
        np.testing.assert_array_equal(plain.values, one_by_one.values)
        np.testing.assert_array_equal(plain.verdicts, one_by_one.verdicts)
        assert plain.dropped == one_by_one.dropped
