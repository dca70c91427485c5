"""Grades one answer: right, wrong for a known reason, or not readable as an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playbook.curriculum import Item
from playbook.exercises.errors import ExerciseError
from playbook.exercises.numbers import parse_number, written_as_percent
from playbook.exercises.variant import Variant

RIGHT = "That is right."
ROUNDED_TOO_EARLY = 0.5
"""How far a whole number may be off and still count as rounded too early."""


@dataclass(frozen=True)
class Grade:
    """What an answer is worth. "unread" is no try: empty, no number, or a slip of the unit."""

    verdict: Literal["right", "wrong", "unread"]
    text: str
    misconception: str | None = None


def right_key(item: Item, variant: Variant) -> str:
    """Key of the right option of a choice: marked in the item, or told by the variant.

    Raises ExerciseError when neither names one of the item's options.
    """
    marked = [option.key for option in item.options if option.correct]
    key = marked[0] if marked else variant.answer
    if key not in {option.key for option in item.options}:
        raise ExerciseError(
            f"Item '{item.id}' has no right option.",
            "Mark one 'correct: true', or let the generator answer with an option's key.",
        )
    return str(key)


def grade(item: Item, variant: Variant, answer: str) -> Grade:
    """Grade of `answer`: an option's key (choice), or a number as the learner wrote it."""
    if not answer.strip():
        return Grade("unread", "There is no answer yet.")
    return (_grade_choice if item.kind == "choice" else _grade_number)(item, variant, answer)


def _grade_choice(item: Item, variant: Variant, answer: str) -> Grade:
    chosen = next((option for option in item.options if option.key == answer), None)
    if chosen is None:
        return Grade("unread", "Choose one of the options.")
    if chosen.key == right_key(item, variant):
        return Grade("right", RIGHT)
    return _explained(item, variant, chosen.misconception or "", chosen.feedback or "")


def _grade_number(item: Item, variant: Variant, answer: str) -> Grade:
    readings = parse_number(answer, item.unit or "")
    if not readings:
        return Grade("unread", f"Write one number, in {_unit_words(item)}, such as 12.5.")
    right = variant.answer
    if not isinstance(right, float):
        raise ExerciseError(f"Item '{item.id}' has no number as its answer.", "Let it have one.")
    if any(_near(number, right, variant) for number in readings):
        return Grade("right", RIGHT)
    for number in readings:
        for value, misconception in variant.wrong:
            if _near(number, value, variant):
                feedback = next(w.feedback for w in item.wrong if w.misconception == misconception)
                return _explained(item, variant, misconception, feedback)
    number = readings[0]
    if item.unit == "%" and 0 < abs(number) < 1 and not written_as_percent(answer):
        return Grade(
            "unread",
            "This reads as a share between 0 and 1. The question asks for per cent: "
            "multiply by 100 and enter it again.",
        )
    if number.is_integer() and abs(number - right) <= ROUNDED_TOO_EARLY:
        return Grade("unread", "You are close. Give one more decimal.")
    return Grade("wrong", variant.fill(item.otherwise or ""))


def _near(number: float, target: float, variant: Variant) -> bool:
    return abs(number - target) <= variant.tolerance


def _unit_words(item: Item) -> str:
    return "per cent" if item.unit == "%" else item.unit or ""


def _explained(item: Item, variant: Variant, misconception: str, feedback: str) -> Grade:
    known = next((each for each in item.misconceptions if each.id == misconception), None)
    if known is None:
        raise ExerciseError(
            f"Item '{item.id}' doesn't carry the misconception '{misconception}'.",
            "Take items from playbook.curriculum.bank, which completes them.",
        )
    text = f"{known.name}. {variant.fill(feedback)} {known.why} {known.look_at}"
    return Grade("wrong", text, misconception)
