from __future__ import annotations

from typing import Any

import pytest

from widgets.common.recorded import Recorded


class Note(Recorded):
    """Takes texts; refuses numbers; breaks on None."""

    def __init__(self, key: str) -> None:
        self.texts: dict[str, str] = {}
        super().__init__(key=key)

    def entered(self, part: str, value: Any) -> None:
        if isinstance(value, int):
            raise ValueError("Write words, not numbers.")
        self.texts[part] = value.strip()

    def restored(self, kept: dict[str, Any]) -> None:
        self.texts = dict(kept)


@pytest.fixture
def note(record):
    made = Note("note")
    made.attach({"a": "before"}, record.keep)
    return made


def test_needs_a_key():
    with pytest.raises(ValueError, match="needs a key"):
        Note("")


def test_is_not_ready_before_attach():
    assert Note("note").ready is False


def test_entry_before_attach_is_not_kept_and_may_come_again(open_page):
    answer = open_page(Note("note")).enter("a", "hello", seq=7)
    assert answer["type"] == "not_kept"
    assert answer["seq"] == 7
    assert "getting ready" in answer["reason"]
    assert answer["final"] is False


def test_attach_restores_and_makes_ready(note):
    assert note.ready is True
    assert note.texts == {"a": "before"}


def test_entry_is_kept_and_acknowledged(note, record, open_page):
    answer = open_page(note).enter("a", " hello ", seq=7)
    assert record.history == [("a", " hello ")]
    assert note.texts == {"a": "hello"}
    assert answer == {"type": "kept", "seq": 7, "at": "2026-11-22T10:42:00+00:00"}


def test_refused_entry_is_not_kept_and_says_why(note, record, open_page):
    answer = open_page(note).enter("a", 5, seq=7)
    assert record.history == []
    assert answer == {
        "type": "not_kept",
        "seq": 7,
        "reason": "Write words, not numbers.",
        "final": True,
    }


def test_record_that_cannot_be_written_is_told_and_may_come_again(note, record, open_page):
    record.broken = OSError("disk full at /secret/path")
    answer = open_page(note).enter("a", "hello")
    assert answer["type"] == "not_kept"
    assert answer["reason"] == "The record could not be written."
    assert answer["final"] is False


def test_reason_written_for_people_is_shown(note, record, open_page):
    class RecordsError(ValueError):
        reason, remedy = "The disk is full.", "Tell the facilitator."

        def __str__(self) -> str:
            return f"{self.reason} {self.remedy}"

    record.broken = RecordsError()
    answer = open_page(note).enter("a", "hello")
    assert answer["reason"] == "The disk is full. Tell the facilitator."
    assert answer["final"] is False


def test_fault_of_ours_keeps_the_entry_on_the_device(note, open_page, caplog):
    answer = open_page(note).enter("a", None)
    assert answer["final"] is False
    assert "entry 'a' of 'note' failed" in caplog.text


def test_entry_sent_again_is_kept_and_acknowledged(note, record, open_page):
    page = open_page(note)
    record.broken = OSError("busy")
    page.enter("a", "hello", seq=7)
    record.broken = None
    assert page.enter("a", "hello", seq=7)["type"] == "kept"
    assert record.parts == {"a": "hello"}


def test_listeners_hear_of_kept_entries_only(note, record, open_page):
    heard: list[str] = []
    note.on_change(heard.append)
    page = open_page(note)
    page.enter("a", 5)
    record.broken = OSError("busy")
    page.enter("a", "one")
    record.broken = None
    page.enter("b", "two")
    assert heard == ["b"]


def test_listener_that_fails_does_not_harm_the_entry(note, open_page, caplog):
    note.on_change(lambda part: 1 / 0)
    assert open_page(note).enter("a", "hello")["type"] == "kept"
    assert "a listener to 'a'" in caplog.text


def test_attach_again_shows_what_another_tab_kept(note, record):
    note.attach({"a": "from elsewhere"}, record.keep)
    assert note.texts == {"a": "from elsewhere"}


def test_other_messages_are_left_alone(note, record, open_page):
    page = open_page(note)
    page.say({"type": "something else"})
    assert page.heard == []
    assert record.history == []


def test_keeping_from_python_before_attach_is_an_error():
    with pytest.raises(RuntimeError, match="not attached"):
        Note("note").keep_part("a", "hello")
