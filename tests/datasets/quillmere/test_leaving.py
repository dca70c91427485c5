"""How long Quillmere's customers stay and what they pay: found with the kit's measures."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import kaplan_meier, logo_churn, revenue_retention
from playbook.samples import load

MONTH_DAYS = 30.4375
OPENED, CLOSED = pd.Timestamp("2023-01-01"), pd.Timestamp("2025-12-31")


def test_survival_is_found_when_customers_count_from_the_windows_opening(
    truth: dict[str, Any],
    customers: pd.DataFrame,
) -> None:
    planned = truth["survival"]["planned_still_there_pct"]
    months = (customers["left_on"].fillna(CLOSED) - customers["joined"]).dt.days / MONTH_DAYS
    entered = ((OPENED - customers["joined"]).dt.days / MONTH_DAYS).clip(lower=0)
    right = kaplan_meier(months, customers["left"], entered=entered)
    naive = kaplan_meier(months, customers["left"])
    for after in (6, 12, 24):
        found, wrong = right.at(after), naive.at(after)
        expected = planned[f"after_{after}_months"]
        assert found.low is not None
        assert found.high is not None
        assert wrong.low is not None
        assert found.low <= expected <= found.high
        assert wrong.low > expected + 5
    assert naive.warnings


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_net_retention_hides_the_customers_who_left(
    truth: dict[str, Any], customers: pd.DataFrame, year: int
) -> None:
    planted = truth["contracts"][f"in_{year}"]
    contracts = load("quillmere", "contracts")

    def paid(day: str) -> pd.Series[float]:
        running = (contracts["starts"] <= day) & ~(contracts["ends"] <= day)
        fees = contracts[running].set_index("customer_id")["monthly_fee"]
        assert fees.index.is_unique
        return fees.reindex(customers["customer_id"]).fillna(0.0)

    found = revenue_retention(paid(f"{year}-01-01").to_numpy(), paid(f"{year}-12-31").to_numpy())
    assert 100 * found.start_total == pytest.approx(planted["start_pence"])
    assert found.gross.value == pytest.approx(planted["gross_retention_pct"], abs=0.006)
    assert found.net.value == pytest.approx(planted["net_retention_pct"], abs=0.006)
    assert found.logo.value == pytest.approx(planted["customers_lost_pct"], abs=0.006)
    assert found.net.value > found.gross.value + 3


def test_about_one_customer_in_five_left_in_2025(customers: pd.DataFrame) -> None:
    found = logo_churn(
        customers["joined"],
        customers["left_on"],
        start="2025-01-01",
        end="2026-01-01",
    )
    assert found.value == pytest.approx(20, abs=2)
    assert (customers["left_on"].notna() == customers["left"]).all()


def test_contracts_follow_one_another_and_end_with_the_customer(
    customers: pd.DataFrame,
) -> None:
    contracts = load("quillmere", "contracts").sort_values(["customer_id", "starts"])
    following = contracts.groupby("customer_id")["starts"].shift(-1)
    left_on = contracts["customer_id"].map(customers.set_index("customer_id")["left_on"])
    expected = following.fillna(left_on)
    assert ((contracts["ends"] == expected) | (contracts["ends"].isna() & expected.isna())).all()
    joined = contracts.groupby("customer_id")["starts"].first()
    assert (joined == customers.set_index("customer_id")["joined"].reindex(joined.index)).all()
