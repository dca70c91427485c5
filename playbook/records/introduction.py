"""A learner and what is kept of one lesson, as JSON: so a kernel knows them without a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from playbook.records import deliverables, entries
from playbook.records.entries import JSON


@dataclass(frozen=True)
class LessonRecord:
    """What is kept of a lesson: key → part → value, when it last changed, documents made."""

    kept: dict[str, dict[str, JSON]]
    changed_at: datetime | None
    documents: int


def lesson_record(connection: Connection, learner_id: str, lesson: str) -> LessonRecord:
    """All that is kept of a lesson, of the moment that the connection sees."""
    return LessonRecord(
        kept=entries.of_lesson(connection, learner_id, lesson),
        changed_at=entries.last_change(connection, learner_id, lesson),
        documents=deliverables.count(connection, learner_id, lesson),
    )


@dataclass(frozen=True)
class Introduction:
    """Who a learner is and what they entered in a lesson before, at one moment."""

    learner_id: str
    public_tag: str
    created_at: datetime
    last_seen_at: datetime
    record: LessonRecord

    def to_json(self) -> dict[str, Any]:
        """Give what `from_json` takes."""
        changed_at = self.record.changed_at
        return {
            "learner_id": self.learner_id,
            "public_tag": self.public_tag,
            "created_at": self.created_at.isoformat(),
            "last_seen_at": self.last_seen_at.isoformat(),
            "kept": self.record.kept,
            "changed_at": changed_at.isoformat() if changed_at else None,
            "documents": self.record.documents,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Introduction:
        """Read what `to_json` gave."""
        changed_at = content["changed_at"]
        return cls(
            learner_id=content["learner_id"],
            public_tag=content["public_tag"],
            created_at=datetime.fromisoformat(content["created_at"]),
            last_seen_at=datetime.fromisoformat(content["last_seen_at"]),
            record=LessonRecord(
                kept=content["kept"],
                changed_at=datetime.fromisoformat(changed_at) if changed_at else None,
                documents=content["documents"],
            ),
        )
