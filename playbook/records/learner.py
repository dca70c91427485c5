"""One learner: what they enter, make and upload, and how they take it along or erase it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, delete, update

from playbook.records import deliverables, entries, export, uploads
from playbook.records.database import Database
from playbook.records.deliverables import Deliverable
from playbook.records.entries import JSON, Place
from playbook.records.errors import RecordsError
from playbook.records.introduction import LessonRecord, lesson_record
from playbook.records.tables import learner
from playbook.records.uploads import Upload

SEEN = update(learner).where(learner.c.id == bindparam("its_id"))


def seen(connection: Connection, learner_id: str, at: datetime) -> bool:
    """Note when a learner was seen, which also holds their row; False where there is none."""
    return connection.execute(SEEN, {"its_id": learner_id, "last_seen_at": at}).rowcount > 0


@dataclass(frozen=True)
class Learner:
    """A learner's part of the records; made by `Records`, safe to use from several threads.

    Every method is one short transaction of its own and may raise RecordsError. Times are
    aware and in UTC; `last_seen_at` is of the moment this object was made.
    """

    id: str
    public_tag: str
    created_at: datetime
    last_seen_at: datetime
    _database: Database = field(repr=False)

    def keep(self, lesson: str, key: str, part: str, value: JSON) -> datetime:
        """Keep one value in place of the earlier one, and give when it was last changed.

        `value` is anything JSON has, up to 1 MB; None deletes. When this returns, the value
        is on the disk. The history grows by a change only, not by the same value again.
        """
        return self.keep_knowing(None, lesson, key, part, value)[0]

    def keep_knowing(
        self, known: datetime | None, lesson: str, key: str, part: str, value: JSON
    ) -> tuple[datetime, bool]:
        """Keep one value; tells also whether nobody else had changed the lesson since `known`.

        `known` is what `kept_at` gave, or this method.
        """
        place = Place(self.id, lesson, key, part)
        text = None if value is None else entries.as_text(value)
        with self._changing() as (connection, now):
            undisturbed = entries.last_change(connection, self.id, lesson) == known
            return entries.put(connection, place, text, now), undisturbed

    def kept(self, lesson: str) -> dict[str, dict[str, JSON]]:
        """What is kept for a lesson: key → part → value."""
        with self._database.reading() as connection:
            return entries.of_lesson(connection, self.id, lesson)

    def kept_at(self, lesson: str) -> datetime | None:
        """When the lesson's entries last changed, deletions included; None if never.

        Another time than before means that something changed, in this process or elsewhere.
        """
        with self._database.reading() as connection:
            return entries.last_change(connection, self.id, lesson)

    def lesson_record(self, lesson: str) -> LessonRecord:
        """All that is kept for a lesson, of one moment."""
        with self._database.reading() as connection:
            return lesson_record(connection, self.id, lesson)

    def all_kept(self) -> dict[str, dict[str, dict[str, JSON]]]:
        """What is kept for all lessons: lesson → key → part → value."""
        with self._database.reading() as connection:
            return entries.of_all_lessons(connection, self.id)

    def history(self, lesson: str, key: str, part: str) -> list[tuple[datetime, JSON]]:
        """All values the entry had, oldest first, with their times; None where it was deleted."""
        place = Place(self.id, lesson, key, part)
        with self._database.reading() as connection:
            return entries.changes(connection, place)

    def undo(self, lesson: str, key: str, part: str) -> JSON | None:
        """Give the entry the value it had before its last change; gives that value.

        This is a change like any other: the history grows by it, and a second undo takes the
        first one back. None means that the entry is now empty, as it was before.
        """
        place = Place(self.id, lesson, key, part)
        with self._changing() as (connection, now):
            return entries.as_value(entries.put_back(connection, place, now))

    def add_deliverable(
        self, lesson: str, kind: str, filename: str, media_type: str, content: bytes, gaps: int
    ) -> str:
        """Keep a document that was made, and give its id.

        `gaps` is how many things were still missing in it. The newest 20 of each kind and
        lesson are kept.
        """
        with self._changing() as (connection, now):
            return deliverables.add(
                connection,
                self.id,
                lesson=lesson,
                kind=kind,
                filename=filename,
                media_type=media_type,
                content=content,
                gaps=gaps,
                at=now,
            )

    def deliverable(self, deliverable_id: str) -> Deliverable | None:
        """One of the learner's own documents, with its content; None if there is no such."""
        with self._database.reading() as connection:
            return deliverables.find(connection, self.id, deliverable_id)

    def deliverables(self) -> list[Deliverable]:
        """All documents of the learner, newest first, without their content."""
        with self._database.reading() as connection:
            return deliverables.listed(connection, self.id)

    def uploads_folder(self) -> Path:
        """The folder for this learner's files, made if needed, open to the owner only."""
        return uploads.make_folder(self.id)

    def add_upload(self, lesson: str, filename: str, path: Path, sha256: str, bytes: int) -> str:
        """Note a file that lies in `uploads_folder()`, and give its id.

        `filename` is what the learner calls it, `path` where it lies, `bytes` its size.
        """
        with self._changing() as (connection, now):
            return uploads.add(
                connection,
                self.id,
                lesson=lesson,
                filename=filename,
                path=path,
                sha256=sha256,
                size=bytes,
                at=now,
            )

    def upload(self, upload_id: str) -> Upload | None:
        """One of the learner's own files; None if there is no such."""
        with self._database.reading() as connection:
            return next(iter(uploads.find(connection, self.id, upload_id=upload_id)), None)

    def uploads(self, lesson: str | None = None) -> list[Upload]:
        """The learner's files for a lesson, or for all of them, newest first."""
        with self._database.reading() as connection:
            return uploads.find(connection, self.id, lesson=lesson)

    def export_json(self) -> bytes:
        """Everything kept of the learner as readable JSON (see `export.py` for its parts)."""
        with self._database.reading() as connection:
            return export.as_json(connection, self.id)

    def export_csv(self) -> bytes:
        """Everything kept of the learner as a zip of CSV tables, documents and files."""
        with self._database.reading() as connection:
            return export.as_zip(connection, self.id)

    def erase(self) -> None:
        """Erase everything kept of the learner: rows, history, documents, files.

        In SQLite nothing stays readable in the file either; PostgreSQL frees the space at its
        next vacuum. What this object keeps afterwards raises RecordsError.
        """
        with self._database.writing() as connection:
            connection.execute(delete(learner).where(learner.c.id == self.id))
            folder = uploads.folder_of(self.id)
            try:
                shutil.rmtree(folder)
            except FileNotFoundError:
                pass
            except OSError as error:
                raise RecordsError(
                    f"The files in {folder} could not be erased, so nothing was.",
                    "Make the folder writable, then erase again.",
                ) from error
        self._database.overwrite_erased()

    @contextmanager
    def _changing(self) -> Iterator[tuple[Connection, datetime]]:
        """A transaction that holds this learner's row, so that changes come one by one."""
        with self._database.writing() as connection:
            now = datetime.now(UTC)
            if not seen(connection, self.id, now):
                raise RecordsError(
                    "Nothing can be kept: this learner's record was erased.",
                    "Reload the page to start a new one.",
                )
            yield connection, now
