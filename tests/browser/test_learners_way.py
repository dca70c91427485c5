from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit, open_lesson, saved, wait_until_alive
from tests.serving import Served

ANSWERS = """recommend (0-10),satisfaction (1-5),branch
{rows}
"""


def exercise(page: Page, number: int) -> Locator:
    heading = page.get_by_role("heading", name=f"Exercise {number} of 6")
    return page.locator("#your-turn .cco-widget").filter(has=heading)


def survey(folder: Path) -> Path:
    ratings = [(10, 5), (9, 4), (8, 4), (7, 3), (0, 1), (6, 2), (9, 5), (3, 2)] * 20
    rows = [
        f"{recommend},{satisfied},{'North' if place % 2 else 'South'}"
        for place, (recommend, satisfied) in enumerate(ratings)
    ]
    path = folder / "our survey.csv"
    path.write_text(ANSWERS.format(rows="\n".join(rows)), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=["forked", "ordinary"])
def either(
    request: pytest.FixtureRequest, served: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server of forked kernels, then one of ordinary ones."""
    if request.param == "forked":
        yield served.prepared()
        return
    data_dir = tmp_path_factory.mktemp("ordinary") / "data"
    with Served(data_dir, CCO_KERNELS="ordinary") as server:
        yield server


def test_a_learner_goes_from_the_home_page_to_a_document(
    either: Served, visitor: Callable[..., Visit], tmp_path: Path
) -> None:
    page = visitor().page()
    page.goto(either.url)
    page.get_by_role("link", name="Measure your impact").click()
    wait_until_alive(page)

    answer_an_exercise(page)
    read_a_file(page, survey(tmp_path))
    fill_the_scorecard(page)
    files = download_both(page, tmp_path)
    check_the_workbook(files["Excel workbook"])
    check_the_document(files["Word document"])

    page.reload()
    wait_until_alive(page)
    everything_is_there(page)

    page.goto(either.url)
    expect(page.get_by_role("heading", name="Welcome back.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Measure your impact ›"))).to_be_visible()
    with page.expect_download() as again:
        page.get_by_role("link", name="customer-experience-scorecard.xlsx").first.click()
    check_the_workbook(Path(again.value.path()))


def answer_an_exercise(page: Page) -> None:
    first = exercise(page, 1)
    steps, rate = re.search(r"has (\d+) steps\D+(\d+)%", first.inner_text()).groups()
    field = first.get_by_role("textbox")
    field.fill(rate)
    first.get_by_role("button", name="Check").click()
    expect(first.get_by_role("status").filter(has_text="Not quite")).to_be_visible()
    first.get_by_role("button", name="Hint (1 of").click()
    expect(first.get_by_role("button", name="Hint (2 of")).to_be_visible()
    field.fill(f"{100 * (int(rate) / 100) ** int(steps):.1f}")
    first.get_by_role("button", name="Check").click()
    expect(first.get_by_role("status").filter(has_text="Right")).to_be_visible()
    prompt = first.locator(".cco-prompt").inner_text()
    first.get_by_role("button", name="New numbers").click()
    expect(first.locator(".cco-prompt")).not_to_have_text(prompt)
    for answered in ("Not quite", "Solution"):  # a click before the last one is kept is no new try
        saved(page)
        first.get_by_role("textbox").fill("1")
        first.get_by_role("button", name="Check").click()
        expect(first.get_by_text(answered)).to_be_visible()


def read_a_file(page: Page, path: Path) -> None:
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text("our survey.csv: 160 rows, 3 columns.")).to_be_visible()
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("160 rows came in, 0 dropped, 160 used.")).to_be_visible()
    # 60 promoters and 60 detractors of 160
    expect(
        page.get_by_text(re.compile(r"Net Promoter Score® 0 points \(95% interval"))
    ).to_be_visible()
    page.get_by_role("combobox", name="Look closer at").select_option(
        label="Satisfied customers by branch"
    )
    expect(page.get_by_text("Satisfied customers by branch, with 95 % intervals.")).to_be_visible()
    page.get_by_role("button", name="Put these numbers into the scorecard").click()
    expect(page.get_by_text("2 measures are in the scorecard below.")).to_be_visible()


def fill_the_scorecard(page: Page) -> None:
    page.get_by_role("textbox", name="Company").fill("Brightwater Ltd")
    page.get_by_role("textbox", name="Period").fill("Third quarter of 2026")
    page.get_by_role("textbox", name="Prepared by").fill("CCO")
    page.locator("summary").filter(has_text="Net Promoter Score®").click()
    row = page.locator("details[open]").filter(has=page.get_by_role("textbox", name="Owner"))
    row.get_by_role("textbox", name="Owner").fill('=HYPERLINK("x")')
    row.get_by_role("textbox", name="Target").fill("12,5")
    row.get_by_role("textbox", name="Decision that it informs").fill("Whether to extend call-backs")
    expect(page.locator("#saved")).to_contain_text("saved")


def download_both(page: Page, folder: Path) -> dict[str, Path]:
    section = page.locator("#take-it-to-work")
    expect(section.get_by_text("Still missing in this document")).to_be_visible()
    expect(section.get_by_role("button", name="Word document")).to_be_disabled()
    section.get_by_text("Preview of the first page").click()
    expect(section.get_by_role("rowheader", name="Net Promoter Score®")).to_be_visible()
    section.get_by_role("checkbox", name="Export anyway").check()
    files = {}
    for name in ("Word document", "Excel workbook"):
        with page.expect_download(timeout=60_000) as download:
            section.get_by_role("button", name=name).click()
        files[name] = folder / download.value.suggested_filename
        download.value.save_as(files[name])
    return files


def check_the_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [str(cell.value) for cell in cells if cell.value is not None]
    assert any("Brightwater Ltd" in text for text in texts)
    assert 12.5 in [cell.value for cell in cells]
    formula = [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert formula
    assert all(cell.data_type == "s" for cell in formula)


def check_the_document(path: Path) -> None:
    document = docx.Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    assert "Brightwater Ltd" in text
    assert "n = 160" in text
    assert "Not filled in" in text
    assert "160 rows came in" in text


def everything_is_there(page: Page) -> None:
    expect(page.get_by_role("textbox", name="Company")).to_have_value("Brightwater Ltd")
    expect(page.get_by_text("160 rows came in, 0 dropped, 160 used.")).to_be_visible()
    expect(exercise(page, 1).get_by_text("Solution")).to_be_visible()
    page.locator("summary").filter(has_text="Net Promoter Score®").click()
    row = page.locator("details[open]").filter(has=page.get_by_role("textbox", name="Owner"))
    expect(row.get_by_role("textbox", name="Target")).to_have_value("12,5")
    expect(page.get_by_role("link", name="Your turn")).to_contain_text("1/6")


def test_the_pretest_answers_only_when_all_is_in(
    served: Served, visitor: Callable[..., Visit]
) -> None:
    page = visitor().page()
    open_lesson(page, served.url)
    quiz = page.locator("#before-you-start .cco-widget")
    for question in quiz.get_by_role("group").all():
        question.get_by_role("radio").last.check()
    for unknown in quiz.get_by_role("checkbox", name="I don't know yet").all():
        unknown.check()
    quiz.get_by_role("button", name="See how I did").click()
    expect(quiz.get_by_text("You had 0 of 5 right.")).to_be_visible()
    expect(quiz.get_by_role("link", name="Go straight to your own company")).to_be_hidden()
    expect(page.get_by_role("link", name="Before you start")).to_contain_text("✓")
