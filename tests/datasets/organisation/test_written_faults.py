"""The written drafts hold the listed faults, and no other of those that a rule can find."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd

from playbook.samples import load

Rule = Callable[["pd.Series[Any]"], bool]


def found_by(rules: dict[str, Rule], frame: pd.DataFrame, key: str) -> dict[str, list[str]]:
    faults = {
        name: [row[key] for _, row in frame.iterrows() if rule(row)] for name, rule in rules.items()
    }
    return {name: ids for name, ids in faults.items() if ids}


def blank(column: str) -> Rule:
    return lambda row: bool(pd.isna(row[column]))


PAY: dict[str, Rule] = {
    "cliff": lambda row: row["pay_at_threshold"] >= 100,
    "no_cap": blank("maximum"),
    "individual_below_100": lambda row: (
        row["kind"] == "survey" and row["level"] == "individual" and row["cases_a_period"] < 100
    ),
    "paid_choose_cases": lambda row: bool(row["paid_choose_cases"]),
    "no_gate": blank("gate"),
    "no_balance": blank("balancing_measure"),
    "no_minimum": blank("minimum_cases"),
    "no_audit": blank("audit"),
    "no_claw_back": blank("claw_back"),
    "no_dispute_route": blank("dispute_route"),
    "share_too_large": lambda row: row["share_of_variable_pay"] > 30,
}
SCORECARD: dict[str, Rule] = {
    "no_n": lambda row: pd.isna(row["n"]) and (row["layer"] == "perception" or row["unit"] == "%"),
    "no_interval": lambda row: row["layer"] == "perception" and pd.isna(row["low"]),
    "arbitrary_composite": lambda row: (
        pd.notna(row["composite_weights"]) and pd.isna(row["weights_come_from"])
    ),
    "no_owner": blank("owner"),
    "no_definition": blank("definition"),
    "no_decision": blank("decision"),
    "lead_without_lag": lambda row: row["timing"] == "lead" and pd.isna(row["leads_to"]),
    "no_target": blank("target"),
}


def test_raci_has_the_listed_faults_and_no_other(company: str, truth: dict[str, Any]) -> None:
    raci, roles = load(company, "raci"), load(company, "roles").set_index("role")
    planted = truth["raci"]["faults"]
    letters = raci.assign(letter=raci["letter"].fillna("").str.split("/")).explode("letter")
    counts = pd.crosstab(letters["activity_id"], letters["letter"]).reindex(
        columns=["A", "R", "C"], fill_value=0
    )
    empty = raci.groupby("activity_id")["letter"].apply(lambda row: row.isna().all())
    full = counts[~empty]
    answers = raci[raci["letter"].isin(["A", "A/R"])].groupby("role").size() / len(counts)
    has_part = raci.groupby("role")["letter"].apply(lambda row: row.notna().any())
    facing = roles["customer_facing"].reindex(has_part.index)
    assert {
        "two_answer_for_it": list(full.index[full["A"] > 1]),
        "nobody_answers_for_it": list(full.index[full["A"] == 0]),
        "nobody_does_it": list(full.index[full["R"] == 0]),
        "too_many_asked": list(full.index[full["C"] > 3]),
        "empty_row": list(empty.index[empty]),
        "bottleneck": list(answers.index[answers > 0.4]),
        "customer_facing_left_out": list(has_part.index[facing & ~has_part]),
    } == planted
    assert 12 <= len(counts) <= 16
    assert len(raci) == truth["raci"]["rows"]


def test_pay_plan_has_the_listed_faults_and_no_other(company: str, truth: dict[str, Any]) -> None:
    plan = load(company, "pay_plan")
    planted = truth["pay_plan"]
    assert set(PAY) == set(planted["rules"])
    assert found_by(PAY, plan, "element_id") == planted["faults"]
    assert (plan["kind"] == "survey").all() == planted["only_survey_scores"]


def test_faults_of_all_pay_plans_cover_every_rule_but_few(truth: dict[str, Any]) -> None:
    assert len(truth["pay_plan"]["faults"]) >= 8


def test_scorecard_has_the_listed_faults_and_no_other(company: str, truth: dict[str, Any]) -> None:
    draft = load(company, "scorecard_draft")
    planted = truth["scorecard_draft"]
    assert len(draft) <= 12
    assert set(SCORECARD) == set(planted["rules"])
    assert found_by(SCORECARD, draft, "measure_id") == planted["faults"]
    assert (draft["timing"] == "lag").all() == planted["lag_only"]
    layers = {"perception", "behaviour", "operation", "finance"}
    assert sorted(layers - set(draft["layer"])) == sorted(planted["layers_missing"])
    assert set(draft["leads_to"].dropna()) <= set(draft["measure_id"])
    known = draft["low"].notna()
    assert (draft["low"] <= draft["value"])[known].all()
    assert (draft["value"] <= draft["high"])[known].all()


def test_shared_and_opposed_goals_are_the_listed_ones(company: str, truth: dict[str, Any]) -> None:
    goals, planted = load(company, "shared_goals"), truth["shared_goals"]
    of = {name: rows.set_index("kpi")["direction"] for name, rows in goals.groupby("department")}
    shared, opposed = set(), set()
    for one, other in combinations(of, 2):
        for kpi in set(of[one].index) & set(of[other].index):
            pair = (frozenset((str(one), str(other))), kpi)
            (shared if of[one][kpi] == of[other][kpi] else opposed).add(pair)
    assert shared == {(frozenset(pair[:2]), pair[2]) for pair in planted["shared"]}
    assert opposed == {(frozenset(pair[:2]), pair[2]) for pair in planted["opposed"]}
    pairs = {pair for pair, _ in shared}
    assert len(pairs) == planted["pairs_that_share"] < planted["pairs"] / 2
    assert planted["pairs"] == 15
    assert len(opposed) >= 2


def test_roles_speak_for_all_six_parties(company: str) -> None:
    roles = load(company, "roles")
    assert 10 <= len(roles) <= 14
    assert set(roles["party"]) >= {
        "chief executive",
        "marketing",
        "sales",
        "service",
        "product",
        "research",
    }
    assert set(roles["reports_to"].dropna()) <= set(roles["role"])
