"""The shape of the question bank: items, their options, and the misconceptions behind them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from playbook.curriculum.schema import Slug, Strict, Text

Stage = Literal["pretest", "your-turn", "review"]


class Misconception(Strict):
    """A belief that leads to a wrong answer: its name, why people hold it, what to look at."""

    id: Slug
    name: Text
    why: Text
    look_at: Text


class Option(Strict):
    """One answer to choose.

    Either `correct: true`, or a misconception with its own feedback. An item whose right
    answer depends on the generated numbers gives every option a misconception and feedback.
    """

    key: Slug
    text: Annotated[str, Field(min_length=1)]
    correct: bool = False
    misconception: Slug | None = None
    feedback: Text | None = None

    @model_validator(mode="after")
    def _wrong_has_a_reason(self) -> Self:
        has_reason = self.misconception is not None and self.feedback is not None
        if not self.correct and not has_reason:
            raise ValueError(f"option '{self.key}' is wrong but lacks misconception or feedback")
        if self.correct and self.misconception is not None:
            raise ValueError(f"option '{self.key}' is correct and can't have a misconception")
        return self


class WrongNumber(Strict):
    """A known wrong value, computed by the generator, and what is said about it."""

    misconception: Slug
    feedback: Text


class Item(Strict):
    """One question; {placeholders} are filled from the variant that `generator` makes.

    `unit` (numeric) is what the answer is given in; `otherwise` is said to a wrong number
    that no misconception explains; `ordered` keeps options in the order written.
    """

    id: Slug
    kind: Literal["choice", "numeric"]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    skill: Slug
    generator: Slug
    prompt: Text
    options: tuple[Option, ...] = ()
    ordered: bool = False
    unit: Annotated[str, Field(min_length=1)] | None = None
    wrong: tuple[WrongNumber, ...] = ()
    otherwise: Text | None = None
    hints: Annotated[tuple[Text, ...], Field(min_length=2, max_length=3)]
    solution: Text
    misconceptions: tuple[Misconception, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind == "choice":
            if len(self.options) < 3:
                raise ValueError("a choice needs at least three options")
            if len({option.key for option in self.options}) < len(self.options):
                raise ValueError("two options have the same key")
            if sum(option.correct for option in self.options) > 1:
                raise ValueError("more than one option is marked correct")
            if self.unit or self.wrong or self.otherwise:
                raise ValueError("a choice has no unit, wrong or otherwise")
        else:
            if self.options:
                raise ValueError("a numeric item has no options")
            if not (self.unit and self.wrong and self.otherwise):
                raise ValueError("a numeric item needs unit, wrong and otherwise")
            if len({wrong.misconception for wrong in self.wrong}) < len(self.wrong):
                raise ValueError("two wrong numbers name the same misconception")
        return self

    @property
    def named_misconceptions(self) -> tuple[str, ...]:
        """Ids of the misconceptions that the item's wrong answers name, each once."""
        named = [option.misconception for option in self.options if option.misconception]
        named += [wrong.misconception for wrong in self.wrong]
        return tuple(dict.fromkeys(named))


class QuestionBank(Strict):
    """A lesson's questions and the misconceptions they look for."""

    lesson: Slug
    misconceptions: tuple[Misconception, ...]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        ids = [item.id for item in self.items]
        if len(set(ids)) < len(ids):
            raise ValueError("two items have the same id")
        known = {misconception.id for misconception in self.misconceptions}
        if len(known) < len(self.misconceptions):
            raise ValueError("two misconceptions have the same id")
        used: set[str] = set()
        for item in self.items:
            used.update(item.named_misconceptions)
            for name in item.named_misconceptions:
                if name not in known:
                    raise ValueError(f"item '{item.id}' names an unknown misconception '{name}'")
        if known - used:
            raise ValueError(f"no item looks for: {', '.join(sorted(known - used))}")
        return self

    def complete_items(self) -> list[Item]:
        """The items, each carrying the misconceptions that its wrong answers name."""
        return [
            item.model_copy(
                update={
                    "misconceptions": tuple(
                        m for m in self.misconceptions if m.id in item.named_misconceptions
                    )
                }
            )
            for item in self.items
        ]
