"""Runs Alembic; apart from `schema.py` because it is seldom needed and slow to import."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from playbook.records.errors import RecordsError

MIGRATIONS = Path(__file__).parent / "migrations"


def to_head(connection: Connection, version: str | None, name: str) -> None:
    """Migrate the database on this connection from `version` (None: empty) to the newest.

    Everything happens in the caller's transaction. `name` is what errors call the database;
    RecordsError if this program doesn't know `version`.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        if version is not None:
            ScriptDirectory.from_config(config).get_revision(version)
    except CommandError as error:
        raise RecordsError(
            f"The database {name} was made by a newer version of the playbook.",
            "Install that version or a later one.",
        ) from error
    command.upgrade(config, "head")
