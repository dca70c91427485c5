from __future__ import annotations

import pytest

from playbook.records import RecordsError
from widgets.company_file import Findings


@pytest.fixture
def read(looked):
    def reader(path):
        model = looked(path)
        model.took(model.read())
        return model.reading

    return reader


@pytest.fixture
def findings():
    return Findings(on_take=lambda: "Two measures are in the scorecard below.")


def choose(widget, view):
    widget._handle_msg(
        {
            "content": {"data": {"method": "update", "state": {"view": view}, "buffer_paths": []}},
            "buffers": [],
        }
    )


def test_before_a_reading_nothing_is_shown(findings):
    assert (findings.sentences, findings.views, findings.chart) == ([], [], None)


def test_each_measure_is_said_with_its_interval_and_receipt(findings, read, customers):
    reading = read(customers)
    findings.show(reading)
    assert len(findings.sentences) == len(reading.measures) == 3
    assert all("n = 1" in sentence for sentence in findings.sentences)
    assert findings.receipt_id == reading.receipt.id


def test_one_comparison_is_drawn_at_a_time(findings, read, customers):
    findings.show(read(customers))
    assert [text for _, text in findings.views] == [
        "Churn: Yes by Contract",
        "Average MonthlyCharges by Contract",
        "Average TotalCharges by Contract",
    ]
    choose(findings, 1)
    first = findings.chart
    choose(findings, 0)
    assert findings.chart is not first
    assert "Churn: Yes by Contract" in findings.chart.title
    assert first.comm is None
    assert [words.partition(":")[0] for words in findings.words] == [
        "Month-to-month",
        "One year",
        "Two year",
    ]


def test_group_too_small_is_named_and_not_shown(findings, read, small_groups):
    findings.show(read(small_groups))
    assert "Tiny: not shown, too few answers." in findings.words
    assert "Small: not shown, too few answers." in findings.words
    assert "Tiny" not in findings.chart.summary


def test_no_picture_is_drawn_where_every_group_is_too_small(findings, looked, write):
    rows = [(number % 11, f"branch {number // 3}") for number in range(33)]
    model = looked(write("tiny.csv", "recommend (0-10),branch", rows))
    model.assign("branch", "group")
    model.took(model.read())
    findings.show(model.reading)
    assert findings.chart is None
    assert len(findings.words) == 11


def test_twelve_months_give_a_control_chart(findings, read, monthly):
    findings.show(read(monthly))
    assert [text for _, text in findings.views] == ["Net Promoter Score® by month"]
    assert findings.chart.title.startswith("Net Promoter Score®: ")
    assert findings.words == []


@pytest.mark.parametrize("view", [99, -1])
def test_view_that_is_not_there_shows_no_picture(findings, read, customers, view):
    findings.show(read(customers))
    choose(findings, view)
    assert (findings.chart, findings.words) == (None, [])


def test_nothing_is_shown_again_once_the_file_is_replaced(findings, read, customers, open_page):
    findings.show(read(customers))
    open_page(findings).say({"type": "take"})
    findings.show(None)
    assert (findings.sentences, findings.views, findings.chart, findings.receipt_id) == (
        [],
        [],
        None,
        "",
    )
    assert findings.taken == ""


def test_taking_says_what_happened(findings, open_page):
    page = open_page(findings)
    page.say({"type": "something else"})
    assert findings.taken == ""
    page.say({"type": "take"})
    assert findings.taken == "Two measures are in the scorecard below."


@pytest.mark.parametrize(
    "problem",
    [ValueError("There can be at most twelve."), RecordsError("The disk is full.", "Ask.")],
)
def test_taking_that_fails_says_why(open_page, problem):
    def refuse():
        raise problem

    findings = Findings(on_take=refuse)
    open_page(findings).say({"type": "take"})
    assert findings.taken == str(problem)
