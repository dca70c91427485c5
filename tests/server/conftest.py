"""Visitors without a browser, and servers that differ from the real one in a few lines."""

from __future__ import annotations

import base64
import json
import os
import re
import select
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest

from playbook.records import Learner, open_records
from tests.serving import Answer, Served

LESSON = "/lessons/measure-your-impact"
LESSON_NOTEBOOK = "must_dos/03_measure_your_impact.ipynb"
PATIENCE_SECONDS = 30
WIDGET = "import ipywidgets; ipywidgets.IntSlider(value=7)"


@dataclass(frozen=True)
class OpenLesson:
    """A lesson's page, read to its end; its kernel runs."""

    kernel_id: str
    answer: Answer


class Visitor:
    """Someone who keeps the cookies that a server gives."""

    def __init__(self, server: Served) -> None:
        self.server = server
        self._cookies: dict[str, str] = {}
        self.get("/")

    @property
    def forged_cookie(self) -> str:
        """The learner's cookie with one letter of its signature changed."""
        value = self._cookies["cco_learner"]
        signature = value.strip('"').rpartition("|")[2]
        changed = ("1" if signature[0] == "0" else "0") + signature[1:]
        return f"cco_learner={value.replace(signature, changed)}"

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._cookies.items())

    @property
    def learner_id(self) -> str:
        """What the signed cookie holds."""
        return base64.b64decode(self._cookies["cco_learner"].split("|")[4].split(":")[1]).decode()

    @property
    def record(self) -> Learner:
        """The visitor's record, read from the server's database directly."""
        database = self.server.data_dir / "records.sqlite"
        return open_records(f"sqlite:///{database}").learner(self.learner_id)

    def get(self, path: str, method: str = "GET", body: str = "") -> Answer:
        answer = self.server.get(path, self.cookie, method, body)
        for each in filter(None, answer.cookies.split("; ")):
            name, _, value = each.partition("=")
            self._cookies[name] = value
        return answer

    def post(self, path: str) -> Answer:
        """Post as the server's own pages do, with their token."""
        return self.get(path, "POST", f"_xsrf={self.token()}")

    def token(self) -> str:
        """The token of a form."""
        return re.search(r'name="_xsrf" value="([^"]+)"', self.get("/record/erase").text)[1]

    def open_lesson(self) -> OpenLesson:
        answer = self.get(LESSON)
        return OpenLesson(kernel_of(answer.text), answer)


def kernel_of(page: str) -> str:
    """The kernel that a lesson's page names for its own client."""
    return str(visit_of(page)["kernelId"])


def visit_of(page: str) -> dict[str, object]:
    """What a lesson's page tells its client about the visit."""
    return json.loads(re.search(r'<script type="application/json" id="cco-visit">(.*?)<', page)[1])


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something holds; fail when it takes far too long."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < give_up, "this never came true"
        select.select([], [], [], 0.05)


def wait_for_end(process: int) -> None:
    """Wait until a process has ended, whoever its parent is."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        ended, _, _ = select.select([handle], [], [], PATIENCE_SECONDS)
    finally:
        os.close(handle)
    assert ended, f"process {process} is still there"


def changed(*lines: str) -> list[str]:
    """The command that serves the kit after running these lines of Python."""
    program = [
        "import sys",
        "from pathlib import Path",
        "from playbook.server import app, channels, lesson, visits",
        "from playbook.cli import main",
        *lines,
        "raise SystemExit(main(sys.argv[1:]))",
    ]
    return [sys.executable, "-c", "\n".join(program), "serve"]


def small_lesson(folder: Path, *cells: str) -> str:
    """Write a lesson of these code cells; give the line that makes a server show it."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("A small lesson."),
            *(nbformat.v4.new_code_cell(cell) for cell in cells),
        ]
    )
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path = folder / LESSON_NOTEBOOK
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    return f"app.notebooks_dir = lambda: Path({str(folder)!r})"


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests of a worker that do it no harm; its lesson has two small cells."""
    folder = tmp_path_factory.mktemp("served")
    lesson = small_lesson(folder / "notebooks", "print('first')", WIDGET)
    with Served(folder / "data", changed(lesson, "channels.GRACE_SECONDS = 0.1")) as server:
        yield server


@pytest.fixture
def visitor(served: Served) -> Visitor:
    return Visitor(served)


@pytest.fixture
def other(served: Served) -> Visitor:
    return Visitor(served)
