"""What is planted in Ellermoor's stays: what a plain look says, and what the kit says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from playbook.locations import datasets_dir
from playbook.measures import (
    BetaGeometricNBD,
    PurchaseHistories,
    correlation,
    fit_bg_nbd,
    fit_gamma_gamma,
    purchase_histories,
    standardise,
    xmr,
)
from playbook.samples import load

START, END = "2023-01-01", "2025-12-31"
TRUTH: dict[str, Any] = yaml.safe_load(
    (datasets_dir() / "ellermoor" / "truth.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return load("ellermoor", "customers")


@pytest.fixture(scope="module")
def stays() -> pd.DataFrame:
    """Stays, with what they cost in euros."""
    found = load("ellermoor", "stays")
    francs = found["currency"] == "CHF"
    euros = found["spend"].where(~francs, found["spend"] / TRUTH["stays"]["francs_a_euro"])
    return found.assign(euros=euros)


@pytest.fixture(scope="module")
def days(stays: pd.DataFrame) -> pd.DataFrame:
    """One row a guest and day of arrival."""
    return stays.drop_duplicates(["customer_id", "arrived_on"])


@pytest.fixture(scope="module")
def histories(customers: pd.DataFrame, stays: pd.DataFrame) -> PurchaseHistories:
    """Guests whose first stay is in the window."""
    new = customers.loc[customers["first_stay"] >= START, "customer_id"]
    rows = stays[stays["customer_id"].isin(new)]
    return purchase_histories(
        rows["customer_id"], rows["arrived_on"], rows["euros"], calibration_end=END
    )


def _fit(histories: PurchaseHistories) -> BetaGeometricNBD:
    frame = histories.frame
    return fit_bg_nbd(frame["frequency"], frame["recency"], frame["age"])


def test_guests_and_stays_are_as_many_as_stated(
    customers: pd.DataFrame, stays: pd.DataFrame, days: pd.DataFrame
) -> None:
    planted = TRUTH["stays"]
    assert len(customers) == TRUTH["customers"]["rows"]
    assert customers["member"].sum() == TRUTH["customers"]["members"]
    before = TRUTH["customers"]["first_stay_before_window"]
    assert (customers["first_stay"] < START).sum() == before
    assert len(stays) == planted["rows"]
    assert len(days) == planted["stays"]
    assert len(stays) - len(days) == planted["second_rooms"] > 0
    assert 0 < (stays["spend"] == 0).sum() <= planted["gifts_of_the_house"]
    assert (days["currency"] == "CHF").sum() == planted["stays_in_francs"]
    assert set(stays.loc[stays["currency"] == "CHF", "hotel"]) == {"Alp View"}


def test_first_stay_of_new_guests_is_their_first_row(
    customers: pd.DataFrame, stays: pd.DataFrame
) -> None:
    first = stays.groupby("customer_id")["arrived_on"].min()
    known = customers.set_index("customer_id")["first_stay"]
    new = known[known >= START]
    assert (first.loc[new.index] == new).all()
    assert (first.loc[known.index[known < START]] >= START).all()


def test_rates_and_chances_of_coming_back_are_recovered_on_weeks(
    histories: PurchaseHistories,
) -> None:
    found = _fit(histories)
    assert found.warning is None
    for name, estimate in found.parameters.items():
        planted = TRUTH["coming_back"][name]
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < planted < estimate.high
        assert estimate.value == pytest.approx(planted, rel=0.2)


def test_taking_survivors_for_newcomers_gives_wrong_rates(stays: pd.DataFrame) -> None:
    everyone = purchase_histories(stays["customer_id"], stays["arrived_on"], calibration_end=END)
    found = _fit(everyone).parameters
    for name in ("r", "alpha"):
        assert found[name].high is not None
        assert found[name].high < 0.75 * TRUTH["coming_back"][name]


def test_two_rooms_on_one_day_are_one_stay(histories: PurchaseHistories) -> None:
    assert 0 < histories.collapsed <= TRUTH["stays"]["second_rooms"]


def test_level_and_spread_of_spend_are_recovered(histories: PurchaseHistories) -> None:
    planted, frame = TRUTH["spend"], histories.frame
    found = fit_gamma_gamma(frame["valued"], frame["mean_value"], currency="EUR")
    assert found.warning is None
    for name, estimate in found.parameters.items():
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low < planted[name] < estimate.high
    mean = found.mean_value
    assert mean.low is not None
    assert mean.high is not None
    assert mean.low < planted["mean_eur"] < mean.high


def test_spend_is_unrelated_to_how_often_guests_come(histories: PurchaseHistories) -> None:
    repeaters = histories.frame[histories.frame["valued"] > 0]
    found = correlation(repeaters["valued"], repeaters["mean_value"], name="Stays and their cost")
    assert found.low is not None
    assert found.high is not None
    assert found.low < TRUTH["spend"]["correlation_with_frequency"] < found.high


def test_spend_of_one_hotel_is_in_another_currency(stays: pd.DataFrame) -> None:
    posted = stays.dropna(subset=["spend"])
    apart = posted[posted["currency"] == "CHF"]
    assert apart["euros"].sum() > 1.04 * apart["spend"].sum()
    assert stays["spend"].isna().any()


@pytest.fixture(scope="module")
def monthly(days: pd.DataFrame) -> pd.Series:
    months: pd.Series = days.groupby(days["arrived_on"].dt.to_period("M")).size()
    return months


def test_months_look_like_signals_until_the_season_is_taken_out(monthly: pd.Series) -> None:
    season = np.array(TRUTH["seasons"]["months_planned"])
    month = monthly.index.month.to_numpy() - 1
    usual = season[month] * monthly.index.days_in_month.to_numpy()
    assert len(xmr(monthly).signals) >= 5
    assert xmr(monthly / usual).signals == ()


def test_stays_by_month_follow_the_planned_season(monthly: pd.Series) -> None:
    planted = TRUTH["seasons"]
    counted = monthly.groupby(monthly.index.month).sum()
    assert counted.tolist() == planted["stays_by_month"]
    found = correlation(counted, planted["months_planned"], name="Stays and season")
    assert found.r is not None
    assert found.r > 0.97


def test_one_hotel_satisfies_more_over_all_and_the_other_every_kind_of_guest(
    customers: pd.DataFrame, stays: pd.DataFrame
) -> None:
    planted = TRUTH["houses"]
    crude_better, better = planted["crude_better"], planted["better_in_every_stratum"]
    answers = load("ellermoor", "responses").drop_duplicates("response_id")
    rows = answers.dropna(subset=["satisfaction"]).merge(
        stays[["stay_id", "hotel"]], on="stay_id", validate="many_to_one"
    )
    rows = rows.merge(customers, on="customer_id")
    rows = rows[rows["hotel"].isin([crude_better, better])]
    satisfied = rows["satisfaction"] >= 4
    found = standardise(satisfied, rows["hotel"], rows["travels_for"])
    assert found.reversals == ((crude_better, better),)
    for stratum in found.strata:
        assert stratum.cells[better].value > stratum.cells[crude_better].value + 5, stratum.label
    assert found.crude[crude_better].value > found.crude[better].value + 5


def test_guests_complain_about_a_stay_within_a_week_of_it(stays: pd.DataFrame) -> None:
    complaints = load("ellermoor", "complaints")
    day = complaints["received_at"].dt.tz_convert("Europe/Berlin").dt.tz_localize(None)
    known = complaints.assign(day=day.dt.normalize()).merge(stays, on="customer_id")
    until = known["arrived_on"] + pd.to_timedelta(known["nights"] + 7, unit="D")
    fits = known["day"].between(known["arrived_on"], until)
    assert set(known.loc[fits, "complaint_id"]) == set(complaints["complaint_id"])


def test_names_of_guests_fit_their_country(customers: pd.DataFrame) -> None:
    for country, script in (("JP", r"[\u3040-\u9fff]"), ("UA", r"[\u0400-\u04ff]")):
        names = customers.loc[customers["country"] == country, "name"]
        assert 0.6 < names.str.contains(script).mean() < 1
    assert (
        not customers.loc[customers["country"] == "DE", "name"]
        .str.contains(r"[\u0370-\u9fff]")
        .any()
    )
