from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from playbook.measures import MeasureError
from playbook.measures.dates import read_dates, read_day

DAY = np.datetime64("2024-03-31")


@pytest.mark.parametrize(
    "value",
    [
        "2024-03-31",
        " 2024-03-31T23:59:59Z",
        date(2024, 3, 31),
        datetime(2024, 3, 31, 23, 59),
        pd.Timestamp("2024-03-31 23:59", tz="America/New_York"),
        np.datetime64("2024-03-31T12"),
    ],
)
def test_dates_are_read_as_days(value):
    assert read_day(value, "start") == DAY
    assert list(read_dates([value, value]).days) == [DAY, DAY]


@pytest.mark.parametrize(
    "value", ["31/03/2024", "2024-02-30", "2024", "soon", 20240331, 45382.0, True]
)
def test_what_leaves_the_order_open_is_not_a_date(value):
    found = read_dates([value])
    assert found.wrong.tolist() == [True]
    assert not found.known.any()
    with pytest.raises(MeasureError, match="is not a date"):
        read_day(value, "start")


@pytest.mark.parametrize("value", [None, "", "  ", float("nan"), pd.NaT, pd.NA])
def test_blanks_are_blank(value):
    found = read_dates([value, "2024-03-31"])
    assert found.blank.tolist() == [True, False]
    assert not found.wrong.any()


def test_columns_of_every_kind_are_read_alike():
    texts = ["2024-03-31", None]
    stamps = pd.Series(pd.to_datetime(texts))
    for column in (
        texts,
        pd.Series(texts),
        pd.Series(texts, dtype="category"),
        stamps,
        stamps.to_numpy(),
        stamps.dt.tz_localize("Asia/Tokyo"),
        pd.DatetimeIndex(stamps),
    ):
        found = read_dates(column)
        assert found.days[0] == DAY
        assert found.blank.tolist() == [False, True]
    assert read_dates([3, None]).blank.tolist() == [False, True]
    assert len(read_dates([]).days) == 0
