"""Learners, their entries with history, deliverables and uploads."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _time(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _name(name: str, length: int = 200) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _owner(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["learner_id"], ["learner.id"], name=f"fk_{table}_learner_id", ondelete="CASCADE"
    )


def upgrade() -> None:
    """Create all tables."""
    op.create_table(
        "learner",
        _name("id", 32),
        _name("public_tag", 9),
        _time("created_at"),
        _time("last_seen_at"),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
        sa.UniqueConstraint("public_tag", name="uq_learner_public_tag"),
    )
    op.create_table(
        "entry",
        _name("learner_id", 32),
        _name("lesson"),
        _name("key"),
        _name("part"),
        sa.Column("value", sa.Text, nullable=False),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("learner_id", "lesson", "key", "part", name="pk_entry"),
        _owner("entry"),
    )
    op.create_table(
        "entry_history",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        _name("learner_id", 32),
        _name("lesson"),
        _name("key"),
        _name("part"),
        sa.Column("value", sa.Text),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name="pk_entry_history"),
        _owner("entry_history"),
    )
    op.create_index(
        "ix_entry_history_learner_id_lesson_id", "entry_history", ["learner_id", "lesson", "id"]
    )
    op.create_table(
        "deliverable",
        _name("id", 32),
        _name("learner_id", 32),
        _name("lesson"),
        _name("kind"),
        _name("filename"),
        _name("media_type"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("gaps", sa.Integer, nullable=False),
        _time("made_at"),
        sa.PrimaryKeyConstraint("id", name="pk_deliverable"),
        _owner("deliverable"),
    )
    op.create_index("ix_deliverable_learner_id", "deliverable", ["learner_id"])
    op.create_table(
        "upload",
        _name("id", 32),
        _name("learner_id", 32),
        _name("lesson"),
        _name("filename"),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        _name("sha256", 64),
        sa.Column("path", sa.Text, nullable=False),
        _time("uploaded_at"),
        sa.PrimaryKeyConstraint("id", name="pk_upload"),
        _owner("upload"),
    )
    op.create_index("ix_upload_learner_id", "upload", ["learner_id"])


def downgrade() -> None:
    """Drop all tables."""
    for table in ("upload", "deliverable", "entry_history", "entry", "learner"):
        op.drop_table(table)
