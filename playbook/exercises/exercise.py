"""One exercise as the learner goes through it; a state machine that knows no widget."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from playbook.curriculum import Item
from playbook.exercises.errors import ExerciseError
from playbook.exercises.grading import Grade, grade, right_key
from playbook.exercises.registry import generate, seed_of
from playbook.exercises.variant import Series, Variant

TRIES = 2
"""Wrong answers after which the solution is shown."""


@dataclass(frozen=True)
class Choice:
    """An option as it is shown: the key to answer with, and its text."""

    key: str
    text: str


@dataclass(frozen=True)
class Feedback:
    """What the learner is told about an answer.

    `counted` is False for what could not be read as an answer and for answers after the solution
    was shown. `reveal` says that the solution is now open; `solution` is its text, else None.
    """

    correct: bool
    text: str
    misconception: str | None
    tries_left: int
    reveal: bool
    solution: str | None
    counted: bool


@dataclass(frozen=True)
class Summary:
    """Attempts with at least one counted answer, attempts solved, hints opened."""

    attempts: int
    solved: int
    hints: int


Count = Annotated[int, Field(ge=0, le=100_000)]


class _Kept(BaseModel):
    """An exercise's state as it is kept; anything else is no state of ours."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    format: Literal[1]
    item: str
    attempt: Count
    numbers: str
    tries: Annotated[int, Field(ge=0, le=TRIES)]
    solved: bool
    hints: Count
    answer: str | None
    draft: str | None
    past_attempts: Count
    past_solved: Count
    past_hints: Count


class Question:
    """An item with one variant's numbers: what is shown, without any of its answers."""

    def __init__(self, item: Item, seed: int) -> None:
        """Builds the variant from `seed`; raises ExerciseError for an unknown generator."""
        self.item = item
        self.seed = seed
        self.variant: Variant = generate(item.generator, seed)

    @cached_property
    def prompt(self) -> str:
        """The question, filled."""
        return self.variant.fill(self.item.prompt)

    @cached_property
    def options(self) -> tuple[Choice, ...]:
        """The options in the order shown: shuffled by the seed unless the item keeps its order."""
        shown = [Choice(each.key, self.variant.fill(each.text)) for each in self.item.options]
        if not self.item.ordered:
            random.Random(self.seed + 1).shuffle(shown)
        return tuple(shown)

    @property
    def unit(self) -> str | None:
        """What a number is given in; None for a choice."""
        return self.item.unit

    @property
    def series(self) -> Series | None:
        """The series to draw, if the question has one."""
        return self.variant.series

    @property
    def solution(self) -> str:
        """The explanation with this variant's numbers."""
        return self.variant.fill(self.item.solution)

    @property
    def right_answer(self) -> str:
        """The right answer in words: the option's text, or the number with its unit."""
        if self.item.kind == "choice":
            key = right_key(self.item, self.variant)
            return next(choice.text for choice in self.options if choice.key == key)
        places = ".1f" if self.variant.tolerance < 1 else ",.0f"
        unit = "%" if self.unit == "%" else f" {self.unit}"
        return self.variant.fill(f"{{answer:{places}}}{unit}")

    def grade(self, answer: str) -> Grade:
        """The grade of an answer."""
        return grade(self.item, self.variant, answer)


