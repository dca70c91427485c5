from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.curriculum import course
from playbook.exercises.grading import right_key
from playbook.records import Learner, LessonRecord, RecordsError
from widgets.form import Field, Form
from widgets.lesson import Lesson
from widgets.lesson.frame import LessonFrame

SLUG = "measure-your-impact"
SECTIONS = [section.slug for section in course().lesson(SLUG).sections]
READ_ONLY = ["why-it-matters", "the-case", "worked-example"]


class FakeLearner:
    """A learner whose record is a dictionary; each change is a second later."""

    id = "a" * 32

    def __init__(self):
        self.parts = {}
        self.changed_at = None

    def keep_knowing(self, known, lesson, key, part, value):
        undisturbed = self.changed_at == known
        if self.parts.get((key, part)) != value:
            earlier = self.changed_at or datetime(2026, 11, 22, tzinfo=UTC)
            self.changed_at = earlier + timedelta(seconds=1)
        self.parts[key, part] = value
        return self.changed_at, undisturbed

    def kept(self, lesson):
        found = {}
        for (key, part), value in self.parts.items():
            found.setdefault(key, {})[part] = value
        return found

    def kept_at(self, lesson):
        return self.changed_at

    def lesson_record(self, lesson):
        return LessonRecord(self.kept(lesson), self.changed_at, documents=0)


def lesson_of(learner):
    """The lesson, alive for this learner."""
    lesson = Lesson(SLUG)
    lesson.learner = learner
    lesson.frame.send = lambda *_: None
    lesson._take_over(learner.lesson_record(SLUG))
    return lesson


def go_to(lesson, section):
    entry = {"type": "enter", "part": "section", "value": section, "seq": 1}
    lesson.frame._received(None, entry, [])


def done(lesson):
    return [each["slug"] for each in lesson.frame.sections if each["complete"]]


def test_section_without_tasks_is_done_once_passed(tab):
    assert tab.done == []
    tab.go_to("the-case")
    assert tab.done == ["why-it-matters"]
    tab.go_to("your-turn")
    assert tab.done == READ_ONLY


def test_section_with_tasks_is_done_when_all_of_them_are(tab):
    tab.go_to("keep-it")
    number, choice = tab.exercises["chain-completion"], tab.exercises["effort-direction"]
    right = right_key(choice.exercise.item, choice.exercise.question.variant)
    tab.page_of(choice).enter("check", {"attempt": 0, "tries": 0, "answer": right})
    tab.page_of(number).enter("check", {"attempt": 0, "tries": 0, "answer": "1"})
    assert (tab.section("your-turn")["done"], tab.section("your-turn")["total"]) == (1, 2)
    assert "your-turn" not in tab.done
    tab.page_of(number).enter("check", {"attempt": 0, "tries": 1, "answer": "1"})
    assert "your-turn" in tab.done


def test_exercise_that_was_done_stays_done_with_new_numbers(tab):
    panel = tab.exercises["chain-completion"]
    page = tab.page_of(panel)
    for tries in range(2):
        page.enter("check", {"attempt": 0, "tries": tries, "answer": "1"})
    assert tab.section("your-turn")["done"] == 1
    page.enter("again", {"attempt": 1})
    assert tab.section("your-turn")["done"] == 1


def test_progress_is_kept_and_there_after_a_reload(tab, kept, open_tab):
    tab.go_to("the-case")
    assert kept()["lesson"]["done"] == ["why-it-matters"]
    assert kept()["lesson"]["section"] == "the-case"
    tab.go_to("your-turn")
    assert kept()["lesson"]["done"] == READ_ONLY
    later = open_tab().arrive()
    assert later.done == READ_ONLY
    assert later.lesson.frame.section == "your-turn"


def test_going_back_undoes_nothing(tab, kept):
    tab.go_to("your-turn")
    tab.go_to("why-it-matters")
    assert tab.done == READ_ONLY
    assert kept()["lesson"]["done"] == READ_ONLY


def test_tab_that_is_behind_takes_nothing_from_one_that_is_ahead(open_tab, kept):
    behind, ahead = open_tab().arrive(), open_tab().arrive()
    ahead.go_to("your-turn")
    behind.go_to("the-case")
    assert kept()["lesson"]["done"] == READ_ONLY
    assert behind.done == READ_ONLY


@pytest.mark.parametrize("value", ["no-such-section", None, 3, ["the-case"], {"a": 1}])
def test_section_that_is_not_there_is_refused(tab, kept, value):
    assert tab.go_to(value)["final"] is True
    assert "section" not in kept()["lesson"]


def test_each_section_says_its_minutes_and_tasks(tab):
    for shown, planned in zip(
        tab.lesson.frame.sections, course().lesson(SLUG).sections, strict=True
    ):
        assert (shown["title"], shown["minutes"]) == (planned.title, planned.minutes)
        assert 0 <= shown["done"] <= shown["total"]


def test_progress_that_could_not_be_kept_is_kept_later(tab, kept, monkeypatch, caplog):
    keep = Learner.keep_knowing

    def refuse(self, known, lesson, key, part, value):
        if part == "done":
            raise RecordsError("The database is busy.", "Try again.")
        return keep(self, known, lesson, key, part, value)

    with monkeypatch.context() as patched:
        patched.setattr(Learner, "keep_knowing", refuse)
        assert tab.go_to("the-case")["type"] == "kept"
    assert "done" not in kept()["lesson"]
    tab.go_to("why-it-matters")
    assert kept()["lesson"]["done"] == ["why-it-matters"]


@given(st.lists(st.sampled_from(SECTIONS), max_size=12))
def test_any_way_through_the_sections_only_adds_to_what_is_done(way):
    learner = FakeLearner()
    lesson = lesson_of(learner)
    lesson.add(Form(key="task", fields=(Field("a", "A"),)), section="your-turn", done=bool)
    before = set()
    for section in way:
        go_to(lesson, section)
        now = set(done(lesson))
        assert before <= now
        assert set(learner.parts.get(("lesson", "done"), [])) == now
        before = now
    furthest = max((SECTIONS.index(section) for section in way), default=0)
    assert before == set(SECTIONS[:furthest]) - {"your-turn"}


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(SECTIONS)), max_size=10))
def test_two_tabs_only_add_to_what_is_done(ways):
    learner = FakeLearner()
    tabs = {True: lesson_of(learner), False: lesson_of(learner)}
    before = set()
    for which, section in ways:
        go_to(tabs[which], section)
        now = set(learner.parts.get(("lesson", "done"), []))
        assert before <= now
        before = now


def test_frame_without_a_page_of_the_server_brings_its_own_tokens():
    assert "--cco-accent" in LessonFrame._css
