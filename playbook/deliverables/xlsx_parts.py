"""What openpyxl has no call for: text that stays text, row heights, pictures with alt text."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.drawing.fill import Blip
from openpyxl.drawing.geometry import PresetGeometry2D
from openpyxl.drawing.image import Image
from openpyxl.drawing.picture import PictureFrame
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from playbook.deliverables.look import colour, font
from playbook.deliverables.wording import printable

Align = Literal["left", "right"]

_NOT_TEXT_TO_EXCEL = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_TEXT = 32_767
_EMU_A_PIXEL = 9_525
_A4 = 9
_PORTRAIT_SCALE = 80


def put(
    sheet: Worksheet,
    row: int,
    column: int,
    content: str | float | None,
    *,
    size: float = 10,
    bold: bool = False,
    italic: bool = False,
    ink: str = "ink",
    number_format: str = "General",
    align: Align = "left",
    wrap: bool = True,
) -> Cell:
    """Write one cell; rows and columns count from 1, `ink` is a colour token.

    Text is kept as text whatever it begins with: "=1+1" is shown, never computed.
    """
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    if isinstance(content, str):
        cell.value = printable(content)[:_LONGEST_TEXT]
        cell.data_type = "s"
    else:
        cell.value = content
        cell.number_format = number_format
    cell.font = Font(name=font("font-ui"), size=size, bold=bold, italic=italic, color=colour(ink))
    indent = 1 if align == "left" and column > 1 else 0
    cell.alignment = Alignment(horizontal=align, vertical="top", wrap_text=wrap, indent=indent)
    if isinstance(content, str) and content.startswith(_NOT_TEXT_TO_EXCEL):
        cell.quotePrefix = True
    return cell


def put_title(sheet: Worksheet, title: str, subtitle: str) -> None:
    """Write a sheet's title in its first row and a line below it in the second."""
    put(sheet, 1, 1, title, size=16, bold=True, wrap=False)
    put(sheet, 2, 1, subtitle, ink="ink-soft", wrap=False)
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[2].height = 18


def put_header(
    sheet: Worksheet, row: int, columns: Mapping[str, float], numbers: Collection[str] = ()
) -> None:
    """Write a header row and set the columns' widths, in characters.

    The row stays in view and is repeated on every printed page. `numbers` are the titles of the
    columns of numbers, which stand at the right.
    """
    for column, (title, width) in enumerate(columns.items(), start=1):
        align: Align = "right" if title in numbers else "left"
        cell = put(sheet, row, column, title, bold=True, ink="accent-ink", align=align)
        cell.fill = PatternFill("solid", fgColor=colour("accent"))
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = 18
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"


def put_band(sheet: Worksheet, row: int, columns: int, title: str) -> None:
    """Write a title over a group of rows, on a coloured band."""
    put(sheet, row, 1, title, bold=True, ink="accent", wrap=False)
    for column in range(1, columns + 1):
        sheet.cell(row, column).fill = PatternFill("solid", fgColor=colour("accent-soft"))
    sheet.row_dimensions[row].height = 17


def rule_under(sheet: Worksheet, row: int, columns: int) -> None:
    """Draw a thin line under a row."""
    line = Border(bottom=Side(style="thin", color=colour("line")))
    for column in range(1, columns + 1):
        sheet.cell(row, column).border = line


def fit_height(
    sheet: Worksheet, row: int, texts: Sequence[str], widths: Sequence[float], line: float = 14
) -> None:
    """Make a row as high as its longest wrapped text, since a saved file isn't laid out again."""
    lines = max(
        sum(max(1, -(-len(part) // max(1, int(width)))) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    sheet.row_dimensions[row].height = line * lines + 4


def print_on_a4(sheet: Worksheet, footer: str, *, with_breaks: bool = False) -> None:
    """Print on A4 with numbered pages: landscape, as wide as one page.

    `with_breaks`: portrait with the sheet's own page breaks, which Excel passes over when it fits
    a sheet to the page.
    """
    sheet.page_setup.paperSize = _A4
    if with_breaks:
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.scale = _PORTRAIT_SCALE
    else:
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.5, bottom=0.7)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(text=printable(footer).replace("&", "&&")[:200]),
        right=_HeaderFooterPart(text="Page &P of &N"),
    )
    sheet.sheet_view.showGridLines = False


def put_picture(
    sheet: Worksheet, row: int, png: bytes, *, number: int, width: int, alt: str
) -> int:
    """Place a picture in the first column of a row with a text for those who can't see it.

    `number` counts the sheet's pictures from 1, `width` is in pixels. Gives its height in pixels.
    """
    picture = Image(io.BytesIO(png))
    height = round(picture.height * width / picture.width)
    frame = PictureFrame()
    properties = frame.nvPicPr.cNvPr
    properties.id, properties.name, properties.descr = number, f"Chart {number}", alt
    frame.blipFill.blip = Blip(cstate="print")
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    picture.anchor = OneCellAnchor(
        _from=AnchorMarker(col=0, row=row - 1),
        ext=XDRPositiveSize2D(width * _EMU_A_PIXEL, height * _EMU_A_PIXEL),
        pic=frame,
    )
    sheet.add_image(picture)
    return height


def break_page_after(sheet: Worksheet, row: int) -> None:
    """Begin a new printed page below a row."""
    sheet.row_breaks.append(Break(id=row))
