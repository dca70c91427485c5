from __future__ import annotations

import json

import openpyxl
import pytest

from playbook.intake import IntakeError
from playbook.measures import Estimate
from playbook.records.entries import MAX_VALUE_BYTES, as_text
from widgets.company_file import CompanyFile, Reading
from widgets.company_file.model import Comparison, estimate_of
from widgets.scorecard.scorecard import sample_file

PARTS = ("profile", "plan", "reading")


def read(model):
    model.took(model.read())
    return model.reading


def asked(model):
    return [question.key for question in model.open_questions]


def measures(model):
    return {measure.name: measure for measure in model.reading.measures}


def reloaded(model):
    """The model as it comes back from the record, through JSON."""
    kept = {part: json.loads(as_text(model.state(part))) for part in PARTS}
    again = CompanyFile()
    again.restore(kept, model.path)
    return again


def assert_same(one, other):
    for name in ("path", "profile", "plan", "reading", "readable", "outdated"):
        assert getattr(one, name) == getattr(other, name), name
    assert asked(one) == asked(other)


def test_nothing_is_known_before_there_is_a_file():
    model = CompanyFile()
    assert (model.open_questions, model.has_measures, model.readable, model.outdated) == (
        [],
        False,
        False,
        False,
    )
    assert [model.state(part) for part in PARTS] == [None, None, None]
    for action in (
        lambda: model.assign("a", "ignore"),
        lambda: model.answer("header", "1"),
        model.read,
    ):
        with pytest.raises(IntakeError, match="There is no file yet"):
            action()


# whole ways


def test_sample_is_read_without_a_question_and_comes_back_after_a_reload(looked):
    model = looked(sample_file())
    assert asked(model) == []
    reading = read(model)
    assert [measure.name for measure in reading.measures] == [
        "Net Promoter Score®",
        "Satisfied customers",
        "Customers who found it easy",
    ]
    reading.receipt.check()
    assert_same(reloaded(model), model)


def test_customer_list_gives_the_share_who_left_and_its_amounts(looked, customers):
    model = looked(customers)
    assert model.plan.roles["Churn"].kind == "outcome"
    assert asked(model) == []
    read(model)
    found = measures(model)
    assert found["Churn: Yes"].value == pytest.approx(25)
    assert found["Churn: Yes"].n == 120
    assert found["Average TotalCharges"].n == 117
    (used,) = [each for each in model.reading.receipt.columns if each.name == "TotalCharges"]
    assert used.blanks == 3
    assert {each.by for each in model.reading.comparisons} == {"Contract"}
    assert_same(reloaded(model), model)


def test_dates_with_two_readings_are_asked_about(looked, unclear_dates):
    model = looked(unclear_dates)
    model.assign("recommend (0-10)", "recommend")
    assert asked(model) == ["date:Closed"]
    assert not model.readable
    assert_same(reloaded(model), model)
    assert model.answer("date:Closed", "day first") is None
    assert model.readable
    read(model)
    assert_same(reloaded(model), model)
    assert any("day first, as you said" in line for line in model.reading.receipt.lines())


@pytest.mark.parametrize(
    ("answer", "kind", "name"),
    [
        ("0-10", "recommend", "Net Promoter Score®"),
        ("1-10", "satisfaction", "Satisfied customers"),
    ],
)
def test_one_to_ten_is_not_taken_for_a_zero_to_ten(looked, one_to_ten, answer, kind, name):
    column = "How likely are you to recommend us?"
    model = looked(one_to_ten)
    assert asked(model) == [f"scale:{column}"]
    with pytest.raises(IntakeError):
        model.read()
    model.answer(f"scale:{column}", answer)
    assert model.plan.roles[column].kind == kind
    read(model)
    assert list(measures(model)) == [name]
    assert_same(reloaded(model), model)


