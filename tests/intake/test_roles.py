from __future__ import annotations

import json

import pytest

from playbook.intake import IntakeError, Plan, answer, assign, profile, questions, read, suggest

CUSTOMERS = "customerID,Contract,tenure,TotalCharges,Churn\n" + "".join(
    f"{n:04d}-X,{('Month-to-month', 'One year')[n % 2]},{n},{n * 1.5 if n else ' '},"
    f"{('Yes', 'No', 'No')[n % 3]}\n"
    for n in range(70)
)


def test_roles_are_suggested_from_names_and_values(write):
    plan = suggest(profile(write(CUSTOMERS)))
    assert {name: role.kind for name, role in plan.roles.items()} == {
        "customerID": "id",
        "Contract": "group",
        "tenure": "amount",
        "TotalCharges": "amount",
        "Churn": "outcome",
    }


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Würden Sie uns weiterempfehlen?", "recommend"),
        ("Recommanderiez-vous notre service ?", "recommend"),
        ("¿Nos recomendaría?", "recommend"),
        ("Kundenzufriedenheit", "satisfaction"),
        ("Satisfacción general", "satisfaction"),
        ("Aufwand", "effort"),
        ("nps_score", "recommend"),
        ("Q1_NPS_GROUP", "amount"),
    ],
)
def test_headers_in_four_languages_are_understood(write, header, kind):
    rows = "".join(f"{n % 6 + 1},{'NS'[n % 2]}\n" for n in range(60))
    kinds = {
        name: role.kind
        for name, role in suggest(profile(write(f"{header},R\n{rows}"))).roles.items()
    }
    expected = "group" if header == "Q1_NPS_GROUP" else kind
    assert kinds[header] == expected


def test_a_churn_column_of_yes_and_no_is_read_without_a_question_and_noted(write, taken_in):
    intake = taken_in(write(CUSTOMERS))
    assert int(intake.frame["Churn"].sum()) == 24
    assert any('"Yes" counts as the event, "No" as its absence' in n for n in intake.receipt.notes)


def test_which_value_of_another_outcome_counts_is_asked(write, planned, taken_in):
    text = "Region,Renewed\n" + "N,1\nS,0\n" * 5
    found, plan = planned(write(text))
    question = questions(found, plan)[0]
    assert question.key == "outcome:Renewed"
    assert [value for value, _ in question.options] == ["1", "0", "ignore"]
    assert taken_in(write(text), outcome="0").frame["Renewed"].sum() == 5


def test_good_and_bad_are_counted_and_other_answers_of_zendesk_rejected(write, taken_in):
    text = "Id,Requester,Assignee,Ticket type,Status,Satisfaction Score\n" + "".join(
        f"{n},r,a,incident,{status},{score}\n"
        for n, (status, score) in enumerate(
            [("solved", "Good"), ("solved", "Bad"), ("closed", "Offered"), ("deleted", "Good")]
        )
    )
    intake = taken_in(write(text))
    assert [(one.reason, one.count) for one in intake.receipt.dropped] == [("deleted ticket", 1)]
    score = next(one for one in intake.receipt.columns if one.name == "Satisfaction Score")
    assert (score.used, [one.values for one in score.rejected]) == (2, [("Offered",)])


@pytest.mark.parametrize(
    ("header", "export"),
    [
        ("id,survey_type,score,comment,permalink,created_at", "Delighted"),
        ("Case Number,Case Owner,Date/Time Opened,Status", "Salesforce"),
        ("Survey name,Survey type,Response,Sentiment,Submission date,Contact ID", "HubSpot"),
        ("Conversation ID,Started at,Rating,Remark,Teammate", "Intercom"),
    ],
)
def test_exports_are_recognised_by_their_names(write, header, export):
    row = ",".join(["x"] * (header.count(",") + 1))
    assert profile(write(f"{header}\n{row}\n{row}\n")).layout.export == export


def test_a_score_takes_its_role_from_the_survey_type(write):
    rows = "".join(f"{n},nps,{n % 11},,http://x/{n},170665920{n % 10}\n" for n in range(30))
    path = write("id,survey_type,score,comment,permalink,created_at\n" + rows)
    roles = suggest(profile(path)).roles
    assert (roles["score"].kind, roles["created_at"].order) == ("recommend", "epoch seconds")


def test_a_footer_is_dropped_and_counted(write, taken_in):
    rows = "".join(f"000{n},{n}.5,Phone\n" for n in range(1, 10))
    text = f"Case Number,Amount,Case Owner\n{rows}" + (
        "Grand Totals (9 records),45,\n\nConfidential Information - Do Not Distribute\n"
        '"Copyright (c) 2024 salesforce.com, inc."\nAcme Ltd\n'
    )
    receipt = taken_in(write(text)).receipt
    assert {one.reason: one.count for one in receipt.dropped} == {"footer": 4, "blank row": 1}
    assert receipt.rows_used == 9


