"""How a file is built: what must be known to read its rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Layout:
    """How a file is built.

    Parameters
    ----------
    format
        "csv" (any delimited text) or "xlsx".
    encoding
        Of a text file, as Python names it; "" for xlsx.
    delimiter
        "," ";" "\\t" "|" or " " (any white space); "" for xlsx.
    sheet
        The sheet's name; "" for a text file.
    sheets
        All visible sheets that hold anything.
    header_rows
        How many rows stand above the data: names, questions, titles.
    columns
        The columns' names, made unique.
    questions
        The question's text a column, "" where the file has none.
    export
        The tool the file comes from, as far as its column names tell; "" = not known.
    has_names
        Whether the file names its columns; if not, they are numbered.
    certain_header
        False if the first row could be names or data.
    certain_sheet
        False if several sheets hold something and none was chosen.
    header_note
        What stands above the data, in words for the receipt.
    """

    format: Literal["csv", "xlsx"]
    encoding: str
    delimiter: str
    sheet: str
    sheets: tuple[str, ...]
    header_rows: int
    columns: tuple[str, ...]
    questions: tuple[str, ...]
    export: str
    has_names: bool
    certain_header: bool
    certain_sheet: bool
    header_note: str

    def to_dict(self) -> dict[str, Any]:
        """The layout as JSON can hold it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Layout:
        """The layout that `to_dict` gave, also after a round trip through JSON."""
        lists = {key: tuple(data[key]) for key in ("sheets", "columns", "questions")}
        return cls(**{**data, **lists})
