"""Whose turn it is to write: processes queue for a file, in the order in which they came.

SQLite lets one process write at a time, and whoever must wait has to ask again and again. When a
whole room answers, hundreds that ask leave no processor time for the one who writes. Here they
sleep until it is their turn. SQLite's own lock still decides: this only keeps the crowd from it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows: everyone asks SQLite itself
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(file: Path, seconds: float) -> Iterator[None]:
    """Hold the lock on `file`, or go on without it where none can be had within `seconds`."""
    if fcntl is None:
        yield
        return
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    queue = _Place(descriptor)
    queue.wait(seconds)
    try:
        yield
    finally:
        queue.leave()


class _Place:
    """A place in the queue, held by an open file, which the system closes with its process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiter: threading.Thread | None = None

    def wait(self, seconds: float) -> None:
        """Wait for the turn, in a thread: no system call waits for a lock and the clock alike."""
        with suppress(OSError):
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._waiter = threading.Thread(target=self._sleep, daemon=True)
                self._waiter.start()
                self._waiter.join(seconds)

    def _sleep(self) -> None:
        with suppress(OSError):
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Let the next one in. Who still waits in vain leaves as soon as their turn comes."""
        if self._waiter is None or not self._waiter.is_alive():
            os.close(self._descriptor)
        else:
            threading.Thread(target=self._leave_later, daemon=True).start()

    def _leave_later(self) -> None:
        assert self._waiter is not None
        self._waiter.join()
        os.close(self._descriptor)
