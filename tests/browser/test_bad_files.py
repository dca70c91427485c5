from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, open_lesson, wait_until_alive
from tests.serving import Served

GOOD = "recommend (0-10),region\n" + "\n".join(["0,North", "9,South", "10,North"] * 20) + "\n"
BAD = {
    "empty.csv": (b"", re.compile("empty", re.IGNORECASE)),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, re.compile("table|picture|PNG")),
    "cut.csv": (b'score,comment\n9,"it began well\n8,fine\n7,so so\n', re.compile("quot")),
    "page.csv": (
        b"<!DOCTYPE html><html><body>Please sign in</body></html>",
        re.compile("web page|HTML"),
    ),
    "header only.csv": (b"score,comment\n", re.compile("row|header")),
}


def send(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_a_bad_file_is_named_and_what_was_there_stays(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    open_lesson(page, served.url)
    send(page, "good.csv", GOOD.encode())
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("60 rows came in, 0 dropped, 60 used.")).to_be_visible()
    for name, (content, words) in BAD.items():
        send(page, name, content)
        alert = page.locator("#your-company").get_by_role("alert").filter(has_text=words)
        expect(alert, name).to_be_visible()
        expect(page.get_by_text("60 rows came in, 0 dropped, 60 used.")).to_be_visible()
    page.reload()
    wait_until_alive(page)
    expect(page.get_by_text("60 rows came in, 0 dropped, 60 used.")).to_be_visible()


def test_what_a_file_cannot_tell_is_asked_and_never_guessed(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    open_lesson(page, served.url)
    dates_are_asked_about(page)
    for low, high in ((1, 10), (1, 5)):
        another_scale_is_asked_about(page, low, high)


def dates_are_asked_about(page: Page) -> None:
    company = page.locator("#your-company")
    rows = [f"{1 + n % 12}/{1 + n % 11}/2024,{n % 11}" for n in range(240)]
    send(page, "dates.csv", ("date,recommend (0-10)\n" + "\n".join(rows)).encode())
    expect(company.get_by_text("dates.csv: 240 rows")).to_be_visible()
    expect(page.get_by_role("button", name="Read the file")).to_be_disabled()
    company.get_by_role("radio", name=re.compile("day", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("240 rows came in, 0 dropped, 240 used.")).to_be_visible()


def another_scale_is_asked_about(page: Page, low: int, high: int) -> None:
    company = page.locator("#your-company")
    rows = [str(low + n % (high - low + 1)) for n in range(100 + high)]
    name = f"scale to {high}.csv"
    send(page, name, ("How likely are you to recommend us?\n" + "\n".join(rows)).encode())
    expect(company.get_by_text(f"{name}: {100 + high} rows")).to_be_visible()
    expect(page.get_by_role("button", name="Read the file")).to_be_disabled()
    company.get_by_role("radio", name=re.compile(f"{low}.{{1,4}}{high}")).first.click()
    company.get_by_role("button", name="Ask again").click()
    company.get_by_role("radio", name=re.compile(f"{low}.{{1,4}}{high}")).first.click()
    page.get_by_role("button", name="Read the file").click()
    expect(company.get_by_text(f"{100 + high} rows came in")).to_be_visible()
    found = company.locator(".cco-findings").get_by_role("listitem")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(re.compile("Satisfied customers .*95% interval"))
