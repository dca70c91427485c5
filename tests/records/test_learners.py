from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from playbook.records import RecordsError, new_learner_id, store
from playbook.records.identity import public_tag


def test_a_new_learner_is_made_once_and_found_again(records):
    learner_id = new_learner_id()
    made = records.learner(learner_id)
    found = records.learner(learner_id)

    assert found == made
    assert found.public_tag == public_tag(learner_id)
    assert abs(datetime.now(UTC) - found.created_at) < timedelta(minutes=1)


def test_a_learner_who_is_not_there_is_an_error_when_none_is_to_be_made(records):
    with pytest.raises(RecordsError, match="no record of this learner"):
        records.learner(new_learner_id(), create=False)

    assert records.learners() == []


def test_an_id_that_is_none_is_refused(records):
    with pytest.raises(RecordsError, match="not a learner's id"):
        records.learner("../someone")


def test_a_learner_is_found_by_the_tag_as_typed(records, learner, other):
    typed = learner.public_tag.lower().replace("-", " ")

    assert records.find(typed) == learner != other
    with pytest.raises(RecordsError, match="No learner has the tag"):
        records.find("0000-0000")


def test_two_ids_with_the_same_tag_get_different_ones(records, monkeypatch):
    def clumsy_tag(learner_id, attempt=0):
        return "AAAA-AAAA" if attempt == 0 else public_tag(learner_id, attempt)

    monkeypatch.setattr(store, "public_tag", clumsy_tag)
    first, second = (records.learner(new_learner_id()) for _ in range(2))

    assert first.public_tag == "AAAA-AAAA" != second.public_tag
    assert records.find(second.public_tag) == second


def test_the_list_counts_what_each_learner_has_and_shows_no_content(records, learner, other):
    learner.keep("lesson", "key", "a", "secret")
    learner.keep("lesson", "key", "b", 2)
    learner.keep("lesson", "key", "b", 3)
    learner.add_deliverable("lesson", "scorecard", "a.xlsx", "text/plain", b"secret", 0)

    listed = {summary.public_tag: summary for summary in records.learners()}

    assert len(listed) == 2
    mine, theirs = listed[learner.public_tag], listed[other.public_tag]
    assert (mine.entries, mine.deliverables) == (2, 1)
    assert (theirs.entries, theirs.deliverables) == (0, 0)
    assert mine.last_seen_at >= mine.created_at == learner.created_at
    assert learner.id not in repr(mine)
    assert "secret" not in repr(mine)


def test_being_seen_again_is_noted_to_the_minute(records, learner, monkeypatch):
    assert records.learner(learner.id).last_seen_at == learner.last_seen_at

    monkeypatch.setattr(store, "SEEN_AGAIN_AFTER", timedelta(0))
    seen = records.learner(learner.id).last_seen_at

    assert seen > learner.last_seen_at
    assert records.learners()[0].last_seen_at == seen
