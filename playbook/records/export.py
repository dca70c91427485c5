"""What a learner takes along: everything kept of them, readable by people and programs.

The JSON export has the parts `schema` and `schema_version` (2 when a part changes its
meaning), `exported_at`, `learner` (tag and times), `entries` (what is kept now), `history`
(every change, oldest first; a null value is a deletion), and `deliverables` and `uploads`
(names and sizes; the zip holds the files themselves). Times are ISO 8601 in UTC. The secret
id is left out: an export may be passed on.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from playbook.records import deliverables, uploads
from playbook.records.entries import as_value
from playbook.records.errors import RecordsError
from playbook.records.tables import deliverable, entry, entry_history, learner

SCHEMA = "cco-playbook/learner"
SCHEMA_VERSION = 1
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = {
    "entries": ("lesson", "key", "part", "value", "value_type", "updated_at"),
    "history": ("lesson", "key", "part", "value", "value_type", "at"),
    "deliverables": (
        *("lesson", "kind", "filename", "media_type", "bytes", "gaps", "made_at", "file"),
    ),
    "uploads": ("lesson", "filename", "bytes", "sha256", "uploaded_at", "file"),
}


def as_json(connection: Connection, learner_id: str) -> bytes:
    """Everything kept of the learner, as indented UTF-8 JSON."""
    everything = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "exported_at": datetime.now(UTC).isoformat(),
        "learner": _learner(connection, learner_id),
        **_parts(connection, learner_id),
    }
    return json.dumps(everything, ensure_ascii=False, indent=2).encode() + b"\n"


def as_zip(connection: Connection, learner_id: str) -> bytes:
    """Everything kept of the learner: one CSV file a part, each document, each uploaded file.

    Text that a spreadsheet would take for a formula begins with an apostrophe in the tables.
    An uploaded file that is gone is listed with an empty `file`.
    """
    _learner(connection, learner_id)
    parts = _parts(connection, learner_id)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for row, made in zip(
            parts["deliverables"], deliverables.listed(connection, learner_id), strict=True
        ):
            row["file"] = f"deliverables/{made.id}/{made.filename}"
            content = connection.scalar(
                select(deliverable.c.content).where(deliverable.c.id == made.id)
            )
            archive.writestr(row["file"], bytes(content or b""))
        for row, file in zip(parts["uploads"], uploads.find(connection, learner_id), strict=True):
            row["file"] = ""
            if file.path.is_file():
                row["file"] = f"uploads/{file.id}/{file.filename}"
                archive.write(file.path, row["file"])
        for name, rows in parts.items():
            archive.writestr(f"{name}.csv", _table(COLUMNS[name], rows))
    return buffer.getvalue()


def _learner(connection: Connection, learner_id: str) -> dict[str, str]:
    row = connection.execute(select(learner).where(learner.c.id == learner_id)).one_or_none()
    if row is None:
        raise RecordsError(
            "There is nothing to export: this learner's record was erased.",
            "Reload the page to start a new one.",
        )
    return {
        "public_tag": row.public_tag,
        "created_at": row.created_at.isoformat(),
        "last_seen_at": row.last_seen_at.isoformat(),
    }


def _parts(connection: Connection, learner_id: str) -> dict[str, list[dict[str, Any]]]:
    now = (
        select(entry)
        .where(entry.c.learner_id == learner_id)
        .order_by(entry.c.lesson, entry.c.key, entry.c.part)
    )
    ever = (
        select(entry_history)
        .where(entry_history.c.learner_id == learner_id)
        .order_by(entry_history.c.id)
    )
    return {
        "entries": [
            {
                "lesson": row.lesson,
                "key": row.key,
                "part": row.part,
                "value": as_value(row.value),
                "updated_at": row.updated_at.isoformat(),
            }
            for row in connection.execute(now)
        ],
        "history": [
            {
                "lesson": row.lesson,
                "key": row.key,
                "part": row.part,
                "value": as_value(row.value),
                "at": row.at.isoformat(),
            }
            for row in connection.execute(ever)
        ],
        "deliverables": [
            {
                "lesson": made.lesson,
                "kind": made.kind,
                "filename": made.filename,
                "media_type": made.media_type,
                "bytes": made.size,
                "gaps": made.gaps,
                "made_at": made.made_at.isoformat(),
            }
            for made in deliverables.listed(connection, learner_id)
        ],
        "uploads": [
            {
                "lesson": file.lesson,
                "filename": file.filename,
                "bytes": file.size,
                "sha256": file.sha256,
                "uploaded_at": file.uploaded_at.isoformat(),
            }
            for file in uploads.find(connection, learner_id)
        ],
    }


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    for row in rows:
        typed = {**row, "value_type": _type_of(row["value"])} if "value" in row else row
        writer.writerow([_cell(typed[column]) for column in columns])
    return buffer.getvalue().encode("utf-8-sig")  # the mark by which Excel knows UTF-8


def _type_of(value: object) -> str:
    """What a cell's value was before it became text."""
    names = {str: "text", bool: "true or false", int: "number", float: "number", list: "list"}
    return "deleted" if value is None else names.get(type(value), "object")


def _cell(value: object) -> str:
    """A value as the text of a cell; a number as it is, a list or object as JSON."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value
