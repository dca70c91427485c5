from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from playbook.locations import CHECKOUT, notebooks_dir
from playbook.tokens import token
from tests.browser.conftest import READY_MS, Visit
from tests.serving import START_SECONDS, free_port

LESSON = "must_dos/03_measure_your_impact.ipynb"
SETTINGS = {
    # The lesson's file belongs to the kit: nothing here may write to it.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
    # JupyterLab would ask outside hosts for news.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}
KEY = re.compile(r"http://127\.0\.0\.1:\d+/lab\?token=(\w+)")
WENT_WRONG = ", ".join(
    f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("error", "stderr")
)
ALL_RAN = """() => {
    const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
    return prompts.length > 0 && prompts.every((each) => /\\[\\d+\\]/.test(each.textContent));
}"""
TRIES = 4
TRY_MS = 20_000
# Place and width of each text, figure and exercise that no other holds.
COLUMN = """() => {
    const parts = ".jp-RenderedMarkdown, .cco-widget, .cco-chart";
    const boxes = [...document.querySelectorAll(parts)]
        .filter((each) => !each.parentElement.closest(parts))
        .map((each) => each.getBoundingClientRect());
    return [...new Set(boxes.filter((box) => box.height > 0)
        .map((box) => `${Math.round(box.x)}, ${Math.round(box.width)}`))];
}"""
CUT_OFF = """() => [...document.querySelectorAll(".cco-widget, .cco-chart")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className)"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`cco lab` with a home of its own; the address of the lesson's notebook in it."""
    home = tmp_path_factory.mktemp("lab")
    settings = home / "config" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS))
    server = {"FileCheckpoints": {"checkpoint_dir": str(home / "checkpoints")}}
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(server))
    search = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {
        **os.environ,
        "HOME": str(home),
        "CCO_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PYTHONPATH": os.pathsep.join(search),
    }
    environment.pop("CCO_DATABASE_URL", None)
    port = free_port()
    log = home / "lab.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "playbook.cli", "lab", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield f"http://127.0.0.1:{port}/lab/tree/{LESSON}?token={key(process, log)}"
    finally:
        process.terminate()
        process.wait(20)


def key(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server has said with which key it may be visited."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if found := KEY.search(log.read_text()):
            return found[1]
        try:
            process.wait(0.1)
            break
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-3000:]}")


def rgb(colour: str) -> str:
    """A colour like #22201c as a browser gives it."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(colour.lstrip('#')))})"


def choose(page: Page, *menus: str) -> None:
    for item in menus:
        page.get_by_role("menuitem", name=item, exact=True).click()


def open_notebook(page: Page, address: str) -> None:
    """Open the lesson's notebook, run it and wait until its exercises can be answered."""
    page.goto(address)
    page.wait_for_selector("[data-status='idle']", timeout=READY_MS)
    run_all(page)
    expect(exercise(page).locator("input")).to_be_enabled(timeout=READY_MS)


def run_all(page: Page) -> None:
    """Choose "Run All Cells"; while JupyterLab is busy with itself it overhears that, so again."""
    for _ in range(TRIES):
        choose(page, "Run", "Run All Cells")
        try:
            page.wait_for_function(ALL_RAN, timeout=TRY_MS)
        except PlaywrightTimeout:
            continue
        return
    raise AssertionError("Not all cells have run.")


def exercise(page: Page) -> Locator:
    return page.locator(".cco-widget", has_text="Exercise 1 of 6")


def go_to(place: Locator) -> None:
    """JupyterLab leaves undrawn what is out of view, and Playwright waits for it to be drawn."""
    place.evaluate("(element) => element.scrollIntoView()")


def test_the_notebook_runs_from_top_to_bottom_and_reads_as_one_column(
    lab: str, visitor: Callable[..., Visit]
) -> None:
    file = notebooks_dir() / LESSON
    before = file.read_bytes()
    page = visitor().page()
    open_notebook(page, lab)
    page.wait_for_function("document.querySelectorAll('svg.marks').length >= 6")
    expect(page.locator(WENT_WRONG)).to_have_count(0)
    assert file.read_bytes() == before

    texts = page.locator(".jp-MarkdownCell").all()
    assert len(texts) > 10
    columns: set[str] = set()
    for text in texts:
        go_to(text)
        expect(text.locator(".jp-RenderedMarkdown")).to_be_visible()
        columns.update(page.evaluate(COLUMN))
        assert page.evaluate(CUT_OFF) == []
    assert len(columns) == 1
    contents = page.locator(".cco-frame")
    go_to(contents)
    expect(contents.get_by_role("listitem")).to_have_count(8)
    contents.get_by_role("link", name="Your company").click()
    expect(page.get_by_role("heading", name="Your company")).to_be_in_viewport()

    # JupyterLab's theme counts, not the system's scheme.
    go_to(contents)
    title = contents.get_by_text("Measure your impact", exact=True)
    page.emulate_media(color_scheme="dark")
    expect(title).to_have_css("color", rgb(token("ink")))
    choose(page, "Settings")
    page.get_by_role("listitem").filter(has_text=re.compile("^Theme$")).click()
    choose(page, "JupyterLab Dark")
    expect(title).to_have_css("color", rgb(token("ink", "dark")))


def test_an_answer_survives_a_restart_of_the_kernel(
    lab: str, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors("Connection lost, reconnecting")  # JupyterLab's words on a restart
    page = visit.page()
    open_notebook(page, lab)
    go_to(exercise(page))
    for tries, wrong in enumerate(("12", "13"), start=1):
        exercise(page).get_by_role("textbox").fill(wrong)
        exercise(page).get_by_role("button", name="Check").click()
        expect(exercise(page).get_by_role("status").filter(has_text="Not quite")).to_be_visible()
        expect(exercise(page).locator(".cco-solution")).to_have_count(tries - 1)
    solution = exercise(page).locator(".cco-solution").text_content() or ""
    expect(exercise(page).get_by_text("Saved")).to_be_visible()

    page.evaluate("document.querySelector('.cco-frame').id = 'before'")
    choose(page, "Kernel", "Restart Kernel and Run All Cells…")
    page.get_by_role("button", name="Confirm Kernel Restart").click()
    expect(page.locator("#before")).to_have_count(0, timeout=READY_MS)
    expect(page.locator(".cco-solution")).to_have_text(solution, timeout=READY_MS)
    page.wait_for_function(ALL_RAN, timeout=READY_MS)
    expect(page.locator(WENT_WRONG)).to_have_count(0)