@pytest.mark.parametrize(("version", "share"), [("ces1", 40.0), ("ces2", 20.0)])
def test_direction_of_an_effort_question_is_asked_never_guessed(looked, effort, version, share):
    model = looked(effort)
    assert asked(model) == ["effort:effort"]
    model.answer("effort:effort", version)
    read(model)
    assert measures(model)["Customers who found it easy"].value == pytest.approx(share)
    assert_same(reloaded(model), model)


def test_column_may_be_left_out_instead_of_answering(looked, effort):
    model = looked(effort)
    model.answer("effort:effort", "ignore")
    assert asked(model) == []
    assert not model.has_measures
    assert not model.readable


def test_other_sheet_and_other_header_are_looked_at_again(looked, workbook):
    model = looked(workbook)
    assert asked(model) == ["sheet"]
    again = model.answer("sheet", "Data")
    assert again == {"sheet": "Data"}
    model = looked(workbook, **again)
    assert asked(model) == ["header"]
    again = model.answer("header", "1")
    assert again == {"header_rows": 1, "sheet": "Data"}
    model = looked(workbook, **again)
    assert model.plan.layout.sheet == "Data"
    assert model.plan.layout.columns == ("7", "2024")
    assert asked(model) == []


def test_confirmed_sheet_is_not_asked_for_again(looked, workbook):
    model = looked(workbook, sheet="Data")
    assert model.answer("header", "0") is None
    assert asked(model) == []
    assert model.plan.layout.sheet == "Data"


def test_sheet_that_was_confirmed_stays_when_the_header_is_the_other_one(looked, tmp_path):
    book = openpyxl.Workbook()
    for name in ("One", "Two"):
        sheet = book.active if name == "One" else book.create_sheet(name)
        sheet.title = name
        for number in range(30):
            sheet.append([number % 11, 2000 + number])
    path = tmp_path / "book.xlsx"
    book.save(path)
    model = looked(path)
    assert model.answer("sheet", "One") is None
    assert model.answer("header", "1") == {"header_rows": 1, "sheet": "One"}


@pytest.mark.parametrize(
    ("key", "value"), [("sheet", "Other"), ("sheet", ""), ("header", "2"), ("no-such", "1")]
)
def test_answer_that_no_question_has_is_refused(looked, workbook, key, value):
    model = looked(workbook)
    with pytest.raises(IntakeError):
        model.answer(key, value)
    assert asked(model) == ["sheet"]


def test_column_that_is_not_there_is_refused(looked, customers):
    with pytest.raises(IntakeError, match="no column “Q1”"):
        looked(customers).assign("Q1", "recommend")


def test_role_that_a_column_cannot_play_is_refused_and_changes_nothing(looked, customers):
    model = looked(customers)
    before = model.plan
    with pytest.raises(IntakeError):
        model.assign("Contract", "recommend")
    assert model.plan == before


# what a reading leaves


def test_reading_is_outdated_once_a_column_has_another_role(looked, customers):
    model = looked(customers)
    read(model)
    assert not model.outdated
    model.assign("MonthlyCharges", "ignore")
    assert model.outdated
    assert reloaded(model).outdated
    model.assign("MonthlyCharges", "amount")
    read(model)
    assert not model.outdated
    assert not reloaded(model).outdated


def test_reading_tells_the_plan_that_it_was_made_with(looked, customers):
    model = looked(customers)
    found = model.read()
    model.assign("MonthlyCharges", "ignore")
    model.took(found)
    assert model.outdated


def test_reading_changes_nothing_until_it_is_taken(looked, customers):
    model = looked(customers)
    model.read()
    assert model.reading is None


def test_looking_at_a_bad_file_leaves_the_one_that_is_there(looked, customers, tmp_path):
    model = looked(customers)
    read(model)
    before = {part: model.state(part) for part in PARTS}
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01\x02" * 1000)
    with pytest.raises(IntakeError):
        model.look(bad)
    assert {part: model.state(part) for part in PARTS} == before
    assert model.path == customers


def test_file_that_was_changed_on_the_disk_is_not_read(looked, customers):
    model = looked(customers)
    customers.write_text(customers.read_text() + "9999-XYZ,One year,1.0,1.0,No\n")
    with pytest.raises(IntakeError):
        model.read()


