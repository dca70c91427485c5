from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.oxml.ns import qn

from playbook.deliverables import IncompleteError, scorecard_docx
from playbook.instruments import LAYER_TITLES, Scorecard
from playbook.tokens import token

MakeScorecard = Callable[..., Scorecard]
Open = Callable[..., DocumentType]


@pytest.fixture
def opened(made_at: datetime) -> Open:
    def make(scorecard: Scorecard, *receipts: Any, allow_gaps: bool = False) -> DocumentType:
        document = scorecard_docx(scorecard, receipts, made_at=made_at, allow_gaps=allow_gaps)
        return Document(io.BytesIO(document))

    return make


def text_of(document: DocumentType) -> str:
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in document.element.body.iter(qn("w:p"))
    )


def headings(document: DocumentType, level: int) -> list[str]:
    style = f"Heading {level}"
    return [each.text for each in document.paragraphs if each.style and each.style.name == style]


def test_every_measure_stands_there_with_all_of_its_fields(
    scorecard: MakeScorecard, opened: Open
) -> None:
    text = text_of(opened(scorecard(12)))
    for number in range(12):
        for expected in (
            f"Größe {number} 客户",
            f"Definition of number {number}",
            f"Formula of number {number}",
            f"{40.5 + number}%",
            f"n = {1200 + number:,}; 95% interval {38.2 + number:.1f} to {42.8 + number:.1f}",
            f"{60 + number}% or more; higher is better",
            f"Source {number}; entered by hand",
            f"Owner {number}",
            f"Decision informed by {number}",
        ):
            assert expected in text


def test_the_scorecard_table_has_a_band_a_layer_and_a_row_a_measure(
    scorecard: MakeScorecard, opened: Open
) -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(scorecard()).tables[0].rows]
    assert rows[0] == ["Measure", "Now", "Target", "Owner"]
    assert [row[0] for row in rows[1::2]] == list(LAYER_TITLES.values())
    assert rows[2] == [
        "Größe 0 客户",
        "40.5%\nn = 1,200; 95% interval 38.2 to 42.8",
        "60% or more",
        "Owner 0",
    ]


def test_n_and_interval_stand_in_smaller_type(scorecard: MakeScorecard, opened: Open) -> None:
    cell = opened(scorecard()).tables[0].rows[2].cells[1]
    value, basis = (paragraph.runs[0].font.size for paragraph in cell.paragraphs)
    assert value is None
    assert basis is not None
    assert basis.pt < 9


def test_a_measure_names_the_one_it_leads_to(scorecard: MakeScorecard, opened: Open) -> None:
    document = opened(scorecard())
    led_to = [table.rows[-1].cells[1].text for table in document.tables[1:]]
    assert led_to == ["Größe 3 客户"] * 3 + ["No other measure on this scorecard"]


def test_headings_are_headings(scorecard: MakeScorecard, receipt: Any, opened: Open) -> None:
    document = opened(scorecard(), receipt)
    assert headings(document, 1) == [
        "The scorecard",
        *LAYER_TITLES.values(),
        "Appendix: data-quality receipts",
        "Words used",
    ]
    assert headings(document, 2) == [
        *(f"Größe {number} 客户" for number in range(4)),
        "survey.csv, receipt a1b2c3",
        "Trademarks",
    ]


def test_a_trend_is_a_picture_with_its_sentence_above_and_alt_text(
    scorecard: MakeScorecard, opened: Open, trend: Callable[[int], Any]
) -> None:
    document = opened(scorecard(first={"trend": trend(14)}))
    assert len(document.inline_shapes) == 1
    alt = document.inline_shapes[0]._inline.docPr.get("descr")
    assert alt.startswith("Control chart of Größe 0 客户, %")
    pictures = [bool(each._p.findall(".//" + qn("w:drawing"))) for each in document.paragraphs]
    title = document.paragraphs[pictures.index(True) - 1]
    assert title.text.startswith("Größe 0 客户 moves within its ordinary variation")
    assert title.paragraph_format.keep_with_next


def test_a_scorecard_without_a_trend_has_no_picture(scorecard: MakeScorecard, opened: Open) -> None:
    assert len(opened(scorecard()).inline_shapes) == 0


def test_receipts_glossary_and_trademarks_close_the_document(
    scorecard: MakeScorecard, receipt: Any, opened: Open
) -> None:
    text = text_of(opened(scorecard(), receipt))
    assert "912 rows came in, 882 used, 30 dropped." in text
    assert "Control chart. A line of values in time" in text
    assert "Net Promoter Score® and NPS® are registered trademarks of Bain & Company" in text
    by_hand = text_of(opened(scorecard()))
    assert "No file was read: every number was entered by hand." in by_hand


def test_header_rows_repeat_and_rows_stay_whole(scorecard: MakeScorecard, opened: Open) -> None:
    header, *rows = opened(scorecard()).tables[0].rows
    assert header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_the_page_is_a4_with_its_number_at_the_foot(scorecard: MakeScorecard, opened: Open) -> None:
    section = opened(scorecard()).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    fields = section.footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_language_title_and_author_are_set(
    scorecard: MakeScorecard, opened: Open, made_at: datetime
) -> None:
    document = opened(scorecard())
    properties = document.core_properties
    assert properties.title == "Customer experience scorecard, Nordlicht & Söhne, 2025"
    assert (properties.author, properties.language) == ("Ana Pérez", "en-GB")
    assert properties.created.replace(tzinfo=None) == made_at
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    assert "15 January 2026" in text_of(document)


def test_fonts_and_colours_come_from_the_tokens(scorecard: MakeScorecard, opened: Open) -> None:
    styles = opened(scorecard()).styles
    assert f"#{styles['Heading 1'].font.color.rgb}".lower() == token("accent")
    assert styles["Normal"].font.name in token("font-text")


def test_a_complete_scorecard_has_no_open_points(scorecard: MakeScorecard, opened: Open) -> None:
    text = text_of(opened(scorecard()))
    assert "Open points" not in text
    assert "Not filled in" not in text
    assert "Draft" not in text


def test_gaps_are_refused_unless_a_draft_is_asked_for(
    scorecard: MakeScorecard, opened: Open
) -> None:
    lacking = scorecard(first={"owner": "TBD"}, prepared_by="")
    with pytest.raises(IncompleteError):
        opened(lacking)
    document = opened(lacking, allow_gaps=True)
    assert headings(document, 1)[:2] == ["Open points", "The scorecard"]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1:] == [
        ["Missing", "Prepared by", "Enter who prepared the scorecard."],
        ["Missing", "Größe 0 客户", "Fill in: owner."],
    ]
    text = text_of(document)
    assert "Prepared by: Not filled in" in text
    assert "Not filled in (“TBD”)" in text
    assert document.core_properties.title.startswith("Draft")


def test_an_empty_scorecard_makes_a_draft_of_empty_sections(opened: Open) -> None:
    document = opened(Scorecard(), allow_gaps=True)
    assert text_of(document).count("Not filled in") >= 3 + 4 + 4


def test_what_no_document_can_hold_is_left_out(scorecard: MakeScorecard, opened: Open) -> None:
    odd = scorecard(first={"owner": "Ana\x00\x0b Pérez", "unit": "\x01%"})
    assert "Ana Pérez" in text_of(opened(odd))


def test_the_same_scorecard_gives_the_same_bytes(
    scorecard: MakeScorecard, receipt: Any, made_at: datetime, trend: Callable[[int], Any]
) -> None:
    same = scorecard(first={"trend": trend(12)})
    one, other = (scorecard_docx(same, [receipt], made_at=made_at) for _ in range(2))
    assert one == other
