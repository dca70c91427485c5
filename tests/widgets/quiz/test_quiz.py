from __future__ import annotations

import json

import pytest

from playbook.exercises import DONT_KNOW
from widgets.quiz import Quiz


@pytest.fixture
def make(sum_item, choice_item):
    def make_quiz():
        return Quiz(
            key="pretest",
            items=[sum_item, choice_item],
            stage="pretest",
            skip_label="Go straight to your company",
            skip_href="#your-company",
        )

    return make_quiz


@pytest.fixture
def quiz(make):
    return make()


@pytest.fixture
def page(quiz, record, open_page):
    quiz.attach({}, record.keep)
    return open_page(quiz)


def right_sum(quiz):
    prompt = next(each["prompt"] for each in quiz.questions if each["id"] == "sum")
    numbers = prompt.removeprefix("What is ").removesuffix("?").split(" + ")
    return str(sum(int(each) for each in numbers))


def test_no_key_reaches_the_browser_before_the_answers_are_in(quiz, page):
    page.enter("which", "times")
    state = quiz.get_state()
    assert "answer" not in state
    assert state["results"] == {}
    text = json.dumps(state, default=str)
    assert "That one multiplies." not in text
    assert "correct" not in json.dumps(state["questions"])


def test_answers_are_kept_one_by_one(quiz, page, record):
    page.enter("which", "plus")
    page.enter("sum", "12")
    assert record.parts == {"which": "plus", "sum": "12"}
    assert quiz.answers == {"which": "plus", "sum": "12"}
    assert quiz.score == ""


def test_cannot_be_submitted_while_an_answer_is_missing(quiz, page, record):
    page.enter("which", "plus")
    answer = page.enter("submitted", True)
    assert answer["type"] == "not_kept"
    assert "1 of 2 questions have no answer yet" in answer["reason"]
    assert "submitted" not in record.parts


def test_number_that_cannot_be_read_is_flagged_and_kept(quiz, page, record):
    page.enter("sum", "many")
    assert "sum" in quiz.problems
    assert record.parts == {"sum": "many"}
    assert "which" not in quiz.problems


def test_all_right_offers_to_skip(quiz, page, record):
    page.enter("which", "plus")
    page.enter("sum", right_sum(quiz))
    page.enter("submitted", True)
    assert quiz.score == "You had 2 of 2 right."
    assert quiz.skip is True
    assert record.parts["submitted"]["right"] == 2


def test_feedback_comes_with_all_answers(quiz, page):
    page.enter("which", "times")
    page.enter("sum", DONT_KNOW)
    page.enter("submitted", True)
    assert quiz.skip is False
    assert quiz.results["which"]["correct"] is False
    assert quiz.results["which"]["right_answer"] == "Plus"
    assert quiz.results["sum"]["solution"].startswith("It is ")


def test_answers_are_closed_until_answered_again(quiz, page, record):
    page.enter("which", "times")
    page.enter("sum", DONT_KNOW)
    page.enter("submitted", True)
    assert page.enter("which", "plus")["final"] is True
    page.enter("submitted", None)
    page.enter("which", None)
    page.enter("sum", None)
    assert quiz.answers == {}
    assert quiz.score == ""
    assert quiz.results == {}
    assert record.parts == {"which": None, "sum": None, "submitted": None}
    assert ("which", "times") in record.history


def test_restored_with_its_result(make, quiz, page, record):
    page.enter("which", "plus")
    page.enter("sum", "1")
    page.enter("submitted", True)
    later = make()
    later.attach(record.parts, record.keep)
    assert later.questions == quiz.questions
    assert later.results == quiz.results
    assert later.score == "You had 1 of 2 right."


def test_result_without_its_answers_is_not_restored(quiz, record):
    quiz.attach({"submitted": {"right": 2}, "which": "plus"}, record.keep)
    assert quiz.score == ""
    assert quiz.answers == {"which": "plus"}


def test_unknown_question_is_refused(page, record):
    assert page.enter("other", "plus")["final"] is True
    assert record.parts == {}
