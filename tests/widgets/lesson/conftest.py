"""A lesson with a database of its own, opened as often as a learner opens it."""

from __future__ import annotations

import pytest

from playbook.records import open_records
from widgets.lesson import Lesson

SLUG = "measure-your-impact"
LEARNER = "a" * 32


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch):
    folder = tmp_path / "data"
    monkeypatch.setenv("CCO_DATA_DIR", str(folder))
    monkeypatch.setenv("CCO_LEARNER", LEARNER)
    monkeypatch.delenv("CCO_DATABASE_URL", raising=False)
    return folder


class Tab:
    """One tab of a browser with the whole lesson in it, in a kernel of its own."""

    def __init__(self, open_page):
        self._open_page = open_page
        self.lesson = Lesson(SLUG)
        self.pretest = self.lesson.pretest()
        self.exercises = {
            panel.key.removeprefix("exercise-"): panel
            for panel in self.lesson.exercises("chain-completion", "effort-direction").children
        }
        self.review = self.lesson.review()
        self.commitment = self.lesson.commitment()
        self.page = open_page(self.lesson.frame)

    def arrive(self):
        self.page.say({"type": "arrive"})
        return self

    def come_back(self):
        self.page.say({"type": "return"})
        return self

    def page_of(self, widget):
        return self._open_page(widget)

    def go_to(self, section):
        return self.page.enter("section", section)

    def section(self, slug):
        return next(each for each in self.lesson.frame.sections if each["slug"] == slug)

    @property
    def done(self):
        return [each["slug"] for each in self.lesson.frame.sections if each["complete"]]


@pytest.fixture
def open_tab(open_page):
    return lambda: Tab(open_page)


@pytest.fixture
def tab(open_tab):
    return open_tab().arrive()


@pytest.fixture
def kept():
    """What the database holds for the lesson, read past all widgets."""
    return lambda learner=LEARNER: open_records().learner(learner).kept(SLUG)
