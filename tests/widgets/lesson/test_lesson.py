from __future__ import annotations

import json

import pytest

from playbook.curriculum import bank, course
from playbook.records import RecordsError, open_records
from widgets.exercise import ExercisePanel
from widgets.form import Field, Form
from widgets.lesson import Lesson, lesson
from widgets.lesson.lesson import LOCAL_LEARNER

SLUG = "measure-your-impact"
LEARNER = "a" * 32
OTHER = "b" * 32


def note(key="note"):
    return Form(key=key, fields=(Field("text", "Text", required=True),))


def no_records(url=None):
    raise AssertionError("the records were opened before a learner was there")


class NoEnvironment(dict):
    def get(self, *_):
        raise AssertionError("the environment was read before a learner was there")

    __getitem__ = get


# before the learner


def test_nothing_depends_on_the_learner_before_the_page_arrives(monkeypatch, open_tab, data_folder):
    monkeypatch.setattr(lesson, "open_records", no_records)
    with monkeypatch.context() as patched:
        patched.setattr(lesson.os, "environ", NoEnvironment())
        tab = open_tab()
    assert tab.lesson.learner is None
    assert not data_folder.exists()
    widgets = [tab.lesson.frame, tab.pretest, tab.review, tab.commitment, *tab.exercises.values()]
    assert not any(widget.ready for widget in widgets)


def test_entry_before_the_page_arrived_is_not_lost_silently(open_tab):
    tab = open_tab()
    answer = tab.page_of(tab.commitment).enter("what", "Call three customers")
    assert answer["type"] == "not_kept"
    assert answer["final"] is False


def test_keeping_before_the_page_arrived_is_an_error(open_tab):
    with pytest.raises(RuntimeError, match="not attached"):
        open_tab().lesson.keep("a", "b", 1)


def test_unknown_lesson_and_exercise_are_errors():
    with pytest.raises(KeyError):
        Lesson("no-such-lesson")
    with pytest.raises(KeyError):
        Lesson(SLUG).exercises("no-such-exercise")


# arriving


def test_arriving_brings_every_widget_to_life(tab):
    widgets = [tab.lesson.frame, tab.pretest, tab.review, tab.commitment, *tab.exercises.values()]
    assert all(widget.ready for widget in widgets)
    assert tab.page.heard == [{"type": "here"}]
    assert tab.pretest.questions


def test_learner_is_the_one_the_server_names(tab):
    assert tab.lesson.learner.id == LEARNER


def test_in_jupyterlab_the_learner_is_the_one_at_the_machine(open_tab, monkeypatch):
    monkeypatch.delenv("CCO_LEARNER")
    assert open_tab().arrive().lesson.learner.id == LOCAL_LEARNER


def test_visit_is_noted(tab, kept):
    assert kept()["lesson"]["visited_at"].endswith("+00:00")


def test_learner_who_was_introduced_needs_no_database_until_they_enter_something(
    open_tab, data_folder, monkeypatch
):
    introduction = open_records().introduce(OTHER, SLUG)
    log = data_folder / "records.sqlite-wal"
    monkeypatch.delenv("CCO_LEARNER")
    tab = open_tab()
    tab.lesson.meet(introduction.to_json())
    tab.arrive()
    assert tab.lesson.learner.id == OTHER
    assert not log.exists()

    tab.page_of(tab.commitment).enter("what", "Call three customers")
    assert log.exists(), "the kernel's connection was not kept"


def test_widget_added_later_is_attached_at_once(tab):
    form = tab.lesson.add(note(), section="your-company", done=lambda: True)
    assert form.ready
    assert tab.section("your-company")["total"] == 1


def test_widget_added_later_has_what_was_kept(tab, open_tab):
    tab.page_of(tab.lesson.add(note())).enter("text", "hello")
    later = open_tab().arrive().lesson.add(note())
    assert later.texts == {"text": "hello"}


def test_two_widgets_of_one_key_are_refused(tab):
    tab.lesson.add(note())
    with pytest.raises(ValueError, match="a widget 'note' already"):
        tab.lesson.add(note())
    with pytest.raises(ValueError, match="a widget 'lesson' already"):
        tab.lesson.add(note("lesson"))


def test_listeners_hear_of_each_taking_over(open_tab):
    tab = open_tab()
    heard = []
    tab.lesson.on_attach(lambda: heard.append("early"))
    assert heard == []
    tab.arrive()
    tab.lesson.on_attach(lambda: heard.append("late"))
    assert heard == ["early", "late"]


