"""The fields of a form: what is asked, and what an entry means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from playbook.instruments.typed_numbers import parse_number

Kind = Literal["text", "long", "number", "date", "choice"]
Validate = Callable[[str, Any], str | None]

MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Field:
    """One question of a form.

    `options` of a choice are pairs of value and label. `example` is shown in the help line.
    `max_length` counts characters; a longer text is kept and flagged.
    """

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    required: bool = False
    example: str = ""
    max_length: int | None = None
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""

    def read(self, text: str) -> Any:
        """What an entry means: a float, an ISO date, an option's value, or the text itself.

        Nothing entered is None, for texts "". Raises ValueError with what to do.
        """
        bare = text.strip()
        if self.max_length is not None and len(bare) > self.max_length:
            raise ValueError(
                f"At most {self.max_length} characters fit here; this has {len(bare)}. Shorten it."
            )
        if self.kind in ("text", "long"):
            return bare
        if not bare:
            return None
        if self.kind == "number":
            return parse_number(bare)
        if self.kind == "date":
            return _read_date(bare)
        if bare not in {value for value, _ in self.options}:
            raise ValueError("This answer is no longer offered. Choose another.")
        return bare


def _read_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"“{text}” is not a date. Write it like 2026-11-03.") from None


class Schema:
    """The fields of one form by name, with the rules of whoever uses it."""

    def __init__(self, fields: Iterable[Field], validate: Validate | None = None) -> None:
        self.fields = {field.name: field for field in fields}
        self._validate = validate

    def described(self) -> list[dict[str, Any]]:
        """The fields as the front end takes them."""
        return [
            {**asdict(field), "options": [list(option) for option in field.options]}
            for field in self.fields.values()
        ]

    def set_options(self, name: str, options: Iterable[tuple[str, str]]) -> None:
        """Offer other options in a choice. Raises KeyError for an unknown field."""
        self.fields[name] = replace(self.fields[name], options=tuple(options))

    def values(self, texts: Mapping[str, Any]) -> dict[str, Any]:
        """What the entries mean; None where one can't be read."""
        return {name: self._value(field, texts) for name, field in self.fields.items()}

    def problems(self, texts: Mapping[str, Any]) -> dict[str, str]:
        """What is wrong with the entries, by field; a field never touched has no problem."""
        found = {
            name: self._problem(name, str(texts[name])) for name in self.fields if name in texts
        }
        return {name: problem for name, problem in found.items() if problem}

    def _value(self, field: Field, texts: Mapping[str, Any]) -> Any:
        try:
            return field.read(str(texts.get(field.name, "")))
        except ValueError:
            return None

    def _problem(self, name: str, text: str) -> str | None:
        field = self.fields[name]
        if not text.strip():
            return "This is needed. Fill it in." if field.required else None
        try:
            value = field.read(text)
        except ValueError as error:
            return str(error)
        return self._validate(name, value) if self._validate else None


def as_text(value: Any) -> str:
    """A value as a learner would type it; None is nothing.

    A number with three decimals gets a fourth, so that no one reads thousands: 1.2340.
    """
    if value is None:
        return ""
    if not isinstance(value, float):
        return str(value)
    whole, _, decimals = f"{value:.10f}".rstrip("0").partition(".")
    return f"{whole}.{decimals:0<4}" if len(decimals) == 3 else f"{whole}.{decimals}".rstrip(".")


def short_enough(text: str) -> str:
    """Give the text back. Raises ValueError where it is too long to keep at all."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"This is longer than {MOST_CHARACTERS:,} characters. Shorten it.")
    return text
