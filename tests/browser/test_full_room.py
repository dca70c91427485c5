"""The page that waits for a place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Visit, accessibility_faults
from tests.serving import Served

LESSON = "/lessons/measure-your-impact"


@pytest.fixture(scope="module")
def small_room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with one place."""
    command = [sys.executable, "-m", "playbook.cli", "serve", "--learners", "1"]
    with Served(tmp_path_factory.mktemp("room") / "data", command) as server:
        yield server


def test_the_waiting_page_is_accessible_and_comes_in_by_itself_when_it_is_its_turn(
    small_room: Served, visitor: Callable[..., Visit]
) -> None:
    inside = visitor().page()
    inside.goto(small_room.url + LESSON)
    waits = visitor(viewport=NARROW, color_scheme="dark")
    waits.expect_errors(LESSON)
    waiting = waits.page()
    waiting.goto(small_room.url + LESSON)
    expect(waiting.get_by_role("status")).to_have_text("You are next.")
    assert accessibility_faults(waiting) == []
    assert waiting.evaluate("document.documentElement.scrollWidth <= innerWidth")

    inside.goto(small_room.url + "/")

    expect(waiting.locator(".lesson")).to_be_visible(timeout=30_000)
    expect(waiting).to_have_title("Measure your impact · CCO Playbook")
