from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import cohen_kappa, cost_of_poor_service
from playbook.samples import load

RELIABLE, TENTATIVE = 0.80, 0.667
OUTCOMES = ("satisfied", "mollified", "unsatisfied")


@pytest.fixture(scope="module")
def complaints(company: str) -> pd.DataFrame:
    return load(company, "complaints")


def test_complaints_surface_where_they_are_not_caused(
    complaints: pd.DataFrame, truth: dict[str, Any]
) -> None:
    planted = truth["complaints"]
    surfaced = complaints["surfaced_in"].value_counts()
    caused = complaints["caused_by"].value_counts()
    assert len(complaints) == planted["rows"]
    assert surfaced.to_dict() == planted["surfaced"]
    assert caused.to_dict() == planted["caused"]
    naive, right = surfaced.index[0], caused.index[0]
    assert naive != right
    assert caused[naive] < 0.2 * caused.sum()
    assert surfaced[naive] > 0.5 * len(complaints)


def test_second_reviewer_blames_more_often_where_it_surfaced(
    company: str, complaints: pd.DataFrame, truth: dict[str, Any]
) -> None:
    both = complaints.dropna(subset=["caused_by", "caused_by_second"])
    naive = next(iter(truth["complaints"]["surfaced"]))
    right = next(iter(truth["complaints"]["caused"]))
    first, second = both["caused_by"].value_counts(), both["caused_by_second"].value_counts()
    assert second[naive] > first[naive]
    assert first.index[0] == right
    assert second.index[0] == (naive if company == "ordanvale" else right)


def test_causes_without_evidence_have_no_owner(
    complaints: pd.DataFrame, truth: dict[str, Any]
) -> None:
    without = complaints["cause_evidence"].isna()
    assert without.sum() == truth["complaints"]["no_evidence"]
    assert (complaints["caused_by"].isna() == without).all()


def test_agreement_of_owners_is_reliable_except_at_ordanvale(
    company: str, complaints: pd.DataFrame, truth: dict[str, Any]
) -> None:
    both = complaints.dropna(subset=["caused_by", "caused_by_second"])
    same = (both["caused_by"] == both["caused_by_second"]).sum()
    assert len(both) == truth["complaints"]["coded_twice"]
    assert same == truth["complaints"]["coded_the_same"]
    found = cohen_kappa(both["caused_by"], both["caused_by_second"])
    assert found.value is not None
    assert found.low is not None
    assert found.value < same / len(both)
    if company == "ordanvale":
        assert found.value < TENTATIVE
    else:
        assert found.low >= RELIABLE


def test_complaints_are_dated_in_order_and_closed_after_receipt(complaints: pd.DataFrame) -> None:
    closed = complaints["closed_at"].notna()
    assert complaints["received_at"].is_monotonic_increasing
    assert (complaints["closed_at"] > complaints["received_at"])[closed].all()
    assert complaints.loc[~closed, ["resolution", "compensation"]].isna().all(axis=None)
    assert not complaints.loc[~closed, "reopened"].any()


def test_complaints_come_from_customers_while_they_are_there() -> None:
    complaints, customers = load("quillmere", "complaints"), load("quillmere", "customers")
    joined = complaints.merge(customers.drop_duplicates("customer_id"), on="customer_id")
    assert len(joined) == len(complaints)
    day = joined["received_at"].dt.tz_convert("Europe/London").dt.tz_localize(None).dt.normalize()
    assert (day >= joined["joined"]).all()
    assert (day < joined["left_on"].fillna(pd.Timestamp("2100-01-01"))).all()


def test_most_of_the_cost_of_poor_service_never_complains(
    company: str, truth: dict[str, Any]
) -> None:
    planted = truth["problem_study"]
    study = load(company, "problem_study").set_index("group")
    n, stayed = study["customers"], study["stayed"] / study["customers"]
    trouble = n.sum() - n["no problem"]
    complained = trouble - n["silent"]
    assert (n.sum(), trouble, complained) == (
        planted["customers"],
        planted["had_a_problem"],
        planted["complained"],
    )
    found = cost_of_poor_service(
        customers=planted["customers_of_the_company"],
        problem_rate=trouble / n.sum(),
        complaint_rate=complained / trouble,
        retention_without_problem=stayed["no problem"],
        retention_silent=stayed["silent"],
        complaint_shares={name: n[name] / complained for name in OUTCOMES},
        complaint_retention={name: stayed[name] for name in OUTCOMES},
        margin=planted["margin_a_year"],
    )
    silent, *loud = found.parts
    assert silent.cost > sum(part.cost for part in loud) > 0
    assert stayed["satisfied"] > stayed["mollified"] > stayed["unsatisfied"]
    assert stayed["no problem"] > stayed["silent"]
