from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from playbook.intake import Intake, Plan, Profile, answer, profile, questions, read, suggest


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a text or bytes to a file and give its path."""

    def writer(content: str | bytes, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return writer


@pytest.fixture
def planned() -> Callable[..., tuple[Profile, Plan]]:
    """Profile and plan a file, answering the questions whose keys are given."""

    def planner(path: Path, **answers: str) -> tuple[Profile, Plan]:
        found = profile(path)
        plan = suggest(found)
        for question in questions(found, plan):
            key = question.key.partition(":")[0]
            if key in answers:
                plan = answer(plan, question.key, answers[key])
        return found, plan

    return planner


@pytest.fixture
def taken_in(planned: Callable[..., tuple[Profile, Plan]]) -> Callable[..., Intake]:
    """Profile, plan and read a file, answering the questions whose keys are given."""

    def taker(path: Path, **answers: str) -> Intake:
        _, plan = planned(path, **answers)
        return read(path, plan)

    return taker
