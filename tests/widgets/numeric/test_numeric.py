from __future__ import annotations

import pytest

from widgets.numeric import NumericQuestion


@pytest.fixture
def question():
    return NumericQuestion(
        key="sum",
        prompt="What is 12 + 0.5?",
        unit="points",
        grade=lambda number: (number == 12.5, "Add them."),
    )


@pytest.fixture
def page(question, record, open_page):
    question.attach({}, record.keep)
    return open_page(question)


def test_text_is_kept_as_typed_and_not_graded(question, page, record):
    page.enter("text", "12,")
    assert record.parts == {"text": "12,"}
    assert (question.correct, question.problem) == (None, "")


@pytest.mark.parametrize("typed", ["12,5", "12.5", " 12.5 points"])
def test_comma_and_point_are_read_alike(question, page, typed):
    page.enter("checked", typed)
    assert question.value == 12.5
    assert question.correct is True


def test_wrong_number_gets_its_feedback(question, page):
    page.enter("checked", "12")
    assert (question.correct, question.feedback) == (False, "Add them.")


def test_what_cannot_be_read_is_kept_and_explained(question, page, record):
    assert page.enter("checked", "twelve")["type"] == "kept"
    assert record.parts == {"checked": "twelve"}
    assert question.correct is None
    assert "not a number" in question.problem
    assert question.value is None


def test_nothing_typed_is_asked_for(question, page):
    page.enter("checked", " ")
    assert question.problem == "Write a number first."


def test_typing_on_takes_the_feedback_away(question, page):
    page.enter("checked", "12")
    page.enter("text", "12.")
    assert (question.correct, question.feedback) == (None, "")


def test_without_a_rule_the_number_is_read_at_once(record, open_page):
    question = NumericQuestion(key="size", prompt="How many?")
    question.attach({}, record.keep)
    open_page(question).enter("text", "many")
    assert "not a number" in question.problem


def test_endless_text_is_refused(page, record):
    assert page.enter("text", "1" * 101)["final"] is True
    assert record.parts == {}


def test_restored_with_its_feedback(question, record):
    question.attach({"text": "12.5", "checked": "12.5"}, record.keep)
    assert question.correct is True
    question.attach({"text": "12", "checked": "12.5"}, record.keep)
    assert (question.text, question.correct) == ("12", None)
