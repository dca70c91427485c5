from __future__ import annotations

import importlib.util
import logging
from types import ModuleType

import pytest


@pytest.fixture
def visitor() -> ModuleType:
    """The module as a new process has it: without hooks."""
    spec = importlib.util.find_spec("playbook.kernels.visitor")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fails(*arguments: object) -> None:
    raise ValueError("the hook's own fault")


def test_a_hook_gets_what_is_known_of_the_visitor(visitor: ModuleType) -> None:
    met: list[object] = []
    visitor.on_visitor(met.append)

    visitor.arrived({"name": "Ada"})

    assert met == [{"name": "Ada"}]


def test_where_nothing_is_known_no_hook_is_called(visitor: ModuleType) -> None:
    met: list[object] = []
    visitor.on_visitor(met.append)

    visitor.arrived({})

    assert met == []


def test_a_hook_that_fails_is_logged_and_the_others_are_called(
    visitor: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    met: list[object] = []
    visitor.on_visitor(fails)
    visitor.on_visitor(met.append)

    with caplog.at_level(logging.ERROR):
        visitor.arrived({"name": "Ada"})

    assert met == [{"name": "Ada"}]
    assert "the hook's own fault" in caplog.text


def test_preparations_are_called_in_their_order(visitor: ModuleType) -> None:
    done: list[int] = []
    visitor.before_visitors(lambda: done.append(1))
    visitor.before_visitors(fails)
    visitor.before_visitors(lambda: done.append(2))

    visitor.awaited()

    assert done == [1, 2]


def test_after_the_rehearsal_no_hook_is_left(visitor: ModuleType) -> None:
    done: list[str] = []
    visitor.on_rehearsal(lambda: done.append("rehearsed"))
    visitor.before_visitors(lambda: done.append("prepared"))
    visitor.on_visitor(lambda who: done.append("met"))

    visitor.rehearse()
    visitor.rehearse()
    visitor.awaited()
    visitor.arrived({"name": "Ada"})

    assert done == ["rehearsed"]


def test_a_rehearsal_that_fails_is_logged(
    visitor: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.on_rehearsal(fails)

    visitor.rehearse()

    assert "the hook's own fault" in caplog.text
