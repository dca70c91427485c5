from __future__ import annotations

import asyncio
import hashlib
import threading

import pytest

from widgets.upload import Upload

DATA = bytes(range(256)) * 10
SIZE = len(DATA)


@pytest.fixture
def arrived():
    return []


@pytest.fixture
def upload(tmp_path, arrived):
    return Upload(on_file=lambda *file: arrived.append(file), folder=tmp_path, limit_bytes=SIZE)


@pytest.fixture
def page(upload, open_page):
    return open_page(upload)


def begin(page, name="june.csv", size=SIZE, upload="u1"):
    page.say({"type": "begin", "upload": upload, "name": name, "size": size})
    return page.heard[-1]


def chunk(page, offset, data, upload="u1"):
    page.say({"type": "chunk", "upload": upload, "offset": offset}, data)
    return page.heard[-1]


def send_all(page, piece=1000):
    begin(page)
    for offset in range(0, SIZE, piece):
        chunk(page, offset, DATA[offset : offset + piece])
    page.say({"type": "end", "upload": "u1"})


def test_file_arrives_whole_with_its_fingerprint(upload, page, arrived):
    send_all(page)
    ((path, name, sha256, size),) = arrived
    assert path.read_bytes() == DATA
    assert (path.name, name, size) == ("june.csv", "june.csv", SIZE)
    assert sha256 == hashlib.sha256(DATA).hexdigest()
    assert [message["type"] for message in page.heard] == ["got"] * 4 + ["received"]
    assert (upload.stage, upload.message) == ("done", "june.csv was read.")


def test_each_piece_is_acknowledged_and_shown(upload, page):
    assert begin(page) == {"type": "got", "upload": "u1", "offset": 0}
    assert upload.stage == "sending"
    assert chunk(page, 0, DATA[:1280])["offset"] == 1280
    assert upload.fraction == 0.5


def test_piece_out_of_order_is_answered_with_what_is_wanted(page, arrived):
    begin(page)
    chunk(page, 0, DATA[:1000])
    assert chunk(page, 2000, DATA[2000:]) == {"type": "got", "upload": "u1", "offset": 1000}
    assert chunk(page, 0, DATA[:1000])["offset"] == 1000
    page.say({"type": "end", "upload": "u1"})
    assert page.heard[-1] == {"type": "got", "upload": "u1", "offset": 1000}
    assert arrived == []


def test_connection_that_returns_learns_where_to_go_on(page):
    begin(page)
    chunk(page, 0, DATA[:1000])
    page.say({"type": "where", "upload": "u1"})
    assert page.heard[-1] == {"type": "got", "upload": "u1", "offset": 1000}


def test_upload_of_another_kernel_is_lost(page):
    assert chunk(page, 1000, DATA[1000:], upload="older") == {"type": "lost", "upload": "older"}


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("a.csv", 0, "empty"),
        ("a.csv", SIZE + 1, "at most"),
        ("a.pdf", 10, "not a file of a kind"),
    ],
)
def test_file_that_cannot_be_taken_is_refused_before_it_is_sent(
    upload, page, tmp_path, name, size, said
):
    answer = begin(page, name, size)
    assert answer["type"] == "refused"
    assert said in answer["reason"]
    assert answer["remedy"]
    assert (upload.stage, upload.reason) == ("failed", answer["reason"])
    assert list(tmp_path.iterdir()) == []


def test_file_that_grows_on_the_way_is_refused_and_deleted(page, tmp_path):
    begin(page, size=10)
    answer = chunk(page, 0, b"x" * 11)
    assert answer["type"] == "refused"
    assert "changed while it was being sent" in answer["reason"]
    assert list(tmp_path.iterdir()) == []


def test_cancelled_file_is_deleted(upload, page, tmp_path, arrived):
    begin(page)
    chunk(page, 0, DATA[:1000])
    page.say({"type": "cancel", "upload": "u1"})
    assert upload.stage == "idle"
    assert list(tmp_path.iterdir()) == []
    assert chunk(page, 1000, DATA[1000:])["type"] == "lost"
    assert arrived == []


def test_without_a_folder_it_is_inert(open_page, tmp_path):
    upload = Upload(on_file=lambda *file: None)
    page = open_page(upload)
    assert upload.ready is False
    assert "getting ready" in begin(page)["reason"]
    upload.use_folder(tmp_path / "new")
    assert upload.ready is True
    assert begin(page)["type"] == "got"


def test_new_file_takes_the_place_of_a_half_sent_one(page, tmp_path):
    begin(page)
    begin(page, upload="u2")
    assert len(list(tmp_path.iterdir())) == 1
    assert chunk(page, 0, DATA[:10], upload="u1")["type"] == "lost"


def test_error_for_people_is_shown_in_its_words(tmp_path, open_page):
    class IntakeError(ValueError):
        reason, remedy = "There is no header.", "Add one."

    def refuse(*file):
        raise IntakeError

    upload = Upload(on_file=refuse, folder=tmp_path)
    send_all(open_page(upload))
    assert (upload.stage, upload.reason, upload.remedy) == (
        "failed",
        "There is no header.",
        "Add one.",
    )


def test_fault_of_ours_is_logged_and_said_calmly(upload, caplog):
    upload.read_in_background(lambda progress: 1 / 0)
    assert upload.stage == "failed"
    assert upload.reason == "The file could not be read."
    assert "ZeroDivisionError" in caplog.text


def test_sample_is_offered_only_with_a_callback(tmp_path, upload, open_page):
    assert upload.sample_label == ""
    used = []
    offered = Upload(
        on_file=lambda *file: None, folder=tmp_path, on_sample=lambda: used.append(True)
    )
    open_page(offered).say({"type": "sample"})
    assert used == [True]
    assert offered.message == "The sample file was read."


def test_reading_without_a_loop_happens_at_once(upload):
    seen, results = [], []

    def read(progress):
        progress(0.5, "Half of the rows")
        seen.append((upload.stage, upload.fraction, upload.message))
        return 42

    upload.read_in_background(read, results.append)
    assert seen == [("reading", 0.5, "Half of the rows")]
    assert results == [42]
    assert upload.stage == "done"


def test_reading_in_a_loop_leaves_the_loop_free(upload):
    async def main():
        here = threading.get_ident()
        go_on, where, done = threading.Event(), [], asyncio.Event()

        def read(progress):
            where.append(threading.get_ident())
            progress(0.25, "Reading")
            assert go_on.wait(5)
            return "rows"

        upload.read_in_background(read, lambda result: done.set())
        while upload.fraction != 0.25:
            await asyncio.sleep(0)
        assert upload.stage == "reading"
        go_on.set()
        await asyncio.wait_for(done.wait(), 5)
        assert where != [here]
        assert upload.stage == "done"

    asyncio.run(main())


def test_reading_is_cancelled_by_the_learner(upload, page):
    async def main():
        started = threading.Event()

        def read(progress):
            while True:
                progress(0.1, "Reading")
                started.set()

        upload.read_in_background(read)
        while not started.is_set():
            await asyncio.sleep(0)
        page.say({"type": "cancel"})
        while upload.stage == "reading":
            await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert upload.stage == "idle"
    assert "Cancelled" in upload.message


def test_what_follows_the_reading_may_fail_for_the_learner_to_see(upload):
    upload.read_in_background(lambda progress: 1, lambda result: 1 / 0)
    assert upload.stage == "failed"
