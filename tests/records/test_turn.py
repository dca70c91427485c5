from __future__ import annotations

import multiprocessing
import signal
import threading

import pytest

from playbook.records import turn as module
from playbook.records.turn import turn

pytestmark = pytest.mark.skipif(module.fcntl is None, reason="this system has no such locks")

ENOUGH = 10


class Someone(threading.Thread):
    """Waits for a turn, and keeps it until told to leave."""

    def __init__(self, file, seconds=ENOUGH):
        super().__init__(daemon=True)
        self._file, self._seconds = file, seconds
        self.inside, self._told = threading.Event(), threading.Event()
        self.start()

    def run(self):
        with turn(self._file, self._seconds):
            self.inside.set()
            assert self._told.wait(ENOUGH)

    def leave(self):
        self._told.set()
        self.join(ENOUGH)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "turn"


def test_nobody_comes_in_before_the_one_inside_leaves(file):
    first = Someone(file)
    assert first.inside.wait(ENOUGH)
    second = Someone(file)
    assert not second.inside.wait(0.2)
    first.leave()
    assert second.inside.wait(ENOUGH)
    second.leave()


def test_who_has_waited_long_enough_goes_on_and_leaves_the_line_free(file):
    first = Someone(file)
    assert first.inside.wait(ENOUGH)
    with turn(file, 0.05):
        pass
    first.leave()
    third = Someone(file)
    assert third.inside.wait(ENOUGH)
    third.leave()


def hold(file, inside):
    with turn(file, ENOUGH):
        inside.set()
        signal.pause()


def test_who_is_killed_leaves(file):
    context = multiprocessing.get_context("spawn")
    inside = context.Event()
    process = context.Process(target=hold, args=(file, inside))
    process.start()
    assert inside.wait(60)
    waiting = Someone(file)
    process.kill()
    process.join(ENOUGH)
    assert waiting.inside.wait(ENOUGH)
    waiting.leave()


def test_a_file_that_cannot_be_made_stops_nobody(tmp_path):
    with turn(tmp_path / "nowhere" / "turn", ENOUGH):
        pass
