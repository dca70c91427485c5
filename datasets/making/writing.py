"""CSV and YAML with fixed bytes: UTF-8, line feeds, no platform's habits."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def write_csv(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write rows, the header first; None is written as an empty field."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def write_yaml(path: Path, heading: str, content: Mapping[str, object]) -> None:
    """Write nested mappings of strings, numbers and lists as YAML under a comment line."""
    lines = [f"# {heading}", *_yaml_lines(content, "")]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _yaml_lines(content: Mapping[str, object], indent: str) -> Iterable[str]:
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _yaml_lines(value, indent + "  ")
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"
