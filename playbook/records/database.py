"""How a database is reached: SQLite in a file of its own, or PostgreSQL.

No connection outlives its transaction, since a process may be forked between any two operations.
One that is forked no more may say otherwise: the server holds one for the sake of all others
(`held_open`), a learner's kernel keeps its own (`keep_connected`).

In SQLite `synchronous=FULL` makes each commit reach the disk before it is acknowledged, so
that nothing kept is lost by a killed process, nor by a power cut.
"""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

from playbook.locations import data_dir
from playbook.records.errors import RecordsError
from playbook.records.kept_connection import KeptConnection
from playbook.records.turn import turn

LOCK_WAIT_SECONDS = 10

_sqlite_file: ContextVar[str] = ContextVar("_sqlite_file")
"""The file that the next connection of the one SQLite engine leads to."""


@dataclass(frozen=True)
class Database:
    """One database and the two ways to use it; `name` is what people call it in errors."""

    engine: Engine
    name: str
    _kept: KeptConnection | None = field(default=None, repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a SQLite file rather than PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Connect for reading; all that is read within is of one moment."""
        with self._errors_for_people(), self._connected() as connection:
            if self.is_sqlite:
                connection.execution_options(writes=False)
            else:
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Connect for one transaction that writes; committed at the end, undone on an error."""
        with self._errors_for_people(), self._connected() as connection, self._turn():
            connection.execution_options(writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'")
                yield connection

    @contextmanager
    def outside_transactions(self) -> Iterator[sqlite3.Cursor]:
        """A cursor of the SQLite file itself, for what can't be done in a transaction."""
        _sqlite_file.set(self.name)
        with self._errors_for_people(), closing(self.engine.raw_connection()) as connection:
            yield connection.cursor()  # type: ignore[misc]

    @contextmanager
    def held_open(self) -> Iterator[None]:
        """Spare everyone, while it lasts, what SQLite does when its last connection closes.

        Where each transaction has a connection of its own that would be after almost every one:
        the write-ahead log is copied into the file and deleted, which takes as long as the write.
        The connection that is held does nothing and locks nothing.
        """
        if not self.is_sqlite:
            yield
            return
        with self.outside_transactions() as cursor:
            cursor.execute("SELECT 1 FROM sqlite_master").fetchall()  # this opens the log
            yield

    def keep_connected(self) -> None:
        """Let this thread's SQLite connection stay open; of no effect with PostgreSQL.

        For a process that serves one learner. With PostgreSQL, whose connections are few, a room
        would hold hundreds that are idle.
        """
        if self._kept is not None:
            self._kept.keep()

    def _turn(self) -> AbstractContextManager[None]:
        if not self.is_sqlite:
            return nullcontext()
        return turn(Path(f"{self.name}-turn"), LOCK_WAIT_SECONDS)

    def _connected(self) -> AbstractContextManager[Connection]:
        return self.engine.connect() if self._kept is None else self._kept.connected()

    def overwrite_erased(self) -> None:
        """Rewrite a SQLite file, so that no free corner of it holds what was erased."""
        if self.is_sqlite:
            with self.outside_transactions() as cursor:
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _errors_for_people(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            explained = _explained(error, self)
            if explained is None:
                raise
            raise explained from error


def connect_to(url: str | None) -> Database:
    """Describe the database at `url`, and make sure its folder and file are there.

    `url` is `postgresql://…` or `sqlite:///path`; None takes `CCO_DATABASE_URL`, else the file
    `records.sqlite` in the data folder. Raises RecordsError if it can't be one of these or the
    file can't be made.
    """
    asked = url or os.environ.get("CCO_DATABASE_URL")
    if not asked:
        return _sqlite(data_dir() / "records.sqlite")
    try:
        parsed = make_url(asked)
    except ArgumentError as error:
        raise _unknown_kind("it is no database address") from error
    if parsed.drivername in ("postgresql", "postgresql+psycopg"):
        return _postgresql(parsed)
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if parsed.database in (None, "", ":memory:") or parsed.query:
            raise _unknown_kind("SQLite needs the path of a file and no options")
        return _sqlite(Path(str(parsed.database)))
    raise _unknown_kind(f"'{parsed.drivername}' is not supported")


def private_folder(folder: Path) -> Path:
    """Make `folder`, open to its owner only, if it isn't there; RecordsError if it can't be."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(str(folder)) from error
    return folder


def _sqlite(path: Path) -> Database:
    path = path.absolute()
    private_folder(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _not_writable(str(path)) from error
    engine, file = _sqlite_engine(), str(path)

    def connect() -> Connection:
        _sqlite_file.set(file)
        return engine.connect()

    return Database(engine, file, KeptConnection(file, connect))


@cache
def _sqlite_engine() -> Engine:
    """One engine for all files, so that what was compiled for one of them serves the others.

    A template rehearses with a file that is thrown away, and its kernels find all statements made.
    """
    engine = create_engine(
        "sqlite://",
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": LOCK_WAIT_SECONDS},
    )
    event.listen(engine, "do_connect", _lead_to_file)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _lead_to_file(_dialect: object, _record: object, cargs: list[Any], _cparams: object) -> None:
    cargs[:] = [_sqlite_file.get()]


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin_sqlite(connection: Connection) -> None:
    if connection.get_execution_options().get("writes", False):
        _begin_writing(connection.connection.cursor())
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(cursor: DBAPICursor) -> None:
    """Take SQLite's write lock, asking at random intervals.

    SQLite's own waiting asks at set intervals, so that with dozens of busy writers some wait in
    vain. Ours begin short and grow to a tenth of a second: hundreds of writers that all asked
    every few milliseconds would leave no processor time for the one who writes.
    """
    give_up = time.monotonic() + LOCK_WAIT_SECONDS
    longest = 0.010
    cursor.execute("PRAGMA busy_timeout = 0")
    while True:
        try:
            cursor.execute("BEGIN IMMEDIATE")
            break
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                raise
            time.sleep(random.uniform(0.001, longest))
            longest = min(longest * 1.5, 0.100)
    cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_SECONDS * 1000}")


def _postgresql(url: URL) -> Database:
    url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(
            url,
            poolclass=NullPool,
            hide_parameters=True,
            connect_args={"connect_timeout": LOCK_WAIT_SECONDS},
        )
    except ModuleNotFoundError as error:
        raise RecordsError(
            "PostgreSQL needs the package psycopg, which is not installed.",
            "Install it with: pip install 'cco-playbook[postgres]'",
        ) from error
    return Database(engine, url.set(query={}).render_as_string(hide_password=True))


def _unknown_kind(why: str) -> RecordsError:
    return RecordsError(
        f"The database address in CCO_DATABASE_URL can't be used: {why}.",
        "Write postgresql://user:password@host/name or sqlite:////path/to/file, or leave it out.",
    )


def _not_writable(where: str) -> RecordsError:
    return RecordsError(
        f"The playbook may not write to {where}.",
        "Give the account that runs it write permission there, "
        "or name another folder in CCO_DATA_DIR.",
    )


def _explained(error: DBAPIError | sqlite3.Error, database: Database) -> RecordsError | None:
    """What went wrong, for people; None if it is a fault of the program."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    name = database.name
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or code == "55P03":
        return RecordsError(
            f"The database {name} was locked for more than {LOCK_WAIT_SECONDS} seconds.",
            "Try again; if it stays so, close other programs that have it open.",
        )
    if code.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM")):
        return _not_writable(name)
    if code == "42501":
        return RecordsError(
            f"The account in {name} lacks a permission it needs.",
            "Grant it the right to create and change tables in its schema.",
        )
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return RecordsError(
            f"The file {name} is damaged or is not a SQLite database.",
            "Put a backup in its place, or move it away to start with an empty one.",
        )
    if code.startswith(("SQLITE_FULL", "SQLITE_IOERR")) or code == "53100":
        return RecordsError(
            f"The disk with {name} is full or failing.", "Free some space, then try again."
        )
    if isinstance(cause, sqlite3.OperationalError):
        return RecordsError(
            f"The file {name} was changed or replaced by another program: {cause}.",
            "Restart the playbook; if it stays so, put a backup in its place.",
        )
    if isinstance(error, OperationalError | InterfaceError):
        return RecordsError(
            f"The database {name} can't be reached or refuses the login.",
            "Check that it runs, and its host, name, user and password in CCO_DATABASE_URL.",
        )
    return None
