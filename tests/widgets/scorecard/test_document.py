from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from playbook.instruments import measure_templates
from widgets.scorecard.scorecard import MEDIA_TYPES

NPS = "Net Promoter Score®"
SATISFIED = "Satisfied customers"
EASY = "Customers who found it easy"


def cells(content):
    """All texts of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


def text(content):
    """All text of a Word document."""
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join(node.text for node in body.iter() if node.tag.endswith("}t") and node.text)


def about(visit):
    page = visit.page(visit.tool.about)
    for part, typed in (
        ("company", "Quillmere Broadband"),
        ("period", "Third quarter of 2026"),
        ("prepared_by", "Chief Customer Officer"),
    ):
        page.enter(part, typed)


def complete(visit):
    """A scorecard in which nothing is missing."""
    about(visit)
    for template in {each.layer: each for each in measure_templates()}.values():
        visit.pick(template.key)
    target = visit.tool.measures.shown[-1]["id"]
    for number, name in enumerate(visit.names):
        visit.edit(
            name,
            source="Billing system",
            owner="Ada Example",
            value=str(40 + number),
            n="500",
            low="38",
            high="60",
            unit=visit.row(name)["unit"] or "£",
            target="70" if visit.row(name)["direction"] == "up" else "10",
            decision="Where the next team is placed",
            leads_to=target if number == 0 else "",
        )


def missing(visit):
    return [gap for gap in visit.tool.download.gaps if gap["missing"]]


# picking


def test_starter_measures_are_offered_by_layer(visit):
    offered = visit.tool.pick.templates
    assert [each["key"] for each in offered] == [each.key for each in measure_templates()]
    assert visit.tool.pick.ready


def test_picked_measure_becomes_a_row_and_its_gaps_are_listed(visit, kept):
    before = visit.tool.download.gaps
    said = visit.pick("net-promoter-score")
    assert "is in the list below" in said
    assert visit.names == [NPS]
    row_id = visit.tool.measures.rows[0]["id"]
    assert kept()["scorecard-measures"]["order"] == [row_id]
    assert visit.tool.download.gaps != before
    places = [gap["place"] for gap in visit.tool.download.gaps]
    assert {"form": "scorecard-measures", "row": row_id, "field": "owner"} in places
    leads_to = next(each for each in visit.tool.measures.fields if each["name"] == "leads_to")
    assert leads_to["options"] == [[row_id, NPS]]


def test_thirteenth_measure_is_refused_in_words(visit):
    said = [visit.pick("net-promoter-score") for _ in range(13)][-1]
    assert said.startswith("There can be at most twelve measures.")
    assert len(visit.names) == 12


def test_picking_before_the_page_arrived_or_something_unknown_does_nothing(open_visit):
    visit = open_visit()
    assert not visit.tool.pick.ready
    visit.pick("net-promoter-score")
    visit.arrive()
    visit.pick("no-such-template")
    assert visit.names == []


# gaps and progress


def test_empty_scorecard_lists_what_is_missing_with_its_place(visit):
    wheres = {gap["where"]: gap["place"] for gap in missing(visit)}
    assert wheres["Company"] == {"form": "scorecard-about", "field": "company"}
    assert wheres["Measures"]


def test_gap_goes_when_it_is_filled(visit):
    about(visit)
    assert "Company" not in {gap["where"] for gap in missing(visit)}


def test_progress_follows_the_form_the_measures_and_the_document(visit):
    assert [visit.section(slug)["total"] for slug in ("your-company", "take-it-to-work")] == [2, 1]
    about(visit)
    assert visit.section("your-company")["done"] == 1
    complete(visit)
    assert visit.section("your-company")["complete"]
    visit.make()
    assert visit.section("take-it-to-work")["complete"]
    visit.pick("net-promoter-score")
    assert not visit.section("your-company")["complete"]


def test_number_that_cannot_be_read_is_left_out_of_the_document(visit):
    visit.pick("net-promoter-score")
    visit.edit(NPS, value="many", n="3.5", target="40")
    (measure,) = visit.tool.scorecard.measures
    assert (measure.value, measure.n, measure.target) == (None, None, 40.0)


# the document


def test_download_is_refused_while_parts_are_missing(visit, learner):
    visit.read_sample()
    assert missing(visit)
    assert "still missing" in visit.make(allow_gaps=False)
    assert learner().deliverables() == []


def test_download_before_the_page_arrived_is_not_offered(open_visit):
    assert open_visit().tool.download.ready is False


@pytest.mark.parametrize(("wanted", "opened"), [("xlsx", cells), ("docx", text)])
def test_draft_holds_the_numbers_and_their_receipt_and_is_kept(visit, learner, wanted, opened):
    visit.read_sample()
    about(visit)
    content = visit.make(wanted)
    words = opened(content)
    receipt = visit.tool.receipt.receipt["id"]
    for expected in ("Quillmere Broadband", "Third quarter of 2026", NPS, SATISFIED, receipt):
        assert expected in words
    (kept,) = learner().deliverables()
    assert (kept.kind, kept.lesson) == ("scorecard", "measure-your-impact")
    assert kept.filename == f"customer-experience-scorecard.{wanted}"
    assert kept.media_type == MEDIA_TYPES[wanted]
    assert kept.gaps == len(missing(visit)) > 0
    assert learner().deliverable(kept.id).content == content


def test_complete_scorecard_is_made_without_a_tick_and_counts_no_gaps(visit, learner):
    complete(visit)
    assert missing(visit) == []
    assert "Ada Example" in cells(visit.make(allow_gaps=False))
    (kept,) = learner().deliverables()
    assert kept.gaps == 0


def test_document_can_be_made_again_after_a_reload_with_its_receipt(visit, open_visit):
    visit.read_sample()
    about(visit)
    visit.make()
    receipt = visit.tool.receipt.receipt["id"]
    later = open_visit().arrive()
    assert later.section("take-it-to-work")["complete"]
    for wanted, opened in (("xlsx", cells), ("docx", text)):
        words = opened(later.make(wanted))
        assert receipt in words
        assert "Quillmere Broadband" in words
        assert "400" in words


def test_reading_with_other_roles_keeps_the_receipt_of_what_was_taken_before(visit, open_visit):
    visit.read_sample()
    first = visit.tool.receipt.receipt["id"]
    visit.enter_column("role:Q1", "ignore")
    visit.read()
    second = visit.tool.receipt.receipt["id"]
    assert second != first
    visit.take()
    assert {name: visit.row(name)["origin"] for name in visit.names} == {
        NPS: first,
        SATISFIED: second,
        EASY: second,
    }
    for someone in (visit, open_visit().arrive()):
        words = cells(someone.make())
        assert first in words
        assert second in words


def test_another_file_keeps_the_receipts_of_both(visit, survey, open_visit):
    visit.read_sample()
    first = visit.tool.receipt.receipt["id"]
    visit.send_file("our survey.csv", survey)
    visit.read()
    visit.take()
    second = visit.tool.receipt.receipt["id"]
    assert len(visit.names) == 5
    words = text(open_visit().arrive().make("docx"))
    assert first in words
    assert second in words
    assert "our survey.csv" in words


def test_receipt_of_another_version_does_not_keep_the_lesson_closed(visit, learner, open_visit):
    visit.read_sample()
    part = f"receipt:{visit.tool.receipt.receipt['id']}"
    learner().keep("measure-your-impact", "scorecard-file", part, {"of": "another version"})
    later = open_visit().arrive()
    assert later.page(later.lesson.frame).heard == [{"type": "here"}]
    assert later.names == [NPS, SATISFIED, EASY]
    assert NPS in cells(later.make())


def test_receipt_that_no_measure_needs_any_more_is_left_out(visit):
    visit.read_sample()
    receipt = visit.tool.receipt.receipt["id"]
    page = visit.page(visit.tool.measures)
    for row in list(visit.tool.measures.shown):
        page.enter(f"row:{row['id']}", None)
    page.enter("order", [])
    visit.pick("net-promoter-score")
    assert receipt not in cells(visit.make())


def test_what_was_typed_in_another_language_reaches_the_document(visit):
    visit.page(visit.tool.about).enter("company", "Größe & Söhne 客户")
    assert "Größe & Söhne 客户" in cells(visit.make())
    assert "Größe & Söhne 客户" in text(visit.make("docx"))
