"""Every item of the bank with the numbers that its generator makes."""

from __future__ import annotations

import re
from functools import cache
from string import Formatter

import pytest

from playbook.curriculum import Item, bank, question_bank
from playbook.exercises import Exercise, Question, generate, generator_names
from playbook.exercises.grading import right_key

ITEMS = bank("measure-your-impact")
SEEDS = range(200)
every_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
numeric_item = pytest.mark.parametrize(
    "item", [item for item in ITEMS if item.kind == "numeric"], ids=lambda item: item.id
)
choice_item = pytest.mark.parametrize(
    "item", [item for item in ITEMS if item.kind == "choice"], ids=lambda item: item.id
)


BY_ID = {item.id: item for item in ITEMS}


@cache
def _asked(name: str, seed: int) -> Question:
    return Question(BY_ID[name], seed)


def asked(item: Item, seed: int) -> Question:
    """The item's question with the numbers of one seed, made once."""
    return _asked(item.id, seed)


def texts(item: Item) -> list[str]:
    found = [item.prompt, item.solution, *item.hints, item.otherwise or ""]
    found += [text for option in item.options for text in (option.text, option.feedback or "")]
    found += [wrong.feedback for wrong in item.wrong]
    return found + [text for m in item.misconceptions for text in (m.name, m.why, m.look_at)]


def test_bank_is_large_enough_for_each_stage() -> None:
    assert len(ITEMS) >= 16
    for stage in ("pretest", "your-turn", "review"):
        skills = {item.skill for item in ITEMS if stage in item.stages}
        assert len(skills) == 5


def test_every_generator_is_used_and_every_item_has_one() -> None:
    ours = {name for name in generator_names() if not name.startswith("widgets-")}
    assert {item.generator for item in ITEMS} == ours


@every_item
def test_every_wrong_answer_has_a_misconception_that_exists(item: Item) -> None:
    known = {each.id for each in question_bank("measure-your-impact").misconceptions}
    wrong = [option for option in item.options if not option.correct]
    assert all(option.misconception in known and option.feedback for option in wrong)
    assert all(each.misconception in known for each in item.wrong)
    assert {each.id for each in item.misconceptions} == set(item.named_misconceptions)


@every_item
def test_every_placeholder_is_filled_and_every_number_is_readable(item: Item) -> None:
    for seed in SEEDS:
        for text in texts(item):
            filled = asked(item, seed).variant.fill(text)
            assert not re.search(r"[{}]|\bnan\b|\binf\b|None", filled), filled


@every_item
def test_every_value_is_used_by_some_text(item: Item) -> None:
    names = {name for text in texts(item) for _, name, _, _ in Formatter().parse(text) if name}
    assert set(asked(item, 0).variant.values) <= names | {"answer"}


@every_item
def test_same_seed_gives_the_same_variant(item: Item) -> None:
    assert generate(item.generator, 7) == generate(item.generator, 7)


@every_item
def test_attempts_bring_new_numbers(item: Item) -> None:
    exercise = Exercise(item)
    exercise.begin("learner")
    prompts = []
    for _ in range(8):
        prompts.append(exercise.question.prompt + repr(exercise.question.series))
        exercise.again()
    assert len(set(prompts)) == len(prompts)


@numeric_item
def test_known_wrong_numbers_lie_apart_from_the_right_one(item: Item) -> None:
    explained = {wrong.misconception for wrong in item.wrong}
    for seed in SEEDS:
        variant = asked(item, seed).variant
        assert isinstance(variant.answer, float)
        assert variant.values["answer"] == variant.answer
        assert {misconception for _, misconception in variant.wrong} == explained
        for value, _ in variant.wrong:
            assert abs(value - variant.answer) > 2 * variant.tolerance


@numeric_item
def test_the_right_number_is_right_and_each_known_wrong_one_is_explained(item: Item) -> None:
    for seed in SEEDS:
        question = asked(item, seed)
        answer = question.variant.answer
        assert isinstance(answer, float)
        assert question.grade(f"{answer:.1f}").verdict == "right"
        assert question.grade(question.right_answer).verdict == "right"
        for value, misconception in question.variant.wrong:
            found = question.grade(f"{value:.1f}")
            assert (found.verdict, found.misconception) == ("wrong", misconception)
        far = question.grade(f"{answer * 3 + 1234.5:.1f}")
        assert (far.verdict, far.misconception) == ("wrong", None)


@numeric_item
def test_a_per_cent_answer_given_as_a_fraction_is_no_try(item: Item) -> None:
    if item.unit != "%":
        return
    for seed in SEEDS:
        question = asked(item, seed)
        assert isinstance(question.variant.answer, float)
        found = question.grade(f"{question.variant.answer / 100:.4f}")
        assert found.verdict == "unread"
        assert "multiply by 100" in found.text


@choice_item
def test_exactly_one_option_is_right_and_all_are_different(item: Item) -> None:
    for seed in SEEDS:
        question = asked(item, seed)
        grades = {choice.key: question.grade(choice.key) for choice in question.options}
        assert [key for key, each in grades.items() if each.verdict == "right"] == [
            right_key(item, question.variant)
        ]
        assert len({choice.text for choice in question.options}) == len(question.options)
        for option in item.options:
            if grades[option.key].verdict != "right":
                assert grades[option.key].misconception == option.misconception


@choice_item
def test_an_answer_that_depends_on_the_numbers_takes_different_values(item: Item) -> None:
    if any(option.correct for option in item.options):
        return
    answers = {asked(item, seed).variant.answer for seed in SEEDS}
    assert len(answers) >= 2


@choice_item
def test_the_first_option_shown_is_not_always_the_right_one(item: Item) -> None:
    first = {asked(item, seed).options[0].key for seed in SEEDS}
    assert len(first) == (1 if item.ordered else len(item.options))


@every_item
def test_registered_marks_carry_their_sign_at_first_use_in_an_item(item: Item) -> None:
    for mark in ("Net Promoter Score", "NPS"):
        for text in (item.prompt, " ".join(texts(item))):
            first = re.search(rf"{mark}\b", re.sub(r"\s+", " ", text))
            assert first is None or first.string[first.end()] == "®"
