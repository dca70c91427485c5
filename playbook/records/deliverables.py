"""Documents made for a learner."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from playbook.records.identity import checked_name, clean_filename
from playbook.records.tables import deliverable

KEPT_OF_EACH_KIND = 20

COUNT = (
    select(func.count())
    .select_from(deliverable)
    .where(
        deliverable.c.learner_id == bindparam("its_learner_id"),
        deliverable.c.lesson == bindparam("its_lesson"),
    )
)


@dataclass(frozen=True)
class Deliverable:
    """One document as it was made; `content` is None in lists, `gaps` counts what it lacks."""

    id: str
    lesson: str
    kind: str
    filename: str
    media_type: str
    size: int
    gaps: int
    made_at: datetime
    content: bytes | None = None


def add(
    connection: Connection,
    learner_id: str,
    *,
    lesson: str,
    kind: str,
    filename: str,
    media_type: str,
    content: bytes,
    gaps: int,
    at: datetime,
) -> str:
    """Keep a document, and of its kind and lesson only the newest 20; gives its new id."""
    new_id = secrets.token_hex(16)
    connection.execute(
        insert(deliverable).values(
            id=new_id,
            learner_id=learner_id,
            lesson=checked_name("lesson", lesson),
            kind=checked_name("kind", kind),
            filename=clean_filename(filename),
            media_type=checked_name("media type", media_type),
            content=content,
            gaps=gaps,
            made_at=at,
        )
    )
    too_old = (
        select(deliverable.c.id)
        .where(
            deliverable.c.learner_id == learner_id,
            deliverable.c.lesson == lesson,
            deliverable.c.kind == kind,
            deliverable.c.id != new_id,
        )
        .order_by(deliverable.c.made_at.desc(), deliverable.c.id)
        .offset(KEPT_OF_EACH_KIND - 1)
    )
    old_ids = connection.scalars(too_old).all()
    if old_ids:
        connection.execute(delete(deliverable).where(deliverable.c.id.in_(old_ids)))
    return new_id


def find(connection: Connection, learner_id: str, deliverable_id: str) -> Deliverable | None:
    """One document of the learner's own, with its content; None if there is no such."""
    row = connection.execute(
        select(deliverable).where(
            deliverable.c.id == deliverable_id, deliverable.c.learner_id == learner_id
        )
    ).one_or_none()
    if row is None:
        return None
    return Deliverable(
        row.id,
        row.lesson,
        row.kind,
        row.filename,
        row.media_type,
        len(row.content),
        row.gaps,
        row.made_at,
        bytes(row.content),
    )


def count(connection: Connection, learner_id: str, lesson: str) -> int:
    """How many documents are kept that the learner made in a lesson."""
    return connection.scalar(COUNT, {"its_learner_id": learner_id, "its_lesson": lesson}) or 0


def listed(connection: Connection, learner_id: str) -> list[Deliverable]:
    """All documents of the learner, newest first, without their content."""
    table = deliverable.c
    rows = connection.execute(
        select(
            table.id,
            table.lesson,
            table.kind,
            table.filename,
            table.media_type,
            func.length(table.content),
            table.gaps,
            table.made_at,
        )
        .where(table.learner_id == learner_id)
        .order_by(table.made_at.desc(), table.id)
    )
    return [Deliverable(*row) for row in rows]
