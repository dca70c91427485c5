"""Alembic environment of the records."""
