"""A question with one answer out of several; the key stays in Python."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import traitlets

from widgets.common.assets import module, style
from widgets.common.recorded import Recorded

HERE = Path(__file__).parent


class ChoiceQuestion(Recorded):
    """Radio buttons under their question, graded in Python when an answer is known.

    Parts kept: `selected` (index of an option) and, with an answer, `checked` (the index for
    which "Check" was pressed).
    """

    _esm = module("dom", "keeper", "fields", file=HERE / "choice.js")
    _css = style()

    prompt = traitlets.Unicode().tag(sync=True)
    options = traitlets.List(traitlets.Unicode()).tag(sync=True)
    selected = traitlets.Int(None, allow_none=True).tag(sync=True)
    graded = traitlets.Bool(False).tag(sync=True)
    correct = traitlets.Bool(None, allow_none=True).tag(sync=True)
    feedback = traitlets.Unicode().tag(sync=True)
    disabled = traitlets.Bool(False).tag(sync=True)

    def __init__(
        self,
        *,
        key: str,
        prompt: str,
        options: Sequence[str],
        answer: int | None = None,
        explanations: Sequence[str] = (),
        disabled: bool = False,
    ) -> None:
        """Ask `prompt`; `options` are texts.

        `answer` is the index of the right option, None where there is none. `explanations` has
        one text for each option, shown after "Check". Raises ValueError where these don't match.
        """
        if answer is not None and not 0 <= answer < len(options):
            raise ValueError(f"Option {answer} of '{key}' does not exist.")
        if explanations and len(explanations) != len(options):
            raise ValueError(f"'{key}' needs one explanation for each of its options.")
        self._answer = answer
        self._explanations = tuple(explanations)
        super().__init__(
            key=key,
            prompt=prompt,
            options=list(options),
            graded=answer is not None,
            disabled=disabled,
        )

    def entered(self, part: str, value: Any) -> None:
        """Select an option, or check the one that is selected."""
        option = self._option(value)
        if part == "selected":
            self.selected = option
            self._grade(None)
        elif part == "checked" and self.graded and option is not None:
            self.selected = option
            self._grade(option)
        else:
            raise ValueError("Choose one of the answers first.")

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the option that was selected, and its feedback if it was checked."""
        selected, checked = kept.get("selected"), kept.get("checked")
        self.selected = self._option(selected) if self._offered(selected) else None
        self._grade(checked if checked is not None and checked == self.selected else None)

    def _offered(self, value: Any) -> bool:
        return type(value) is int and 0 <= value < len(self.options)

    def _option(self, value: Any) -> int | None:
        if value is not None and not self._offered(value):
            raise ValueError("This answer is not one of those offered. Choose one of them.")
        return None if value is None else int(value)

    def _grade(self, option: int | None) -> None:
        with self.hold_sync():
            if option is None or not self.graded:
                self.correct, self.feedback = None, ""
            else:
                self.correct = option == self._answer
                self.feedback = self._explanations[option] if self._explanations else ""
