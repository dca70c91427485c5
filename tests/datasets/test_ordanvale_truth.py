"""What is planted in Ordanvale's accounts: what a plain look says, and what the kit says."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import yaml

from playbook.locations import datasets_dir
from playbook.measures import (
    kaplan_meier,
    log_rank,
    logo_churn,
    revenue_retention,
    share_difference,
    standardise,
)
from playbook.samples import load

START, END = pd.Timestamp("2023-01-01"), pd.Timestamp("2026-01-01")
DAYS_A_MONTH = 30.4375
TRUTH: dict[str, Any] = yaml.safe_load(
    (datasets_dir() / "ordanvale" / "truth.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return load("ordanvale", "customers")


@pytest.fixture(scope="module")
def contracts() -> pd.DataFrame:
    return load("ordanvale", "contracts")


@pytest.fixture(scope="module")
def ended(customers: pd.DataFrame, contracts: pd.DataFrame) -> pd.DataFrame:
    """Contracts that ended, with their account and whether they were renewed."""
    found = contracts.dropna(subset=["outcome"]).merge(customers, on="customer_id")
    return found.assign(renewed=found["outcome"] != "not renewed")


@pytest.fixture(scope="module")
def usage(customers: pd.DataFrame) -> pd.DataFrame:
    """Months of use, with the share of seats used and the months until the account left."""
    found = load("ordanvale", "usage").dropna(subset=["active_users"])
    found = found.merge(customers[["customer_id", "left_on"]], on="customer_id")
    left, month = found["left_on"].dt, found["month"].dt
    ahead = 12 * (left.year - month.year) + left.month - month.month
    return found.assign(used=found["active_users"] / found["seats"], ahead=ahead)


def _value_on(customers: pd.DataFrame, contracts: pd.DataFrame, day: str) -> pd.Series:
    here = contracts[(contracts["starts"] <= day) & (contracts["ends"] > day)]
    value: pd.Series = here.set_index("customer_id")["annual_value"]
    return value.reindex(customers["customer_id"], fill_value=0)


def test_accounts_and_contracts_are_as_many_as_stated(
    customers: pd.DataFrame, contracts: pd.DataFrame
) -> None:
    assert len(customers) == TRUTH["customers"]["rows"]
    assert customers["left"].sum() == TRUTH["customers"]["left"]
    assert (customers["joined"] < START).sum() == TRUTH["customers"]["joined_before_window"]
    assert len(load("ordanvale", "contacts")) == TRUTH["customers"]["contacts"]
    assert len(contracts) == TRUTH["contracts"]["rows"]


def test_contracts_follow_one_another_until_the_account_leaves(
    customers: pd.DataFrame, contracts: pd.DataFrame
) -> None:
    ordered = contracts.sort_values(["customer_id", "starts"])
    following = ordered.groupby("customer_id")["starts"].shift(-1)
    last = following.isna()
    assert (following[~last] == ordered.loc[~last, "ends"]).all()
    assert (ordered.loc[~last, "outcome"].isin(["renewed", "expanded", "reduced"])).all()
    ends = ordered[last].set_index("customer_id")
    left = customers.set_index("customer_id")["left_on"].dropna()
    assert (ends.loc[left.index, "ends"] == left).all()
    assert ends.drop(left.index)["outcome"].isna().all()


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_net_retention_hides_the_accounts_lost_behind_one_giant(
    customers: pd.DataFrame, contracts: pd.DataFrame, year: int
) -> None:
    planted = TRUTH["contracts"][f"in_{year}"]
    start, end = (_value_on(customers, contracts, f"{at}-12-31") for at in (year - 1, year))
    found = revenue_retention(start, end)
    assert found.net.value == pytest.approx(planted["net_retention_pct"], abs=0.01)
    assert found.net.value > 100
    assert found.gross.value == pytest.approx(planted["gross_retention_pct"], abs=0.01)
    assert found.logo.value == pytest.approx(planted["accounts_lost_pct"], abs=0.01)
    assert found.logo.low is not None
    assert found.logo.low > 12
    others = start.index != TRUTH["contracts"]["giant"]
    without = revenue_retention(start[others], end[others])
    assert without.net.value == pytest.approx(
        planted["net_retention_without_the_giant_pct"], abs=0.01
    )
    assert without.net.value < 95


def test_retention_warns_of_the_giant_once_it_is_large_enough(
    customers: pd.DataFrame, contracts: pd.DataFrame
) -> None:
    start, end = (_value_on(customers, contracts, day) for day in ("2024-12-31", "2025-12-31"))
    assert start.idxmax() == TRUTH["contracts"]["giant"]
    assert any(
        "One customer holds" in warning for warning in revenue_retention(start, end).warnings
    )


def test_one_account_in_five_leaves_in_a_year(customers: pd.DataFrame) -> None:
    found = logo_churn(customers["joined"], customers["left_on"], start="2025-01-01", end=END)
    planted = TRUTH["contracts"]["in_2025"]
    assert found.n == planted["accounts_at_start"]
    assert found.value == pytest.approx(planted["accounts_lost_pct"], abs=0.01)


def test_one_success_team_renews_more_over_all_and_the_other_in_every_segment(
    ended: pd.DataFrame,
) -> None:
    planted = TRUTH["renewals"]
    crude_better, better = planted["crude_better"], planted["better_in_every_stratum"]
    rows = ended[ended["success_team"].isin([crude_better, better])]
    found = standardise(rows["renewed"], rows["success_team"], rows["segment"])
    assert found.reversals == ((crude_better, better),)
    for stratum in found.strata:
        for team, cell in stratum.cells.items():
            renewed, n = planted["renewed_and_ended"][f"{team}, {stratum.label}"]
            assert cell.n == n
            assert cell.value == pytest.approx(100 * renewed / n)
        assert stratum.cells[better].value > stratum.cells[crude_better].value, stratum.label


def test_contracts_are_renewed_less_once_the_champion_has_left(ended: pd.DataFrame) -> None:
    planted = TRUTH["champions"]["renewed_and_ended"]
    had = ended[ended["champion"]]
    gone = had["champion_left_on"] < had["ends"]
    counts = []
    for name, rows in (("champion in place", ~gone), ("champion had left", gone)):
        counts.append((int(had.loc[rows, "renewed"].sum()), int(rows.sum())))
        assert list(counts[-1]) == planted[name]
    found = share_difference(*counts[0], *counts[1])
    assert found.low is not None
    assert found.low > 8


@pytest.fixture(scope="module")
def followed(customers: pd.DataFrame) -> pd.DataFrame:
    """Accounts that had a champion, in months from 2023 or joining on, whichever was later."""
    found = customers[customers["champion"]]
    first = found["joined"].clip(lower=START)
    lost = found["champion_left_on"].clip(lower=first)
    return found.assign(
        months=(found["left_on"].fillna(END) - first).dt.days / DAYS_A_MONTH,
        alone=(lost - first).dt.days / DAYS_A_MONTH,
    )


def test_whether_a_champion_ever_left_says_nothing_about_staying(followed: pd.DataFrame) -> None:
    ever = followed["champion_left_on"].notna()
    found = log_rank(followed["months"], followed["left"], ever)
    assert found.p is not None
    assert found.p > 0.05


def test_months_without_a_champion_end_in_leaving_far_more_often(followed: pd.DataFrame) -> None:
    lost = followed["alone"].notna()
    before = followed.assign(
        entered=0.0,
        months=followed["months"].where(~lost, followed["alone"]),
        left=followed["left"] & ~lost,
        who="champion in place",
    )
    after = followed[lost].assign(entered=followed["alone"], who="champion had left")
    spells = pd.concat([before, after])
    spells = spells[spells["months"] > spells["entered"]]
    found = log_rank(spells["months"], spells["left"], spells["who"], entered=spells["entered"])
    assert found.p is not None
    assert found.p < 0.001
    after_two_years = {
        who: kaplan_meier(rows["months"], rows["left"], entered=rows["entered"]).at(24)
        for who, rows in spells.groupby("who")
    }
    low, high = after_two_years["champion in place"].low, after_two_years["champion had left"].high
    assert low is not None
    assert high is not None
    assert low > high + 5


def test_curves_from_the_day_of_joining_see_survivors_only(customers: pd.DataFrame) -> None:
    joined, left = customers["joined"], customers["left_on"].fillna(END)
    months = (left - joined).dt.days / DAYS_A_MONTH
    entered = (START - joined).dt.days.clip(lower=0) / DAYS_A_MONTH
    used = months > entered
    naive = kaplan_meier(months[used], customers["left"][used]).at(24)
    right = kaplan_meier(months[used], customers["left"][used], entered=entered[used]).at(24)
    assert naive.value is not None
    assert right.high is not None
    assert naive.value > right.high


def test_average_use_of_all_accounts_stays_where_it_is(usage: pd.DataFrame) -> None:
    by_year = usage.groupby(usage["month"].dt.year)["used"].mean()
    assert by_year.max() - by_year.min() < 0.02


def test_use_falls_in_the_months_before_an_account_leaves(usage: pd.DataFrame) -> None:
    planted = TRUTH["usage"]
    falls, a_month = planted["falls_for_months"], planted["falls_a_month_pct"] / 100
    ahead = usage.groupby("ahead")["used"].mean()
    usual = ahead.loc[falls + 1 : falls + 3].mean()
    for months in range(1, falls + 1):
        expected = usual * (1 - a_month * (falls - months))
        assert ahead[months] == pytest.approx(expected, abs=0.03), months
    assert ahead[1] < 0.65 * usual


def test_low_months_are_holidays_for_those_who_stay(usage: pd.DataFrame) -> None:
    stayed = usage[usage["left_on"].isna()]
    months = stayed.groupby(stayed["month"].dt.month)["used"].mean()
    assert set(months.nsmallest(3).index) == {7, 8, 12}


def test_accounts_complain_while_they_are_customers(customers: pd.DataFrame) -> None:
    known = load("ordanvale", "complaints").merge(customers, on="customer_id")
    day = known["received_at"].dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    assert (day >= known["joined"]).all()
    assert (known["left_on"].isna() | (day < known["left_on"])).all()


def test_names_of_accounts_fit_their_country(customers: pd.DataFrame) -> None:
    for country, script in (("JP", r"[\u3040-\u9fff]"), ("GR", r"[\u0370-\u03ff]")):
        assert customers.loc[customers["country"] == country, "name"].str.contains(script).all()
    assert (customers.loc[customers["country"] == "SE", "name"].str.endswith(" AB")).all()