def test_arriving_twice_changes_nothing(tab, kept):
    before = kept()
    tab.arrive()
    assert kept() == before
    assert tab.page.heard[-1] == {"type": "here"}


def test_other_messages_are_left_alone(tab):
    tab.page.say({"type": "something else"})
    assert tab.page.heard == [{"type": "here"}]


# trouble


@pytest.mark.parametrize("moment", ["arrive", "return"])
def test_record_that_cannot_be_reached_is_told_in_its_own_words(
    monkeypatch, open_tab, moment, caplog
):
    def unreachable(url=None):
        raise RecordsError("The database is not there.", "Tell the facilitator.")

    tab = open_tab()
    monkeypatch.setattr(lesson, "open_records", unreachable)
    tab.page.say({"type": moment})
    reason = "The database is not there. Tell the facilitator."
    assert tab.page.heard == [{"type": "trouble", "reason": reason}]
    assert not tab.lesson.frame.ready


def test_fault_of_ours_is_told_calmly(monkeypatch, open_tab, caplog):
    def broken(url=None):
        raise OSError("/secret/path")

    tab = open_tab()
    monkeypatch.setattr(lesson, "open_records", broken)
    tab.arrive()
    assert tab.page.heard[-1]["type"] == "trouble"
    assert "secret" not in tab.page.heard[-1]["reason"]
    assert "was not brought to life" in caplog.text


