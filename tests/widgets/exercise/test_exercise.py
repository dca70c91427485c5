from __future__ import annotations

import json

import pytest

from playbook.charts import chain_chart
from playbook.exercises import Exercise
from widgets.exercise import ExercisePanel


@pytest.fixture
def panel(sum_item):
    return ExercisePanel(Exercise(sum_item), key="sum", number=2, of=4)


@pytest.fixture
def page(panel, record, open_page):
    panel.attach({}, record.keep)
    return open_page(panel)


def check(page, answer):
    return page.enter(
        "check", {"attempt": page.widget.attempt, "tries": page.widget.tries, "answer": answer}
    )


def right(panel):
    values = panel.exercise.question.variant.values
    return str(values["a"] + values["b"])


def test_question_is_there_before_the_learner(panel):
    assert panel.heading == "Exercise 2 of 4"
    assert panel.prompt.startswith("What is ")
    assert panel.ready is False


def test_neither_answer_nor_hints_nor_solution_reach_the_browser(panel):
    state = panel.get_state()
    assert "answer" not in state
    assert state["hints"] == []
    assert state["solution"] == ""
    assert "That is a product." not in json.dumps(state, default=str)


def test_draft_is_kept_as_entered(panel, page, record):
    page.enter("draft", {"attempt": 0, "text": "12,"})
    assert record.parts == {"draft": {"attempt": 0, "text": "12,"}}
    assert panel.draft == "12,"


def test_right_answer_closes_and_keeps_the_state(panel, page, record):
    check(page, right(panel))
    assert panel.mark == "right"
    assert panel.closed is True
    assert record.parts["state"]["solved"] is True


def test_two_wrong_tries_reveal_the_solution(panel, page):
    check(page, "1")
    assert (panel.mark, panel.closed, panel.solution) == ("not-quite", False, "")
    check(page, "2")
    assert panel.closed is True
    assert panel.solution.startswith("It is ")


def test_known_misconception_is_named(panel, page):
    values = panel.exercise.question.variant.values
    check(page, str(values["a"] * values["b"]))
    assert panel.feedback.startswith("Multiplying. That is a product.")


def test_what_cannot_be_read_is_no_try(panel, page):
    check(page, "many")
    assert panel.mark == "look-again"
    assert panel.tries == 0


def test_answer_that_arrives_twice_counts_once(panel, page):
    action = {"attempt": 0, "tries": 0, "answer": "1"}
    page.enter("check", action, seq=1)
    page.enter("check", action, seq=2)
    assert panel.tries == 1


def test_hints_open_one_by_one_and_are_kept(panel, page, record):
    page.enter("hint", {"attempt": 0, "hints": 1})
    page.enter("hint", {"attempt": 0, "hints": 1})
    assert len(panel.hints) == 1
    page.enter("hint", {"attempt": 0, "hints": 9})
    assert len(panel.hints) == panel.hints_total == 2
    assert record.parts["state"]["hints"] == 2


def test_new_numbers_start_afresh(panel, page):
    check(page, "1")
    page.enter("hint", {"attempt": 0, "hints": 1})
    before = panel.prompt
    page.enter("again", {"attempt": 1})
    page.enter("again", {"attempt": 1})
    assert panel.attempt == 1
    assert panel.prompt != before
    assert (panel.hints, panel.mark, panel.draft, panel.tries) == ([], "", "", 0)


def test_restored_as_it_was_left(sum_item, panel, page, record, open_page):
    page.enter("again", {"attempt": 1})
    check(page, "1")
    page.enter("hint", {"attempt": 1, "hints": 1})
    page.enter("draft", {"attempt": 1, "text": "77"})
    later = ExercisePanel(Exercise(sum_item), key="sum", number=2, of=4)
    later.attach(record.parts, record.keep)
    for trait in ("prompt", "attempt", "tries", "hints", "mark", "feedback", "closed"):
        assert getattr(later, trait) == getattr(panel, trait), trait
    assert later.draft == "77"


def test_draft_of_other_numbers_is_not_restored(sum_item, record):
    panel = ExercisePanel(Exercise(sum_item), key="sum", number=1, of=1)
    panel.attach({"draft": {"attempt": 3, "text": "77"}}, record.keep)
    assert panel.draft == ""


def test_learners_draw_their_own_numbers(sum_item, record, open_page):
    prompts = set()
    for seed in ("ada", "grace", "hedy"):
        panel = ExercisePanel(Exercise(sum_item), key="sum", number=1, of=1)
        panel.learner_seed = seed
        panel.attach({}, record.keep)
        open_page(panel).enter("again", {"attempt": 1})
        prompts.add(panel.prompt)
    assert len(prompts) > 1


def test_choices_show_texts_and_answer_by_key(choice_item, record, open_page):
    panel = ExercisePanel(Exercise(choice_item), key="which", number=1, of=1)
    panel.attach({}, record.keep)
    page = open_page(panel)
    assert {option["text"] for option in panel.options} == {"Plus", "Times", "Over"}
    assert all(set(option) == {"key", "text"} for option in panel.options)
    assert panel.varies is False
    check(page, "plus")
    assert panel.mark == "right"


def test_chart_belongs_to_the_numbers(sum_item, record, open_page):
    def draw(variant):
        return chain_chart([variant.values["a"] / 1000], title=variant.fingerprint())

    panel = ExercisePanel(Exercise(sum_item), key="sum", number=1, of=1, chart=draw)
    panel.attach({}, record.keep)
    page = open_page(panel)
    first, numbers = panel.chart, panel.exercise.question.variant.fingerprint()
    check(page, "1")
    assert panel.chart.title == numbers
    page.enter("again", {"attempt": 1})
    assert panel.chart is first, "the page keeps its place, and does not flicker"
    assert panel.chart.title == panel.exercise.question.variant.fingerprint() != numbers


def test_numbers_without_a_chart_take_it_away(sum_item, record, open_page):
    charts = iter([chain_chart([0.9]), None])
    panel = ExercisePanel(
        Exercise(sum_item), key="sum", number=1, of=1, chart=lambda variant: next(charts)
    )
    panel.attach({}, record.keep)
    assert panel.chart is not None
    open_page(panel).enter("again", {"attempt": 1})
    assert panel.chart is None


@pytest.mark.parametrize(
    ("part", "value"), [("draft", "text"), ("state", {}), ("check", None), ("draft", [1])]
)
def test_anything_else_is_refused(page, record, part, value):
    assert page.enter(part, value)["final"] is True
    assert record.parts == {}