def test_a_last_answer_with_nothing_but_an_id_is_no_footer(write, taken_in):
    receipt = taken_in(write("ResponseId,Score\nR_1,9\nR_2,8\nR_3,\n")).receipt
    assert (receipt.rows_used, receipt.dropped) == (3, ())


def test_a_last_row_that_was_cut_off_is_ragged_and_no_footer(write, taken_in):
    receipt = taken_in(write("ResponseId,NPS\nR_1,9\nR_2,8\nR_3,0\nR_4")).receipt
    assert [(one.reason, one.examples) for one in receipt.dropped] == [
        ("wrong number of cells", (5,))
    ]


def test_two_different_amounts_are_amounts_and_no_groups(write):
    roles = suggest(profile(write("Ort;Betrag\nA;1.234,50\nB;7,25\nA;7,25\nA;7,25\n"))).roles
    assert roles["Betrag"].kind == "amount"


def test_a_repeated_answer_keeps_its_last_row(write, taken_in):
    intake = taken_in(write("ResponseId,NPS\nR_1,2\nR_2,8\nR_1,9\nR_1,10\n"))
    assert intake.frame["NPS"].tolist() == [8, 10]
    assert intake.receipt.dropped[0].examples == (2, 4)


def test_customers_that_often_repeat_are_asked(write, planned, taken_in):
    path = write("Customer ID,Amount\n" + "".join(f"{n % 60:04d},{n}.5\n" for n in range(200)))
    found, plan = planned(path)
    assert [q.key for q in questions(found, plan)] == ["repeats"]
    assert taken_in(path, repeats="all").receipt.rows_used == 200
    assert taken_in(path, repeats="last").receipt.rows_used == 60


def test_rounded_ids_are_kept_and_warned_of(write, taken_in):
    rows = "1.23457E+17,9\n" * 2 + "".join(f"{n}.23457E+17,{n}\n" for n in range(1, 9))
    receipt = taken_in(write("Response ID,NPS\n" + rows)).receipt
    assert receipt.rows_used == 10
    assert any("were rounded by a spreadsheet" in note for note in receipt.notes)


def test_exact_repeats_without_an_id_are_kept_and_noted(write, taken_in):
    receipt = taken_in(write("Region,Amount\nN,1\nN,1\nS,2\nS,3\n")).receipt
    assert receipt.rows_used == 4
    assert any("1 rows are exact repeats" in note for note in receipt.notes)


def test_assigning_another_id_asks_again_what_a_row_stands_for(write):
    found = profile(write(CUSTOMERS))
    plan = assign(found, suggest(found), "Contract", "id")
    assert plan.columns("id") == ("Contract",)
    assert plan.repeats is None
    assert assign(found, plan, "Contract", "group").repeats == "all"


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("Churn", "amount"),
        ("customerID", "group"),
        ("Contract", "date"),
        ("tenure", "effort"),
        ("customerID", "outcome"),
        ("Contract", "satisfaction"),
        ("Nothing", "amount"),
    ],
)
def test_a_role_that_a_column_cannot_play_is_refused(write, column, kind):
    found = profile(write(CUSTOMERS))
    with pytest.raises(IntakeError):
        assign(found, suggest(found), column, kind)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decimal", "x"),
        ("repeats", "first"),
        ("date:Churn", "sometimes"),
        ("scale:Nothing", "1-5"),
        ("effort:tenure", "ces3"),
        ("scale:Churn", "1-5"),
        ("nonsense", "1"),
        ("sheet", "Data"),
    ],
)
def test_an_answer_that_no_question_has_is_refused(write, key, value):
    with pytest.raises(IntakeError, match="is no answer to the question"):
        answer(suggest(profile(write(CUSTOMERS))), key, value)


def test_a_plan_survives_json_and_reads_the_same(write):
    path = write(CUSTOMERS)
    found = profile(path)
    plan = suggest(found)
    again = Plan.from_dict(json.loads(json.dumps(plan.to_dict())))
    assert again == plan
    assert json.loads(json.dumps(found.to_dict()))["rows"] == 70
    assert read(path, again).receipt.id == read(path, plan).receipt.id


def test_a_plan_is_refused_for_another_file(write):
    plan = suggest(profile(write(CUSTOMERS)))
    with pytest.raises(IntakeError, match="isn't the file"):
        read(write(CUSTOMERS + "x,One year,1,2,No\n"), plan)
