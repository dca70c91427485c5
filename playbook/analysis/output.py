"""An analysis as sentences for people, or as JSON for programs."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from playbook.analysis.analyse import Analysis


def as_text(analysis: Analysis) -> str:
    """The results as sentences, a line each, under what was read."""
    dropped = ", ".join(f"{count:,} {reason}" for reason, count in analysis.dropped.items())
    rows = "1 row" if analysis.rows == 1 else f"{analysis.rows:,} rows"
    read = f"{analysis.file_name}: {rows}." + (f" Left out: {dropped}." if dropped else "")
    lines = [read]
    for label, result in analysis.results:
        text = _sentence(result)
        lines.append(f"{label}: {text}" if label else text)
    return "\n".join(lines)


def as_json(analysis: Analysis) -> str:
    """Everything, numbers unrounded; what is not available is null."""
    content = {
        "file": {
            "name": analysis.file_name,
            "sha256": analysis.sha256,
            "bytes": analysis.bytes,
            "rows": analysis.rows,
            "dropped": dict(analysis.dropped),
            "notes": list(analysis.notes),
        },
        "measure": analysis.measure,
        "columns": plain(analysis.columns),
        "results": [
            {"label": label, "sentence": _sentence(result), **_fields(result)}
            for label, result in analysis.results
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)


def _sentence(result: object) -> str:
    sentence = getattr(result, "sentence", None)
    return str(sentence()) if sentence is not None else str(result)


def _fields(result: object) -> dict[str, Any]:
    found = plain(result)
    return found if isinstance(found, dict) else {"value": found}


def plain(value: object) -> Any:
    """A result as JSON can hold it: dataclasses as objects, tables as lists of rows."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not field.name.startswith("_")
        }
    if isinstance(value, Mapping):
        return {_key(key): plain(each) for key, each in value.items()}
    if isinstance(value, pd.DataFrame):
        return [plain(row) for row in value.to_dict("records")]
    if isinstance(value, pd.Series | np.ndarray):
        return [plain(each) for each in value.tolist()]
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(each) for each in value]
    if isinstance(value, np.generic):
        return plain(value.item())
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.date | datetime.datetime | pd.Period):
        return str(value) if isinstance(value, pd.Period) else value.isoformat()
    return value if isinstance(value, bool | int | str) else str(value)


def _key(key: object) -> str:
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
