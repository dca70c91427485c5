from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, WIDE, Visit, accessibility_faults, open_lesson
from tests.serving import Served

PAGES = [
    "/",
    "/paths/new-cco",
    "/paths/facilitator",
    "/paths/student",
    "/record",
    "/record/erase",
    "/help",
    "/trademarks",
    "/there-is-no-such-page",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
def test_every_page_is_accessible_and_fits(
    served: Served, visitor: Callable[..., Visit], scheme: str, viewport: dict[str, int]
) -> None:
    visit = visitor(viewport=viewport, color_scheme=scheme)
    visit.expect_errors("/there-is-no-such-page")
    page = visit.page()
    for address in PAGES:
        page.goto(served.url + address)
        assert accessibility_faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", WIDE), ("dark", NARROW)], ids=["light-1280", "dark-390"]
)
def test_the_lesson_is_accessible_fits_and_works_from_the_keyboard(
    served: Served, visitor: Callable[..., Visit], scheme: str, viewport: dict[str, int]
) -> None:
    page = visitor(viewport=viewport, color_scheme=scheme).page()
    open_lesson(page, served.url)
    answer_from_the_keyboard(page)
    page.get_by_role("button", name="Use Quillmere's survey export").click()
    page.get_by_role("button", name="Read the file").click()
    page.get_by_role("button", name="Put these numbers into the scorecard").click()
    expect(page.get_by_text("measures are in the scorecard below")).to_be_visible()
    page.get_by_role("group").filter(
        has_text="Net Promoter Score"
    ).first.scroll_into_view_if_needed()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def answer_from_the_keyboard(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    exercise = page.locator("#your-turn .cco-widget").first
    exercise.get_by_role("textbox").focus()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(exercise.get_by_role("status").filter(has_text="Not quite")).to_be_visible()


def test_the_text_of_a_lesson_is_there_before_its_exercises(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor(java_script_enabled=False).page()
    page.goto(f"{served.url}/lessons/measure-your-impact", wait_until="commit")
    expect(page.get_by_role("heading", name="Keep it", exact=True)).to_be_attached(timeout=3000)
    expect(page.locator(".waiting").first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Getting ready")).to_be_visible()


def test_the_home_page_names_all_lessons_and_links_those_that_can_be_opened(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    page.goto(served.url)
    expect(page.get_by_role("link", name="Measure your impact")).to_be_visible()
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows.filter(has_text="not yet available")).to_have_count(16)
    expect(page.get_by_role("row", name="Collaborate").get_by_role("link")).to_have_count(0)
    for door in ("I am a new CCO", "I run a workshop", "I explore the career"):
        page.goto(served.url)
        page.get_by_role("link", name=door).click()
        expect(page.get_by_role("heading", level=1, name=door)).to_be_visible()
        page.get_by_role("link", name="‹ Map").click()
        expect(page).to_have_url(served.url + "/")
