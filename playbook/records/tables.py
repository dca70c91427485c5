"""The tables, as the newest migration leaves them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time: takes any aware datetime, gives it back in UTC.

    SQLite has no time zones, so UTC is what lies there; PostgreSQL keeps `timestamptz`.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware time into what the database takes."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the database gives into an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _learner_id(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "learner_id",
        String(32),
        ForeignKey("learner.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


learner = Table(
    "learner",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("public_tag", String(9), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("last_seen_at", UtcDateTime, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    _learner_id(primary_key=True),
    Column("lesson", String(200), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("part", String(200), primary_key=True),
    Column("value", Text, nullable=False),  # JSON, as text: the same in every database
    Column("updated_at", UtcDateTime, nullable=False),
)

entry_history = Table(
    "entry_history",
    metadata,
    Column(
        "id",
        BigInteger().with_variant(Integer, "sqlite"),
        primary_key=True,
        autoincrement=True,
    ),
    _learner_id(),
    Column("lesson", String(200), nullable=False),
    Column("key", String(200), nullable=False),
    Column("part", String(200), nullable=False),
    Column("value", Text),  # JSON as text; NULL: the entry was deleted
    Column("at", UtcDateTime, nullable=False),
)
Index(None, entry_history.c.learner_id, entry_history.c.lesson, entry_history.c.id)

deliverable = Table(
    "deliverable",
    metadata,
    Column("id", String(32), primary_key=True),
    _learner_id(),
    Column("lesson", String(200), nullable=False),
    Column("kind", String(200), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("media_type", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("gaps", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
Index(None, deliverable.c.learner_id)

upload = Table(
    "upload",
    metadata,
    Column("id", String(32), primary_key=True),
    _learner_id(),
    Column("lesson", String(200), nullable=False),
    Column("filename", String(200), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("path", Text, nullable=False),  # within the learner's uploads folder
    Column("uploaded_at", UtcDateTime, nullable=False),
)
Index(None, upload.c.learner_id)
