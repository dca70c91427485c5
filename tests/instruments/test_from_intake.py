from __future__ import annotations

import dataclasses
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from playbook.instruments import (
    NO_GROUP,
    InstrumentError,
    Scorecard,
    ScorecardMeasure,
    by_group,
    control_limits,
    gaps,
    measures_from_intake,
    trend_points,
)
from playbook.intake import Intake, Plan, Receipt, Role
from playbook.measures import effort, nps, satisfaction, share

RECEIPT = Receipt("a1b2c3", "survey.csv", "0" * 64, 10, 0, (), 0, (), (), "2025-01-01T00:00:00Z")


def intake(roles: dict[str, Role], **columns: Any) -> Intake:
    plan = Plan("", cast(Any, None), roles, ".", None, (), ())
    frame = pd.DataFrame(columns)
    return Intake(frame, dataclasses.replace(RECEIPT, rows_used=len(frame)), plan)


def only(taken: Intake) -> ScorecardMeasure:
    (measure,) = measures_from_intake(taken)
    return measure


def numbers(measure: ScorecardMeasure) -> tuple[float | None, ...]:
    return measure.value, measure.low, measure.high, measure.n


def test_likelihood_to_recommend_becomes_the_net_promoter_score_with_n_and_interval() -> None:
    answers = [10] * 50 + [8] * 30 + [3] * 20 + [np.nan] * 4
    measure = only(intake({"ltr": Role("recommend")}, ltr=np.array(answers, dtype="float32")))
    expected = nps(answers)
    assert numbers(measure) == (expected.value, expected.low, expected.high, 100)
    assert measure.value == pytest.approx(30)
    assert (measure.name, measure.unit) == ("Net Promoter Score®", "points")
    assert (measure.layer, measure.direction) == ("perception", "up")
    assert "0–10" in measure.formula
    assert "Rocks 2016" in measure.formula


def test_the_source_names_file_column_and_receipt() -> None:
    measure = only(intake({"ltr": Role("recommend")}, ltr=[10.0, 9.0]))
    assert measure.source == "survey.csv, column “ltr”, receipt a1b2c3"
    assert measure.origin == "a1b2c3"


def test_weights_are_used_for_the_net_promoter_score_and_said() -> None:
    ltr, weight = [10.0, 10.0, 0.0, 9.0], [1.0, 1.0, 2.0, np.nan]
    roles = {"ltr": Role("recommend"), "w": Role("weight")}
    measure = only(intake(roles, ltr=ltr, w=weight))
    expected = nps(ltr[:3], weights=weight[:3])
    assert numbers(measure) == (expected.value, expected.low, expected.high, 3)
    assert measure.value == pytest.approx(0)
    assert "Weighted by column “w”" in measure.formula
    assert "The 3 answers weigh as much as 3 equal ones" in measure.formula


def test_other_measures_of_a_weighted_file_say_that_they_are_not_weighted() -> None:
    roles = {"sat": Role("satisfaction", scale=(1, 5)), "w": Role("weight")}
    assert "Not weighted by “w”" in only(intake(roles, sat=[5.0, 1.0], w=[1.0, 3.0])).formula


def test_a_month_whose_weights_are_all_zero_is_a_gap_and_no_failure() -> None:
    months = pd.date_range("2025-01-01", periods=8, freq="MS").repeat(5)
    weights = np.where(months.month == 3, 0.0, 1.0)
    roles = {"ltr": Role("recommend"), "w": Role("weight"), "day": Role("date")}
    measure = only(intake(roles, ltr=[10.0] * 40, w=weights, day=months))
    assert dict(measure.trend)["2025-03"] is None
    assert trend_points(measure) == 7


def test_satisfaction_becomes_the_share_in_the_top_boxes_of_its_scale() -> None:
    answers = [1.0, 4.0, 6.0, 7.0, 7.0]
    measure = only(intake({"s": Role("satisfaction", scale=(1, 7), top=2)}, s=answers))
    expected = satisfaction(answers, scale=(1, 7), top=2)
    assert numbers(measure) == (expected.value, expected.low, expected.high, 5)
    assert measure.value == pytest.approx(60)
    assert "answered 6–7 on a scale of 1–7" in measure.definition


