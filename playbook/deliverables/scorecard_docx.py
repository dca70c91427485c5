"""The scorecard as a Word document."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from docx.document import Document as DocumentType
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from playbook.deliverables import docx_parts as parts
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

_SCORECARD = (Cm(5.0), Cm(6.0), Cm(3.0), Cm(3.0))
_OPEN_POINTS = (Cm(1.9), Cm(5.6), Cm(9.5))
_FACTS = (Cm(3.9), Cm(13.1))
_PICTURE_WIDTH = Cm(14.5)


def scorecard_docx(
    scorecard: Scorecard,
    receipts: Sequence[ReceiptOfFile],
    *,
    allow_gaps: bool = False,
    made_at: datetime | None = None,
) -> bytes:
    """Write the scorecard as a Word document (.docx, A4).

    `receipts` are the data-quality receipts of the files that its numbers come from; `made_at`
    is the time printed and kept in the file (now, when left out): with the same time the same
    scorecard gives the same bytes. Raises IncompleteError when something is missing, unless
    `allow_gaps`: then the document is a draft that shows each empty field as "Not filled in" and
    lists what is missing on its first page.
    """
    at = made_at or datetime.now(UTC)
    report = build_report(scorecard, receipts, made_at=at, allow_gaps=allow_gaps)
    document = parts.new_document()
    _set_properties(document, report)
    _write_title(document, report)
    _write_open_points(document, report)
    _write_scorecard(document, report)
    _write_measures(document, report)
    _write_receipts(document, report)
    _write_glossary(document, report)
    parts.add_footer(document, report.full_title)
    saved = io.BytesIO()
    document.save(saved)
    return repack(saved.getvalue(), at)


def _set_properties(document: DocumentType, report: Report) -> None:
    properties = document.core_properties
    properties.title = report.full_title[:255]
    properties.subject = report.title
    properties.author = properties.last_modified_by = report.particulars[2][1].text[:255]
    properties.comments = properties.keywords = ""
    properties.language = parts.LANGUAGE
    properties.created = properties.modified = report.made_at


def _write_title(document: DocumentType, report: Report) -> None:
    document.add_paragraph(report.title, style="Title")
    for line in (report.particulars[:2], report.particulars[2:]):
        paragraph = document.add_paragraph(style="Subtitle")
        for position, (label, entry) in enumerate(line):
            parts.write(paragraph, f"{'    ' if position else ''}{label}: ")
            _write_entry(paragraph, entry, ink="ink")
    if report.is_draft:
        parts.write(document.add_paragraph(), report.status, bold=True, ink="warn")
    guide = document.add_paragraph()
    guide.paragraph_format.space_before = Pt(8)
    parts.write(guide, report.guide, size=9.5)


def _write_open_points(document: DocumentType, report: Report) -> None:
    if not report.open_points:
        return
    document.add_heading("Open points", 1)
    table = parts.add_table(document, _OPEN_POINTS, ("Kind", "Where", "What to do"))
    for point in report.open_points:
        cells = parts.add_row(table, _OPEN_POINTS).cells
        ink = "warn" if point.kind == "Missing" else None
        parts.write(cells[0].paragraphs[0], point.kind, size=9, bold=True, ink=ink)
        parts.write(cells[1].paragraphs[0], point.where, size=9)
        parts.write(cells[2].paragraphs[0], point.what, size=9)


def _write_scorecard(document: DocumentType, report: Report) -> None:
    document.add_heading("The scorecard", 1)
    table = parts.add_table(document, _SCORECARD, ("Measure", "Now", "Target", "Owner"))
    for band in report.bands:
        cells = parts.add_row(table, _SCORECARD).cells
        cell = cells[0].merge(cells[-1])
        parts.shade(cell, "accent-soft")
        cell.paragraphs[0].paragraph_format.keep_with_next = True
        parts.write(cell.paragraphs[0], band.title, size=9.5, bold=True, ink="accent")
        for section in band.sections:
            cells = parts.add_row(table, _SCORECARD).cells
            _write_entry(cells[0].paragraphs[0], section.fields["name"], bold=True)
            _write_entry(cells[1].paragraphs[0], section.fields["value"], bold=True)
            basis = cells[1].add_paragraph()
            basis.paragraph_format.space_after = Pt(2)
            _write_entry(basis, section.fields["basis"], size=8, ink="ink-soft")
            _write_entry(cells[2].paragraphs[0], section.fields["target"])
            _write_entry(cells[3].paragraphs[0], section.fields["owner"])
        if not band.sections:
            cells = parts.add_row(table, _SCORECARD).cells
            _write_entry(cells[0].paragraphs[0], Entry(NOT_FILLED_IN, missing=True))


def _write_measures(document: DocumentType, report: Report) -> None:
    for position, band in enumerate(report.bands):
        heading = document.add_heading(band.title, 1)
        heading.paragraph_format.page_break_before = position == 0
        if not band.sections:
            _write_entry(document.add_paragraph(), Entry(NOT_FILLED_IN, missing=True))
        for section in band.sections:
            _write_measure(document, section)


def _write_measure(document: DocumentType, section: MeasureSection) -> None:
    document.add_heading(section.fields["name"].text, 2)
    table = parts.add_table(document, _FACTS)
    for label, entries in section.facts:
        cells = parts.add_row(table, _FACTS).cells
        parts.write(cells[0].paragraphs[0], label, size=9, ink="ink-soft")
        for number, entry in enumerate(entries):
            if number:
                parts.write(cells[1].paragraphs[0], "; ", size=9.5)
            _write_entry(cells[1].paragraphs[0], entry, size=9.5)
        for cell in cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    title = document.add_paragraph()
    title.paragraph_format.space_before = Pt(6)
    if section.figure is not None:
        title.paragraph_format.keep_with_next = True
        parts.write(title, section.figure.title, bold=True)
        parts.add_picture(document, section.figure.png, _PICTURE_WIDTH, section.figure.alt)


def _write_receipts(document: DocumentType, report: Report) -> None:
    document.add_heading("Appendix: data-quality receipts", 1)
    if report.without_receipt is not None:
        _write_entry(document.add_paragraph(), report.without_receipt)
    for title, lines in report.receipts:
        document.add_heading(title, 2)
        for line in lines:
            document.add_paragraph(line, style="List Bullet")


def _write_glossary(document: DocumentType, report: Report) -> None:
    document.add_heading("Words used", 1)
    for term, meaning in report.glossary:
        paragraph = document.add_paragraph()
        parts.write(paragraph, f"{term}. ", bold=True)
        parts.write(paragraph, meaning)
    document.add_heading("Trademarks", 2)
    parts.write(document.add_paragraph(), report.trademarks, size=9)


def _write_entry(
    paragraph: Paragraph,
    entry: Entry,
    *,
    size: float | None = None,
    bold: bool | None = None,
    ink: str | None = None,
) -> None:
    if entry.missing:
        parts.write(paragraph, entry.text, size=size, italic=True, ink="warn")
    else:
        parts.write(paragraph, entry.text, size=size, bold=bold, ink=ink)
