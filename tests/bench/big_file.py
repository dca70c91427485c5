"""A survey of two million rows: read by itself, then sent through a browser into the lesson."""

from __future__ import annotations

import itertools
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from playbook.intake import profile, questions, read, suggest
from tests import system_chromium
from tests.bench.open_lesson import ALIVE, PATIENCE_MS
from tests.serving import Served

ROWS = 2_000_000
PERIOD = 9_973
"""Rows after which all but the id repeats; a prime, so that no column falls in step."""
HEADER = (
    "response_id,recorded_on,recommend (0-10),satisfaction (1-5),branch,contract,seconds,comment\n"
)
BRANCHES = ("Aberdeen", "Bristol", "Cardiff", "Dundee", "Exeter", "Falmouth")
CONTRACTS = ("month-to-month", "one-year", "two-year")
COMMENTS = ("", "no complaints so far", "the engineer came twice before it worked")
READ_MS = 600_000
COUNT_FRAMES = """() => {
  window.longestGap = 0;
  let last = performance.now();
  const tick = (now) => {
    window.longestGap = Math.max(window.longestGap, now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def write_survey(path: Path) -> None:
    """Write the survey: eight columns, every twentieth answer blank."""
    endings = []
    for row in range(PERIOD):
        recommend = "" if row % 20 == 0 else (row * row) % 11
        endings.append(
            f",2025-{1 + row % 12:02d}-{1 + row % 28:02d},{recommend},{1 + row % 5},"
            f"{BRANCHES[row % 6]},{CONTRACTS[row % 3]},{30 + row % 900}.{row % 10},"
            f"{COMMENTS[row % 3]}\n"
        )
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        numbered = zip(range(ROWS), itertools.cycle(endings), strict=False)
        file.writelines(f"R_{number:012d}{ending}" for number, ending in numbered)


def take_in(path: Path) -> tuple[float, float, float, float]:
    """Seconds to profile and to read; peak memory in MB before the file and in all."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    begun = time.perf_counter()
    found = profile(path)
    profiled = time.perf_counter() - begun
    plan = suggest(found)
    open_questions = [question.key for question in questions(found, plan)]
    if open_questions:
        raise SystemExit(f"The survey leaves questions open: {open_questions}.")
    begun = time.perf_counter()
    read(path, plan)
    spent = time.perf_counter() - begun
    return profiled, spent, before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def alone(path: Path) -> None:
    """Measure the file without a browser, in a process of its own, and print it."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        profiled, spent, before, peak = pool.submit(take_in, path).result()
    size = path.stat().st_size / 1_000_000
    print(f"Survey of {ROWS:,} rows, {size:.0f} MB")
    print(f"  looked at            {profiled:6.1f} s   {ROWS / profiled:10,.0f} rows/s")
    print(f"  read                 {spent:6.1f} s   {ROWS / spent:10,.0f} rows/s")
    print(f"  peak memory          {peak:6.0f} MB  ({before:.0f} MB before the file)")


@contextmanager
def watched(page: Page, what: str) -> Iterator[None]:
    """Print how long something took, and the longest time in which the page stood still."""
    page.evaluate("window.longestGap = 0")
    begun = time.perf_counter()
    yield
    spent = time.perf_counter() - begun
    gap = page.evaluate("window.longestGap")
    print(f"  {what:<20} {spent:6.1f} s   longest gap between two frames {gap:4.0f} ms")


def hint(page: Page, exercise: int) -> float:
    """Seconds from a click on an exercise's hint until it is shown."""
    heading = page.get_by_role("heading", name=f"Exercise {exercise} of")
    panel = page.locator("#your-turn .cco-widget").filter(has=heading)
    button = panel.get_by_role("button", name="Hint (1 of")
    button.scroll_into_view_if_needed()
    begun = time.perf_counter()
    button.click()
    button.wait_for(state="detached", timeout=PATIENCE_MS)
    return time.perf_counter() - begun


def in_the_lesson(path: Path) -> None:
    """Send the file through the lesson's page and print what a learner waits for."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder) / "data") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=system_chromium.for_benches(), args=system_chromium.ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(READ_MS)
        page.goto(f"{server.url}/lessons/measure-your-impact")
        page.wait_for_selector(ALIVE, timeout=PATIENCE_MS)
        page.evaluate(COUNT_FRAMES)
        quiet = hint(page, 1)
        state = page.locator(".cco-upload-state")
        print("The same file through a browser")
        with watched(page, "sent"):
            page.locator("input[type=file]").set_input_files(path)
            state.filter(has_text="Looking at every row").wait_for()
        clicks: dict[str, float] = {"while nothing is read": quiet}
        with watched(page, "looked at"):
            clicks["while it is looked at"] = hint(page, 2)
            page.get_by_text(f"{ROWS:,} rows, 8 columns.").wait_for()
        with watched(page, "read, with receipt"):
            page.get_by_role("button", name="Read the file").click()
            state.filter(has_text="Reading every row").wait_for()
            clicks["while it is read"] = hint(page, 3)
            page.get_by_text(f"{ROWS:,} rows came in").wait_for()
        print("Time from the click on a hint until it is shown")
        for when, spent in clicks.items():
            print(f"  {when:<24} {1000 * spent:6.0f} ms")
        browser.close()


def main() -> None:
    """Write the file, measure, and print tables."""
    steps: tuple[Callable[[Path], None], ...] = (write_survey, alone, in_the_lesson)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        for step in steps:
            step(path)


if __name__ == "__main__":
    main()
