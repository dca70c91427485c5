"""An exercise that answers back, over the model that knows how it is graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from playbook.charts import ChartWithSummary
from playbook.exercises import Exercise, Feedback, Variant, generate
from widgets.chart import Chart
from widgets.common.assets import module, style
from widgets.common.recorded import Recorded

HERE = Path(__file__).parent
ACTIONS = ("check", "hint", "again")
LONGEST_ANSWER = 200

Draw = Callable[[Variant], ChartWithSummary | None]


class ExercisePanel(Recorded):
    """Question, answer, hints, feedback, and the same again with new numbers.

    Parts kept: `draft` ({"attempt", "text"}: what is being answered) and `state` (that of the
    exercise). The browser enters `draft`, and the actions `check` ({"attempt", "tries",
    "answer"}), `hint` ({"attempt", "hints"}: how many are wanted) and `again` ({"attempt"}: the
    one wanted), each of which may arrive twice and counts once.
    """

    _esm = module("dom", "keeper", "fields", "child", file=HERE / "exercise.js")
    _css = style(HERE / "exercise.css")

    heading = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    prompt = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Dict()).tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    chart = anywidget.WidgetTrait().tag(sync=True)
    attempt = traitlets.Int().tag(sync=True)
    tries = traitlets.Int().tag(sync=True)
    draft = traitlets.Unicode().tag(sync=True)
    closed = traitlets.Bool(False).tag(sync=True)
    varies = traitlets.Bool(True).tag(sync=True)
    hints = traitlets.List(traitlets.Unicode()).tag(sync=True)
    hints_total = traitlets.Int().tag(sync=True)
    mark = traitlets.Unicode().tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)
    solution = traitlets.Unicode().tag(sync=True)

    def __init__(
        self, exercise: Exercise, *, key: str, number: int, of: int, chart: Draw | None = None
    ) -> None:
        """Show `exercise` as number `number` of `of`.

        `chart(variant)` draws what belongs to one set of numbers, above the answer; None draws
        nothing.
        """
        self.exercise = exercise
        self._draw = chart
        self._drawn: Variant | None = None
        self._begun = False
        self._last: Feedback | None = None
        super().__init__(
            key=key,
            heading=f"Exercise {number} of {of}",
            kind=exercise.item.kind,
            hints_total=len(exercise.item.hints),
            varies=_varies(exercise),
        )
        self._show()

    def entered(self, part: str, value: Any) -> None:
        """Take a draft, or do what a button asks for, once."""
        if not isinstance(value, Mapping) or part not in ("draft", *ACTIONS):
            raise ValueError("This is not an answer to the exercise. Open the page again.")
        attempt = value.get("attempt")
        if part == "draft" and attempt == self.exercise.attempt:
            self.exercise.draft = _short(value.get("text"))
        elif part == "check" and (attempt, value.get("tries")) == self._place():
            self._last = self.exercise.check(_short(value.get("answer")))
        elif part == "hint" and attempt == self.exercise.attempt:
            while len(self.exercise.hints) < int(value.get("hints", 0)) and self.exercise.hint():
                pass
        elif part == "again" and attempt == self.exercise.attempt + 1:
            self.exercise.again()
            self._last = None
        self._show()

    def rehearse(self) -> None:
        """Answer new numbers, rightly or not, so that all that it takes is at hand."""
        attempt = self.exercise.attempt + 1
        answer = {"attempt": attempt, "tries": 0, "answer": "1"}
        for part, value in (("again", {"attempt": attempt}), ("check", answer)):
            self._received(self, {"type": "enter", "part": part, "value": value, "seq": 0}, [])

    def record(self, part: str, value: Any) -> tuple[str, Any]:
        """A draft is kept as it is, anything else as the state it leads to."""
        return ("state", self.exercise.state()) if part in ACTIONS else (part, value)

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the exercise as it was left."""
        if not self._begun:
            self.exercise.begin(self.learner_seed or self.key)
            self._begun = True
        self.exercise.restore(kept.get("state"))
        draft = kept.get("draft")
        if isinstance(draft, Mapping) and draft.get("attempt") == self.exercise.attempt:
            self.exercise.draft = str(draft.get("text") or "")
        self._last = self.exercise.last_feedback
        self._show()

    def _place(self) -> tuple[int, int]:
        return self.exercise.attempt, self.exercise.tries

    def _show(self) -> None:
        exercise, question, last = self.exercise, self.exercise.question, self._last
        self._draw_chart()
        with self.hold_sync():
            self.prompt = question.prompt
            self.options = [{"key": each.key, "text": each.text} for each in question.options]
            self.unit = question.unit or ""
            self.attempt, self.tries = exercise.attempt, exercise.tries
            self.draft = exercise.draft or ""
            self.closed = exercise.closed
            self.hints = list(exercise.hints)
            self.mark = _mark(last)
            self.feedback = last.text if last else ""
            self.solution = (last.solution or "") if last else ""

    def _draw_chart(self) -> None:
        """Draw the chart when the numbers are new, in the place of the one before."""
        variant = self.exercise.question.variant
        if self._draw is None or variant == self._drawn:
            return
        self._drawn = variant
        drawn = self._draw(variant)
        shown: Chart | None = self.chart
        if shown is None:
            self.chart = Chart.of(drawn) if drawn else None
        elif drawn is not None:
            shown.show(drawn)
        else:
            self.chart = None
            shown.close()


def _mark(feedback: Feedback | None) -> str:
    if feedback is None:
        return ""
    if feedback.correct:
        return "right"
    return "not-quite" if feedback.counted else "look-again"


def _short(answer: Any) -> str:
    text = "" if answer is None else str(answer)
    if len(text) > LONGEST_ANSWER:
        raise ValueError("This is too long for an answer. Shorten it.")
    return text


def _varies(exercise: Exercise) -> bool:
    """Whether another attempt brings other numbers."""
    made = {generate(exercise.item.generator, seed).fingerprint() for seed in range(3)}
    return len(made) > 1
