"""The set of questions before a lesson, and the review sets after it.

Nothing is said about any answer until all are in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from playbook.curriculum import Item, Stage
from playbook.exercises.errors import ExerciseError
from playbook.exercises.exercise import Question
from playbook.exercises.grading import Grade
from playbook.exercises.registry import generate, seed_of

DONT_KNOW = "I don't know yet"
"""An honest answer to any question of a quiz; it earns nothing and costs nothing."""
UNANSWERED = Grade("wrong", "The lesson answers this one.")
SKIP_PERCENT = 80
"""Per cent right from which the lesson offers to go straight to the tool."""
NUMBERS = 8
"""Sets of numbers of an item in a quiz: a learner has one of them, and they can be drawn ahead."""

Route = Literal["skip", "standard"]


@dataclass(frozen=True)
class Answered:
    """One question of a finished quiz: what was answered, and what is said about it."""

    item: str
    answer: str
    correct: bool
    text: str
    misconception: str | None
    right_answer: str
    solution: str


@dataclass(frozen=True)
class QuizResult:
    """A finished quiz: how many were right, the route it opens, and the feedback."""

    right: int
    asked: int
    route: Route
    answered: tuple[Answered, ...]

    def to_dict(self) -> dict[str, Any]:
        """The result as JSON values, to be kept."""
        return {**asdict(self), "answered": [asdict(each) for each in self.answered]}


class Quiz:
    """One set of questions for one learner: the same learner always gets the same set."""

    def __init__(
        self, items: Iterable[Item], stage: Stage, learner_seed: str, occasion: int = 0
    ) -> None:
        """Chooses from `items` one of each skill for `stage`, in the order of the skills.

        `occasion` counts the review sets: each has other questions and numbers. Raises
        ExerciseError when no item serves the stage.
        """
        by_skill: dict[str, list[Item]] = {}
        for item in items:
            if stage in item.stages:
                by_skill.setdefault(item.skill, []).append(item)
        if not by_skill:
            raise ExerciseError(f"No question serves the stage '{stage}'.", "Add some to the bank.")
        self.stage = stage
        self.questions: dict[str, Question] = {}
        for skill, candidates in by_skill.items():
            first = seed_of(learner_seed, stage, skill) % len(candidates)
            item = candidates[(first + occasion) % len(candidates)]
            drawn = seed_of(learner_seed, stage, item.id, occasion) % NUMBERS
            self.questions[item.id] = Question(item, _seed(item, stage, occasion, drawn))

    def missing(self, answers: Mapping[str, str]) -> dict[str, str]:
        """What still has to be answered, item id → message; empty when all is in."""
        missing = {}
        for name, question in self.questions.items():
            answer = answers.get(name, "")
            if answer != DONT_KNOW and (found := question.grade(answer)).verdict == "unread":
                missing[name] = found.text
        return missing

    def score(self, answers: Mapping[str, str]) -> QuizResult:
        """Grades all answers at once: item id → option's key, number as written, or DONT_KNOW.

        Raises ExerciseError while an answer is missing or can't be read.
        """
        if missing := self.missing(answers):
            raise ExerciseError(
                f"{len(missing)} of {len(self.questions)} questions have no answer yet.",
                "Answer each one, or say that you don't know yet.",
            )
        answered = tuple(self._answered(name, answers[name]) for name in self.questions)
        right = sum(each.correct for each in answered)
        enough = 100 * right >= SKIP_PERCENT * len(answered)
        return QuizResult(right, len(answered), "skip" if enough else "standard", answered)

    def _answered(self, name: str, answer: str) -> Answered:
        question = self.questions[name]
        found = UNANSWERED if answer == DONT_KNOW else question.grade(answer)
        return Answered(
            item=name,
            answer=answer,
            correct=found.verdict == "right",
            text=found.text,
            misconception=found.misconception,
            right_answer=question.right_answer,
            solution=question.solution,
        )


def draw_ahead(items: Iterable[Item], stage: Stage) -> None:
    """Draw all numbers of the first set for `stage`, so that they are at hand for whoever comes."""
    for item in items:
        if stage in item.stages:
            for drawn in range(NUMBERS):
                generate(item.generator, _seed(item, stage, 0, drawn))


def _seed(item: Item, stage: Stage, occasion: int, drawn: int) -> int:
    return seed_of(stage, item.id, occasion, drawn)
