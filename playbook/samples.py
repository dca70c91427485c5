"""The sample companies' tables, typed as their `datapackage.json` says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from playbook.locations import datasets_dir

DESCRIPTION = "datapackage.json"


class UnknownSampleError(FileNotFoundError):
    """There is no such company or table; `reason` says which, `remedy` what there is."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


def companies() -> tuple[str, ...]:
    """Names of the sample companies, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in datasets_dir().glob(f"*/{DESCRIPTION}")))


def tables(company: str) -> tuple[str, ...]:
    """Names of a company's tables, in the order of its description.

    Raises UnknownSampleError for a company that is not there.
    """
    return tuple(resource["name"] for resource in _description(company)["resources"])


def load(company: str, table: str) -> pd.DataFrame:
    """One table of a sample company, for instance `load("quillmere", "journeys")`.

    Column types follow the company's description: ids and other text stay text, dates and months
    are datetimes (a month its first day), whole numbers with blanks are Int64, yes and no are
    booleans; a blank is missing. Header rows that are not data are left out; rows are not otherwise
    cleaned. Raises UnknownSampleError for a name that is not there.
    """
    for resource in _description(company)["resources"]:
        if resource["name"] == table:
            return _read(datasets_dir() / company / resource["path"], resource)
    raise UnknownSampleError(
        f"The sample company '{company}' has no table '{table}'.",
        f"Choose one of: {', '.join(tables(company))}.",
    )


def _description(company: str) -> dict[str, Any]:
    if company not in companies():
        raise UnknownSampleError(
            f"There is no sample company '{company}'.",
            f"Choose one of: {', '.join(companies())}.",
        )
    text = (datasets_dir() / company / DESCRIPTION).read_text(encoding="utf-8")
    description: dict[str, Any] = json.loads(text)
    return description


def _read(path: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    schema = resource["schema"]
    frame = pd.read_csv(
        path,
        dtype="str",
        encoding=resource["encoding"],
        skiprows=[row - 1 for row in resource.get("dialect", {}).get("commentRows", [])],
        keep_default_na=False,
        na_values=schema["missingValues"],
    )
    for field in schema["fields"]:
        frame[field["name"]] = _typed(frame[field["name"]], field)
    return frame


def _typed(column: pd.Series[str], field: Mapping[str, Any]) -> pd.Series[Any]:
    match field["type"]:
        case "integer":
            numbers = pd.to_numeric(column)
            return numbers.astype("int64" if column.notna().all() else "Int64")
        case "number":
            return pd.to_numeric(column)
        case "date":
            return pd.to_datetime(column, format="%Y-%m-%d")
        case "yearmonth":
            return pd.to_datetime(column, format="%Y-%m")
        case "datetime":
            return pd.to_datetime(column, format=field["format"])
        case "boolean":
            return column.isin(field["trueValues"])
        case _:
            return column
