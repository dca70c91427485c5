"""A connection to a SQLite file that stays open from one transaction to the next."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection


class KeptConnection:
    """Opens connections to a file; from `keep` on, the thread that called it has one that stays.

    To open one takes as long as all that a short transaction does with it. Other threads, forked
    processes and transactions within a transaction have their own, as has everyone before `keep`.
    """

    def __init__(self, file: str, connect: Callable[[], Connection]) -> None:
        self._file = file
        self._connect = connect
        self._owner: tuple[int, int] | None = None
        self._connection: Connection | None = None
        self._leads_to: tuple[int, int] | None = None
        self._in_use = False

    def keep(self) -> None:
        """Have the connection that this thread opens next stay open.

        Raises RuntimeError where another thread keeps one already, also one before a fork.
        """
        if self._owner not in (None, _this_thread()):
            raise RuntimeError("Another thread keeps its connection to this file already.")
        self._owner = _this_thread()

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """Connect for one transaction; what was not committed in it is undone."""
        if self._in_use or self._owner != _this_thread():
            with self._connect() as connection:
                yield connection
            return
        connection = self._kept()
        self._in_use = True
        try:
            yield connection
            connection.rollback()
        except BaseException:
            self._close()  # nobody knows what state it is in
            raise
        finally:
            self._in_use = False

    def _kept(self) -> Connection:
        """The connection; another one where the file at its path is no longer the same."""
        there = _identity(self._file)
        if there != self._leads_to:
            self._close()
        if self._connection is None:
            self._connection, self._leads_to = self._connect(), there
        return self._connection

    def _close(self) -> None:
        connection, self._connection, self._leads_to = self._connection, None, None
        if connection is not None:
            connection.close()


def _this_thread() -> tuple[int, int]:
    return os.getpid(), threading.get_ident()


def _identity(file: str) -> tuple[int, int] | None:
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
