"""A browser made of messages, a record made of a dictionary, and a few items to ask."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from playbook.curriculum import Item
from playbook.exercises import Variant, generator_names
from playbook.exercises.registry import generator

KEPT_AT = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)


class Page:
    """What a browser would do to a widget, and what the widget answers."""

    def __init__(self, widget: Any) -> None:
        self.widget = widget
        self.heard: list[dict[str, Any]] = []
        self.buffers: list[Any] = []
        self._seq = itertools.count(1)
        widget.send = self._hear

    def _hear(self, content: dict[str, Any], buffers: Any = None) -> None:
        self.heard.append(content)
        self.buffers.append(buffers)

    def say(self, content: dict[str, Any], *buffers: bytes) -> None:
        message = {"data": {"method": "custom", "content": content}}
        views = [memoryview(each) for each in buffers]
        self.widget._handle_msg({"content": message, "buffers": views})

    def enter(self, part: str, value: Any, seq: int | None = None) -> dict[str, Any]:
        """Enter a part; gives the answer."""
        seq = next(self._seq) if seq is None else seq
        self.say({"type": "enter", "part": part, "value": value, "seq": seq})
        return self.heard[-1]


class Record:
    """Keeps parts in a dictionary, with all that was ever kept beside it."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = {}
        self.history: list[tuple[str, Any]] = []
        self.broken: Exception | None = None

    def keep(self, part: str, value: Any) -> datetime:
        if self.broken is not None:
            raise self.broken
        self.history.append((part, value))
        self.parts[part] = value
        return KEPT_AT


@pytest.fixture
def open_page() -> Callable[[Any], Page]:
    return Page


@pytest.fixture
def record() -> Record:
    return Record()


if "widgets-sum" not in generator_names():

    @generator("widgets-sum")
    def _sum(rng: Any) -> Variant:
        a, b = rng.randint(10, 90), rng.randint(10, 90)
        values = {"a": a, "b": b, "answer": float(a + b)}
        return Variant(values, float(a + b), 0.1, ((float(a * b), "multiplies"),))

    @generator("widgets-fixed")
    def _fixed(rng: Any) -> Variant:
        return Variant({})


MISCONCEPTION = {
    "id": "multiplies",
    "name": "Multiplying",
    "why": "Both signs look alike.",
    "look_at": "Look at the sign.",
}


@pytest.fixture
def sum_item() -> Item:
    return Item.model_validate(
        {
            "id": "sum",
            "kind": "numeric",
            "stages": ("pretest", "your-turn"),
            "skill": "adding",
            "generator": "widgets-sum",
            "prompt": "What is {a} + {b}?",
            "unit": "points",
            "wrong": ({"misconception": "multiplies", "feedback": "That is a product."},),
            "otherwise": "That is not the sum.",
            "hints": ("Take {a}.", "Add {b} to it."),
            "solution": "It is {a} plus {b}.",
            "misconceptions": (MISCONCEPTION,),
        }
    )


@pytest.fixture
def choice_item() -> Item:
    return Item.model_validate(
        {
            "id": "which",
            "kind": "choice",
            "stages": ("pretest", "your-turn"),
            "skill": "telling",
            "generator": "widgets-fixed",
            "prompt": "Which one adds?",
            "options": (
                {"key": "plus", "text": "Plus", "correct": True},
                {
                    "key": "times",
                    "text": "Times",
                    "misconception": "multiplies",
                    "feedback": "That one multiplies.",
                },
                {
                    "key": "over",
                    "text": "Over",
                    "misconception": "multiplies",
                    "feedback": "That one divides.",
                },
            ),
            "hints": ("It looks like a cross.", "It stands upright."),
            "solution": "Plus adds.",
            "misconceptions": (MISCONCEPTION,),
        }
    )
