from __future__ import annotations

import asyncio
import threading

import pytest
import yaml

from playbook.locations import datasets_dir
from playbook.records import RecordsError
from widgets.lesson import Lesson
from widgets.scorecard.scorecard import sample_file

NPS = "Net Promoter Score®"
SATISFIED = "Satisfied customers"
EASY = "Customers who found it easy"


@pytest.fixture(scope="module")
def truth():
    text = (datasets_dir() / "quillmere" / "truth.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["survey_export"]


def test_sample_gives_the_numbers_that_were_planted(visit, truth):
    assert visit.read_sample() == "3 measures are in the scorecard below."
    assert visit.names == [NPS, SATISFIED, EASY]
    recommend, valid = visit.row(NPS), truth["recommend_valid"]
    points = 100 * (truth["promoters"] - truth["detractors"]) / valid
    assert recommend["value"] == pytest.approx(points)
    assert recommend["n"] == valid
    for name, part in ((SATISFIED, "satisfied"), (EASY, "easy")):
        row = visit.row(name)
        valid = truth[f"{'satisfaction' if part == 'satisfied' else 'effort'}_valid"]
        assert row["value"] == pytest.approx(100 * truth[part] / valid)
        assert row["n"] == valid
        assert row["low"] < row["value"] < row["high"]
    assert visit.tool.receipt.receipt["rows_in"] == truth["rows"]
    assert visit.tool.receipt.receipt["rows_used"] == truth["rows_that_count"]


def test_each_step_is_shown_as_it_is_taken(visit):
    tool = visit.tool
    assert tool.upload.ready
    visit.use_sample()
    assert tool.upload.stage == "done"
    assert tool.columns.found.startswith("survey_export.csv: 400 rows")
    assert tool.receipt.receipt == {}
    visit.read()
    assert tool.receipt.receipt["id"] == tool.findings.receipt_id != ""
    assert len(tool.findings.sentences) == 3
    assert visit.names == []


def test_every_measure_traces_to_its_receipt(visit):
    visit.read_sample()
    receipt = visit.tool.receipt.receipt["id"]
    assert {measure.origin for measure in visit.tool.scorecard.measures} == {receipt}
    assert all(receipt in row["source"] for row in visit.tool.measures.rows)


def test_taking_twice_renews_and_keeps_what_was_typed(visit, truth):
    visit.read_sample()
    visit.edit(NPS, owner="Ada Example", target="12", decision="Call detractors back", value="99")
    assert visit.take() == "3 measures are in the scorecard below."
    assert visit.names == [NPS, SATISFIED, EASY]
    row = visit.row(NPS)
    assert (row["owner"], row["target"], row["decision"]) == (
        "Ada Example",
        12.0,
        "Call detractors back",
    )
    points = 100 * (truth["promoters"] - truth["detractors"]) / truth["recommend_valid"]
    assert row["value"] == pytest.approx(points)


def test_typed_unit_and_direction_survive_another_taking(visit, write_customers):
    visit.send_file("customers.csv", write_customers)
    visit.read()
    visit.take()
    name = "Average MonthlyCharges"
    visit.edit(name, unit="£", direction="up")
    visit.take()
    assert (visit.row(name)["unit"], visit.row(name)["direction"]) == ("£", "up")


@pytest.fixture
def write_customers():
    rows = [f"{number:04d}-ABC,{20 + number % 50}.5" for number in range(80)]
    return ("\n".join(["customerID,MonthlyCharges", *rows]) + "\n").encode()


def test_measure_picked_by_hand_stays_beside_those_of_a_file(visit):
    visit.pick("net-promoter-score")
    visit.read_sample()
    assert visit.names == [NPS, NPS, SATISFIED, EASY]
    origins = [measure.origin for measure in visit.tool.scorecard.measures]
    assert origins[0] == "entered by hand"
    assert len(set(origins[1:])) == 1


def test_more_than_twelve_are_refused_in_words_and_change_nothing(visit):
    for _ in range(10):
        visit.pick("net-promoter-score")
    before = visit.tool.measures.shown
    said = visit.read_sample()
    assert said == "There can be at most twelve measures. Remove one to add another."
    assert visit.tool.measures.shown == before


def test_nothing_read_gives_nothing_to_take(visit):
    assert visit.take() == "There is nothing to take over yet."
    visit.use_sample()
    assert visit.take() == "There is nothing to take over yet."


def test_record_that_cannot_be_written_is_told_when_taking(visit, monkeypatch):
    visit.use_sample()
    visit.read()

    def refuse(*_):
        raise RecordsError("The disk is full.", "Tell the facilitator.")

    monkeypatch.setattr(Lesson, "keep", refuse)
    # the widgets hold the lesson's own method, so that all of them are refused
    visit.lesson._take_over(visit.lesson.learner.lesson_record(visit.lesson.plan.slug))
    assert visit.take() == "The disk is full. Tell the facilitator."
    assert visit.names == []


# a learner's own file


def test_own_file_goes_from_the_browser_to_the_scorecard(visit, survey, learner, fingerprint):
    assert visit.send_file("our survey.csv", survey) == ["got", "got", "received"]
    assert visit.tool.upload.message == "our survey.csv was read."
    (upload,) = learner().uploads()
    assert (upload.filename, upload.sha256) == ("our survey.csv", fingerprint(survey))
    assert upload.path.read_bytes() == survey
    visit.read()
    assert visit.take() == "2 measures are in the scorecard below."
    assert visit.row(NPS)["n"] == 60
    assert "our survey.csv" in visit.row(NPS)["source"]


def test_bad_file_leaves_the_earlier_one_and_its_reading(visit, survey, open_visit):
    visit.send_file("our survey.csv", survey)
    visit.read()
    visit.take()
    tool = visit.tool
    shown = (tool.columns.columns, tool.receipt.receipt, tool.findings.sentences, visit.names)
    visit.send_file("broken.csv", b"\x00\x01\x02\xff" * 500)
    assert tool.upload.stage == "failed"
    assert tool.upload.reason
    assert tool.upload.remedy
    assert (
        tool.columns.columns,
        tool.receipt.receipt,
        tool.findings.sentences,
        visit.names,
    ) == shown
    later = open_visit().arrive().tool
    assert later.columns.columns == shown[0]
    assert later.receipt.receipt == shown[1]


def test_file_of_another_kind_is_refused_before_it_is_sent(visit, learner):
    assert visit.send_file("slides.pdf", b"%PDF")[0] == "refused"
    assert visit.tool.upload.stage == "failed"
    assert learner().uploads() == []


def test_new_file_takes_the_place_of_the_old_reading(visit, survey):
    visit.read_sample()
    visit.send_file("our survey.csv", survey)
    assert visit.tool.receipt.receipt == {}
    assert visit.tool.findings.sentences == []
    assert visit.tool.columns.found.startswith("our survey.csv: 60 rows")
    assert visit.names == [NPS, SATISFIED, EASY]


def test_header_that_could_be_data_is_looked_at_again(visit):
    rows = "\n".join(f"{number % 11},{number}" for number in range(30))
    visit.send_file("plain.csv", f"2020,2021\n{rows}\n".encode())
    (question,) = visit.tool.columns.questions
    assert question["key"] == "header"
    visit.enter_column("answer:header", "1")
    assert [each["name"] for each in visit.tool.columns.columns] == ["2020", "2021"]
    assert visit.tool.columns.questions == []


@pytest.mark.parametrize("part", ["read", "answer:header"])
def test_nothing_is_read_while_a_file_is_on_its_way(visit, part):
    rows = "\n".join(f"{number % 11},{number}" for number in range(30))
    visit.send_file("plain.csv", f"2020,2021\n{rows}\n".encode())
    if part == "read":
        visit.enter_column("answer:header", "0")
    page = visit.page(visit.tool.upload)
    page.say({"type": "begin", "upload": "u2", "name": "next.csv", "size": 10})
    answer = visit.enter_column(part, "1")
    assert answer["final"] is True
    assert "on its way" in answer["reason"]
    assert visit.tool.upload.stage == "sending"


def test_file_is_read_beside_the_loop_and_the_widgets_changed_in_it(visit):
    async def main():
        tool = visit.tool
        main_thread = threading.get_ident()
        threads = []
        tool.receipt.observe(lambda _: threads.append(threading.get_ident()), names="receipt")
        visit.use_sample()
        assert tool.upload.stage == "reading"
        refused = visit.enter_column("read", True)
        assert refused["type"] == "kept"  # nothing to read yet: nothing happens
        while tool.upload.stage == "reading":
            await asyncio.sleep(0)
        visit.read()
        assert "on its way" in visit.read()["reason"]
        while tool.upload.stage == "reading":
            await asyncio.sleep(0)
        assert set(threads) == {main_thread}

    asyncio.run(asyncio.wait_for(main(), 60))
    assert len(visit.tool.findings.sentences) == 3


# after a reload


def test_all_is_there_after_a_reload(visit, open_visit):
    visit.read_sample()
    visit.edit(NPS, owner="Ada Example")
    later = open_visit().arrive()
    for widget in ("columns", "receipt", "findings", "measures"):
        mine, theirs = getattr(visit.tool, widget), getattr(later.tool, widget)
        for trait in ("columns", "receipt", "sentences", "receipt_id", "views", "shown"):
            if mine.has_trait(trait):
                assert getattr(theirs, trait) == getattr(mine, trait), trait
    assert later.tool.scorecard == visit.tool.scorecard
    assert later.tool.columns.state_of_reading == "read"
    assert later.take() == "3 measures are in the scorecard below."
    assert later.names == [NPS, SATISFIED, EASY]


def test_own_file_can_be_read_again_after_a_reload(visit, open_visit, survey):
    visit.send_file("our survey.csv", survey)
    later = open_visit().arrive()
    assert later.tool.columns.readable
    later.read()
    assert len(later.tool.findings.sentences) == 2


def test_sample_is_the_kits_own_file(visit, kept):
    visit.use_sample()
    assert kept()["scorecard-file"]["file"] == "sample"
    assert sample_file().is_file()
