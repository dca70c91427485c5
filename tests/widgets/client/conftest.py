"""The client in a real browser, on a stage of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit, chromium, visitor
from tests.widgets.client.stage import Stage

__all__ = ["chromium", "visitor"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the client share a worker and its browser."""
    for item in items:
        if "tests/widgets/client" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("client"))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A server, a kernel and a page, all in this process."""
    with Stage(monkeypatch) as stage:
        yield stage


@pytest.fixture
def visit(visitor: Callable[..., Visit]) -> Visit:
    """One visitor, whose console must stay without errors that no test expects."""
    return visitor()


@pytest.fixture
def page(visit: Visit) -> Page:
    """The visitor's tab."""
    return visit.page()
