from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import (
    READY_MS,
    Visit,
    accessibility_faults,
    listen,
    open_lesson,
    said,
    saved,
    wait_until_alive,
)
from tests.server.conftest import wait_until
from tests.serving import Served

LOST = ("WebSocket", "ERR_", "404", "403", "503")


def company(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Company")


def period(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Period")


def exercise(page: Page, number: int) -> Locator:
    heading = page.get_by_role("heading", name=f"Exercise {number} of 6")
    return page.locator("#your-turn .cco-widget").filter(has=heading)


def solution(prompt: str) -> str:
    """What the first exercise asks for."""
    steps, rate = re.search(r"has (\d+) steps\D+(\d+)%", prompt).groups()
    return f"{100 * (int(rate) / 100) ** int(steps):.1f}"


def about_the_line(page: Page) -> list[str]:
    """What was said about the connection; fails for a page that was loaded anew."""
    return [each for each in said(page) if re.search("onnect|sleep|full|changed", each)]


def connected_again(page: Page) -> None:
    """Wait until the page has said so; its words are gone again soon."""
    expect(page.locator("#saved")).to_contain_text("✓", timeout=READY_MS)
    wait_until(lambda: "Connected again." in said(page))


def kill(*processes: int) -> None:
    for process in processes:
        os.kill(process, signal.SIGKILL)


def test_a_killed_template_is_noticed_by_nobody_and_a_killed_kernel_gives_way_to_another(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visit = visitor()
    visit.expect_errors(*LOST)
    page = visit.page()
    open_lesson(page, own_server.prepared().url)
    listen(page)
    first = exercise(page, 1)
    prompt = first.locator(".cco-prompt").inner_text()
    field, check = first.get_by_role("textbox"), first.get_by_role("button", name="Check")
    field.fill("12")
    check.click()
    expect(first.get_by_role("status").filter(has_text="Not quite")).to_be_visible()

    [template], [kernel] = own_server.templates(), own_server.kernels()
    kill(template)
    first.get_by_role("button", name="Hint (1 of").click()
    expect(first.get_by_role("button", name="Hint (2 of")).to_be_visible()
    company(page).fill("Without a template")
    saved(page)
    assert own_server.kernels() == [kernel]
    assert about_the_line(page) == []

    field.fill("typed, not yet checked")
    kill(kernel)
    page.get_by_role("radio", name="I don't know yet").first.check()
    period(page).fill("After the kernel died")
    expect(period(page)).to_be_focused()
    saved(page)
    [new_template], [new_kernel] = own_server.templates(), own_server.kernels()
    assert {new_template, new_kernel}.isdisjoint({template, kernel})
    assert "sleep" not in " ".join(about_the_line(page))
    expect(field).to_have_value("typed, not yet checked")
    assert first.locator(".cco-prompt").inner_text() == prompt
    field.fill(solution(prompt))
    check.click()
    expect(first.get_by_role("status").filter(has_text="Right")).to_be_visible()
    saved(page)
    assert accessibility_faults(page) == []
    about_the_line(page)

    page.reload()
    wait_until_alive(page)
    expect(company(page)).to_have_value("Without a template")
    expect(period(page)).to_have_value("After the kernel died")
    expect(page.get_by_role("radio", name="I don't know yet").first).to_be_checked()
    expect(page.get_by_role("link", name="Your turn")).to_contain_text("1/6")


def test_a_killed_server_loses_nothing_of_two_learners_and_their_pages_come_back_by_themselves(
    own_server: Served, visitor: Callable[..., Visit]
) -> None:
    visits = [visitor(), visitor()]
    for visit in visits:
        visit.expect_errors(*LOST)
    pages = [visit.page() for visit in visits]
    for number, page in enumerate(pages):
        open_lesson(page, own_server.prepared().url)
        listen(page)
        company(page).fill(f"Company {number}")
        started = page.evaluate("performance.now()")
        saved(page)
        assert page.evaluate("performance.now()") - started < 1000

    kill(*own_server.kernels())
    own_server.kill()
    for number, page in enumerate(pages):
        page.bring_to_front()
        period(page).fill(f"Typed into the void by {number}")
        expect(page.get_by_role("status").filter(has_text="Connection lost.")).to_be_visible()
        expect(page.locator("#saved")).to_have_text("not saved yet, kept in this browser")
    own_server.start()

    for page in pages:
        page.bring_to_front()
        connected_again(page)
        saved(page)
        expect(page.locator("#saved")).to_contain_text("✓")
        assert about_the_line(page) == [
            "Connection lost. What you enter stays in this browser; trying again.",
            "Connected again.",
        ]
    assert len(own_server.kernels()) == 2
    for number, (visit, page) in enumerate(zip(visits, pages, strict=True)):
        company(page).fill(f"Typed and gone by {number}")
        page.close()
        again = visit.page()
        open_lesson(again, own_server.url)
        expect(company(again)).to_have_value(f"Typed and gone by {number}")
        expect(period(again)).to_have_value(f"Typed into the void by {number}")


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
