"""The scorecard as an Excel workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from playbook.deliverables import xlsx_parts as parts
from playbook.deliverables.packing import repack
from playbook.deliverables.sections import (
    Entry,
    MeasureSection,
    ReceiptOfFile,
    Report,
    build_report,
)
from playbook.deliverables.wording import NOT_FILLED_IN
from playbook.instruments import Scorecard
from playbook.instruments.wording import decimals

_SCORECARD = {
    "name": ("Measure", 27.0),
    "value": ("Now", 9.0),
    "unit": ("Unit", 14.0),
    "n": ("n", 9.0),
    "low": ("95% low", 10.0),
    "high": ("95% high", 10.0),
    "target": ("Target", 9.0),
    "direction": ("Good direction", 17.0),
    "owner": ("Owner", 17.0),
    "leads_to": ("Leads to", 21.0),
    "decision": ("Decision it informs", 35.0),
}
_NUMBERS = ("value", "n", "low", "high", "target")
_DEFINITIONS = {
    "Measure": 26.0,
    "Layer": 20.0,
    "Definition": 40.0,
    "Formula": 44.0,
    "Source": 34.0,
    "Origin of the number": 22.0,
}
_DEFINITION_FIELDS = ("name", "layer", "definition", "formula", "source", "origin")
_OPEN_POINTS = {"Kind": 12.0, "Where": 44.0, "What to do": 90.0}
_TRENDS = {"Measure": 44.0, "Period": 16.0, "Unit": 24.0, "Value": 14.0}
_NOTHING = Entry(NOT_FILLED_IN, missing=True)
_NO_TREND = Entry("No measure has a trend yet.")
_TEXT_WIDTH = 110.0
_PICTURE_WIDTH, _PIXELS_A_ROW, _CHARTS_A_PAGE = 680, 20, 3


def scorecard_xlsx(
    scorecard: Scorecard,
    receipts: Sequence[ReceiptOfFile],
    *,
    allow_gaps: bool = False,
    made_at: datetime | None = None,
) -> bytes:
    """Write the scorecard as an Excel workbook (.xlsx) with its numbers as numbers.

    `receipts` are the data-quality receipts of the files that its numbers come from; `made_at`
    is the time printed and kept in the file (now, when left out): with the same time the same
    scorecard gives the same bytes. Raises IncompleteError when something is missing, unless
    `allow_gaps`: then the workbook is a draft that shows each empty field as "Not filled in" and
    begins with the sheet "Open points".
    """
    at = made_at or datetime.now(UTC)
    report = build_report(scorecard, receipts, made_at=at, allow_gaps=allow_gaps)
    workbook = Workbook()
    scorecard_sheet = workbook.active
    assert isinstance(scorecard_sheet, Worksheet)
    _fill_scorecard(scorecard_sheet, report)
    if report.open_points:
        first = 0 if report.is_draft else None
        _fill_open_points(workbook.create_sheet("Open points", first), report)
    _fill_definitions(workbook.create_sheet("Definitions"), report)
    _fill_trends(workbook.create_sheet("Trends"), report)
    _fill_charts(workbook.create_sheet("Charts"), report)
    _fill_receipts(workbook.create_sheet("Receipt"), report)
    for sheet in workbook.worksheets:
        parts.print_on_a4(sheet, report.full_title, with_breaks=sheet.title == "Charts")
    workbook.active = 0
    _set_properties(workbook, report)
    return repack(_saved(workbook), at)


def _saved(workbook: Workbook) -> bytes:
    """The workbook's bytes; openpyxl's own `save` would put in the present time."""
    saved = io.BytesIO()
    ExcelWriter(workbook, ZipFile(saved, "w", ZIP_DEFLATED)).save()
    return saved.getvalue()


def _set_properties(workbook: Workbook, report: Report) -> None:
    at = report.made_at.astimezone(UTC).replace(tzinfo=None) if report.made_at.tzinfo else None
    properties = workbook.properties
    properties.title, properties.subject = report.full_title, report.title
    properties.creator = properties.lastModifiedBy = report.particulars[2][1].text
    properties.language = "en-GB"
    properties.created = properties.modified = at or report.made_at


def _fill_scorecard(sheet: Worksheet, report: Report) -> None:
    sheet.title = "Scorecard"
    columns = len(_SCORECARD)
    particulars = "    ".join(f"{label}: {entry.text}" for label, entry in report.particulars)
    parts.put_title(sheet, report.title, particulars)
    ink = "warn" if report.is_draft else "ink-soft"
    parts.put(sheet, 3, 1, report.status, bold=report.is_draft, ink=ink, wrap=False)
    sheet.merge_cells(start_row=4, end_row=4, start_column=1, end_column=columns)
    parts.put(sheet, 4, 1, report.guide, size=9, ink="ink-soft")
    widths = [width for _, width in _SCORECARD.values()]
    parts.fit_height(sheet, 4, [report.guide], [sum(widths)], line=12.5)
    numbers = [_SCORECARD[field][0] for field in _NUMBERS]
    parts.put_header(sheet, 5, dict(_SCORECARD.values()), numbers)
    row = 6
    for band in report.bands:
        parts.put_band(sheet, row, columns, band.title)
        row += 1
        for section in band.sections:
            _fill_measure(sheet, row, section)
            row += 1
        if not band.sections:
            _put_entry(sheet, row, 1, _NOTHING)
            row += 1
    sheet.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=columns)
    parts.put(sheet, row + 1, 1, report.trademarks, size=8, ink="ink-soft")
    parts.fit_height(sheet, row + 1, [report.trademarks], [sum(widths)], line=12)


def _fill_measure(sheet: Worksheet, row: int, section: MeasureSection) -> None:
    measure = section.measure
    texts, widths = [], []
    for column, (field, (_, width)) in enumerate(_SCORECARD.items(), start=1):
        number = getattr(measure, field) if field in _NUMBERS else None
        bold = field in {"name", "value"}
        if number is not None:
            shown_as = "#,##0" if field == "n" else _number_format(number, measure.unit)
            parts.put(sheet, row, column, number, bold=bold, number_format=shown_as, align="right")
            continue
        entry = section.fields[field]
        _put_entry(
            sheet, row, column, entry, bold=bold, align="right" if field in _NUMBERS else "left"
        )
        texts.append(entry.text)
        widths.append(width)
    parts.fit_height(sheet, row, texts, widths)
    parts.rule_under(sheet, row, len(_SCORECARD))


def _fill_open_points(sheet: Worksheet, report: Report) -> None:
    rows = [(point.kind, point.where, point.what) for point in report.open_points]
    _fill_table(sheet, report, "Open points", _OPEN_POINTS, [list(map(Entry, row)) for row in rows])


def _fill_definitions(sheet: Worksheet, report: Report) -> None:
    rows = [[each.fields[field] for field in _DEFINITION_FIELDS] for each in report.sections]
    _fill_table(sheet, report, "Definitions", _DEFINITIONS, rows)


def _fill_table(
    sheet: Worksheet,
    report: Report,
    title: str,
    columns: Mapping[str, float],
    rows: Sequence[Sequence[Entry]],
) -> None:
    parts.put_title(sheet, title, report.full_title)
    parts.put_header(sheet, 3, columns)
    for row, entries in enumerate(rows or [[_NOTHING]], start=4):
        for column, entry in enumerate(entries, start=1):
            _put_entry(sheet, row, column, entry, bold=column == 1)
        texts = [entry.text for entry in entries]
        parts.fit_height(sheet, row, texts, list(columns.values())[: len(texts)])
        parts.rule_under(sheet, row, len(columns))


def _fill_trends(sheet: Worksheet, report: Report) -> None:
    parts.put_title(sheet, "Trends", report.full_title)
    parts.put_header(sheet, 3, _TRENDS, ["Value"])
    row = 4
    for section in report.sections:
        for label, value in section.measure.trend:
            _put_entry(sheet, row, 1, section.fields["name"])
            parts.put(sheet, row, 2, label)
            _put_entry(sheet, row, 3, section.fields["unit"])
            if value is None:
                parts.put(sheet, row, 4, "Not available", ink="ink-soft", align="right")
            else:
                shown_as = _number_format(value, section.measure.unit)
                parts.put(sheet, row, 4, value, number_format=shown_as, align="right")
            row += 1
    if row == 4:
        _put_entry(sheet, row, 1, _NO_TREND)


def _fill_charts(sheet: Worksheet, report: Report) -> None:
    parts.put_title(sheet, "Charts", report.full_title)
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    row = 4
    drawn = [(each, each.figure) for each in report.sections if each.figure is not None]
    for number, (section, figure) in enumerate(drawn, start=1):
        parts.put(sheet, row, 1, section.fields["name"].text, size=12, bold=True)
        parts.put(sheet, row + 1, 1, figure.title)
        parts.fit_height(sheet, row + 1, [figure.title], [_TEXT_WIDTH])
        height = parts.put_picture(
            sheet, row + 2, figure.png, number=number, width=_PICTURE_WIDTH, alt=figure.alt
        )
        row += 4 + height // _PIXELS_A_ROW
        if number % _CHARTS_A_PAGE == 0 and number < len(drawn):
            parts.break_page_after(sheet, row - 1)
    if not drawn:
        _put_entry(sheet, row, 1, _NO_TREND)


def _fill_receipts(sheet: Worksheet, report: Report) -> None:
    parts.put_title(sheet, "Data-quality receipts", report.full_title)
    sheet.column_dimensions["A"].width = _TEXT_WIDTH
    row = 4
    if report.without_receipt is not None:
        _put_entry(sheet, row, 1, report.without_receipt)
        row += 2
    for title, lines in report.receipts:
        parts.put(sheet, row, 1, title, bold=True, ink="accent")
        for line in lines:
            row += 1
            parts.put(sheet, row, 1, line)
            parts.fit_height(sheet, row, [line], [_TEXT_WIDTH])
        row += 2
    for term, meaning in report.glossary:
        text = f"{term}: {meaning}"
        parts.put(sheet, row, 1, text, size=9, ink="ink-soft")
        parts.fit_height(sheet, row, [text], [_TEXT_WIDTH * 1.1], line=12.5)
        row += 1


def _number_format(number: float, unit: str) -> str:
    places = decimals(number, unit)
    return f"#,##0.{'0' * places}" if places else "#,##0"


def _put_entry(
    sheet: Worksheet,
    row: int,
    column: int,
    entry: Entry,
    *,
    bold: bool = False,
    align: parts.Align = "left",
) -> None:
    if entry.missing:
        parts.put(sheet, row, column, entry.text, italic=True, ink="warn", align=align)
    else:
        parts.put(sheet, row, column, entry.text, bold=bold, align=align)
