from __future__ import annotations

import re
from collections.abc import Callable

import pytest
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


def test_dates_that_can_be_read_two_ways_are_asked_about(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    rows = [f"{1 + n % 12}/{1 + n % 11}/2024,{n % 11}" for n in range(240)]
    page = visitor().page()
    open_lesson(page, served.url)
    send(page, "dates.csv", ("date,recommend (0-10)\n" + "\n".join(rows)).encode())
    expect(page.get_by_role("button", name="Read the file")).to_be_disabled()
    company = page.locator("#your-company")
    company.get_by_role("radio", name=re.compile("day", re.IGNORECASE)).first.click()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("240 rows came in, 0 dropped, 240 used.")).to_be_visible()


@pytest.mark.parametrize("scale", [(1, 10), (1, 5)])
def test_another_scale_is_never_taken_for_nought_to_ten(
    served: Served, visitor: Callable[..., Visit], scale: tuple[int, int]
) -> None:
    low, high = scale
    rows = [str(low + n % (high - low + 1)) for n in range(200)]
    page = visitor().page()
    open_lesson(page, served.url)
    send(page, "scale.csv", ("How likely are you to recommend us?\n" + "\n".join(rows)).encode())
    expect(page.get_by_role("button", name="Read the file")).to_be_disabled()
    company = page.locator("#your-company")
    company.get_by_role("radio", name=re.compile(f"{low}.{{1,4}}{high}")).first.click()
    page.get_by_role("button", name="Read the file").click()
    found = company.locator(".cco-findings").get_by_role("listitem")
    expect(found).to_have_count(1)
    expect(found).to_contain_text(re.compile("Satisfied customers .*95% interval"))
