from __future__ import annotations

import json

import pytest

from widgets.company_file import ColumnsForm, CompanyFile


class Desk:
    """The form on its file, with a record, and what it asked for."""

    def __init__(self, path, record, open_page):
        self.model = CompanyFile()
        self.record = record
        self.path = path
        self.looks = []
        self.reads = 0
        self.form = ColumnsForm(
            self.model,
            key="file",
            find_file=lambda name: path if name == "f1" else None,
            on_look=self.looks.append,
            on_read=self.read,
        )
        self.form.attach({}, record.keep)
        self.page = open_page(self.form)

    def take(self, **again):
        self.model.take(self.model.look(self.path, **again))
        self.form.keep_file("f1")

    def read(self):
        self.reads += 1
        self.model.took(self.model.read())
        self.form.keep_reading()


@pytest.fixture
def desk(record, open_page):
    return lambda path: Desk(path, record, open_page)


def column(form, name):
    return next(each for each in form.columns if each["name"] == name)


def test_without_a_file_it_shows_nothing(desk, customers):
    form = desk(customers).form
    assert (form.found, form.columns, form.questions, form.readable) == ("", [], [], False)
    assert form.ready


def test_columns_are_described_with_their_likely_roles(desk, customers):
    desk = desk(customers)
    desk.take()
    assert desk.form.found == "customers.csv: 120 rows, 5 columns."
    assert column(desk.form, "Churn")["role"] == "outcome"
    total = column(desk.form, "TotalCharges")
    assert (total["filled"], total["blanks"]) == ("117", "3")
    assert len(total["examples"]) == 3
    assert desk.form.readable
    assert desk.form.measurable
    assert {kind for kind, _ in desk.form.kinds} >= {"recommend", "ignore"}


def test_file_profile_and_plan_are_kept_when_a_file_comes(desk, customers):
    desk = desk(customers)
    desk.take()
    assert set(desk.record.parts) == {"reading", "profile", "plan", "file"}
    assert desk.record.parts["file"] == "f1"
    assert desk.record.parts["reading"] is None


def test_role_is_entered_and_the_plan_kept(desk, customers):
    desk = desk(customers)
    desk.take()
    assert desk.page.enter("role:Contract", "ignore")["type"] == "kept"
    assert column(desk.form, "Contract")["role"] == "ignore"
    assert desk.record.history[-1][0] == "plan"
    assert desk.record.parts["plan"]["roles"]["Contract"]["kind"] == "ignore"


def test_role_that_does_not_fit_is_refused_in_words(desk, customers):
    desk = desk(customers)
    desk.take()
    answer = desk.page.enter("role:Contract", "recommend")
    assert answer["final"] is True
    assert "Contract" in answer["reason"]
    assert column(desk.form, "Contract")["role"] == "group"


def test_question_is_asked_answered_and_gone(desk, unclear_dates):
    desk = desk(unclear_dates)
    desk.take()
    desk.page.enter("role:recommend (0-10)", "recommend")
    (question,) = desk.form.questions
    assert question["key"] == "date:Closed"
    assert question["why"]
    assert not desk.form.readable
    desk.page.enter("answer:date:Closed", question["options"][0][0])
    assert desk.form.questions == []
    assert desk.form.readable


def test_file_is_read_when_nothing_is_open(desk, unclear_dates):
    desk = desk(unclear_dates)
    desk.take()
    desk.page.enter("role:recommend (0-10)", "recommend")
    desk.page.enter("read", True)
    assert desk.reads == 0
    desk.page.enter("answer:date:Closed", "day first")
    desk.page.enter("read", True)
    assert desk.reads == 1
    assert desk.form.state_of_reading == "read"


def test_other_role_makes_the_reading_outdated(desk, customers):
    desk = desk(customers)
    desk.take()
    desk.page.enter("read", True)
    desk.page.enter("role:MonthlyCharges", "ignore")
    assert desk.form.state_of_reading == "outdated"
    desk.page.enter("read", True)
    assert desk.form.state_of_reading == "read"


def test_sheet_and_header_ask_for_another_look(desk, workbook):
    desk = desk(workbook)
    desk.take()
    desk.page.enter("answer:sheet", "Data")
    assert desk.looks == [{"sheet": "Data"}]
    desk.take(**desk.looks[-1])
    desk.page.enter("answer:header", "1")
    assert desk.looks[-1] == {"sheet": "Data", "header_rows": 1}
    desk.take(**desk.looks[-1])
    assert desk.form.questions == []
    assert [each["name"] for each in desk.form.columns] == ["7", "2024"]


def test_confirming_what_was_seen_needs_no_other_look(desk, workbook):
    desk = desk(workbook)
    desk.take()
    desk.page.enter("answer:sheet", "Notes")
    assert desk.looks == []
    assert desk.form.questions == []


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("role:Churn", "no such role"),
        ("role:Churn", ["recommend"]),
        ("role:Gone", "ignore"),
        ("answer:scale:Gone", "0-10"),
        ("answer:sheet", "Other"),
        ("other", True),
    ],
)
def test_anything_else_is_refused_for_good(desk, customers, part, value):
    desk = desk(customers)
    desk.take()
    before = dict(desk.record.parts)
    assert desk.page.enter(part, value)["final"] is True
    assert desk.record.parts == before


def test_all_is_there_after_a_reload(desk, customers, record, open_page):
    first = desk(customers)
    first.take()
    first.page.enter("role:MonthlyCharges", "ignore")
    first.page.enter("read", True)
    later = desk(customers)
    later.form.attach(json.loads(json.dumps(record.parts)), record.keep)
    for trait in ("found", "notes", "columns", "questions", "readable", "state_of_reading"):
        assert getattr(later.form, trait) == getattr(first.form, trait), trait
    assert later.model.reading == first.model.reading
    assert later.model.path == customers


def test_file_that_is_gone_from_the_disk_cannot_be_read_again(desk, customers, record):
    first = desk(customers)
    first.take()
    first.page.enter("read", True)
    later = desk(customers)
    later.form.attach({**record.parts, "file": "gone"}, record.keep)
    assert later.form.readable is False
    assert later.form.state_of_reading == "read"
