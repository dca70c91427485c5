from __future__ import annotations

import stat

import pytest

from playbook.records import RecordsError

SHA = "0" * 64


def test_the_folder_is_the_learners_own_and_closed_to_others(learner, other, data_folder):
    folder = learner.uploads_folder()

    assert folder == data_folder / "uploads" / learner.id
    assert folder != other.uploads_folder()
    for each in (folder, folder.parent):
        assert stat.S_IMODE(each.stat().st_mode) == 0o700


def test_an_upload_is_found_again_by_id_and_lesson(learner, other):
    path = learner.uploads_folder() / "stored-1"
    path.write_bytes(b"a,b\n")
    added = learner.add_upload("lesson", "Umfrage.csv", path, SHA, 4)

    found = learner.upload(added)

    assert found.path.read_bytes() == b"a,b\n"
    assert (found.id, found.lesson, found.filename) == (added, "lesson", "Umfrage.csv")
    assert (found.size, found.sha256) == (4, SHA)
    assert learner.uploads("lesson") == learner.uploads() == [found]
    assert learner.uploads("other-lesson") == []
    assert other.upload(added) is None
    assert other.uploads("lesson") == []


def test_the_newest_upload_comes_first(learner):
    path = learner.uploads_folder() / "stored"
    path.write_bytes(b"")
    ids = [learner.add_upload("lesson", f"{n}.csv", path, SHA, 0) for n in range(3)]

    assert [found.id for found in learner.uploads("lesson")] == ids[::-1]


def test_a_file_outside_the_learners_folder_is_refused(learner, other, tmp_path):
    elsewhere = tmp_path / "passwords"
    elsewhere.write_bytes(b"")
    theirs = other.uploads_folder() / "theirs"
    theirs.write_bytes(b"")
    link = learner.uploads_folder() / "link"
    link.symlink_to(elsewhere)
    dotted = learner.uploads_folder() / ".." / other.id / "theirs"

    for path in (elsewhere, theirs, link, dotted, learner.uploads_folder() / "missing"):
        with pytest.raises(RecordsError, match="not in this learner's uploads folder"):
            learner.add_upload("lesson", "a.csv", path, SHA, 0)

    assert learner.uploads("lesson") == []


def test_uploads_are_found_after_the_data_folder_moved(learner, data_folder, monkeypatch):
    path = learner.uploads_folder() / "stored"
    path.write_bytes(b"x")
    added = learner.add_upload("lesson", "a.csv", path, SHA, 1)
    moved = data_folder.with_name("moved")
    moved.mkdir()
    (data_folder / "uploads").rename(moved / "uploads")
    monkeypatch.setenv("CCO_DATA_DIR", str(moved))

    assert learner.upload(added).path.read_bytes() == b"x"
