"""How a file is built, told from its first rows: delimiter, header rows, column names."""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from playbook.intake.dates import looks_like_date
from playbook.intake.errors import IntakeError
from playbook.intake.exports import bare_name, recognise
from playbook.intake.layout import Layout
from playbook.intake.limits import HEAD_BYTES, HEAD_ROWS, MAX_COLUMNS
from playbook.intake.numbers import number_form
from playbook.intake.rows import WHITE_SPACE, Row, split_records

DELIMITERS = (",", ";", "\t", "|")
DELIMITER_NAMES = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    WHITE_SPACE: "white space",
}
MIN_CONSISTENT = 0.6
FEW_ROWS = 3
LEGACY_QUALTRICS = tuple(f"V{number}" for number in range(1, 11))
SURVEYMONKEY_OPTIONS = frozenset({"", "response", "open-ended response"})
_YEAR_OR_COUNT = re.compile(r"(19|20)\d\d|\d{1,2}")


@dataclass(frozen=True)
class Header:
    """What stands above the data."""

    rows: int
    names: tuple[str, ...]
    questions: tuple[str, ...]
    has_names: bool
    certain: bool
    note: str


def text_layout(path: Path, encoding: str, header_rows: int | None) -> Layout:
    """How a text file is built; `header_rows` says it where the first row can't tell.

    Raises IntakeError if it has no rows, only a header, or one column of prose.
    """
    head = _head(path, encoding)
    delimiter, rows = _delimiter(head, path.name)
    header = find_header(rows, header_rows)
    return _layout(
        "csv", encoding, delimiter, ("", (), True), header, len(rows) > header.rows, path.name
    )


def sheet_layout(
    rows: Sequence[Row],
    name: str,
    sheet: str,
    sheets: tuple[str, ...],
    certain_sheet: bool,
    header_rows: int | None,
) -> Layout:
    """How a workbook's sheet is built, given its first rows."""
    header = find_header(rows, header_rows)
    has_data = any(any(cell.strip() for cell in row) for row in rows[header.rows :])
    return _layout("xlsx", "", "", (sheet, sheets, certain_sheet), header, has_data, name)


def _layout(
    form: str,
    encoding: str,
    delimiter: str,
    sheet: tuple[str, tuple[str, ...], bool],
    header: Header,
    has_data: bool,
    name: str,
) -> Layout:
    if not has_data:
        raise IntakeError(
            f"{name} has a header but no rows below it.",
            "Export it again with its data; check the filter and the dates of the export.",
        )
    if len(header.names) > MAX_COLUMNS:
        raise IntakeError(
            f"{name} has {len(header.names):,} columns; the limit is {MAX_COLUMNS:,}.",
            "Export fewer columns.",
        )
    export = recognise(header.names)
    return Layout(
        format="csv" if form == "csv" else "xlsx",
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet[0],
        sheets=sheet[1],
        header_rows=header.rows,
        columns=header.names,
        questions=header.questions,
        export=export.name if export else "",
        has_names=header.has_names,
        certain_header=header.certain,
        certain_sheet=sheet[2],
        header_note=header.note,
    )


def _head(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, newline="") as file:
        text = file.read(HEAD_BYTES)
        if len(text) == HEAD_BYTES:
            text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    if not text.strip():
        raise IntakeError(
            f"{path.name} holds nothing but blanks.", "Export it again and check that it has rows."
        )
    return text


def _records(head: str, delimiter: str) -> list[Row]:
    text = io.StringIO(head, newline="")
    if delimiter == WHITE_SPACE:
        return list(islice(split_records(text, delimiter), HEAD_ROWS))
    reader = csv.reader(text, delimiter=delimiter, strict=False)
    rows: list[Row] = []
    with contextlib.suppress(csv.Error):
        rows.extend(islice(reader, HEAD_ROWS))
    return rows


def _delimiter(head: str, name: str) -> tuple[str, list[Row]]:
    """The delimiter by which most rows have the same number of cells, and the first rows."""
    best: tuple[float, int, str] = (0.0, 1, "")
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _records(head, delimiter) if row)
        width, count = max(
            ((width, count) for width, count in widths.items() if width > 1),
            key=lambda pair: pair[1],
            default=(1, 0),
        )
        share = count / max(widths.total(), 1)
        if (round(share, 2), width) > (round(best[0], 2), best[1]):
            best = (share, width, delimiter)
    if best[0] >= MIN_CONSISTENT or (best[2] and _few_rows(head)):
        return best[2], _records(head, best[2])
    if _white_space(head):
        return WHITE_SPACE, _records(head, WHITE_SPACE)
    rows = _records(head, ",")
    if any(len(row) > 1 for row in rows) and _is_prose(head):
        raise IntakeError(
            f"{name} is no table: its lines can't be split into the same number of cells.",
            "Export the table as CSV, with texts in quotes, or as an Excel workbook (.xlsx).",
        )
    return ",", rows


def _few_rows(head: str) -> bool:
    return len([line for line in head.splitlines() if line.strip()]) <= FEW_ROWS


