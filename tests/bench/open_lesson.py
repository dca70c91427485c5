"""How long a lesson takes from the click on the home page: to its text, and to its widgets."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests import system_chromium
from tests.serving import Served

ROUNDS = 5
PATIENCE_MS = 120_000
TEXT = "h2:has-text('Why it matters')"
ALIVE = "#before-you-start fieldset:not([disabled])"


def open_once(browser: Browser, server: Served) -> tuple[float, float]:
    """Seconds from the click to the text, and to widgets that take an answer."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(server.url)
    link = page.get_by_role("link", name="Measure your impact", exact=True)
    link.wait_for()
    begun = time.perf_counter()
    link.click(no_wait_after=True)
    page.wait_for_selector(TEXT, timeout=PATIENCE_MS)
    text = time.perf_counter() - begun
    page.wait_for_selector(ALIVE, timeout=PATIENCE_MS)
    alive = time.perf_counter() - begun
    page.goto("about:blank")
    context.close()
    return text, alive


def main() -> None:
    """Measure and print a table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder) / "data") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=system_chromium.for_benches(), args=system_chromium.ARGUMENTS
        )
        rounds = [open_once(browser, server) for _ in range(ROUNDS)]
        browser.close()
    print(f"Lesson, seconds from the click on the home page, {ROUNDS} visits one after the other")
    for what, times in zip(
        ("its text is there", "its widgets answer"), zip(*rounds, strict=True), strict=True
    ):
        print(
            f"  {what:<20} median {statistics.median(times):5.2f}   "
            f"{min(times):.2f} to {max(times):.2f}   the first {times[0]:.2f}"
        )


if __name__ == "__main__":
    main()
