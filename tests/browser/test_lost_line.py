"""The line to the server is lost for a while, and the learner goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, accessibility_faults, listen, open_lesson, said, saved
from tests.browser.line import Line
from tests.serving import Served

LOST = ("WebSocket", "ERR_", "Failed to load resource")


@pytest.fixture
def line(served: Served) -> Iterator[Line]:
    """A line of its own to the server."""
    with Line(served.prepared().port) as made:
        yield made


def company(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("textbox", name="Company")


def test_what_is_typed_while_the_line_is_cut_is_saved_once_it_is_there_again(
    line: Line, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, line.url)
    listen(page)
    company(page).fill("Before")
    saved(page)

    visit.context.set_offline(True)
    line.cut()
    company(page).fill("While the line was cut")
    expect(page.get_by_role("status").filter(has_text="Connection lost.")).to_be_visible()
    expect(page.locator("#saved")).to_have_text("not saved yet, kept in this browser")
    assert accessibility_faults(page) == []
    line.mend()
    visit.context.set_offline(False)

    expect(page.get_by_role("status").filter(has_text="Connected again.")).to_be_visible()
    saved(page)
    expect(page.locator("#saved")).to_contain_text("✓")
    expect(company(page)).to_have_value("While the line was cut")
    assert [each for each in said(page) if "onnect" in each] == [
        "Connection lost. What you enter stays in this browser; trying again.",
        "Connected again.",
    ]
    open_lesson(page, line.url)
    expect(company(page)).to_have_value("While the line was cut")


def test_a_short_cut_is_not_worth_a_word(line: Line, visitor: Callable[..., Visit]) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, line.url)
    listen(page)

    line.cut()
    line.mend()
    company(page).fill("After a short cut")

    saved(page)
    assert not [each for each in said(page) if "onnect" in each]


def test_a_line_that_carries_nothing_for_a_while_loses_nothing(
    line: Line, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    open_lesson(page, line.url)

    line.hold()
    company(page).fill("Held up")
    expect(page.locator("#saved")).to_have_text("not saved yet, kept in this browser")
    line.mend()

    saved(page)
    expect(page.locator("#saved")).to_contain_text("✓")
