"""The tool in a lesson with a database of its own, opened as often as a learner opens it."""

from __future__ import annotations

import hashlib

import pytest

from playbook.records import open_records
from widgets.lesson import Lesson
from widgets.scorecard import ScorecardTool

SLUG = "measure-your-impact"
LEARNER = "a" * 32


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("CCO_DATA_DIR", str(folder))
    monkeypatch.setenv("CCO_LEARNER", LEARNER)
    monkeypatch.delenv("CCO_DATABASE_URL", raising=False)
    return folder


class Visit:
    """One visit to the lesson's tool, by the messages that the page sends."""

    def __init__(self, open_page):
        self._open_page = open_page
        self._pages = {}
        self.lesson = Lesson(SLUG)
        self.tool = ScorecardTool(self.lesson)

    def arrive(self):
        self.page(self.lesson.frame).say({"type": "arrive"})
        return self

    def page(self, widget):
        """The widget's page; the same one each time."""
        if widget not in self._pages:
            self._pages[widget] = self._open_page(widget)
        return self._pages[widget]

    def use_sample(self):
        self.page(self.tool.upload).say({"type": "sample"})

    def send_file(self, name, content, piece=1000):
        """Send a file as the browser does; gives the types of the answers."""
        page = self.page(self.tool.upload)
        before = len(page.heard)
        page.say({"type": "begin", "upload": name, "name": name, "size": len(content)})
        for offset in range(0, len(content), piece):
            chunk = content[offset : offset + piece]
            page.say({"type": "chunk", "upload": name, "offset": offset}, chunk)
        page.say({"type": "end", "upload": name})
        return [message["type"] for message in page.heard[before:]]

    def enter_column(self, part, value):
        return self.page(self.tool.columns).enter(part, value)

    def read(self):
        return self.enter_column("read", True)

    def take(self):
        self.page(self.tool.findings).say({"type": "take"})
        return self.tool.findings.taken

    def read_sample(self):
        self.use_sample()
        self.read()
        return self.take()

    def pick(self, template):
        self.page(self.tool.pick).say({"type": "pick", "template": template})
        return self.tool.pick.said

    def edit(self, name, **texts):
        """Type into the row of the measure with this name."""
        (row,) = [each for each in self.tool.measures.shown if each["texts"]["name"] == name]
        page = self.page(self.tool.measures)
        return page.enter(f"row:{row['id']}", {**row["texts"], **texts})

    def row(self, name):
        (row,) = [each for each in self.tool.measures.rows if each["name"] == name]
        return row

    @property
    def names(self):
        return [row["name"] for row in self.tool.measures.rows]

    def make(self, wanted="xlsx", allow_gaps=True):
        """Ask for the document; gives its bytes, or the reason why there are none."""
        page = self.page(self.tool.download)
        page.say({"type": "make", "format": wanted, "allow_gaps": allow_gaps})
        answer = page.heard[-1]
        return page.buffers[-1][0] if answer["type"] == "file" else answer["reason"]

    def section(self, slug):
        return next(each for each in self.lesson.frame.sections if each["slug"] == slug)


@pytest.fixture
def open_visit(open_page):
    return lambda: Visit(open_page)


@pytest.fixture
def visit(open_visit):
    return open_visit().arrive()


@pytest.fixture
def learner():
    return lambda: open_records().learner(LEARNER)


@pytest.fixture
def kept(learner):
    """What the database holds for the lesson, read past all widgets."""
    return lambda: learner().kept(SLUG)


@pytest.fixture
def survey():
    """A small survey of a company's own: 60 answers in two branches."""
    rows = [f"{number % 11},{1 + number % 5},{'NS'[number % 2]}" for number in range(60)]
    text = "\n".join(["recommend (0-10),satisfaction (1-5),branch", *rows]) + "\n"
    return text.encode()


@pytest.fixture
def fingerprint():
    return lambda content: hashlib.sha256(content).hexdigest()
