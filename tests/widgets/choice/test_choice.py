from __future__ import annotations

import json

import pytest

from widgets.choice import ChoiceQuestion


@pytest.fixture
def question():
    return ChoiceQuestion(
        key="layer",
        prompt="Which is a perception measure?",
        options=["Renewal rate", "Satisfied customers"],
        answer=1,
        explanations=["Renewing is done.", "Satisfaction is said."],
    )


@pytest.fixture
def page(question, record, open_page):
    question.attach({}, record.keep)
    return open_page(question)


def test_key_and_explanations_stay_in_python(question):
    state = question.get_state()
    assert "answer" not in state
    assert "Satisfaction is said." not in json.dumps(state, default=str)


def test_selecting_is_kept_and_says_nothing_yet(question, page, record):
    assert page.enter("selected", 0)["type"] == "kept"
    assert record.parts == {"selected": 0}
    assert question.selected == 0
    assert question.correct is None
    assert question.feedback == ""


def test_checking_grades(question, page, record):
    page.enter("selected", 0)
    page.enter("checked", 0)
    assert (question.correct, question.feedback) == (False, "Renewing is done.")
    page.enter("selected", 1)
    assert question.correct is None
    page.enter("checked", 1)
    assert (question.correct, question.feedback) == (True, "Satisfaction is said.")
    assert record.parts == {"selected": 1, "checked": 1}


@pytest.mark.parametrize("value", [2, -1, "1", True, 1.0])
def test_option_that_is_not_offered_is_refused(page, record, value):
    answer = page.enter("selected", value)
    assert answer["type"] == "not_kept"
    assert "Choose one" in answer["reason"]
    assert record.parts == {}


def test_checking_nothing_is_refused(page):
    assert page.enter("checked", None)["final"] is True


def test_restored_with_its_feedback(question, record):
    question.attach({"selected": 1, "checked": 1}, record.keep)
    assert (question.selected, question.correct) == (1, True)


def test_selection_changed_after_the_check_is_restored_without_feedback(question, record):
    question.attach({"selected": 1, "checked": 0}, record.keep)
    assert (question.selected, question.correct) == (1, None)


def test_option_that_is_gone_is_not_restored(question, record):
    question.attach({"selected": 9}, record.keep)
    assert question.selected is None


def test_without_an_answer_there_is_nothing_to_check(record, open_page):
    question = ChoiceQuestion(key="poll", prompt="Which?", options=["A", "B"])
    question.attach({}, record.keep)
    page = open_page(question)
    assert question.graded is False
    assert page.enter("selected", 1)["type"] == "kept"
    assert page.enter("checked", 1)["type"] == "not_kept"


def test_answer_outside_the_options_is_an_error():
    with pytest.raises(ValueError, match="does not exist"):
        ChoiceQuestion(key="a", prompt="?", options=["A"], answer=1)


def test_each_option_needs_its_explanation():
    with pytest.raises(ValueError, match="one explanation for each"):
        ChoiceQuestion(key="a", prompt="?", options=["A", "B"], explanations=["A"])
