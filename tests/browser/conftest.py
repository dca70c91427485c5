"""A real browser: the system's Chromium, cut off from every host but this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests import system_chromium

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
READY_MS = 60_000
expect.set_options(timeout=20_000)  # a busy machine is no fault; waits end as soon as they can


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of one file share a worker and its browser; so do all that share a server."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            shared = "served" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("served lesson" if shared else item.path.stem))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; without one, tests are skipped on a laptop and fail in CI.

    It ends with each file: while it runs, it keeps an event loop of its own in the test's thread.
    """
    program = system_chromium.for_tests()
    if program is None:
        if os.environ.get("CCO_TEST_BROWSER") == "required" or os.environ.get("CI") == "true":
            pytest.fail(system_chromium.MISSING)
        pytest.skip(system_chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=system_chromium.ARGUMENTS
        )
        yield browser
        browser.close()


class Visit:
    """One visitor's browser window; an error or a warning in its console fails the test."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.errors: list[str] = []
        self.expected: tuple[str, ...] = ()
        context.on("console", self._heard)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _asked(self, request: Any) -> None:
        if request.url.startswith(("http:", "https:")) and "//127.0.0.1:" not in request.url:
            self.errors.append(f"a request to an outside host: {request.url}")

    def page(self) -> Page:
        """Open a tab."""
        return self.context.new_page()

    def expect_errors(self, *texts: str) -> None:
        """Allow console errors that hold one of these texts, where a test breaks something."""
        self.expected += texts

    def check(self) -> None:
        """Fail on every error and warning that was not expected."""
        found = [each for each in self.errors if not any(text in each for text in self.expected)]
        assert not found, "The browser's console complains:\n" + "\n".join(found)


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Make visitors; each has cookies and storage of their own."""
    visits: list[Visit] = []

    def come(**options: Any) -> Visit:
        context = chromium.new_context(
            **{"viewport": WIDE, "reduced_motion": "reduce", "accept_downloads": True, **options}
        )
        context.set_default_timeout(20_000)
        visits.append(Visit(context))
        return visits[-1]

    yield come
    for visit in visits:
        visit.context.close()
    for visit in visits:
        visit.check()


def open_lesson(page: Page, url: str) -> None:
    """Open the lesson and wait until its widgets are alive."""
    page.goto(f"{url}/lessons/measure-your-impact")
    wait_until_alive(page)


def wait_until_alive(page: Page) -> None:
    """Wait until the lesson knows its learner."""
    page.wait_for_selector("#saved:not(:text-is('Getting ready'))", timeout=READY_MS)
    page.wait_for_selector("#before-you-start fieldset:not([disabled])", timeout=READY_MS)


SAVED = """() => new Promise((done, fail) => {
  const waits = () => Object.keys(localStorage).some((name) => name.startsWith("cco-outbox"));
  const look = () => (waits() ? setTimeout(look, 20) : done());
  setTimeout(() => fail(new Error("entries still wait")), 30000);
  look();
})"""
LISTEN = """() => {
  const said = globalThis.said = [];
  const roles = "[role=status], [role=alert]";
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const place = (target.nodeType === 1 ? target : target.parentElement)?.closest(roles);
      const alerts = place ? [place] : [...target.querySelectorAll?.("[role=alert]") ?? []];
      for (const { textContent } of alerts) {
        if (textContent && said.at(-1) !== textContent) said.push(textContent);
      }
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def saved(page: Page) -> None:
    """Wait until nothing is on its way to the record any more."""
    page.evaluate(SAVED)


def listen(page: Page) -> None:
    """From now on, note what is read out; a page that is loaded anew has noted nothing."""
    page.evaluate(LISTEN)


def said(page: Page) -> list[str]:
    """What was read out since `listen`; fails for a page that was loaded anew."""
    heard: list[str] = page.evaluate("globalThis.said")
    assert heard is not None, "the page was loaded anew"
    return heard


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its best practices, with the place of each."""
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {violation['help']}: {node['target']} {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]
