from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from playbook.records import Introduction, LessonRecord, RecordsError, new_learner_id, store

LESSON = "measure-your-impact"


@pytest.fixture
def kept(learner):
    """A learner who has entered something in two lessons, and made a document in one."""
    learner.keep(LESSON, "form", "what", "call three customers – ü")
    learner.keep(LESSON, "form", "count", 3)
    learner.keep(LESSON, "quiz", "answers", {"a": [1, None, True]})
    learner.keep("another-lesson", "form", "what", "elsewhere")
    learner.add_deliverable(LESSON, "scorecard", "a.xlsx", "text/plain", b"secret content", 0)
    return learner


def test_an_introduction_tells_who_it_is_and_what_is_kept_of_the_lesson(records, kept):
    introduction = records.introduce(kept.id, LESSON)

    assert introduction.learner_id == kept.id
    assert introduction.public_tag == kept.public_tag
    assert introduction.record.kept["form"] == {"what": "call three customers – ü", "count": 3}
    assert introduction.record.kept["quiz"] == {"answers": {"a": [1, None, True]}}
    assert introduction.record.documents == 1
    assert introduction.record.changed_at == kept.kept_at(LESSON)
    assert "elsewhere" not in str(introduction)
    assert "secret content" not in str(introduction)


def test_the_visit_is_noted_in_the_lesson_s_record(records, kept):
    introduction = records.introduce(kept.id, LESSON)

    noted = datetime.fromisoformat(introduction.record.kept["lesson"]["visited_at"])
    assert abs(datetime.now(UTC) - noted) < timedelta(minutes=1)
    assert kept.kept(LESSON) == introduction.record.kept
    assert "lesson" not in kept.kept("another-lesson")


def test_a_new_learner_is_made_and_introduced_without_entries(records):
    learner_id = new_learner_id()

    introduction = records.introduce(learner_id, LESSON)

    assert records.learner(learner_id, create=False).public_tag == introduction.public_tag
    assert set(introduction.record.kept) == {"lesson"}
    assert introduction.record.documents == 0


def test_who_has_no_learner_s_id_is_not_introduced(records):
    with pytest.raises(RecordsError, match="not a learner's id"):
        records.introduce("../someone", LESSON)


def test_an_introduction_comes_back_from_json_as_it_was(records, kept):
    introduction = records.introduce(kept.id, LESSON)

    sent = json.loads(json.dumps(introduction.to_json()))

    assert Introduction.from_json(sent) == introduction


def test_an_introduction_without_any_entry_comes_back_too():
    now = datetime.now(UTC)
    introduction = Introduction("0" * 32, "AAAA-AAAA", now, now, LessonRecord({}, None, 0))

    assert Introduction.from_json(json.loads(json.dumps(introduction.to_json()))) == introduction


def test_who_was_introduced_can_enter_and_no_question_is_asked_before(records, kept, monkeypatch):
    introduction = Introduction.from_json(records.introduce(kept.id, LESSON).to_json())
    with monkeypatch.context() as patch:
        patch.delattr(Engine, "connect")
        learner = records.introduced(introduction)

    assert learner.id == kept.id
    assert learner.public_tag == kept.public_tag
    learner.keep(LESSON, "form", "what", "changed")
    assert kept.kept(LESSON)["form"]["what"] == "changed"


def test_what_is_kept_afterwards_is_news(records, kept):
    introduction = records.introduce(kept.id, LESSON)
    learner = records.introduced(introduction)
    assert learner.kept_at(LESSON) == introduction.record.changed_at

    kept.keep(LESSON, "form", "count", 4)

    assert learner.kept_at(LESSON) != introduction.record.changed_at
    assert learner.lesson_record(LESSON).kept["form"]["count"] == 4


def test_who_was_erased_meanwhile_can_enter_nothing(records, kept):
    learner = records.introduced(records.introduce(kept.id, LESSON))
    kept.erase()

    with pytest.raises(RecordsError, match="was erased"):
        learner.keep(LESSON, "form", "what", "after the end")


def test_records_of_several_files_are_used_in_turn_without_mixing(tmp_path):
    """A template rehearses with one file, its kernels go on with another."""
    first, second = (
        store.open_records(f"sqlite:///{tmp_path / name}") for name in ("a.sqlite", "b.sqlite")
    )
    learner_id = new_learner_id()
    in_first, in_second = first.learner(learner_id), second.learner(learner_id)

    in_first.keep(LESSON, "form", "what", "first")
    in_second.keep(LESSON, "form", "what", "second")
    in_first.keep(LESSON, "form", "count", 1)

    assert in_first.kept(LESSON) == {"form": {"what": "first", "count": 1}}
    assert in_second.kept(LESSON) == {"form": {"what": "second"}}
