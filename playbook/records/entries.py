"""A learner's entries and the history of their changes: what is read and written of them.

The statements are made once: to make one anew takes SQLAlchemy longer than SQLite to run it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from playbook.records.errors import RecordsError
from playbook.records.identity import checked_name
from playbook.records.tables import entry, entry_history

JSON: TypeAlias = Any  # text, a finite number, true or false, or lists and objects of these
MAX_VALUE_BYTES = 1_000_000


def as_text(value: JSON) -> str:
    """The value as JSON text; RecordsError if it isn't JSON or has more than 1 MB."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        size = len(text.encode())
        survives = json.loads(text) == value
    except (TypeError, ValueError, RecursionError):
        survives = False
    if not survives:
        raise RecordsError(
            "This value can't be kept: only text, finite numbers, true, false, "
            "and lists or text-keyed objects of these can.",
            "Change the value to one of these.",
        )
    if size > MAX_VALUE_BYTES:
        raise RecordsError(
            f"This value has {size:,} bytes; at most {MAX_VALUE_BYTES:,} can be kept.",
            "Shorten it, or upload it as a file.",
        )
    return text


def as_value(text: str | None) -> JSON:
    """The value that `as_text` made the text of; None stands for a deleted one."""
    return None if text is None else json.loads(text)


PLACE = ("learner_id", "lesson", "key", "part")


def _here(table: Table, names: tuple[str, ...] = PLACE) -> ColumnElement[bool]:
    """That a row has these names, which are given as `its_…` when the statement is run."""
    return and_(*(table.c[name] == bindparam(f"its_{name}") for name in names))


PRESENT = select(entry.c.value, entry.c.updated_at).where(_here(entry))
ADD = insert(entry)
CHANGE = update(entry).where(_here(entry))
DELETE = delete(entry).where(_here(entry))
NOTE = insert(entry_history).inline()

OF_LEARNER = (
    select(entry)
    .where(_here(entry, ("learner_id",)))
    .order_by(entry.c.lesson, entry.c.key, entry.c.part)
)
OF_LESSON = OF_LEARNER.where(_here(entry, ("lesson",)))
LAST_CHANGE = (
    select(entry_history.c.at)
    .where(_here(entry_history, ("learner_id", "lesson")))
    .order_by(entry_history.c.id.desc())
    .limit(1)
)
CHANGES = (
    select(entry_history.c.at, entry_history.c.value)
    .where(_here(entry_history))
    .order_by(entry_history.c.id)
)
LATEST_TWO = (
    select(entry_history.c.value)
    .where(_here(entry_history))
    .order_by(entry_history.c.id.desc())
    .limit(2)
)


class Place:
    """Where one entry is kept: learner, lesson, key and part.

    Raises RecordsError if a name isn't 1 to 200 printable characters.
    """

    def __init__(self, learner_id: str, lesson: str, key: str, part: str) -> None:
        self.columns = {
            "learner_id": learner_id,
            "lesson": checked_name("lesson", lesson),
            "key": checked_name("key", key),
            "part": checked_name("part", part),
        }
        self.here = {f"its_{name}": value for name, value in self.columns.items()}


def put(connection: Connection, place: Place, text: str | None, at: datetime) -> datetime:
    """Write an entry (None deletes it) and its history; gives when it was last changed.

    The text that is there already changes nothing. The caller holds the learner's lock.
    """
    present = connection.execute(PRESENT, place.here).one_or_none()
    if present is None and text is None:
        return at
    if present is not None and present.value == text:
        unchanged_since: datetime = present.updated_at
        return unchanged_since
    if text is None:
        connection.execute(DELETE, place.here)
    elif present is None:
        connection.execute(ADD, {**place.columns, "value": text, "updated_at": at})
    else:
        connection.execute(CHANGE, {**place.here, "value": text, "updated_at": at})
    connection.execute(NOTE, {**place.columns, "value": text, "at": at})
    return at


def put_back(connection: Connection, place: Place, at: datetime) -> str | None:
    """Give an entry the text it had before its last change (None: it had none)."""
    latest = connection.scalars(LATEST_TWO, place.here).all()
    before = latest[1] if len(latest) == 2 else None
    put(connection, place, before, at)
    return before


def of_lesson(connection: Connection, learner_id: str, lesson: str) -> dict[str, dict[str, JSON]]:
    """All entries of a lesson: key → part → value."""
    rows = connection.execute(OF_LESSON, {"its_learner_id": learner_id, "its_lesson": lesson})
    return _by_lesson(rows).get(lesson, {})


def of_all_lessons(
    connection: Connection, learner_id: str
) -> dict[str, dict[str, dict[str, JSON]]]:
    """All entries: lesson → key → part → value."""
    return _by_lesson(connection.execute(OF_LEARNER, {"its_learner_id": learner_id}))


def _by_lesson(rows: Iterable[Any]) -> dict[str, dict[str, dict[str, JSON]]]:
    found: dict[str, dict[str, dict[str, JSON]]] = {}
    for row in rows:
        found.setdefault(row.lesson, {}).setdefault(row.key, {})[row.part] = as_value(row.value)
    return found


def last_change(connection: Connection, learner_id: str, lesson: str) -> datetime | None:
    """When the newest change of a lesson's entries was made; None if there was none."""
    return connection.scalar(LAST_CHANGE, {"its_learner_id": learner_id, "its_lesson": lesson})


def changes(connection: Connection, place: Place) -> list[tuple[datetime, JSON]]:
    """All values an entry had, oldest first, each with its time; None where it was deleted."""
    rows = connection.execute(CHANGES, place.here)
    return [(row.at, as_value(row.value)) for row in rows]
