"""A file as the measures need it: the different rows of a few columns, and how often each occurs.

However a file is read, in memory or out of core, this table is the same, in the same order. All
that is computed from it therefore agrees to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pandas as pd

from playbook.analysis.errors import AnalysisError
from playbook.intake.encoding import scan
from playbook.intake.exports import STATUS_TEXTS, bare_name, export_named
from playbook.intake.limits import MAX_BYTES, MAX_ROWS

COUNT = "\x00count"
"""The column of `Distinct.frame` that says how many rows of the file are like this one."""

Tick = Callable[[float], None]


@dataclass(frozen=True)
class Distinct:
    """The different rows of some columns, sorted, with their number in `COUNT`.

    `frame` holds texts as they stand in the file (or a Parquet file's own types), None for blank.
    `rows` counts the file's data rows, `dropped` those that are none (reason → count).
    """

    frame: pd.DataFrame
    rows: int
    dropped: Mapping[str, int]


class Source(Protocol):
    """A file whose columns are known and whose rows can be counted."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in the file's order."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was found out about the file, in words."""

    @property
    def export(self) -> str:
        """The tool the file was exported from; "" where that is not known."""

    @property
    def sha256(self) -> str:
        """The file's fingerprint, known once its rows have been counted."""

    def distinct(self, columns: Sequence[str], tick: Tick) -> Distinct:
        """The different rows of these columns; `tick` hears the share done (0 to 1)."""


def open_source(
    path: Path,
    *,
    sheet: str | None = None,
    header_rows: int | None = None,
    out_of_core: bool | None = None,
    tick: Tick = lambda share: None,
) -> Source:
    """Open a CSV, Excel or Parquet file, every byte of a CSV or Excel file read once.

    `sheet` and `header_rows` (0 or 1) say what an Excel file or a first row leaves open.
    `out_of_core` forces one of the two ways of reading delimited text; by default files above
    200 MB or two million lines are aggregated by DuckDB without being held in memory, as Parquet
    always is. Raises AnalysisError or IntakeError for a file that is missing, empty or no table.
    """
    from playbook.analysis.by_row import MemorySource, known_layout
    from playbook.analysis.marks import Marks
    from playbook.analysis.out_of_core import TextSource
    from playbook.analysis.parquet import ParquetSource

    start = _first_bytes(path)
    if start == b"PAR1":
        if sheet is not None or header_rows is not None:
            raise AnalysisError(
                f"{path.name} is a Parquet file, which has neither sheets nor header rows.",
                "Leave out --sheet and --header-rows.",
            )
        return ParquetSource(path)
    if start == b"PK\x03\x04":
        if out_of_core:
            raise AnalysisError(
                f"{path.name} is an Excel workbook, which is always read in memory.",
                "Save it as CSV, or leave out --out-of-core.",
            )
        scanned = scan(path, tick)
        return MemorySource(path, scanned, known_layout(path, scanned, sheet, header_rows))
    if sheet is not None:
        raise AnalysisError(f"{path.name} has no sheets.", "Leave out --sheet.")
    marks = Marks()
    most = MAX_BYTES if out_of_core is False else math.inf
    scanned = scan(path, tick, most_bytes=most, watch=marks.add)
    layout = known_layout(path, scanned, None, header_rows)
    if out_of_core is None:
        out_of_core = scanned.bytes > MAX_BYTES or marks.lines > MAX_ROWS
    if out_of_core:
        return TextSource(path, scanned, layout, marks)
    return MemorySource(path, scanned, layout)


def _first_bytes(path: Path) -> bytes:
    """The first four bytes of a file; AnalysisError where it can't be read."""
    if path.is_dir():
        raise AnalysisError(f"{path} is a folder.", "Name a file in it.")
    if str(path) == "-" or (path.exists() and not path.is_file()):
        raise AnalysisError(
            f"{path} is no file: what is read is read twice, so it can't come through a pipe.",
            "Save it to a file first and name that.",
        )
    if not path.is_file():
        raise AnalysisError(f"There is no file {path}.", "Check its name and folder.")
    try:
        with path.open("rb") as file:
            return file.read(4)
    except OSError as problem:
        raise AnalysisError(
            f"{path} can't be read: {problem.strerror}.", "Ask for the right to read it."
        ) from problem


def drop_by_status(source: Source, wanted: Sequence[str], tick: Tick) -> Distinct:
    """The different rows of the wanted columns, without a survey tool's previews, tests and spam.

    Only exports that are recognised by their columns have a status; others lose no row.
    """
    tool = export_named(source.export)
    status = next(
        (
            name
            for name in source.columns
            if tool is not None
            and (role := tool.roles.get(bare_name(name))) is not None
            and role.kind == "status"
        ),
        None,
    )
    if tool is None or status is None or status in wanted:
        return source.distinct(wanted, tick)
    found = source.distinct([*wanted, status], tick)
    drops = {**STATUS_TEXTS, **tool.status_drops}
    reasons = found.frame[status].map(
        lambda cell: drops.get(str(cell).strip().casefold(), ""), na_action="ignore"
    )
    reasons = reasons.where(found.frame[status].notna(), "")
    dropped = dict(found.dropped)
    for reason, count in found.frame.groupby(reasons)[COUNT].sum().items():
        if reason:
            dropped[str(reason)] = dropped.get(str(reason), 0) + int(count)
    kept = found.frame[reasons == ""]
    return Distinct(collapse(kept, wanted), found.rows, dropped)


def collapse(frame: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Rows that agree in all of the columns made one, counts added, sorted with blanks last."""
    counts = frame.groupby(list(columns), dropna=False, sort=False, observed=True)[COUNT].sum()
    return counts.reset_index().sort_values(
        list(columns),
        ignore_index=True,
        na_position="last",
        kind="stable",
        key=lambda column: column.astype("str") if column.dtype == object else column,
    )
