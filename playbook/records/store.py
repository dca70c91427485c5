"""Opens the records and finds learners in them."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError

from playbook.records import entries
from playbook.records.database import Database, connect_to
from playbook.records.entries import Place
from playbook.records.errors import RecordsError
from playbook.records.identity import checked_id, public_tag, tag_as_written
from playbook.records.introduction import Introduction, lesson_record
from playbook.records.learner import Learner, seen
from playbook.records.schema import bring_up_to_date
from playbook.records.tables import deliverable, entry, learner

SEEN_AGAIN_AFTER = timedelta(minutes=1)
TAG_ATTEMPTS = 10

FIND = select(learner).where(learner.c.id == bindparam("its_id"))
MAKE = insert(learner)


@dataclass(frozen=True)
class LearnerSummary:
    """A learner as those who look after the records see one: counts, no content."""

    public_tag: str
    created_at: datetime
    last_seen_at: datetime
    entries: int
    deliverables: int


def open_records(url: str | None = None) -> Records:
    """Open the records; creates or migrates the database first where that is needed.

    `url` is `postgresql://…` or `sqlite:///path`; None takes `CCO_DATABASE_URL`, else
    `records.sqlite` in the data folder. Raises RecordsError if the database can't be reached,
    written or read, is locked, or is of a newer version of the program.
    """
    database = connect_to(url)
    bring_up_to_date(database)
    return Records(database)


@dataclass(frozen=True)
class Records:
    """All that is kept of all learners.

    Holds no connection, so a process may fork with it; `held_open` and `keep_connected` tell it to.
    """

    _database: Database

    def held_open(self) -> AbstractContextManager[None]:
        """Make all writes quicker while it lasts; for the one process that serves the others."""
        return self._database.held_open()

    def keep_connected(self) -> None:
        """Make this thread's writes quicker from now on; for a process that serves one learner."""
        self._database.keep_connected()

    def check(self) -> None:
        """Ask the database for nothing. Raises RecordsError if it doesn't answer."""
        with self._database.reading() as connection:
            connection.execute(select(1))

    def learner(self, learner_id: str, *, create: bool = True) -> Learner:
        """The learner with this id, noted as seen now (to the minute).

        A new one is made unless `create` is False. Raises RecordsError if the id isn't one of
        `new_learner_id`, or nobody has it and none is to be made.
        """
        checked_id(learner_id)
        with self._database.reading() as connection:
            found = self._found(connection, learner_id)
        now = datetime.now(UTC)
        if found is None and create:
            with self._database.writing() as connection:
                return self._seen_or_made(connection, learner_id, now)
        if found is None:
            raise _nobody()
        if now - found.last_seen_at < SEEN_AGAIN_AFTER:
            return found
        with self._database.writing() as connection:
            seen(connection, learner_id, now)
        return replace(found, last_seen_at=now)

    def introduce(self, learner_id: str, lesson: str) -> Introduction:
        """Note that the learner visits a lesson, and tell who they are and what is kept of it.

        A new one is made. All in one transaction. Raises RecordsError as `learner` does.
        """
        checked_id(learner_id)
        now = datetime.now(UTC)
        place = Place(learner_id, lesson, "lesson", "visited_at")
        visited_at = entries.as_text(now.isoformat(timespec="seconds"))
        with self._database.writing() as connection:
            visitor = self._seen_or_made(connection, learner_id, now)
            entries.put(connection, place, visited_at, now)
            record = lesson_record(connection, learner_id, lesson)
        return Introduction(
            visitor.id, visitor.public_tag, visitor.created_at, visitor.last_seen_at, record
        )

    def introduced(self, learner: Introduction) -> Learner:
        """The learner of an introduction; asks the database for nothing."""
        return Learner(
            learner.learner_id,
            learner.public_tag,
            learner.created_at,
            learner.last_seen_at,
            self._database,
        )

    def find(self, tag: str) -> Learner:
        """The learner with this public tag, as somebody typed it; RecordsError if nobody has it.

        A tag is no credential: whoever calls this has been let in by other means.
        """
        written = tag_as_written(tag)
        with self._database.reading() as connection:
            found = self._of_row(
                connection.execute(select(learner).where(learner.c.public_tag == written)).first()
            )
        if found is None:
            raise RecordsError(
                f"No learner has the tag {written}.", "Compare it with the one on their home page."
            )
        return found

    def learners(self) -> list[LearnerSummary]:
        """All learners, the last seen first."""
        of_entries, of_deliverables = (
            select(func.count())
            .select_from(table)
            .where(table.c.learner_id == learner.c.id)
            .scalar_subquery()
            for table in (entry, deliverable)
        )
        with self._database.reading() as connection:
            rows = connection.execute(
                select(
                    learner.c.public_tag,
                    learner.c.created_at,
                    learner.c.last_seen_at,
                    of_entries,
                    of_deliverables,
                ).order_by(learner.c.last_seen_at.desc(), learner.c.id)
            )
            return [LearnerSummary(*row) for row in rows]

    def _found(self, connection: Connection, learner_id: str) -> Learner | None:
        return self._of_row(connection.execute(FIND, {"its_id": learner_id}).first())

    def _of_row(self, row: Row[Any] | None) -> Learner | None:
        return row and Learner(
            row.id, row.public_tag, row.created_at, row.last_seen_at, self._database
        )

    def _seen_or_made(self, connection: Connection, learner_id: str, now: datetime) -> Learner:
        """The learner, seen now; made if there is none, also by another process meanwhile."""
        for attempt in range(TAG_ATTEMPTS):
            if seen(connection, learner_id, now):
                break
            tag = public_tag(learner_id, attempt)
            with suppress(IntegrityError), connection.begin_nested():
                row = {"id": learner_id, "public_tag": tag, "created_at": now, "last_seen_at": now}
                connection.execute(MAKE, row)
                return Learner(learner_id, tag, now, now, self._database)
        found = self._found(connection, learner_id)
        if found is None:
            raise _nobody()
        return found


def _nobody() -> RecordsError:
    return RecordsError(
        "There is no record of this learner; it may have been erased.",
        "Open the home page to start a new one.",
    )