def test_one_top_box_is_named_by_its_number() -> None:
    measure = only(intake({"s": Role("satisfaction", scale=(1, 5), top=1)}, s=[5.0, 4.0]))
    assert "answered 5 on a scale of 1–5" in measure.definition


@pytest.mark.parametrize(("version", "easy"), [("ces1", 50.0), ("ces2", 25.0)])
def test_effort_becomes_the_share_who_found_it_easy(version: Any, easy: float) -> None:
    answers = [1.0, 2.0, 4.0, 5.0]
    measure = only(intake({"e": Role("effort", version=version)}, e=answers))
    expected = effort(answers, version=version).easy
    assert numbers(measure) == (easy, expected.low, expected.high, 4)
    assert measure.direction == "up"


def test_an_outcome_becomes_the_share_of_yes_and_its_direction_is_asked_for() -> None:
    column = pd.array([True, False, False, False, None], dtype="boolean")
    measure = only(intake({"Churn": Role("outcome", event="Yes")}, Churn=column))
    expected = share(1, 4)
    assert numbers(measure) == (25.0, expected.low, expected.high, 4)
    assert (measure.name, measure.layer, measure.direction) == ("Churn: Yes", "behaviour", None)


@pytest.mark.parametrize(
    ("header", "layer", "unit"),
    [
        ("TotalCharges", "finance", ""),
        ("order_value (EUR)", "finance", "EUR"),
        ("Umsatz in €", "finance", ""),
        ("Duration (in seconds)", "operation", "seconds"),
        ("Replies", "operation", ""),
        ("Carriers", "operation", ""),
    ],
)
def test_an_amount_becomes_an_average_whose_layer_and_unit_its_header_tells(
    header: str, layer: str, unit: str
) -> None:
    measure = only(intake({header: Role("amount")}, **{header: [1.0, 2.0, 6.0]}))
    assert (measure.value, measure.n) == (3.0, 3)
    assert (measure.layer, measure.unit, measure.direction) == (layer, unit, None)


def test_no_valid_answer_gives_no_value_and_never_zero() -> None:
    nothing = np.full(3, np.nan)
    roles = {
        "ltr": Role("recommend"),
        "s": Role("satisfaction", scale=(1, 5)),
        "e": Role("effort", version="ces2"),
        "o": Role("outcome", event="Yes"),
        "a": Role("amount"),
    }
    unknown = pd.array([None] * 3, dtype="boolean")
    taken = intake(roles, ltr=nothing, s=nothing, e=nothing, o=unknown, a=nothing)
    for measure in measures_from_intake(taken):
        assert numbers(measure) == (None, None, None, 0)


def test_measures_of_one_kind_get_names_and_ids_of_their_own() -> None:
    role = Role("satisfaction", scale=(1, 5))
    measures = measures_from_intake(intake({"q1": role, "q2": role}, q1=[5.0], q2=[1.0]))
    assert [measure.name for measure in measures] == [
        "Satisfied customers, q1",
        "Satisfied customers, q2",
    ]
    assert [gap for gap in gaps(Scorecard(measures=measures)) if gap.severity == "check"] == []


def test_columns_that_are_no_measure_are_passed_over() -> None:
    roles = {"id": Role("id"), "team": Role("group"), "note": Role("ignore")}
    assert measures_from_intake(intake(roles, id=["1"], team=["A"])) == []


@pytest.mark.parametrize("role", [Role("satisfaction"), Role("effort"), Role("outcome")])
def test_what_is_not_settled_is_asked_for(role: Role) -> None:
    with pytest.raises(InstrumentError, match="not settled yet"):
        measures_from_intake(intake({"q": role}, q=[1.0]))


