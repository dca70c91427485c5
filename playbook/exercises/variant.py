"""One set of numbers for an item, and the texts filled with them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter
from typing import Any

from playbook.exercises.errors import ExerciseError


@dataclass(frozen=True)
class Series:
    """A series to draw: one value a label, in `unit`; the first `baseline` values set limits."""

    name: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str
    baseline: int


@dataclass(frozen=True)
class Variant:
    """One set of numbers for an item, with its right answer.

    `values` fills the placeholders. `answer` is a number (numeric), the right option's key where
    it depends on the numbers, or None where the item itself marks the right option. `tolerance`
    is how far a number may be off; `wrong` holds known wrong numbers with their misconception.
    """

    values: Mapping[str, float | str]
    answer: float | str | None = None
    tolerance: float = 0.0
    wrong: tuple[tuple[float, str], ...] = ()
    series: Series | None = None

    def fill(self, text: str) -> str:
        """`text` with its placeholders filled; raises ExerciseError for one without a value."""
        try:
            return _FORMATTER.vformat(text, (), self.values)
        except (KeyError, IndexError, ValueError) as error:
            raise ExerciseError(
                f"The text '{text[:60]}' has a placeholder that can't be filled: {error}.",
                "Use the names that the item's generator gives.",
            ) from None

    def fingerprint(self) -> str:
        """Short hash of numbers and answer; it changes when a generator changes what it makes."""
        parts = (sorted(self.values.items()), self.answer, self.series)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


class _NumberFormatter(Formatter):
    """Formats numbers with a true minus sign, and zero without any sign."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if isinstance(value, str):
            return text
        is_zero = not any(digit in text for digit in "123456789")
        return text.lstrip("+-") if is_zero else text.replace("-", "−")


_FORMATTER = _NumberFormatter()
