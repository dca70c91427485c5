"""A few questions answered together; nothing is said about any until all are in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import traitlets

from playbook.curriculum import Item, Stage
from playbook.exercises import DONT_KNOW, Question, QuizResult, draw_ahead
from playbook.exercises import Quiz as QuizModel
from widgets.common.assets import module, style
from widgets.common.recorded import Recorded

HERE = Path(__file__).parent
SUBMITTED: Final = "submitted"
LONGEST_ANSWER = 200


class Quiz(Recorded):
    """A set of questions with one button, "See how I did".

    Parts kept: the answer of each question under its item's id, and `submitted` (the result, None
    when it is answered again). Which questions are asked depends on the learner, so there are
    none before `attach`. No key reaches the browser before the answers are in.
    """

    _esm = module("dom", "keeper", "fields", file=HERE / "quiz.js")
    _css = style(HERE / "quiz.css")

    dont_know = traitlets.Unicode(DONT_KNOW).tag(sync=True)
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    problems = traitlets.Dict().tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    score = traitlets.Unicode().tag(sync=True)
    skip = traitlets.Bool(False).tag(sync=True)
    skip_label = traitlets.Unicode().tag(sync=True)
    skip_href = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        key: str,
        items: Sequence[Item],
        stage: Stage,
        occasion: int = 0,
        skip_label: str = "",
        skip_href: str = "",
    ) -> None:
        """Ask those of `items` that serve `stage`; `occasion` counts the review sets.

        Where the result opens the shorter way, a link `skip_label` to `skip_href` is offered.
        """
        self._items = tuple(items)
        self._stage: Stage = stage
        self._occasion = occasion
        self._model: QuizModel | None = None
        self.result: QuizResult | None = None
        super().__init__(key=key, skip_label=skip_label, skip_href=skip_href)

    def rehearse(self) -> None:
        """Draw the numbers that a learner may be asked about."""
        draw_ahead(self._items, self._stage)

    def entered(self, part: str, value: Any) -> None:
        """Take an answer, or all of them."""
        if self._model is None or part not in (SUBMITTED, *self._model.questions):
            raise ValueError("This question is not part of the set. Open the page again.")
        if part == SUBMITTED:
            self._show(self.answers, submitted=bool(value))
            return
        if self.result is not None:
            raise ValueError("These answers are in. Choose “Answer again” to change them.")
        answer = "" if value is None else str(value)
        if len(answer) > LONGEST_ANSWER:
            raise ValueError("This is too long for an answer. Shorten it.")
        others = {name: each for name, each in self.answers.items() if name != part}
        self._show({**others, part: answer} if answer else others, submitted=False)

    def record(self, part: str, value: Any) -> tuple[str, Any]:
        """An answer is kept as given, a finished set with its result."""
        if part == SUBMITTED:
            return part, self.result.to_dict() if self.result else None
        return part, value

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the answers given before, and the result if they were in."""
        if self._model is None:
            self._model = QuizModel(
                self._items, self._stage, self.learner_seed or self.key, self._occasion
            )
            self.questions = [_described(name, q) for name, q in self._model.questions.items()]
        answers = {name: str(kept[name]) for name in self._model.questions if kept.get(name)}
        done = bool(kept.get(SUBMITTED)) and not self._model.missing(answers)
        self._show(answers, submitted=done)

    def _show(self, answers: dict[str, str], *, submitted: bool) -> None:
        assert self._model is not None
        result = self._model.score(answers) if submitted else None
        missing = self._model.missing(answers)
        self.result = result
        with self.hold_sync():
            self.answers = answers
            self.problems = {name: missing[name] for name in missing if answers.get(name)}
            self.results = {
                each.item: {
                    "correct": each.correct,
                    "text": each.text,
                    "right_answer": each.right_answer,
                    "solution": each.solution,
                }
                for each in (result.answered if result else ())
            }
            self.score = _sentence(result) if result else ""
            self.skip = result is not None and result.route == "skip"


def _described(name: str, question: Question) -> dict[str, Any]:
    return {
        "id": name,
        "kind": question.item.kind,
        "prompt": question.prompt,
        "options": [{"key": each.key, "text": each.text} for each in question.options],
        "unit": question.unit or "",
    }


def _sentence(result: QuizResult) -> str:
    return f"You had {result.right} of {result.asked} right."
