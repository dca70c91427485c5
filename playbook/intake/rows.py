"""The rows of a file as lists of texts, in batches, with the row numbers a spreadsheet shows."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from playbook.intake.encoding import EXPORT_AGAIN
from playbook.intake.errors import IntakeError
from playbook.intake.limits import (
    BATCH_CELLS,
    BATCH_ROWS,
    HEAD_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
)
from playbook.intake.progress import WatchedFile

Row = list[str]
WHITE_SPACE = " "
EXCEL_EXACT = 10**15


class Batch(NamedTuple):
    """Rows that follow one another; `first` is the row number of the first."""

    first: int
    rows: list[Row]


def batch_size(columns: int) -> int:
    """How many rows of this many columns make a batch."""
    return max(min(BATCH_CELLS // max(columns, 1), BATCH_ROWS), 100)


def too_many_rows(name: str) -> IntakeError:
    """The error for a file above the limit of rows."""
    return IntakeError(
        f"{name} has more than {MAX_ROWS:,} rows, which is the limit.",
        "Split it, for example by month.",
    )


def csv_batches(
    path: Path,
    encoding: str,
    delimiter: str,
    *,
    skip: int,
    columns: int,
    tick: Callable[[float], None],
    most_rows: float | None = None,
) -> Iterator[Batch]:
    """Batches of a delimited text file after `skip` rows; `tick` hears the share of bytes read.

    A blank line is an empty row. Raises IntakeError for a quote that is never closed or text
    after a closing quote, naming the line; and above `most_rows` (by default two
    million).
    """
    size = max(path.stat().st_size, 1)
    step = batch_size(columns)
    most = MAX_ROWS if most_rows is None else most_rows
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        records = split_records(text, delimiter)
        number = skip + 1
        try:
            for _ in islice(records, skip):
                pass
            while rows := list(islice(records, step)):
                yield Batch(number, rows)
                number += len(rows)
                if number - skip - 1 > most:
                    raise too_many_rows(path.name)
                tick(raw.tell() / size)
        except csv.Error as error:
            raise _quote_error(path, encoding, delimiter, error) from None


def split_records(text: io.TextIOBase, delimiter: str) -> Iterator[Row]:
    """The records of a text: by the csv module with strict quotes, or by white space."""
    if delimiter == WHITE_SPACE:
        return (line.split() for line in text)
    return csv.reader(text, delimiter=delimiter, strict=True)


def _quote_error(path: Path, encoding: str, delimiter: str, error: csv.Error) -> IntakeError:
    with path.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        start = 0
        try:
            for _ in reader:
                start = reader.line_num
        except csv.Error:
            stop = reader.line_num
    with path.open(encoding=encoding, newline="") as text:
        opened = start + _opening_line(islice(text, start, stop), delimiter)
    if "unexpected end" in str(error):
        return IntakeError(
            f"{path.name} ends inside a quoted text: the quote opened in line {opened:,} is never "
            "closed, so the file may have been cut off.",
            "Export it again and wait until it is complete, or close the quote in that line.",
        )
    if "field larger" in str(error):
        return IntakeError(
            f"{path.name} has a cell of more than {csv.field_size_limit():,} characters, opened "
            f"in line {opened:,}; its quote is probably never closed.",
            "Close the quote in that line, or leave that column out of the export.",
        )
    return IntakeError(
        f"{path.name} can't be split into cells at line {stop:,}: there is text after a closing "
        f"quote, and the quote was opened in line {opened:,}.",
        'Write a quote inside a quoted text twice (""), or export the file again.',
    )


def _opening_line(lines: Iterator[str], delimiter: str) -> int:
    """Counting from 1, the line in which the last quoted cell of a record opens."""
    opened = 1
    inside = False
    for number, line in enumerate(lines, start=1):
        fresh = not inside
        position = 0
        while position < len(line):
            letter = line[position]
            if inside and letter == '"':
                if line[position + 1 : position + 2] == '"':
                    position += 1
                else:
                    inside = False
            elif not inside and letter == '"' and fresh:
                inside, opened = True, number
            fresh = not inside and letter == delimiter
            position += 1
    return opened


@contextmanager
def open_workbook(path: Path, tick: Callable[[float], None]) -> Iterator[tuple[Any, WatchedFile]]:
    """An Excel workbook opened for reading, with the file under it.

    Raises IntakeError if it is no workbook, is damaged, or unpacks to too much.
    """
    with WatchedFile(path, tick) as file:
        try:
            _check_archive(file, path.name)
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        except (zipfile.BadZipFile, InvalidFileException, KeyError, EOFError, SyntaxError) as error:
            raise IntakeError(f"{path.name} is damaged: {error}.", EXPORT_AGAIN) from None
        try:
            yield book, file
        except (zipfile.BadZipFile, EOFError, SyntaxError) as error:
            raise IntakeError(f"{path.name} is damaged: {error}.", EXPORT_AGAIN) from None
        finally:
            book.close()


def _check_archive(file: WatchedFile, name: str) -> None:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise IntakeError(
            f"{name} is an archive (zip) but no Excel workbook.",
            "If your table is inside it, unpack it and bring the CSV or .xlsx file.",
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise IntakeError(
            f"{name} unpacks to {unpacked / 1e6:,.0f} MB; the limit is "
            f"{MAX_UNPACKED_BYTES / 1e6:,.0f} MB.",
            "Export the table as CSV, or split it, for example by month.",
        )


def filled_sheets(book: Any) -> tuple[str, ...]:
    """The names of the visible sheets that hold at least one filled cell near their top."""
    return tuple(
        sheet.title
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and any(any(row) for row in _sheet_rows(sheet, HEAD_ROWS))
    )


def xlsx_head(book: Any, sheet: str) -> list[Row]:
    """The first rows of a sheet, all equally long."""
    rows = list(_sheet_rows(book[sheet], HEAD_ROWS))
    width = max((len(row) for row in rows), default=0)
    if width > MAX_COLUMNS:
        raise IntakeError(
            f'The sheet "{sheet}" has {width:,} columns; the limit is {MAX_COLUMNS:,}.',
            "Export fewer columns.",
        )
    return [row + [""] * (width - len(row)) for row in rows]


def xlsx_batches(
    path: Path,
    sheet: str,
    *,
    skip: int,
    columns: int,
    tick: Callable[[float], None],
) -> Iterator[Batch]:
    """Batches of one sheet after `skip` rows, blank rows at the sheet's end left out.

    Numbers, dates and truth values become texts: 9, 9.5, 2024-01-31 10:00:00, TRUE.
    """
    step = min(batch_size(columns), 2_000)
    with open_workbook(path, tick) as (book, file):
        if sheet not in book.sheetnames:
            raise IntakeError(
                f'{path.name} has no sheet "{sheet}".', "Choose one of its sheets again."
            )
        expected = max(book[sheet].max_row or 1, 1)
        rows = islice(_sheet_rows(book[sheet], None), skip, None)
        number = skip + 1
        blank = 0
        batch: list[Row] = []
        for row in rows:
            if not row:
                blank += 1
                continue
            batch.extend([""] * columns for _ in range(blank))
            blank = 0
            batch.append(row + [""] * (columns - len(row)))
            if len(batch) >= step:
                yield Batch(number, batch)
                number += len(batch)
                if number - skip - 1 > MAX_ROWS:
                    raise too_many_rows(path.name)
                file.share = min(number / expected, 1.0)
                tick(file.share)
                batch = []
        if batch:
            yield Batch(number, batch)


def _sheet_rows(sheet: Any, limit: int | None) -> Iterator[Row]:
    """Rows of a sheet as texts, without the blank cells at a row's end."""
    if not hasattr(sheet, "reset_dimensions"):
        return
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=limit, values_only=True):
        row = [cell_text(cell) for cell in cells]
        while row and not row[-1].strip():
            row.pop()
        yield row


def cell_text(value: object) -> str:
    """A workbook's cell as text.

    A whole number beyond 15 digits is written as 1.23e+17, since the spreadsheet has rounded it.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        if abs(value) >= EXCEL_EXACT:
            return f"{value:.14e}"
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)
