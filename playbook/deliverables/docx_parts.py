"""What python-docx has no call for: styles from tokens, table rules, alt text, page numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from playbook.deliverables.look import colour, font

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2)
TEXT_WIDTH = Length(PAGE_WIDTH - 2 * MARGIN)
LANGUAGE = "en-GB"


def new_document() -> DocumentType:
    """Start an A4 document with the kit's styles, its language set, and numbered pages."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.6)
    section.footer_distance = Cm(0.9)
    _set_styles(document)
    return document


def _set_styles(document: DocumentType) -> None:
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults"))
    for lang in defaults.iter(qn("w:lang")):
        lang.set(qn("w:val"), LANGUAGE)
    looks = {
        "Normal": (10, "ink", False, 0, 4),
        "Title": (22, "ink", True, 0, 2),
        "Subtitle": (10, "ink-soft", False, 0, 2),
        "Heading 1": (15, "accent", True, 12, 4),
        "Heading 2": (12, "ink", True, 8, 3),
        "List Bullet": (9.5, "ink", False, 0, 2),
        "Footer": (8.5, "ink-soft", False, 0, 0),
    }
    for name, (size, ink, bold, before, after) in looks.items():
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor.from_string(colour(ink))
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
    for name, tag in (("Title", "w:pBdr"), ("Footer", "w:tabs")):
        for element in list(styles[name].element.iter(qn(tag))):
            element.getparent().remove(element)


def _set_font(style: ParagraphStyle) -> None:
    face = font("font-text")
    style.font.name = face
    fonts = style.element.rPr.rFonts
    for spaced in list(style.element.rPr.iter(qn("w:spacing"))):
        spaced.getparent().remove(spaced)
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), face)


def add_table(
    document: DocumentType, widths: Sequence[Length], header: Sequence[str] = ()
) -> Table:
    """Add a table with thin rules between its rows; a header row repeats on every page."""
    table: Table = document.add_table(rows=0, cols=len(widths))
    table.autofit = False
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=colour("line")))
    properties.append(borders)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    first = {"firstRow": "1" if header else "0", "firstColumn": "0" if header else "1"}
    properties.append(_element("w:tblLook", **first, noHBand="1", noVBand="1"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if header:
        row = add_row(table, widths)
        row._tr.get_or_add_trPr().append(_element("w:tblHeader", val="true"))
        for cell, text in zip(row.cells, header, strict=True):
            write(cell.paragraphs[0], text, size=8.5, bold=True, ink="ink-soft")
    return table


def add_row(table: Table, widths: Sequence[Length]) -> _Row:
    """Add a row that never breaks across pages."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    row._tr.get_or_add_trPr().append(_element("w:cantSplit", val="true"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].paragraph_format.space_after = Pt(1)
        cell.paragraphs[0].paragraph_format.space_before = Pt(1)
    return row


def shade(cell: _Cell, ink: str) -> None:
    """Fill a cell with a colour token."""
    fill = _element("w:shd", val="clear", color="auto", fill=colour(ink))
    cell._tc.get_or_add_tcPr().append(fill)


def write(
    paragraph: Paragraph,
    text: str,
    *,
    size: float | None = None,
    bold: bool | None = None,
    italic: bool | None = None,
    ink: str | None = None,
) -> None:
    """Add text to a paragraph; `size` in points, `ink` a colour token."""
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size is not None:
        run.font.size = Pt(size)
    if ink is not None:
        run.font.color.rgb = RGBColor.from_string(colour(ink))


def add_picture(document: DocumentType, png: bytes, width: Length, alt: str) -> None:
    """Add a picture in a paragraph of its own, with a text for those who can't see it."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(png), width=width)
    shape._inline.docPr.set("descr", alt)


def add_footer(document: DocumentType, text: str) -> None:
    """Put a text and "page of pages" at the foot of every page."""
    paragraph = document.sections[0].footer.paragraphs[0]
    tabs = paragraph.paragraph_format.tab_stops
    tabs.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.add_run(f"{text}\tPage ")
    _add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _add_field(paragraph, "NUMPAGES")


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = _element("w:fldSimple", instr=code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
