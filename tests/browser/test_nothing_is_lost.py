from __future__ import annotations

import os
import signal
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, open_lesson, wait_until_alive
from tests.serving import Served

LOST = (
    "WebSocket",
    "ERR_CONNECTION_REFUSED",
    "404",
    "Kernel",
    "kernel",
    "connection",
    "Connection",
)


def company(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("textbox", name="Company")


def period(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("textbox", name="Period")


def saved(page: Page) -> None:
    """Wait until nothing is on its way to the record any more."""
    page.wait_for_function(
        "Object.keys(localStorage).filter((name) => name.startsWith('cco-outbox')).length === 0"
    )


def test_an_entry_is_in_the_database_within_a_second_and_when_the_page_is_closed_at_once(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, own_server.url)
    company(page).fill("Brightwater")
    started = page.evaluate("performance.now()")
    saved(page)
    assert page.evaluate("performance.now()") - started < 1000
    for pid in own_server.kernels():
        os.kill(pid, signal.SIGKILL)
    own_server.kill()
    own_server.start()
    open_lesson(page, own_server.url)
    expect(company(page)).to_have_value("Brightwater")
    period(page).fill("Typed and gone")
    page.close()
    page = visit.page()
    open_lesson(page, own_server.url)
    expect(period(page)).to_have_value("Typed and gone")


def test_a_lesson_whose_kernel_died_says_so_and_wakes_with_everything(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, own_server.url)
    company(page).fill("Before")
    saved(page)
    for pid in own_server.kernels():
        os.kill(pid, signal.SIGKILL)
    period(page).fill("After the kernel died")
    page.get_by_role("radio", name="I don't know yet").first.check()
    expect(page.locator("#saved")).to_contain_text("not saved", timeout=15_000)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    notice = page.get_by_role("alert").filter(has_text="went to sleep")
    expect(notice).to_be_visible(timeout=20_000)
    notice.get_by_role("button", name="Open it again").click()
    wait_until_alive(page)
    expect(company(page)).to_have_value("Before")
    expect(period(page)).to_have_value("After the kernel died")
    expect(page.get_by_role("radio", name="I don't know yet").first).to_be_checked()
    saved(page)


def test_what_is_typed_while_the_server_is_dead_is_there_when_it_is_back(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, own_server.url)
    own_server.kill()
    company(page).fill("Typed into the void")
    expect(page.locator("#saved")).to_contain_text("not saved", timeout=15_000)
    own_server.start()
    page.reload()
    wait_until_alive(page)
    expect(company(page)).to_have_value("Typed into the void")
    saved(page)


def test_two_tabs_keep_what_either_enters_and_a_stranger_sees_none_of_it(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    first, second = visit.page(), visit.page()
    open_lesson(first, own_server.url)
    open_lesson(second, own_server.url)
    company(first).fill("From the first tab")
    saved(first)
    period(second).fill("From the second tab")
    saved(second)
    first.bring_to_front()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(period(first)).to_have_value("From the second tab")
    second.close()
    first.reload()
    wait_until_alive(first)
    expect(company(first)).to_have_value("From the first tab")
    expect(period(first)).to_have_value("From the second tab")
    stranger = visitor().page()
    open_lesson(stranger, own_server.url)
    expect(company(stranger)).to_have_value("")


def remove_a_measure_and_undo(page: Page) -> None:
    page.get_by_role("combobox", name="Begin with a common measure").select_option(
        label="Satisfied customers"
    )
    page.get_by_role("button", name="Add it").click()
    row = page.locator("summary").filter(has_text="Satisfied customers")
    row.click()
    page.get_by_role("button", name="Remove").click()
    expect(row).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(row).to_be_visible()


def test_a_learner_undoes_a_removal_takes_the_record_along_and_erases_it(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    open_lesson(page, own_server.url)
    company(page).fill("Marker of Brightwater")
    remove_a_measure_and_undo(page)
    saved(page)
    page.goto(f"{own_server.url}/record")
    for name in ("Everything as JSON", "Everything as CSV"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.path().stat().st_size > 100
    page.get_by_role("link", name="Erase my record").click()
    page.get_by_role("button", name="Erase everything").click()
    expect(page.get_by_role("heading", name="Your record is erased.")).to_be_visible()
    open_lesson(page, own_server.url)
    expect(company(page)).to_have_value("")
    database = b"".join(path.read_bytes() for path in own_server.data_dir.glob("records.sqlite*"))
    assert b"Marker of Brightwater" not in database