def monthly(months: int, answers: int = 5) -> Intake:
    days = pd.date_range("2024-01-15", periods=months, freq="MS").repeat(answers)
    roles = {"ltr": Role("recommend"), "day": Role("date")}
    return intake(roles, ltr=np.resize([10.0, 10.0, 3.0], len(days)), day=days)


def test_six_months_make_a_trend_and_five_do_not() -> None:
    trend = only(monthly(6)).trend
    assert [label for label, _ in trend] == [f"2024-0{month}" for month in range(2, 8)]
    assert only(monthly(5)).trend == ()


def test_a_trend_needs_dates() -> None:
    assert only(intake({"ltr": Role("recommend")}, ltr=[10.0] * 99)).trend == ()
    undated = intake({"ltr": Role("recommend"), "day": Role("date")}, ltr=[10.0], day=[pd.NaT])
    assert only(undated).trend == ()


def test_a_month_of_fewer_than_five_answers_is_not_shown() -> None:
    taken = monthly(8)
    thinned = dataclasses.replace(taken, frame=taken.frame.drop(index=[10]))
    trend = only(thinned).trend
    assert [label for label, value in trend if value is None] == ["2024-04"]
    assert len(trend) == 8


def test_twelve_months_make_control_limits_and_eleven_do_not() -> None:
    limits = control_limits(only(monthly(12)))
    assert limits is not None
    assert limits.labels[0] == "2024-02"
    assert control_limits(only(monthly(11))) is None


def grouped(**sizes: int) -> Intake:
    teams = [None if team == "nobody" else team for team, n in sizes.items() for _ in range(n)]
    roles = {"ltr": Role("recommend"), "team": Role("group")}
    column = pd.Series(teams, dtype="category")
    return intake(roles, ltr=np.resize([10.0, 3.0], len(teams)), team=column)


def hidden(taken: Intake) -> list[str]:
    return [name for name, estimate in by_group(taken, "ltr") if estimate is None]


def test_groups_come_with_their_estimate_the_largest_first() -> None:
    found = by_group(grouped(A=5, B=20), "ltr")
    assert [(name, estimate and estimate.n) for name, estimate in found] == [("B", 20), ("A", 5)]
    assert found[0][1] == nps(np.resize([10.0, 3.0], 25)[5:])


def test_a_hidden_group_is_never_alone() -> None:
    assert hidden(grouped(A=4, B=20, C=8)) == ["A", "C"]
    assert hidden(grouped(A=4, B=8)) == ["A", "B"]


def test_hidden_groups_together_have_five_or_more_answers() -> None:
    assert hidden(grouped(A=1, B=2, C=7, D=9)) == ["A", "B", "C"]
    assert hidden(grouped(A=3, B=4, C=7, D=9)) == ["A", "B"]


def test_groups_of_five_or_more_are_all_shown() -> None:
    assert hidden(grouped(A=5, B=6)) == []


def test_rows_without_a_group_are_a_group() -> None:
    found = dict(by_group(grouped(A=9, nobody=6), "ltr"))
    assert set(found) == {"A", NO_GROUP}


def test_a_group_without_answers_is_not_available_rather_than_hidden() -> None:
    taken = grouped(A=6, B=7)
    taken.frame.loc[:5, "ltr"] = np.nan
    found = dict(by_group(taken, "ltr"))
    assert found["A"] is not None
    assert (found["A"].value, found["A"].n) == (None, 0)


@pytest.mark.parametrize(
    ("measure", "group", "reason"),
    [
        ("team", None, "“team” holds no measure"),
        ("gone", None, "“gone” holds no measure"),
        ("ltr", "ltr", "“ltr” holds no groups"),
    ],
)
def test_only_measures_are_compared_and_only_by_groups(
    measure: str, group: str | None, reason: str
) -> None:
    with pytest.raises(InstrumentError, match=reason):
        by_group(grouped(A=5), measure, group)
    with pytest.raises(InstrumentError, match="no column of groups"):
        by_group(monthly(2), "ltr")
