from __future__ import annotations

import random
from contextlib import nullcontext

import pytest
from sqlalchemy import func, select

from playbook.records import RecordsError, open_records
from playbook.records.tables import metadata


def test_after_erasing_no_row_of_the_learner_is_left_and_others_keep_theirs(
    records, learner, other
):
    for each in (learner, other):
        each.keep("lesson", "key", "part", "value")
        each.add_deliverable("lesson", "kind", "a.txt", "text/plain", b"text", 0)
        path = each.uploads_folder() / "stored"
        path.write_text("text")
        each.add_upload("lesson", "a.csv", path, "0" * 64, 4)
    folder = learner.uploads_folder()

    learner.erase()

    assert not folder.exists()
    assert other.uploads("lesson")[0].path.read_text() == "text"
    with records._database.reading() as connection:
        for table in metadata.sorted_tables:
            column = table.c.id if table.name == "learner" else table.c.learner_id
            found = connection.scalars(select(column)).all()
            assert found == [other.id], table.name


@pytest.mark.parametrize("held", [False, True])
@pytest.mark.parametrize("seed", [13, 33])
def test_after_erasing_no_byte_of_it_is_left_in_the_sqlite_files(data_folder, seed, held):
    # with these seeds SQLite's secure_delete alone leaves copies in pages that were split
    records = open_records()
    draw = random.Random(seed)
    learners = [records.learner(f"{number:032x}") for number in range(4)]
    for step in range(150):
        number, key = draw.randrange(4), draw.randrange(25)
        text = f"Learner-{number}-" * draw.randrange(1, draw.choice([4, 60, 600]))
        learners[number].keep("lesson", f"key {key}", "part", f"{text}{step}")
    gone = learners[0]
    gone.add_deliverable("lesson", "kind", "a.txt", "text/plain", b"Learner-0-" * 999, 0)
    path = gone.uploads_folder() / "stored"
    path.write_text("Learner-0-")
    gone.add_upload("lesson", "Learner-0-.csv", path, "0" * 64, 10)

    with records.held_open() if held else nullcontext():
        gone.erase()
        left = b"".join(file.read_bytes() for file in data_folder.rglob("*") if file.is_file())

    assert b"Learner-1-" in left
    for trace in ("Learner-0-", gone.id, gone.public_tag):
        assert trace.encode() not in left


def test_nothing_comes_back_after_erasing(records, learner):
    learner.keep("lesson", "key", "part", "value")
    learner.erase()

    with pytest.raises(RecordsError, match="was erased"):
        learner.keep("lesson", "key", "part", "value")
    with pytest.raises(RecordsError, match="was erased"):
        learner.undo("lesson", "key", "part")
    assert learner.all_kept() == {}
    assert records.learners() == []


def test_erasing_twice_is_no_error_and_the_same_id_may_start_anew(records, learner):
    learner.erase()
    learner.erase()

    assert records.learner(learner.id).all_kept() == {}


def test_rows_stay_when_the_files_can_not_be_erased(records, learner, monkeypatch):
    learner.keep("lesson", "key", "part", "value")

    def refuse(_folder):
        raise PermissionError

    monkeypatch.setattr("playbook.records.learner.shutil.rmtree", refuse)
    with pytest.raises(RecordsError, match="could not be erased, so nothing was"):
        learner.erase()

    assert learner.kept("lesson") == {"key": {"part": "value"}}
    with records._database.reading() as connection:
        history = metadata.tables["entry_history"]
        assert connection.scalar(select(func.count()).select_from(history)) == 1
