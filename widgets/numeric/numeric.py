"""A question whose answer is a number; what was typed is kept as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import traitlets

from playbook.instruments.typed_numbers import parse_number
from widgets.common.assets import module, style
from widgets.common.recorded import Recorded

HERE = Path(__file__).parent
MOST_CHARACTERS = 100

Grade = Callable[[float], tuple[bool, str]]


class NumericQuestion(Recorded):
    """A labelled field for a number, graded in Python when a rule is given.

    Parts kept: `text` (as typed) and, with a rule, `checked` (the text for which "Check" was
    pressed). `value` is the number, None where there is none to read.
    """

    _esm = module("dom", "keeper", "fields", file=HERE / "numeric.js")
    _css = style()

    prompt = traitlets.Unicode().tag(sync=True)
    unit = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    problem = traitlets.Unicode().tag(sync=True)
    graded = traitlets.Bool(False).tag(sync=True)
    correct = traitlets.Bool(None, allow_none=True).tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        key: str,
        prompt: str,
        unit: str = "",
        grade: Grade | None = None,
        disabled: bool = False,
    ) -> None:
        """Ask `prompt` for a number in `unit`; `grade(number)` gives whether it is right and why.

        The prompt is the field's label. A comma or a point parts the decimals.
        """
        self._grade = grade
        super().__init__(
            key=key, prompt=prompt, unit=unit, graded=grade is not None, disabled=disabled
        )

    @property
    def value(self) -> float | None:
        """The number that was typed, None if there is none or it can't be read."""
        try:
            return parse_number(self.text)
        except ValueError:
            return None

    def entered(self, part: str, value: Any) -> None:
        """Take what was typed, or grade it."""
        text = "" if value is None else str(value)
        if len(text) > MOST_CHARACTERS:
            raise ValueError("This is too long for a number. Write digits, such as 42.5.")
        if part == "text":
            self._show(text, checked=None)
        elif part == "checked" and self.graded:
            self._show(text, checked=text)
        else:
            raise ValueError("This question has nothing to check.")

    def restored(self, kept: dict[str, Any]) -> None:
        """Show what was typed, and its feedback if it was checked."""
        self._show(str(kept.get("text") or kept.get("checked") or ""), kept.get("checked"))

    def _show(self, text: str, checked: str | None) -> None:
        with self.hold_sync():
            self.text = text
            self.problem, self.correct, self.feedback = "", None, ""
            if self.graded and checked != text:
                return
            try:
                number = parse_number(text)
            except ValueError as error:
                self.problem = str(error)
                return
            if self._grade is not None and number is not None:
                self.correct, self.feedback = self._grade(number)
            elif self._grade is not None:
                self.problem = "Write a number first."
