"""Files with fixed bytes: UTF-8, line feeds, no platform's habits."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from making.company import Company
from making.table import Table

LICENCE = {"name": "CC0-1.0", "title": "CC0 1.0 Universal"}
VERSION = "2.0.0"
PLAIN_KEY = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][a-z0-9_]*")


def write_tables(
    folder: Path, tables: Iterable[Table], progress: Callable[[str], None]
) -> list[Table]:
    """Write each table's CSV; a table that comes again is continued. Gives each table's first."""
    first: dict[str, Table] = {}
    with ExitStack() as open_files:
        files: dict[str, TextIO] = {}
        for table in tables:
            if table.name not in files:
                path = folder / f"{table.name}.csv"
                files[table.name] = open_files.enter_context(
                    path.open("w", encoding="utf-8", newline="")
                )
                first[table.name] = table
                table.write_header(files[table.name])
            table.write_rows(files[table.name])
            progress(f"{table.name}: {table.rows:,} rows")
    return list(first.values())


def write_package(path: Path, company: Company, tables: Iterable[Table]) -> None:
    """Write the Frictionless description (Data Package v1) of a company's tables."""
    package = {
        "name": company.name,
        "profile": "tabular-data-package",
        "title": company.title,
        "description": company.description,
        "version": VERSION,
        "licenses": [LICENCE],
        "resources": [table.resource() for table in tables],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def write_yaml(path: Path, heading: str, content: Mapping[str, object]) -> None:
    """Write nested mappings of strings, numbers and lists as YAML under a comment line."""
    lines = [f"# {heading}", *_yaml_lines(content, "")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _yaml_lines(content: Mapping[str, object], indent: str) -> Iterable[str]:
    for key, value in content.items():
        name = key if PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)
        if isinstance(value, Mapping) and value:
            yield f"{indent}{name}:"
            yield from _yaml_lines(value, indent + "  ")
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            yield f"{indent}{name}:"
            yield from (f"{indent}  - {_flow(each)}" for each in value)
        else:
            yield f"{indent}{name}: {_flow(value)}"


def _flow(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
