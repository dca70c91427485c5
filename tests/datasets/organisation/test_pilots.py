from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import DifferenceInDifferences, difference_in_differences
from playbook.samples import load


def measure(company: str, pilot: str) -> DifferenceInDifferences:
    months = load(company, "pilot_months")
    return difference_in_differences(
        months[months["pilot_id"] == pilot],
        outcome="outcome",
        unit="unit",
        period="month",
        treated="treated",
        after="after",
    )


@pytest.fixture(scope="module")
def pilots(company: str) -> pd.DataFrame:
    return load(company, "pilots").set_index("pilot_id")


def test_pilot_that_works_is_found(company: str, truth: dict[str, Any]) -> None:
    planted = truth["pilots"]["PI1"]
    found = measure(company, "PI1")
    assert planted["works"]
    assert found.low is not None
    assert found.high is not None
    assert found.low <= planted["effect"] <= found.high
    assert not found.low <= 0 <= found.high


def test_pilot_that_only_looks_so_has_a_fine_before_after_and_no_effect(
    company: str, pilots: pd.DataFrame, truth: dict[str, Any]
) -> None:
    planted = truth["pilots"]["PI2"]
    found = measure(company, "PI2")
    naive = found.before_after
    assert not planted["works"]
    assert naive.low is not None
    assert naive.high is not None
    better = naive.high < 0 if pilots.loc["PI2", "good"] == "down" else naive.low > 0
    assert better
    assert found.low is not None
    assert found.high is not None
    assert found.low <= 0 <= found.high
    assert abs(found.effect) < 0.25 * abs(naive.difference or 0)


@pytest.mark.parametrize("pilot", ["PI1", "PI2"])
def test_both_groups_moved_alike_before_the_start(company: str, pilot: str) -> None:
    slope = measure(company, pilot).pre_trend.slope
    assert slope.low is not None
    assert slope.high is not None
    assert slope.low <= 0 <= slope.high


@pytest.mark.parametrize("pilot", ["PI1", "PI2"])
def test_panel_is_as_described(
    company: str, pilots: pd.DataFrame, truth: dict[str, Any], pilot: str
) -> None:
    planted = truth["pilots"][pilot]
    months = load(company, "pilot_months")
    months = months[months["pilot_id"] == pilot]
    described = pilots.loc[pilot]
    groups = months.groupby("unit")["treated"].first()
    assert len(months) == planted["rows"]
    assert (groups.sum(), (~groups).sum()) == (
        described["units_treated"],
        described["units_compared"],
    )
    assert 20 <= planted["units"] == len(groups) <= 40
    assert (
        months["outcome"].isna().sum()
        == planted["missing_cells"]
        == measure(company, pilot).missing_cells
    )
    assert (months["after"] == (months["month"] >= described["started"])).all()
    before = months[~months["after"]]
    assert before.groupby("unit").size().eq(12).all()


@pytest.mark.parametrize("company", ["ordanvale"], indirect=True)
def test_accounts_chosen_in_their_worst_quarter_come_back_by_themselves(company: str) -> None:
    months = load(company, "pilot_months")
    rows = months[(months["pilot_id"] == "PI2") & ~months["treated"]]
    before = rows[~rows["after"]]
    chosen_by = before[before["month"] >= "2024-10-01"]["outcome"].mean()
    usual = before[before["month"] < "2024-10-01"]["outcome"].mean()
    after = rows[rows["after"]]["outcome"].mean()
    assert chosen_by - after > 0.25 * chosen_by
    assert abs(after - usual) < 1.5