def test_database_in_a_place_that_cannot_be_written_is_told(monkeypatch, open_tab, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("CCO_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'records.sqlite'}")
    tab = open_tab().arrive()
    assert tab.page.heard[-1]["type"] == "trouble"
    assert "may not write to" in tab.page.heard[-1]["reason"]


def test_lesson_comes_to_life_once_the_record_can_be_reached(monkeypatch, open_tab):
    with monkeypatch.context() as patched:
        patched.setattr(lesson, "open_records", lambda: (_ for _ in ()).throw(OSError()))
        tab = open_tab().arrive()
    tab.arrive()
    assert tab.page.heard[-1] == {"type": "here"}
    assert tab.commitment.ready


def test_half_way_failure_is_tried_again(open_tab):
    tab = open_tab()
    failures = [OSError()]

    def listener():
        if failures:
            raise failures.pop()

    tab.lesson.on_attach(listener)
    tab.arrive()
    assert tab.page.heard[-1]["type"] == "trouble"
    tab.arrive()
    assert tab.page.heard[-1] == {"type": "here"}
    assert tab.lesson.learner is not None


# reload and two tabs


def test_what_was_entered_is_there_after_a_reload(tab, open_tab):
    page = tab.page_of(tab.commitment)
    page.enter("what", "Call three customers")
    page.enter("when", "soon")
    exercise = tab.page_of(tab.exercises["chain-completion"])
    exercise.enter("check", {"attempt": 0, "tries": 0, "answer": "1"})
    exercise.enter("hint", {"attempt": 0, "hints": 1})
    later = open_tab().arrive()
    assert later.commitment.texts == {"what": "Call three customers", "when": "soon"}
    assert "when" in later.commitment.problems
    panel = later.exercises["chain-completion"]
    assert (panel.tries, len(panel.hints), panel.mark) == (1, 1, "not-quite")


def test_two_tabs_keep_both_entries_and_show_them_on_return(open_tab, kept):
    one, two = open_tab().arrive(), open_tab().arrive()
    one.page_of(one.commitment).enter("what", "from one")
    two.page_of(two.commitment).enter("who", "from two")
    both = {"what": "from one", "who": "from two"}
    assert kept()["commitment"] == both
    one.come_back()
    two.come_back()
    assert one.commitment.texts == both
    assert two.commitment.texts == both


def test_what_another_tab_kept_before_ones_own_entry_is_shown_on_return(open_tab):
    one, two = open_tab().arrive(), open_tab().arrive()
    one.come_back()
    two.page_of(two.commitment).enter("who", "from two")
    one.page_of(one.commitment).enter("what", "from one")
    one.page_of(one.commitment).enter("when", "2026-12-01")
    one.come_back()
    assert one.commitment.texts["who"] == "from two"


def test_return_without_news_leaves_the_widgets_alone(tab):
    heard = []
    tab.lesson.on_attach(lambda: heard.append("taken over"))
    heard.clear()
    tab.page_of(tab.commitment).enter("what", "mine")
    tab.come_back()
    assert heard == []
    assert tab.page.heard[-1] == {"type": "here"}


def test_return_before_arriving_arrives(open_tab):
    tab = open_tab().come_back()
    assert tab.commitment.ready


def test_learners_do_not_see_each_other(tab, open_tab, monkeypatch):
    tab.page_of(tab.commitment).enter("what", "mine")
    monkeypatch.setenv("CCO_LEARNER", OTHER)
    other = open_tab().arrive()
    assert other.commitment.texts == {}
    other.page_of(other.commitment).enter("what", "theirs")
    assert tab.come_back().commitment.texts == {"what": "mine"}


def test_erased_record_refuses_entries_and_says_so(tab):
    open_records().learner(LEARNER).erase()
    answer = tab.page_of(tab.commitment).enter("what", "too late")
    assert answer["type"] == "not_kept"
    assert "erased" in answer["reason"]


# what the page may know


def test_no_key_is_in_the_state_before_an_answer(tab):
    items = {item.id: item for item in bank(SLUG)}
    for name, panel in tab.exercises.items():
        state = panel.get_state()
        text = json.dumps(state, default=str)
        assert "answer" not in state
        assert (state["solution"], state["hints"]) == ("", [])
        assert items[name].solution[:40] not in text
        for wrong in items[name].wrong:
            assert wrong.feedback not in text
    for quiz in (tab.pretest, tab.review):
        state = quiz.get_state()
        assert state["results"] == {}
        assert not any("correct" in option for q in state["questions"] for option in q["options"])


def test_right_answer_is_told_by_no_state_before_it_is_given(tab):
    panel = tab.exercises["chain-completion"]
    before = json.dumps(panel.get_state(), default=str)
    right = panel.exercise.question.right_answer
    assert right not in before
    answer = {"attempt": 0, "tries": 0, "answer": right}
    tab.page_of(panel).enter("check", answer)
    assert panel.mark == "right"


def test_first_numbers_are_the_same_for_all_and_later_ones_are_not(open_tab, monkeypatch):
    first, later = set(), set()
    for learner in (LEARNER, OTHER, "c" * 32):
        monkeypatch.setenv("CCO_LEARNER", learner)
        tab = open_tab().arrive()
        panel = tab.exercises["chain-completion"]
        first.add(panel.prompt)
        tab.page_of(panel).enter("again", {"attempt": 1})
        later.add(panel.prompt)
    assert len(first) == 1
    assert len(later) > 1


def test_same_learner_gets_the_same_questions_after_a_reload(tab, open_tab):
    assert tab.pretest.questions == open_tab().arrive().pretest.questions


def test_chart_is_drawn_for_numbers_that_have_one():
    (panel,) = Lesson(SLUG).exercises("xmr-read").children
    assert isinstance(panel, ExercisePanel)
    assert panel.chart is not None
    assert panel.heading == "Exercise 1 of 1"


# the review and the commitment


def answer_all(quiz, page):
    for question in quiz.questions:
        page.enter(question["id"], quiz.dont_know)
    page.enter("submitted", True)


def test_review_leaves_the_day_on_which_it_was_done(tab, kept, open_tab):
    assert "dates" not in kept().get("review", {})
    answer_all(tab.review, tab.page_of(tab.review))
    (day,) = kept()["review"]["dates"]
    assert day == kept()["lesson"]["visited_at"][:10]
    open_tab().arrive()
    assert kept()["review"]["dates"] == [day]


def test_pretest_leaves_no_review_date(tab, kept):
    answer_all(tab.pretest, tab.page_of(tab.pretest))
    assert "dates" not in kept().get("review", {})
    assert tab.section("before-you-start")["complete"]


@pytest.mark.parametrize(
    ("entries", "done"),
    [
        ({}, 0),
        ({"what": "Call", "when": "2026-12-01"}, 0),
        ({"what": "Call", "when": "soon", "who": "Ada"}, 0),
        ({"what": " ", "when": "2026-12-01", "who": "Ada"}, 0),
        ({"what": "Call", "when": "2026-12-01", "who": "Ada"}, 1),
    ],
)
def test_commitment_is_done_once_it_is_filled_in(tab, entries, done):
    page = tab.page_of(tab.commitment)
    for part, text in entries.items():
        page.enter(part, text)
    assert tab.section("keep-it")["done"] == done
    assert tab.section("keep-it")["total"] == 2


def test_course_and_notebook_agree_on_the_sections(tab):
    planned = [section.slug for section in course().lesson(SLUG).sections]
    assert [each["slug"] for each in tab.lesson.frame.sections] == planned
