"""A table: what its columns mean and hold, and its CSV and its Frictionless description."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TextIO

import numpy as np
from numpy.typing import NDArray

Kind = Literal["string", "integer", "number", "date", "datetime", "yearmonth", "boolean"]
Value = str | int | float
Values = Sequence[Any] | NDArray[Any]


@dataclass(frozen=True)
class Column:
    """One column: its type, its meaning, and what it may hold.

    `decimals` is how a number is written. `form` is a datetime's own format (strptime); without it
    a datetime is ISO 8601 with an offset. `yes_no` is how a boolean is written.
    """

    name: str
    type: Kind
    meaning: str
    unit: str | None = None
    required: bool = True
    allowed: tuple[Value, ...] | None = None
    minimum: Value | None = None
    maximum: Value | None = None
    pattern: str | None = None
    unique: bool = False
    decimals: int | None = None
    form: str | None = None
    yes_no: tuple[str, str] = ("yes", "no")

    def field(self) -> dict[str, Any]:
        """The column's entry in datapackage.json."""
        described: dict[str, Any] = {
            "name": self.name,
            "type": self.type,
            "description": self.meaning,
        }
        if self.unit is not None:
            described["unit"] = self.unit
        if self.type == "datetime":
            described["format"] = self.form or "default"
        if self.type == "boolean":
            described["trueValues"], described["falseValues"] = [self.yes_no[0]], [self.yes_no[1]]
        rules: dict[str, Any] = {
            "required": self.required or None,
            "unique": self.unique or None,
            "enum": None if self.allowed is None else list(self.allowed),
            "minimum": self.minimum,
            "maximum": self.maximum,
            "pattern": self.pattern,
        }
        constraints = {rule: value for rule, value in rules.items() if value is not None}
        if constraints:
            described["constraints"] = constraints
        return described

    def cells(self, values: Values) -> list[Any]:
        """The values as they are written; a blank (None, NaN or NaT) is an empty text."""
        if isinstance(values, np.ndarray):
            if values.dtype.kind in "iu" and self.type != "boolean":
                return values.tolist()  # type: ignore[no-any-return]
            if values.dtype.kind == "b":
                return np.where(values, *self.yes_no).tolist()  # type: ignore[no-any-return]
            if values.dtype.kind == "M":
                return np.where(np.isnat(values), "", np.datetime_as_string(values)).tolist()
            values = values.tolist()
        if self.type in ("string", "datetime", "yearmonth"):
            return [value if value.__class__ is str else self._cell(value) for value in values]
        if self.type == "integer":
            return [value if value.__class__ is int else self._cell(value) for value in values]
        return [self._cell(value) for value in values]

    def _cell(self, value: Any) -> Any:
        if value is None or value != value:
            return ""
        match self.type:
            case "boolean":
                return self.yes_no[0] if value else self.yes_no[1]
            case "integer":
                return int(value)
            case "number":
                return f"{value:.{self.decimals}f}" if self.decimals is not None else repr(value)
            case "date":
                return value.isoformat() if isinstance(value, date) else value
            case _:
                return value


@dataclass(frozen=True)
class Table:
    """One table, or the next rows of it: one array a column, all of one length.

    `values` may be a mapping of numpy arrays or of lists. Dates are datetime64[D] or `date`, months
    datetime64[M] or texts as 2024-03, datetimes texts as they are to be written (see clock.py).
    `headings` are header rows below the names, as a survey tool's export has them.
    """

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    values: Mapping[str, Values]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[tuple[str, str, str], ...] = ()
    headings: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if list(self.values) != names:
            raise ValueError(f"{self.name} has columns {names}, but values {list(self.values)}.")
        if len({len(values) for values in self.values.values()}) > 1:
            lengths = {name: len(values) for name, values in self.values.items()}
            raise ValueError(f"{self.name}: columns differ in length: {lengths}.")

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.values[self.columns[0].name])

    def write_header(self, file: TextIO) -> None:
        """Write the names of the columns, and the headings below them."""
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in self.columns])
        writer.writerows(self.headings)

    def write_rows(self, file: TextIO) -> None:
        """Write the rows: UTF-8, line feeds, blanks empty."""
        cells = (column.cells(self.values[column.name]) for column in self.columns)
        csv.writer(file, lineterminator="\n").writerows(zip(*cells, strict=True))

    def resource(self) -> dict[str, Any]:
        """The table's entry in datapackage.json."""
        schema: dict[str, Any] = {"fields": [column.field() for column in self.columns]}
        if self.primary_key:
            schema["primaryKey"] = list(self.primary_key)
        if self.foreign_keys:
            schema["foreignKeys"] = [
                {"fields": [column], "reference": {"resource": table, "fields": [theirs]}}
                for column, table, theirs in self.foreign_keys
            ]
        schema["missingValues"] = [""]
        described: dict[str, Any] = {
            "name": self.name,
            "path": f"{self.name}.csv",
            "profile": "tabular-data-resource",
            "title": self.title,
            "description": self.description,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        if self.headings:
            described["dialect"] = {
                "header": True,
                "headerRows": [1],
                "commentRows": [2 + row for row in range(len(self.headings))],
            }
        return {**described, "schema": schema}