def _white_space(head: str) -> bool:
    rows = [line.split() for line in head.splitlines()[:HEAD_ROWS] if line.strip()]
    if len(rows) < FEW_ROWS or len({len(row) for row in rows}) != 1 or len(rows[0]) < 2:
        return False
    return all(number_form(cell) != "none" for row in rows[1:] for cell in row)


def _is_prose(head: str) -> bool:
    lines = [line for line in head.splitlines()[:HEAD_ROWS] if line.strip()]
    return sum(number_form(line) != "none" for line in lines) < len(lines) / 2


def find_header(rows: Sequence[Row], header_rows: int | None = None) -> Header:
    """What stands above the data, given the file's first rows.

    Knows three header rows (Qualtrics), two (older Qualtrics, SurveyMonkey), one and none, with
    title lines above them. `header_rows` 0 or 1 says whether the first row holds names.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    width = Counter(len(row) for row in filled).most_common(1)[0][0] if filled else 0
    above = _title_lines(rows, width)
    rows = rows[above:]
    first = [_tidy(cell) for cell in rows[0]] if rows else []
    if len(rows) >= 3 and _import_ids(rows[2]):
        note = "Header: three rows (names, questions, import ids), as Qualtrics writes them."
        return _header(above, 3, first, [_tidy(cell) for cell in rows[1]], note)
    if len(rows) >= 2 and tuple(first[:10]) == LEGACY_QUALTRICS:
        second = [_tidy(cell) for cell in rows[1]]
        names = second[:10] + first[10:]
        note = "Header: two rows (names, questions), as Qualtrics used to write them."
        return _header(above, 2, names, second, note)
    if len(rows) >= 2 and _two_rows(first, rows[1]):
        names, texts = _join(first, [_tidy(cell) for cell in rows[1]])
        note = "Header: two rows (questions, options), as SurveyMonkey writes them."
        return _header(above, 2, names, texts, note)
    certain, has_names = _first_row_is_names(first, rows[1:])
    if header_rows is not None:
        certain, has_names = True, header_rows > 0
    if has_names:
        return _header(above, 1, first, [], "Header: one row of column names.", certain)
    names = [f"Column {number}" for number in range(1, width + 1)]
    note = "Header: none, so the columns are numbered from the left."
    return _header(above, 0, names, [], note, certain)


def _header(
    above: int, rows: int, names: list[str], texts: list[str], note: str, certain: bool = True
) -> Header:
    if above:
        note += f" Lines above it that belong to no table: {above}."
    padded = (texts + [""] * len(names))[: len(names)]
    return Header(above + rows, _unique(names), tuple(padded), rows > 0, certain, note)


def _tidy(cell: str) -> str:
    return " ".join(cell.split())


def _title_lines(rows: Sequence[Row], width: int) -> int:
    if width < 2:
        return 0
    for number, row in enumerate(rows):
        if sum(bool(cell.strip()) for cell in row) > 1:
            return number
    return 0


def _import_ids(row: Row) -> bool:
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(
        cell.lstrip().startswith("{") and "ImportId" in cell for cell in filled
    )


def _two_rows(first: Row, second: Row) -> bool:
    names = [bare_name(cell) for cell in first]
    if "respondentid" not in names or len(second) != len(first):
        return False
    return not second[names.index("respondentid")].strip() and any(c.strip() for c in second)


def _join(questions: Row, options: Row) -> tuple[list[str], list[str]]:
    """Names and questions from a row of questions, with gaps, over a row of options."""
    names, texts = [], []
    current = ""
    for question, option in zip(questions, options, strict=True):
        current = question or current
        texts.append(current if option else "")
        plain = option.casefold() in SURVEYMONKEY_OPTIONS
        names.append(current if plain else f"{current}: {option}")
    return names, texts


def _first_row_is_names(first: Row, below: Sequence[Row]) -> tuple[bool, bool]:
    """Whether it is certain what the first row is, and whether it holds names."""
    values = [cell for cell in first if cell and _is_value(cell)]
    if not values:
        return True, True
    if len(values) == len([cell for cell in first if cell]):
        return any(_YEAR_OR_COUNT.fullmatch(cell) is None for cell in values), False
    like_below = all(
        any(_is_value(row[place].strip()) for row in below if place < len(row))
        for place, cell in enumerate(first)
        if cell and _is_value(cell)
    )
    years = all(_YEAR_OR_COUNT.fullmatch(cell) for cell in values)
    return not like_below, years or not like_below


def _is_value(text: str) -> bool:
    return number_form(text) != "none" or looks_like_date(text)


def _unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names made unique: a blank one becomes "Column 3", a repeated one "Score (2)"."""
    taken: set[str] = set()
    result = []
    for number, name in enumerate(names, start=1):
        base = name or f"Column {number}"
        unique, copy = base, 1
        while unique in taken:
            copy += 1
            unique = f"{base} ({copy})"
        taken.add(unique)
        result.append(unique)
    return tuple(result)
