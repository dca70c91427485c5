"""Where the reader is in a lesson, while its charts and exercises come alive above and below."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, READY_MS, WIDE, Visit
from tests.serving import Served

LESSON = "/lessons/measure-your-impact"
STANDS = "() => performance.getEntriesByName('cco:all-shown').length > 0"
BELOW_THE_TOP = 64  # the page's scroll-padding-top
SIZES = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])


@SIZES
def test_a_link_to_a_section_shows_it_and_so_does_a_reload(
    served: Served, visitor: Callable[..., Visit], viewport: dict[str, int]
) -> None:
    page = visitor(viewport=viewport).page()
    page.goto(f"{served.url}{LESSON}#your-turn")
    wait_until_all_stands(page)
    assert top_of(page, "your-turn") == pytest.approx(BELOW_THE_TOP, abs=2)
    page.reload()
    wait_until_all_stands(page)
    assert top_of(page, "your-turn") == pytest.approx(BELOW_THE_TOP, abs=2)


@SIZES
def test_a_reload_shows_what_the_reader_had_scrolled_to(
    served: Served, visitor: Callable[..., Visit], viewport: dict[str, int]
) -> None:
    page = visitor(viewport=viewport).page()
    page.goto(served.url + LESSON)
    wait_until_all_stands(page)
    page.mouse.move(200, 300)
    page.mouse.wheel(0, top_of(page, "keep-it") - 300)
    expect(page.get_by_role("heading", name="Keep it", exact=True)).to_be_in_viewport()
    page.wait_for_function("document.body.dataset.here !== 'why-it-matters'")
    before = top_of(page, "keep-it")
    page.reload()
    wait_until_all_stands(page)
    assert top_of(page, "keep-it") == pytest.approx(before, abs=2)


def test_who_goes_on_while_the_page_comes_alive_is_not_brought_back(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    page.goto(f"{served.url}{LESSON}#your-turn", wait_until="commit")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Keep it").click()
    wait_until_all_stands(page)
    assert top_of(page, "keep-it") < page.evaluate("innerHeight")
    page.goto(served.url + LESSON)
    wait_until_all_stands(page)
    assert page.evaluate("scrollY") == 0


def wait_until_all_stands(page: Page) -> None:
    page.wait_for_function(STANDS, timeout=READY_MS)


def top_of(page: Page, section: str) -> float:
    """The section's top edge in the window, in px, once the page has been laid out."""
    measured: float = page.evaluate(
        """(id) => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
            () => done(document.getElementById(id).getBoundingClientRect().top))))""",
        section,
    )
    return measured
