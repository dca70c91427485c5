"""The sample companies' tables, typed and checked as their `datapackage.json` says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from playbook.locations import datasets_dir

if TYPE_CHECKING:
    from pandera.pandas import DataFrameSchema

DESCRIPTION = "datapackage.json"
RESTORE = (
    "Restore the file: run `python datasets/generate.py` in a checkout, or install the kit again."
)
DATES = {"date": "%Y-%m-%d", "yearmonth": "%Y-%m"}


class UnknownSampleError(FileNotFoundError):
    """There is no such company or table; `reason` says which, `remedy` what there is."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


class SampleError(ValueError):
    """A sample's file is not what its description says; `reason` names file, row and column."""

    def __init__(self, reason: str, remedy: str = RESTORE) -> None:
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
    are datetimes (a month its first day), moments with an offset are datetimes in UTC, whole
    numbers with blanks are Int64, yes and no are booleans; a blank is missing. Header rows that are
    not data are left out; rows are not otherwise cleaned: an id that is there twice stays.
    `frame.attrs["units"]` gives a column's unit, `frame.attrs["meaning"]` what every column means.
    Every value is checked against the description. Raises UnknownSampleError for a name that is not
    there, SampleError for a file that is not as described.
    """
    for resource in _description(company)["resources"]:
        if resource["name"] == table:
            return _load(datasets_dir() / company / resource["path"], resource)
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


def _load(path: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    fields = resource["schema"]["fields"]
    frame = _read(path, resource)
    names = [field["name"] for field in fields]
    if list(frame.columns) != names or not isinstance(frame.index, pd.RangeIndex):
        raise SampleError(f"{path} has other columns than its description.")
    headings = len(resource.get("dialect", {}).get("commentRows", []))
    for field in fields:
        frame[field["name"]] = _typed(frame[field["name"]], field, path, headings)
    _check(frame, fields, path, headings)
    frame.attrs["units"] = {each["name"]: each["unit"] for each in fields if "unit" in each}
    frame.attrs["meaning"] = {each["name"]: each["description"] for each in fields}
    return frame


def _read(path: Path, resource: Mapping[str, Any]) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path,
            dtype="str",
            encoding=resource["encoding"],
            skiprows=[row - 1 for row in resource.get("dialect", {}).get("commentRows", [])],
            keep_default_na=False,
            na_values=resource["schema"]["missingValues"],
        )
    except FileNotFoundError:
        raise SampleError(f"The file {path} is missing.") from None
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise SampleError(f"{path} can't be read as a table: {problem}.") from problem


def _typed(
    column: pd.Series[str], field: Mapping[str, Any], path: Path, headings: int
) -> pd.Series[Any]:
    typed = _converted(column, field)
    lost = typed.isna() & column.notna()
    if lost.any():
        place = int(lost.to_numpy().argmax())
        where = _where(path, place, headings, field["name"])
        raise SampleError(f"{where} is '{column.iloc[place]}', which is no {field['type']}.")
    return typed


def _converted(column: pd.Series[str], field: Mapping[str, Any]) -> pd.Series[Any]:
    """The column in its type; what has no place in the type is missing."""
    match field["type"]:
        case "integer":
            numbers = pd.to_numeric(column, errors="coerce")
            numbers = numbers.where(numbers % 1 == 0)
            return numbers.astype("int64" if numbers.notna().all() else "Int64")
        case "number":
            return pd.to_numeric(column, errors="coerce")
        case "date" | "yearmonth" as kind:
            return pd.to_datetime(column, format=DATES[kind], errors="coerce")
        case "datetime" if field["format"] == "default":
            return pd.to_datetime(column, format="ISO8601", utc=True, errors="coerce")
        case "datetime":
            return pd.to_datetime(column, format=field["format"], errors="coerce")
        case "boolean":
            known = {field["trueValues"][0]: True, field["falseValues"][0]: False}
            flags = column.map(known).astype("boolean")
            return flags.astype(bool) if flags.notna().all() else flags
        case _:
            return column


def _check(frame: pd.DataFrame, fields: list[dict[str, Any]], path: Path, headings: int) -> None:
    from pandera.errors import SchemaErrors

    try:
        _schema(fields).validate(frame, lazy=True)
    except SchemaErrors as problem:
        first = problem.failure_cases.iloc[0]
        where = _where(path, int(first["index"]), headings, str(first["column"]))
        found = first["failure_case"]
        value = "blank" if pd.isna(found) else f"'{found}'"
        raise SampleError(f"{where} is {value}, against the rule {first['check']}.") from None


def _schema(fields: list[dict[str, Any]]) -> DataFrameSchema:
    """What the description says of each column, as pandera checks it."""
    from pandera.pandas import Check, Column, DataFrameSchema

    def column(field: Mapping[str, Any]) -> Column:
        rules = field.get("constraints", {})
        limit = pd.Timestamp if field["type"] in DATES else (lambda value: value)
        checks = [
            *([Check.isin(rules["enum"])] if "enum" in rules else []),
            *([Check.ge(limit(rules["minimum"]))] if "minimum" in rules else []),
            *([Check.le(limit(rules["maximum"]))] if "maximum" in rules else []),
            *([Check.str_matches(f"^(?:{rules['pattern']})$")] if "pattern" in rules else []),
        ]
        return Column(
            checks=checks,
            nullable=not rules.get("required", False),
            unique=rules.get("unique", False),
        )

    return DataFrameSchema({field["name"]: column(field) for field in fields})


def _where(path: Path, place: int, headings: int, column: str) -> str:
    """Where a value is: rows as a spreadsheet counts them, the names of the columns being row 1."""
    return f"{path}, row {place + 2 + headings}, column '{column}'"
