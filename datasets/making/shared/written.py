"""Tables that are written by hand: rows kept as YAML beside the company's other makers.

A row may carry what is true of it (`faults`, `verdict` …); that goes to truth.yaml, not to the CSV.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from making.company import Company
from making.table import Column, Table

MAKING = Path(__file__).resolve().parents[1]
Rows = list[dict[str, Any]]


def written(company: Company, table: str) -> dict[str, Any]:
    """What is written for one table of a company."""
    path = MAKING / company.name / "written" / f"{table}.yaml"
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def as_table(
    name: str,
    title: str,
    description: str,
    columns: tuple[Column, ...],
    rows: Sequence[Mapping[str, Any]],
    **keys: Any,
) -> Table:
    """A table of written rows; a row that leaves out a column is blank there."""
    values = {column.name: [row.get(column.name) for row in rows] for column in columns}
    for column in columns:
        if column.required and (
            blank := [i for i, v in enumerate(values[column.name]) if v is None]
        ):
            raise ValueError(f"{name}: {column.name} is blank in rows {blank}.")
    return Table(name, title, description, columns, values, **keys)


def faults_of(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, list[str]]:
    """Each planted fault with the ids of the rows that have it."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for fault in row.get("faults", ()):
            found.setdefault(fault, []).append(row[key])
    return dict(sorted(found.items()))