class Exercise:
    """An item, its current attempt, and what came before.

    Ready to show at once: attempt 0 has the same numbers for everyone. `begin` says who learns;
    later attempts are drawn for that learner. Attributes to read: `item`, `attempt`, `tries`,
    `solved`, `question`.
    """

    def __init__(self, item: Item) -> None:
        """Raises ExerciseError for an item whose generator is unknown."""
        self.item = item
        self._learner_seed: str | None = None
        self._forget()

    def _forget(self) -> None:
        self._past = Summary(0, 0, 0)
        self._open(0)

    def _open(self, attempt: int) -> None:
        who = "everyone" if attempt == 0 else self._learner_seed or ""
        self.attempt = attempt
        self.question = Question(self.item, seed_of(who, self.item.id, attempt))
        self.tries = 0
        self.solved = False
        self.draft: str | None = None
        self._answer: str | None = None
        self._hints = 0

    def begin(self, learner_seed: str) -> None:
        """Starts afresh for one learner; `learner_seed` is any text that is theirs alone."""
        self._learner_seed = learner_seed
        self._forget()

    @property
    def tries_left(self) -> int:
        """Wrong answers left before the solution is shown; 0 once it is."""
        return 0 if self.solved else TRIES - self.tries

    @property
    def closed(self) -> bool:
        """Whether this attempt is over: solved, or the solution shown."""
        return self.tries_left == 0

    @property
    def worked_on(self) -> bool:
        """Whether an attempt is over: this one, or an earlier one that had an answer."""
        return self.closed or self._past.attempts > 0

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints opened so far in this attempt."""
        return tuple(self.question.variant.fill(text) for text in self.item.hints[: self._hints])

    @property
    def hints_left(self) -> int:
        """Hints not opened yet in this attempt."""
        return len(self.item.hints) - self._hints

    def hint(self) -> str | None:
        """Opens the next hint, which costs nothing; None when all are open."""
        if not self.hints_left:
            return None
        self._hints += 1
        return self.hints[-1]

    def check(self, answer: str) -> Feedback:
        """Grades an answer and takes it as a try, unless it can't be read or all is open already.

        `answer` is an option's key, or the number as written.
        """
        found = self.question.grade(answer)
        self.draft = answer
        counted = found.verdict != "unread" and not self.closed
        if counted:
            self._answer = answer
            if found.verdict == "right":
                self.solved = True
            else:
                self.tries += 1
        return self._feedback(found, counted)

    @property
    def last_feedback(self) -> Feedback | None:
        """Feedback on the last answer that counted in this attempt, for showing it again."""
        if self._answer is None:
            return None
        return self._feedback(self.question.grade(self._answer), counted=True)

    def _feedback(self, found: Grade, counted: bool) -> Feedback:
        return Feedback(
            correct=found.verdict == "right",
            text=found.text,
            misconception=found.misconception,
            tries_left=self.tries_left,
            reveal=self.closed,
            solution=self.question.solution if self.closed else None,
            counted=counted,
        )

    def again(self) -> None:
        """Opens the next attempt with new numbers; raises ExerciseError before `begin`."""
        if self._learner_seed is None:
            raise ExerciseError("Nobody has begun this exercise yet.", "Call begin() first.")
        self._past = self.summary()
        self._open(self.attempt + 1)

    def summary(self) -> Summary:
        """Attempts, solved attempts and hints, this attempt included."""
        return Summary(
            attempts=self._past.attempts + (self._answer is not None),
            solved=self._past.solved + self.solved,
            hints=self._past.hints + self._hints,
        )

    def state(self) -> dict[str, Any]:
        """All that has to be kept, as JSON values; it holds neither the learner's seed nor a key.

        `restore` on the same item and learner brings back the same state.
        """
        return _Kept(
            format=1,
            item=self.item.id,
            attempt=self.attempt,
            numbers=self.question.variant.fingerprint(),
            tries=self.tries,
            solved=self.solved,
            hints=self._hints,
            answer=self._answer,
            draft=self.draft,
            past_attempts=self._past.attempts,
            past_solved=self._past.solved,
            past_hints=self._past.hints,
        ).model_dump()

    def restore(self, state: object) -> bool:
        """Brings back what `state` returned, after `begin`; True when it could be used.

        A state that is unknown, broken or of another item is ignored and the exercise starts
        afresh. Where the item's numbers were changed since, the count of what was done stays and
        the attempt itself starts afresh.
        """
        self._forget()
        try:
            kept = _Kept.model_validate(state)
        except ValidationError:
            return False
        if kept.item != self.item.id or kept.hints > len(self.item.hints):
            return False
        if kept.attempt and self._learner_seed is None:
            return False
        if (kept.answer is None) != (kept.tries == 0 and not kept.solved):
            return False
        self._past = Summary(kept.past_attempts, kept.past_solved, kept.past_hints)
        self._open(kept.attempt)
        self.tries, self.solved, self._hints = kept.tries, kept.solved, kept.hints
        self._answer, self.draft = kept.answer, kept.draft
        if kept.numbers != self.question.variant.fingerprint():
            self._past = self.summary()
            self._open(kept.attempt)
        return True
