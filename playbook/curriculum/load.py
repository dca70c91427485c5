"""Reads the curriculum's YAML files and checks them; every complaint names file and field."""

from __future__ import annotations

import json
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from playbook.curriculum.errors import CurriculumError
from playbook.curriculum.questions import Item, QuestionBank
from playbook.curriculum.schema import Course

try:
    from yaml import CSafeLoader as SafeLoader  # ten times as fast
except ImportError:  # PyYAML was built without libyaml
    from yaml import SafeLoader  # type: ignore[assignment]

HERE = Path(__file__).resolve().parent
Model = TypeVar("Model", bound=BaseModel)


class _OneKeyOnce(SafeLoader):
    """PyYAML keeps the last of two equal keys without a word; here they are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable):
                continue
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the field '{key}' is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """Content of a YAML file; raises CurriculumError naming the file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_OneKeyOnce)
    except FileNotFoundError:
        raise CurriculumError(f"{path.name} is missing.", f"Put it into {path.parent}.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CurriculumError(
            f"{path.name}, line {line}: {error.problem}.", "Correct the YAML there."
        ) from None


def validated(model: type[Model], data: Any, file: str) -> Model:
    """`data` as `model`; raises CurriculumError with one line for each field that is wrong.

    The data goes through JSON because strict checking then takes a list where a model holds a
    tuple, and still no number for a text or text for a number.
    """
    try:
        return model.model_validate_json(json.dumps(data, default=str))
    except ValidationError as error:
        lines = [f"{file}, {_field(e['loc'], data)}: {_plain(e['msg'])}" for e in error.errors()]
        raise CurriculumError("\n".join(lines), "Correct these fields.") from None


def _field(location: tuple[int | str, ...], data: Any) -> str:
    """Path of a field, with the slug, id or key of each list entry in place of its bare index."""
    words = []
    for step in location:
        data = _inside(data, step)
        name = ""
        if isinstance(step, int) and isinstance(data, dict):
            name = next((str(data[key]) for key in ("slug", "id", "key") if key in data), "")
        words.append(f"{step + 1} ({name})" if name and isinstance(step, int) else str(step))
    return " › ".join(words) or "as a whole"


def _inside(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ") + "."


def load_course(folder: Path) -> Course:
    """The course in `course.yaml` and `paths.yaml` of a folder; raises CurriculumError."""
    data = read_yaml(folder / "course.yaml")
    paths = read_yaml(folder / "paths.yaml")
    if not isinstance(data, dict) or not isinstance(paths, dict):
        raise CurriculumError(
            "course.yaml or paths.yaml doesn't hold named fields.", "Begin each with 'name: value'."
        )
    return validated(Course, {**data, **paths}, "course.yaml with paths.yaml")


def load_bank(path: Path) -> QuestionBank:
    """The question bank in one YAML file; raises CurriculumError."""
    return validated(QuestionBank, read_yaml(path), path.name)


@cache
def course() -> Course:
    """The whole course, read and checked once."""
    return load_course(HERE)


@cache
def question_bank(lesson: str) -> QuestionBank:
    """A lesson's question bank, read and checked once; raises CurriculumError when it has none."""
    return load_bank(HERE / "question_bank" / f"{lesson}.yaml")


def bank(lesson: str) -> list[Item]:
    """A lesson's questions, complete with the misconceptions they name; raises CurriculumError."""
    return question_bank(lesson).complete_items()
