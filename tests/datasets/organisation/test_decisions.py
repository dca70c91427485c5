from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.samples import load

QUESTIONS = [
    "q1_customers",
    "q2_effort",
    "q3_money",
    "q4_feeling",
    "q5_promise",
    "q6_evidence",
    "q7_reversible",
    "q8_economics",
]


def verdict(row: pd.Series[Any]) -> str:
    for_customers = row[QUESTIONS[1:5]]
    known = for_customers.dropna()
    if row["touches"] != "nothing":
        return "no"
    if row[QUESTIONS[1:6]].isna().sum() >= 2:
        return "not enough evidence"
    if len(known) == 4 and known.min() >= 0 and row["q6_evidence"] > 0:
        return "yes"
    if (known < 0).sum() == 1 and known.min() == -1 and pd.notna(row["mitigation"]):
        return "yes with mitigation"
    return "no"


def lacks(row: pd.Series[Any]) -> set[str]:
    tests = {
        "question 8 not negative": not row["exception_economics"] < 0,
        "no shortfall": pd.isna(row["exception_shortfall"]),
        "no least harm": pd.isna(row["exception_least_harm"]),
        "customers not told": row["exception_customers_told"] == "not told",
        "no owner": pd.isna(row["exception_owner"]),
        "no end": pd.isna(row["exception_until"]),
        f"never for {row['touches']}": row["touches"] != "nothing",
    }
    return {name for name, lacking in tests.items() if lacking}


@pytest.fixture(scope="module")
def decisions(company: str) -> pd.DataFrame:
    return load(company, "decisions").set_index("decision_id")


@pytest.fixture(scope="module")
def planted(truth: dict[str, Any]) -> dict[str, Any]:
    log: dict[str, Any] = truth["decisions"]
    return log


def test_verdicts_follow_the_rules(decisions: pd.DataFrame, planted: dict[str, Any]) -> None:
    assert 24 <= len(decisions) == planted["rows"] <= 30
    assert {name: verdict(row) for name, row in decisions.iterrows()} == planted["verdicts"]
    assert min(planted["verdicts_counted"].values()) >= 4


def test_adding_up_the_answers_is_wrong_where_it_is_said_to_be(
    decisions: pd.DataFrame, planted: dict[str, Any]
) -> None:
    total = decisions[QUESTIONS].sum(axis=1)
    assert ((total > 0) == decisions["recorded_as_customer_focused"]).all()
    wrong = [
        name
        for name, row in decisions.iterrows()
        if row["recorded_as_customer_focused"] != planted["verdicts"][name].startswith("yes")
    ]
    assert sorted(wrong) == planted["minutes_wrong"]
    tempting = [
        name
        for name in wrong
        if planted["verdicts"][name] == "not enough evidence" and total[name] > 0
    ]
    assert len(tempting) >= 3


def test_exceptions_hold_or_fail_as_listed(
    decisions: pd.DataFrame, planted: dict[str, Any]
) -> None:
    claims = decisions[decisions["exception_claimed"]]
    found = {name: lacks(row) for name, row in claims.iterrows()}
    assert [name for name, missing in found.items() if not missing] == planted[
        "exceptions_that_hold"
    ]
    failing = {name: missing for name, missing in found.items() if missing}
    assert failing == {
        name: set(missing) for name, missing in planted["exceptions_that_fail"].items()
    }
    assert {planted["verdicts"][name] for name in claims.index} == {"no"}
    past = claims.index[claims["exception_until"] < "2026-01-01"]
    assert sorted(past) == sorted(planted["exceptions_past_their_date"])
    assert list(past)


def test_only_claims_have_the_fields_of_an_exception(decisions: pd.DataFrame) -> None:
    others = decisions[~decisions["exception_claimed"]]
    fields = [name for name in decisions.columns if name.startswith("exception_")]
    assert others[[name for name in fields if name != "exception_claimed"]].isna().all(axis=None)
