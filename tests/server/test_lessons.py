from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.server.conftest import LESSON, Visitor, changed, small_lesson, wait_until
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")

NO_KERNEL_AT_TIMES = """
start = visits.Visits.start_kernel
async def refuse_at_times(self, visit):
    if Path({!r}).exists():
        raise RuntimeError("secret detail of the failure")
    return await start(self, visit)
visits.Visits.start_kernel = refuse_at_times
"""


@pytest.fixture(scope="module")
def no_kernel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """While this file is there, no kernel starts."""
    return tmp_path_factory.mktemp("switch") / "no kernel"


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory, no_kernel: Path) -> Iterator[Served]:
    """A server whose lesson has a cell that fails, so that ordinary kernels run it."""
    folder = tmp_path_factory.mktemp("troubled")
    notebooks = small_lesson(
        folder / "notebooks",
        "print('all is well so far', flush=True)\nprint('and this follows')",
        "secret_name = 1\nraise ValueError('secret detail of the failure')",
        "print('nobody prints this')",
    )
    refusing = NO_KERNEL_AT_TIMES.format(str(no_kernel))
    with Served(folder / "data", changed(notebooks, refusing)) as server:
        yield server


@pytest.mark.parametrize("slug", ["know-your-value", "no-such-lesson", "MEASURE-YOUR-IMPACT"])
def test_a_lesson_that_is_not_there_says_what_to_do(visitor: Visitor, slug: str) -> None:
    before = set(visitor.server.kernels())

    answer = visitor.get(f"/lessons/{slug}")

    assert answer.status == 404
    assert "The map shows" in answer.text
    assert '<a href="/">' in answer.text
    assert set(visitor.server.kernels()) <= before


def test_a_kernel_that_can_t_start_ends_the_page_with_words(
    troubled: Served, no_kernel: Path
) -> None:
    visitor = Visitor(troubled)

    no_kernel.touch()
    answer = visitor.get(LESSON)
    no_kernel.unlink()

    assert answer.status == 200
    assert "A small lesson." in answer.text
    assert "The exercises could not be started." in answer.text
    assert f'href="{LESSON}"' in answer.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" in troubled.log.read_text()


def test_a_cell_that_fails_is_replaced_by_words_and_no_traceback(troubled: Served) -> None:
    answer = Visitor(troubled).get(LESSON)

    assert answer.status == 200
    assert "all is well so far" in answer.text
    assert answer.text.count("data-went-wrong") >= 1
    assert "This part could not be prepared." in answer.text
    for secret in ("secret detail", "secret_name", "ValueError", "Traceback", "ipykernel"):
        assert secret not in answer.text
    assert answer.text.rstrip().endswith("</html>")


def test_what_an_ordinary_kernel_prints_in_pieces_stands_on_the_page_as_one(
    troubled: Served,
) -> None:
    soup = BeautifulSoup(Visitor(troubled).get(LESSON).text, "html.parser")

    printed = [each.get_text() for each in soup.select(".printed")]

    assert printed == ["all is well so far\nand this follows"]


def test_the_reason_why_a_cell_failed_is_in_the_server_s_log(troubled: Served) -> None:
    Visitor(troubled).get(LESSON)

    wait_until(lambda: "raise ValueError('secret detail" in troubled.log.read_text())


def test_an_address_can_t_choose_another_template_or_theme(troubled: Served) -> None:
    visitor = Visitor(troubled)
    passing = re.compile(r'[0-9a-f]{8}-[0-9a-f-]{27}|name="cco-xsrf" content="[^"]+"')

    plain = visitor.get(LESSON).text
    asked = f"{LESSON}?template=lab&theme=dark&voila-template=lab&voila-theme=dark"

    assert passing.sub("", visitor.get(asked).text) == passing.sub("", plain)
