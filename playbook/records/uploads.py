"""Files a learner brought: what is known of each; the file lies in the learner's own folder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from playbook.locations import data_dir
from playbook.records.database import private_folder
from playbook.records.errors import RecordsError
from playbook.records.identity import checked_id, checked_name, clean_filename
from playbook.records.tables import upload


@dataclass(frozen=True)
class Upload:
    """One uploaded file; `path` is where it lies, `sha256` in hexadecimal digits."""

    id: str
    lesson: str
    filename: str
    size: int
    sha256: str
    path: Path
    uploaded_at: datetime


def folder_of(learner_id: str) -> Path:
    """Where a learner's files lie, whether or not the folder is there yet."""
    return data_dir() / "uploads" / checked_id(learner_id)


def make_folder(learner_id: str) -> Path:
    """The learner's folder, made if needed, open to the owner only."""
    private_folder(data_dir())
    private_folder(data_dir() / "uploads")
    return private_folder(folder_of(learner_id))


def add(
    connection: Connection,
    learner_id: str,
    *,
    lesson: str,
    filename: str,
    path: Path,
    sha256: str,
    size: int,
    at: datetime,
) -> str:
    """Note a file that lies in the learner's folder; gives its new id."""
    folder = folder_of(learner_id).resolve()
    inside = path.resolve()
    if not inside.is_relative_to(folder) or not inside.is_file():
        raise RecordsError(
            f"The file {path.name} is not in this learner's uploads folder.",
            "Save it in the folder that uploads_folder() gives, then add it.",
        )
    upload_id = secrets.token_hex(16)
    connection.execute(
        insert(upload).values(
            id=upload_id,
            learner_id=learner_id,
            lesson=checked_name("lesson", lesson),
            filename=clean_filename(filename),
            bytes=size,
            sha256=sha256,
            path=inside.relative_to(folder).as_posix(),
            uploaded_at=at,
        )
    )
    return upload_id


def find(
    connection: Connection,
    learner_id: str,
    *,
    upload_id: str | None = None,
    lesson: str | None = None,
) -> list[Upload]:
    """The learner's uploads, newest first; only that with the id or of the lesson, if given."""
    query = select(upload).where(upload.c.learner_id == learner_id)
    if upload_id is not None:
        query = query.where(upload.c.id == upload_id)
    if lesson is not None:
        query = query.where(upload.c.lesson == lesson)
    folder = folder_of(learner_id)
    return [
        Upload(
            row.id,
            row.lesson,
            row.filename,
            row.bytes,
            row.sha256,
            folder / row.path,
            row.uploaded_at,
        )
        for row in connection.execute(query.order_by(upload.c.uploaded_at.desc(), upload.c.id))
    ]