def test_groups_of_fewer_than_five_are_hidden_with_one_more(looked, small_groups):
    model = looked(small_groups)
    (comparison,) = read(model).comparisons
    shown = {name: estimate and estimate.n for name, estimate in comparison.groups}
    assert shown == {"Big": 50, "Small": None, "Tiny": None}


@pytest.mark.parametrize(
    "broken",
    [
        {"profile": {"of": "another version"}},
        {"plan": {"roles": {}}},
        {"reading": {"receipt": {}}},
        {"reading": {"plan": None, "receipt": 3}},
    ],
)
def test_what_is_of_another_version_is_left_empty(looked, customers, broken):
    model = looked(customers)
    read(model)
    kept = {part: model.state(part) for part in PARTS}
    again = CompanyFile()
    again.restore({**kept, **broken}, customers)
    assert (again.profile, again.plan, again.reading) == (None, None, None)
    assert not again.readable


def test_comments_are_not_kept_and_leave_room_for_the_rest(looked, write):
    columns = [f"comment {number}" for number in range(12)]
    rows = [
        (row % 11, *(f"{row} {'what a person wrote ' * 80}" for _ in columns)) for row in range(70)
    ]
    model = looked(write("comments.csv", ",".join(["recommend (0-10)", *columns]), rows))
    text = as_text(model.state("profile"))
    assert len(text.encode()) < MAX_VALUE_BYTES / 10
    examples = [value for value, _ in model.profile.column("comment 0").values]
    assert len(examples) == 3
    assert all(len(value) <= 61 for value in examples)
    read(model)
    assert_same(reloaded(model), model)


def test_measure_is_said_as_an_estimate(looked, customers):
    model = looked(customers)
    read(model)
    measure = measures(model)["Churn: Yes"]
    said = estimate_of(measure).sentence()
    assert said.startswith("Churn: Yes 25%")
    assert "n = 120" in said


def test_comparison_without_groups_survives_the_record(looked, customers):
    model = looked(customers)
    reading = read(model)
    nothing = Estimate("Churn", None, None, None, 0, "%", "")
    comparison = Comparison("Churn", "Churn", "Region", (("N", nothing), ("S", None)))
    model.took(({}, Reading(reading.receipt, (), (comparison,))))
    assert reloaded(model).reading.comparisons == (comparison,)


def test_what_customers_do_is_compared_before_amounts(tmp_path):
    groups = [f"group {number}" for number in range(20)]
    head = ",".join(["MonthlyCharges", "Churn", *groups])
    rows = [
        ",".join(
            [f"{20 + row % 7}.50", "Yes" if row % 4 == 0 else "No"] + ["a", "b"][row % 2 :][:1] * 20
        )
        for row in range(60)
    ]
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([head, *rows]))
    file = CompanyFile()
    file.take(file.look(path))
    file.took(file.read())
    first = file.reading.comparisons[:20]
    assert {comparison.column for comparison in first} == {"Churn"}
    assert [comparison.by for comparison in first] == groups


def test_progress_of_reading_runs_from_start_to_end_once(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("recommend (0-10),region\n" + "\n".join(["0,N", "9,S", "10,N"] * 40))
    file = CompanyFile()
    file.take(file.look(path))
    seen = []
    file.read(lambda fraction, _: seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[0] >= 0
    assert seen[-1] <= 1


def test_an_answer_about_a_column_can_be_taken_back(tmp_path):
    path = tmp_path / "scale.csv"
    ratings = "\n".join(str(1 + row % 10) for row in range(200))
    path.write_text(f"How likely are you to recommend us?\n{ratings}\n")
    file = CompanyFile()
    file.take(file.look(path))
    (question,) = file.open_questions
    file.answer(question.key, next(value for value, _ in question.options if value == "1-10"))
    (column,) = file.plan.roles
    assert file.plan.roles[column].kind == "satisfaction"
    file.ask_again(column)
    assert file.open_questions == [question]
