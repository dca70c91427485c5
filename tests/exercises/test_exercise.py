from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.curriculum import bank
from playbook.exercises import Exercise, ExerciseError, Summary

ITEMS = {item.id: item for item in bank("measure-your-impact")}
CHAIN = ITEMS["chain-completion"]


def begun(name: str = "chain-completion", learner: str = "ada") -> Exercise:
    exercise = Exercise(ITEMS[name])
    exercise.begin(learner)
    return exercise


def right(exercise: Exercise) -> str:
    return f"{exercise.question.variant.answer:.1f}"


def known_wrong(exercise: Exercise, misconception: str) -> str:
    wrong = {name: value for value, name in exercise.question.variant.wrong}
    return f"{wrong[misconception]:.1f}"


def test_the_first_attempt_is_the_same_for_everyone_and_ready_before_begin() -> None:
    assert Exercise(CHAIN).question.prompt == begun(learner="ada").question.prompt
    assert begun(learner="ada").question.prompt == begun(learner="bo").question.prompt


def test_later_attempts_are_drawn_for_the_learner() -> None:
    ada, ada_again, bo = begun(learner="ada"), begun(learner="ada"), begun(learner="bo")
    for exercise in (ada, ada_again, bo):
        exercise.again()
    assert ada.question.variant == ada_again.question.variant
    assert ada.question.variant != bo.question.variant


def test_new_numbers_need_a_learner() -> None:
    with pytest.raises(ExerciseError, match="begin"):
        Exercise(CHAIN).again()


def test_a_right_answer_closes_the_attempt_and_shows_the_solution() -> None:
    exercise = begun()
    feedback = exercise.check(right(exercise))
    assert feedback.correct
    assert feedback.reveal
    assert feedback.solution == exercise.question.solution
    assert exercise.closed


def test_a_known_wrong_number_names_its_misconception_and_why() -> None:
    exercise = begun()
    feedback = exercise.check(known_wrong(exercise, "adding-failures"))
    assert feedback.misconception == "adding-failures"
    assert feedback.text.startswith("Adding failures as if every customer could fail only once. ")
    assert (feedback.tries_left, feedback.reveal, feedback.solution) == (1, False, None)


def test_the_independent_standard_error_gets_its_own_feedback() -> None:
    exercise = begun("nps-standard-error")
    feedback = exercise.check(known_wrong(exercise, "independent-variance") + " points")
    assert feedback.misconception == "independent-variance"
    assert "2pd" in feedback.text


def test_the_solution_is_shown_after_two_wrong_tries() -> None:
    exercise = begun()
    exercise.check("1.5")
    feedback = exercise.check("2.5")
    assert not feedback.correct
    assert feedback.reveal
    assert feedback.solution is not None
    assert feedback.tries_left == 0


def test_nothing_counts_once_the_solution_is_open() -> None:
    exercise = begun()
    exercise.check("1.5")
    exercise.check("2.5")
    feedback = exercise.check(right(exercise))
    assert feedback.correct
    assert not feedback.counted
    assert exercise.summary() == Summary(attempts=1, solved=0, hints=0)


@pytest.mark.parametrize("answer", ["", "   ", "no idea", "fifty", "0.531", "1–2"])
def test_what_cannot_be_read_is_no_try(answer: str) -> None:
    exercise = begun()
    feedback = exercise.check(answer)
    assert not feedback.counted
    assert feedback.tries_left == 2
    assert exercise.summary().attempts == 0


def test_an_answer_rounded_too_early_is_no_try() -> None:
    exercise = begun()
    while abs(float(right(exercise)) - round(float(right(exercise)))) < 0.2:
        exercise.again()
    feedback = exercise.check(f"{round(float(right(exercise)))}")
    assert not feedback.counted
    assert "one more decimal" in feedback.text


def test_an_unknown_option_is_no_try() -> None:
    feedback = begun("lead-and-lag").check("z")
    assert not feedback.counted
    assert feedback.text == "Choose one of the options."


def test_a_choice_is_answered_by_its_key() -> None:
    exercise = begun("lead-and-lag")
    assert exercise.check("b").misconception == "two-lags"
    assert exercise.check("a").correct


def test_a_decimal_comma_is_right_too() -> None:
    exercise = begun()
    assert exercise.check(right(exercise).replace(".", ",") + " %").correct


def test_hints_open_one_by_one_cost_nothing_and_are_counted() -> None:
    exercise = begun()
    opened = [exercise.hint() for _ in range(4)]
    assert opened[3] is None
    assert exercise.hints == tuple(opened[:3])
    assert exercise.hints_left == 0
    assert exercise.tries_left == 2
    assert exercise.summary() == Summary(attempts=0, solved=0, hints=3)


def test_again_opens_a_fresh_attempt_and_keeps_the_count() -> None:
    exercise = begun()
    exercise.hint()
    exercise.check(right(exercise))
    exercise.again()
    assert (exercise.attempt, exercise.tries, exercise.hints, exercise.draft) == (1, 0, (), None)
    assert exercise.last_feedback is None
    exercise.check("1.5")
    assert exercise.summary() == Summary(attempts=2, solved=1, hints=1)


