from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from playbook.deliverables import IncompleteError, scorecard_xlsx
from playbook.instruments import LAYER_TITLES, Scorecard

MakeScorecard = Callable[..., Scorecard]
Open = Callable[..., Workbook]


@pytest.fixture
def opened(made_at: datetime) -> Open:
    def make(scorecard: Scorecard, *receipts: Any, allow_gaps: bool = False) -> Workbook:
        workbook = scorecard_xlsx(scorecard, receipts, made_at=made_at, allow_gaps=allow_gaps)
        return load_workbook(io.BytesIO(workbook))

    return make


def rows_of(workbook: Workbook, sheet: str) -> list[list[Any]]:
    return [list(row) for row in workbook[sheet].iter_rows(values_only=True)]


def texts_of(workbook: Workbook, sheet: str) -> list[str]:
    return [str(cell) for row in rows_of(workbook, sheet) for cell in row if cell is not None]


def row_of(workbook: Workbook, sheet: str, first: str) -> list[Any]:
    return next(row for row in rows_of(workbook, sheet) if row[0] == first)


def test_every_measure_is_a_row_with_numbers_as_numbers(
    scorecard: MakeScorecard, opened: Open
) -> None:
    workbook = opened(scorecard(12))
    for number in range(12):
        assert row_of(workbook, "Scorecard", f"Größe {number} 客户") == [
            f"Größe {number} 客户",
            40.5 + number,
            "%",
            1200 + number,
            38.2 + number,
            42.8 + number,
            60 + number,
            "higher is better",
            f"Owner {number}",
            "Größe 3 客户" if number < 3 else "No other measure on this scorecard",
            f"Decision informed by {number}",
        ]


def test_the_definitions_have_a_sheet(scorecard: MakeScorecard, opened: Open) -> None:
    assert row_of(opened(scorecard()), "Definitions", "Größe 1 客户") == [
        "Größe 1 客户",
        LAYER_TITLES["behaviour"],
        "Definition of number 1",
        "Formula of number 1",
        "Source 1",
        "entered by hand",
    ]


def test_numbers_are_shown_with_the_decimals_of_their_unit(
    scorecard: MakeScorecard, opened: Open
) -> None:
    sheet = opened(scorecard(first={"unit": "£", "value": 1250.4}))["Scorecard"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "Größe 0 客户")
    assert [cell.number_format for cell in row[1:7]] == [
        "#,##0", "General", "#,##0", "#,##0.00", "#,##0.00", "#,##0",
    ]  # fmt: skip


