"""Brings a database to the tables this program knows."""

from __future__ import annotations

import sqlite3
import threading
import time

from sqlalchemy import Connection, inspect, text

from playbook.records.database import LOCK_WAIT_SECONDS, Database

HEAD = "0001"  # the newest migration; here so that opening needs no import of Alembic
ADVISORY_LOCK = 0x63636F  # "cco"
_one_at_a_time = threading.Lock()  # Alembic keeps its environment in module globals


def bring_up_to_date(database: Database) -> None:
    """Create or migrate the tables; does next to nothing where that is done already.

    Any number of processes may call it at once: one migrates, the others wait. Raises
    RecordsError if the tables are of a newer program.
    """
    with database.reading() as connection:
        if _version(connection) == HEAD:
            return
    from playbook.records import upgrade  # Alembic takes 0.2 s to import: before the lock

    if database.is_sqlite:
        _write_ahead_log(database)
    with _one_at_a_time, database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        version = _version(connection)
        if version != HEAD:
            upgrade.to_head(connection, version, database.name)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _write_ahead_log(database: Database) -> None:
    """Switch the file to WAL for good; SQLite doesn't wait for others here, so this does."""
    give_up = time.monotonic() + LOCK_WAIT_SECONDS
    with database.outside_transactions() as cursor:
        while True:
            try:
                cursor.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.02)