def test_it_is_worked_on_once_an_attempt_is_over() -> None:
    exercise = begun()
    exercise.check("1.5")
    assert not exercise.worked_on
    exercise.check("2.5")
    assert exercise.worked_on
    exercise.again()
    assert exercise.worked_on

    answered = begun()
    answered.check("1.5")
    answered.again()
    assert answered.worked_on

    skipped = begun()
    skipped.again()
    assert not skipped.worked_on


def test_a_draft_is_kept_without_counting() -> None:
    exercise = begun()
    exercise.draft = "53"
    other = begun()
    assert other.restore(exercise.state())
    assert other.draft == "53"
    assert other.summary().attempts == 0


def test_feedback_can_be_shown_again_after_a_reload() -> None:
    exercise = begun()
    feedback = exercise.check(known_wrong(exercise, "average-of-parts"))
    other = begun()
    other.restore(exercise.state())
    assert other.last_feedback == feedback


def test_state_tells_neither_the_learner_nor_the_answer() -> None:
    exercise = begun(learner="secret-id")
    exercise.again()
    kept = json.dumps(exercise.state())
    assert "secret-id" not in kept
    assert right(exercise) not in kept


def test_changed_numbers_keep_the_count_and_restart_the_attempt() -> None:
    exercise = begun()
    exercise.check(right(exercise))
    other = begun()
    assert other.restore({**exercise.state(), "numbers": "made by an older generator"})
    assert other.summary() == Summary(attempts=1, solved=1, hints=0)
    assert (other.solved, other.draft, other.tries_left) == (False, None, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"item": "lead-and-lag"},
        {"attempt": -1},
        {"attempt": "1"},
        {"tries": 3},
        {"tries": 1},
        {"hints": 9},
        {"colour": "red"},
        {"solved": True},
    ],
)
def test_a_state_that_is_not_ours_is_ignored(change: dict[str, object]) -> None:
    exercise = begun()
    exercise.check("1.5")
    assert not exercise.restore({**begun().state(), **change})
    assert exercise.state() == begun().state()


def test_a_later_attempt_cannot_be_restored_for_nobody() -> None:
    exercise = begun()
    exercise.again()
    assert not Exercise(CHAIN).restore(exercise.state())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@settings(deadline=None)
@given(json_values)
def test_restoring_anything_never_raises(value: object) -> None:
    exercise = begun()
    assert not exercise.restore(value)
    assert exercise.state() == begun().state()


@settings(deadline=None)
@given(st.sampled_from(sorted(begun().state())), json_values)
def test_restoring_a_damaged_state_never_raises(field: str, value: object) -> None:
    exercise = begun()
    exercise.restore({**begun().state(), field: value})
    _ = exercise.last_feedback, exercise.question.prompt, exercise.state()


steps = st.lists(
    st.one_of(
        st.just(("again", "")),
        st.just(("hint", "")),
        st.tuples(st.just("draft"), st.text(max_size=8)),
        st.tuples(st.just("check"), st.sampled_from(["right", "1.5", "2.5", "", "a", "b", "x"])),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(ITEMS)), st.text(min_size=1, max_size=6), steps)
def test_state_survives_the_round_trip_exactly(
    name: str, learner: str, actions: list[tuple[str, str]]
) -> None:
    exercise = begun(name, learner)
    for action, text in actions:
        if action == "again":
            exercise.again()
        elif action == "hint":
            exercise.hint()
        elif action == "draft":
            exercise.draft = text
        else:
            exercise.check(exercise.question.right_answer if text == "right" else text)
    kept = json.loads(json.dumps(exercise.state()))
    other = begun(name, learner)
    assert other.restore(kept)
    assert other.state() == exercise.state()
    assert other.question.variant == exercise.question.variant
    assert other.question.options == exercise.question.options
    assert other.last_feedback == exercise.last_feedback
    assert other.summary() == exercise.summary()
    assert (other.hints, other.tries_left) == (exercise.hints, exercise.tries_left)


def test_an_item_without_its_misconceptions_is_refused_when_graded() -> None:
    bare = CHAIN.model_copy(update={"misconceptions": ()})
    exercise = Exercise(bare)
    with pytest.raises(ExerciseError, match=r"playbook\.curriculum\.bank"):
        exercise.check(known_wrong(exercise, "average-of-parts"))


def test_an_item_with_an_unknown_generator_is_refused() -> None:
    with pytest.raises(ExerciseError, match="no generator called"):
        Exercise(CHAIN.model_copy(update={"generator": "tea-leaves"}))


def test_a_choice_without_a_right_option_is_refused() -> None:
    item = ITEMS["nps-change"]
    exercise = Exercise(item)
    exercise.question.variant = replace(exercise.question.variant, answer="maybe")
    with pytest.raises(ExerciseError, match="no right option"):
        exercise.check("real")
