"""Runs the migrations on the connection that `playbook.records.schema` holds the lock with.

A new migration is a file in `versions/` that names its forerunner in `down_revision`;
`HEAD` in `schema.py` names the newest.
"""

from alembic import context

from playbook.records.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