def test_the_scorecard_is_ready_to_read_and_to_print(
    scorecard: MakeScorecard, opened: Open
) -> None:
    sheet = opened(scorecard())["Scorecard"]
    assert sheet.freeze_panes == "B6"
    assert sheet.print_title_rows == "$5:$5"
    assert [cell.value for cell in sheet[5]][:3] == ["Measure", "Now", "Unit"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.column_dimensions["K"].width > 30
    assert sheet["K7"].alignment.wrap_text
    bands = [row[0].value for row in sheet.iter_rows(min_row=6) if row[0].fill.patternType]
    assert bands == list(LAYER_TITLES.values())


def test_a_trend_gives_its_data_and_a_picture_with_alt_text(
    scorecard: MakeScorecard, made_at: datetime, trend: Callable[[int], Any]
) -> None:
    packed = scorecard_xlsx(scorecard(first={"trend": trend(14)}), [], made_at=made_at)
    workbook = load_workbook(io.BytesIO(packed))
    data = rows_of(workbook, "Trends")[3:]
    assert data[0] == ["Größe 0 客户", "2024-01", "%", 40]
    assert [row[3] for row in data].count("Not available") == 1
    assert len(data) == 15
    assert len(workbook["Charts"]._images) == 1
    assert any(
        "moves within its ordinary variation" in text for text in texts_of(workbook, "Charts")
    )
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert re.findall(r'descr="(Control chart of Größe 0 客户, %)', drawing)


def test_a_scorecard_without_a_trend_says_so(scorecard: MakeScorecard, opened: Open) -> None:
    workbook = opened(scorecard())
    assert "No measure has a trend yet." in texts_of(workbook, "Trends")
    assert "No measure has a trend yet." in texts_of(workbook, "Charts")


def test_sheets_come_in_reading_order(scorecard: MakeScorecard, opened: Open) -> None:
    assert opened(scorecard()).sheetnames == [
        "Scorecard",
        "Definitions",
        "Trends",
        "Charts",
        "Receipt",
    ]


def test_receipts_glossary_and_trademarks_are_there(
    scorecard: MakeScorecard, receipt: Any, opened: Open
) -> None:
    workbook = opened(scorecard(), receipt)
    assert "912 rows came in, 882 used, 30 dropped." in texts_of(workbook, "Receipt")
    assert any(text.startswith("Control chart: A line") for text in texts_of(workbook, "Receipt"))
    assert any("registered trademarks" in text for text in texts_of(workbook, "Scorecard"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_looks_like_a_formula_stays_text(
    scorecard: MakeScorecard, receipt: Any, made_at: datetime, start: str
) -> None:
    typed = f"{start}HYPERLINK(1) to the owner"
    trend = [(typed, 1.0), ("later", 2.0)]
    first = dict.fromkeys(("name", "owner", "definition", "unit", "decision"), typed)
    unsafe = scorecard(first=first | {"trend": trend}, company=typed)
    packed = scorecard_xlsx(unsafe, [receipt], made_at=made_at)
    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(packed))
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert "f" not in {cell.data_type for cell in cells}
    kept = [cell for cell in cells if cell.value in {typed, typed.strip()}]
    assert len(kept) >= 6
    assert {cell.data_type for cell in kept} == {"s"}
    assert all(cell.quotePrefix for cell in kept if cell.value[0] in "=+-@\t\r")
    assert any(cell.value == "=HYPERLINK(1)" and cell.data_type == "s" for cell in cells)


def test_gaps_are_refused_unless_a_draft_is_asked_for(
    scorecard: MakeScorecard, opened: Open
) -> None:
    lacking = scorecard(first={"owner": "TBD", "value": None}, prepared_by="")
    with pytest.raises(IncompleteError):
        opened(lacking)
    workbook = opened(lacking, allow_gaps=True)
    assert workbook.sheetnames[:2] == ["Open points", "Scorecard"]
    assert rows_of(workbook, "Open points")[3:] == [
        ["Missing", "Prepared by", "Enter who prepared the scorecard."],
        ["Missing", "Größe 0 客户", "Fill in: owner, value."],
    ]
    row = row_of(workbook, "Scorecard", "Größe 0 客户")
    assert (row[1], row[8]) == ("Not filled in", "Not filled in (“TBD”)")
    assert "Draft: 3 fields not filled in" in texts_of(workbook, "Scorecard")


def test_questions_stand_at_the_end_of_a_complete_workbook(
    scorecard: MakeScorecard, opened: Open
) -> None:
    workbook = opened(scorecard(first={"target": 30}))
    assert workbook.sheetnames[:2] == ["Scorecard", "Open points"]
    assert rows_of(workbook, "Open points")[3][0] == "To check"


def test_an_empty_scorecard_makes_a_draft_of_empty_sections(opened: Open) -> None:
    workbook = opened(Scorecard(), allow_gaps=True)
    assert texts_of(workbook, "Scorecard").count("Not filled in") == 4
    assert "Not filled in" in texts_of(workbook, "Definitions")


def test_properties_name_title_author_and_time(
    scorecard: MakeScorecard, opened: Open, made_at: datetime
) -> None:
    properties = opened(scorecard()).properties
    assert properties.title == "Customer experience scorecard, Nordlicht & Söhne, 2025"
    assert (properties.creator, properties.language) == ("Ana Pérez", "en-GB")
    assert properties.created == properties.modified == made_at


def test_the_same_scorecard_gives_the_same_bytes(
    scorecard: MakeScorecard, receipt: Any, made_at: datetime, trend: Callable[[int], Any]
) -> None:
    same = scorecard(first={"trend": trend(12)})
    one, other = (scorecard_xlsx(same, [receipt], made_at=made_at) for _ in range(2))
    assert one == other


def test_without_a_time_the_present_one_is_taken(scorecard: MakeScorecard) -> None:
    workbook = load_workbook(io.BytesIO(scorecard_xlsx(scorecard(), [])))
    assert workbook.properties.created is not None
