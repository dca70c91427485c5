from __future__ import annotations

import json

import pytest

from playbook.curriculum import Stage, bank
from playbook.exercises import DONT_KNOW, ExerciseError, Quiz, draw_ahead, generate

ITEMS = bank("measure-your-impact")


def pretest(learner: str = "ada") -> Quiz:
    return Quiz(ITEMS, "pretest", learner)


def right_answers(quiz: Quiz) -> dict[str, str]:
    answers = {}
    for name, question in quiz.questions.items():
        keys = [choice.key for choice in question.options]
        answers[name] = next(
            (key for key in keys if question.grade(key).verdict == "right"), question.right_answer
        )
    return answers


def test_a_quiz_asks_one_question_of_each_skill() -> None:
    skills = [question.item.skill for question in pretest().questions.values()]
    assert len(skills) == len(set(skills)) == 5


def test_the_same_learner_gets_the_same_quiz() -> None:
    one, other = pretest("ada"), pretest("ada")
    assert [question.prompt for question in one.questions.values()] == [
        question.prompt for question in other.questions.values()
    ]


def test_learners_get_different_numbers() -> None:
    prompts = {
        tuple(question.prompt for question in pretest(f"learner {i}").questions.values())
        for i in range(5)
    }
    assert len(prompts) == 5


@pytest.mark.parametrize("stage", ["pretest", "review"])
def test_what_was_drawn_ahead_serves_every_learner(stage: Stage) -> None:
    draw_ahead(ITEMS, stage)
    drawn = generate.cache_info().misses

    for number in range(50):
        Quiz(ITEMS, stage, f"learner {number}")

    assert generate.cache_info().misses == drawn


def test_only_items_of_the_stage_are_asked() -> None:
    for stage in ("pretest", "review"):
        for question in Quiz(ITEMS, stage, "ada").questions.values():
            assert stage in question.item.stages


def test_the_second_review_asks_something_else() -> None:
    first, second = (set(Quiz(ITEMS, "review", "ada", number).questions) for number in (0, 1))
    assert not first & second


def test_four_right_of_five_offer_to_skip_and_three_do_not() -> None:
    quiz = pretest()
    answers = right_answers(quiz)
    assert quiz.score(answers).route == "skip"
    names = list(answers)
    one_open = {**answers, names[0]: DONT_KNOW}
    assert quiz.score(one_open).right == 4
    assert quiz.score(one_open).route == "skip"
    assert quiz.score({**one_open, names[1]: DONT_KNOW}).route == "standard"


def test_nothing_is_said_until_every_answer_is_in() -> None:
    quiz = pretest()
    answers = right_answers(quiz)
    missing = answers.popitem()[0]
    assert list(quiz.missing(answers)) == [missing]
    with pytest.raises(ExerciseError, match="1 of 5 questions have no answer yet"):
        quiz.score(answers)


def test_each_wrong_answer_is_explained_after_the_quiz() -> None:
    quiz = pretest()
    answers = right_answers(quiz)
    name, question = next(
        (name, each) for name, each in quiz.questions.items() if each.item.kind == "choice"
    )
    key = next(c.key for c in question.options if question.grade(c.key).verdict == "wrong")
    answered = {each.item: each for each in quiz.score({**answers, name: key}).answered}[name]
    assert not answered.correct
    assert answered.misconception in {m.id for m in question.item.misconceptions}
    assert answered.solution == question.solution


def test_not_knowing_is_no_misconception() -> None:
    quiz = pretest()
    result = quiz.score(dict.fromkeys(quiz.questions, DONT_KNOW))
    assert result.right == 0
    assert all(each.misconception is None for each in result.answered)


def test_a_result_can_be_kept_as_json() -> None:
    quiz = pretest()
    result = quiz.score(right_answers(quiz)).to_dict()
    assert json.loads(json.dumps(result)) == result


def test_a_stage_without_questions_is_reported() -> None:
    with pytest.raises(ExerciseError, match="No question serves"):
        Quiz([], "pretest", "ada")
