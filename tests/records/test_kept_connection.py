"""A learner's kernel keeps its connection; nothing else may be different for it."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from playbook.records import RecordsError, new_learner_id, open_records


def of_somebody(records):
    """A learner whose connection is kept, in the test's own thread."""
    records.keep_connected()
    return records.learner(new_learner_id())


@pytest.fixture
def kept(records):
    """The learner in either database."""
    return of_somebody(records)


@pytest.fixture
def kept_in_file(data_folder):
    """The learner in SQLite; `file` is where."""
    return of_somebody(open_records())


@pytest.fixture
def file(data_folder):
    return data_folder / "records.sqlite"


def log_of(file):
    """The file that SQLite takes away when the last connection closes."""
    return Path(f"{file}-wal")


def test_it_stays_open_between_transactions(kept_in_file, file):
    kept_in_file.keep("lesson", "key", "part", 1)
    log = log_of(file).stat()
    kept_in_file.keep("lesson", "key", "part", 2)
    kept_in_file.kept("lesson")

    assert log_of(file).stat().st_ino == log.st_ino


def test_each_transaction_sees_what_others_wrote_since(kept, url):
    elsewhere = open_records(url).learner(kept.id)
    for number in range(3):
        at = elsewhere.keep("lesson", "key", "part", number)
        assert kept.kept("lesson") == {"key": {"part": number}}
        assert kept.kept_at("lesson") == at


def test_reading_holds_nobody_up(kept, url):
    kept.kept("lesson")
    open_records(url).learner(kept.id).keep("lesson", "key", "part", 1)
    assert kept.history("lesson", "key", "part")[-1][1] == 1


def test_what_failed_is_undone_and_the_next_transaction_works(kept):
    def fail():
        with kept._database.writing() as connection:
            connection.exec_driver_sql("DELETE FROM learner")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    kept.keep("lesson", "key", "part", 1)

    assert kept.kept("lesson") == {"key": {"part": 1}}


def test_a_transaction_within_another_has_its_own_connection(kept):
    kept.keep("lesson", "key", "part", 1)
    with kept._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM entry")
        assert kept.kept("lesson") == {"key": {"part": 1}}
    assert kept.kept("lesson") == {}


def test_other_threads_have_their_own(kept):
    kept.keep("lesson", "key", "part", "first")
    other = threading.Thread(target=kept.keep, args=("lesson", "key", "part", "other"))
    other.start()
    other.join()
    kept.keep("lesson", "key", "part", "last")

    values = [value for _, value in kept.history("lesson", "key", "part")]
    assert values == ["first", "other", "last"]


def test_only_one_thread_keeps_its_own(kept_in_file):
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="Another thread"):
        pool.submit(kept_in_file._database.keep_connected).result()


def test_where_another_file_takes_its_place_that_one_is_written(kept_in_file, file):
    kept_in_file.keep("lesson", "key", "part", "old")
    with sqlite3.connect(file) as source, sqlite3.connect(file.with_suffix(".copy")) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    for each in (file, log_of(file), Path(f"{file}-shm")):
        each.unlink()
    file.with_suffix(".copy").rename(file)
    kept_in_file.keep("lesson", "key", "part", "new")

    there = open_records().learner(kept_in_file.id)
    values = [value for _, value in there.history("lesson", "key", "part")]
    assert values == ["old", "new"]


def test_a_file_that_is_gone_is_an_error_for_people(kept_in_file, file):
    kept_in_file.keep("lesson", "key", "part", 1)
    file.unlink()
    with pytest.raises(RecordsError, match="changed or replaced"):
        kept_in_file.keep("lesson", "key", "part", 2)


def test_what_is_erased_is_gone_though_a_connection_is_kept(kept_in_file, file):
    learner = open_records().learner(new_learner_id())
    kept_in_file.keep("lesson", "key", "part", 1)
    learner.keep("lesson", "key", "part", "a secret of theirs")
    learner.erase()

    assert b"a secret of theirs" not in file.read_bytes() + log_of(file).read_bytes()
    kept_in_file.keep("lesson", "key", "part", 2)
    assert kept_in_file.kept("lesson") == {"key": {"part": 2}}
