from __future__ import annotations

import pytest

from playbook.intake import IntakeError, answer, profile, questions, read, suggest
from playbook.intake.sniff import find_header

QUALTRICS = (
    "StartDate,Status,Finished,ResponseId,RecordedDate,DistributionChannel,Q1,Q1_NPS_GROUP\n"
    "Start Date,Response Type,Finished,Response ID,Recorded Date,Distribution Channel,"
    '"How likely are you to recommend us, 0 to 10?",Q1 - Group\n'
    '"{""ImportId"":""startDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}",'
    '"{""ImportId"":""_recordId""}","{""ImportId"":""recordedDate""}",'
    '"{""ImportId"":""distributionChannel""}","{""ImportId"":""QID1""}",'
    '"{""ImportId"":""QID1_NPS_GROUP""}"\n'
    "2024-01-02 10:00:00,0,1,R_1,2024-01-02 10:01:00,anonymous,9,3\n"
    "2024-01-02 11:00:00,1,1,R_2,2024-01-02 11:01:00,preview,10,3\n"
    "2024-01-03 10:00:00,0,0,R_3,2024-01-03 10:01:00,anonymous,0,1\n"
    "2024-01-03 12:00:00,2,1,R_4,2024-01-03 12:01:00,test,5,1\n"
    "2024-01-04 10:00:00,8,1,R_5,2024-01-04 10:01:00,anonymous,10,3\n"
    "2024-01-05 10:00:00,0,1,R_1,2024-01-05 10:01:00,anonymous,7,2\n"
)
LEGACY = (
    "\ufeffV1,V2,V3,V4,V5,V6,V7,V8,V9,V10,Q1,\n"
    "ResponseID,ResponseSet,Name,ExternalDataReference,EmailAddress,IPAddress,Status,StartDate,"
    'EndDate,Finished,"How likely are you to recommend us, 0 to 10?",\n'
    "R_1,Default,,,,1.2.3.4,0,2024-01-02 10:00:00,2024-01-02 10:01:00,1,9,\n"
    "R_2,Default,,,,1.2.3.4,1,2024-01-02 11:00:00,2024-01-02 11:01:00,1,10,\n"
    "R_3,Default,,,,1.2.3.4,0,2024-01-03 10:00:00,2024-01-03 10:01:00,0,0,\n"
    "R_4,Default,,,,1.2.3.4,2,2024-01-03 12:00:00,2024-01-03 12:01:00,1,5,\n"
    "R_5,Default,,,,1.2.3.4,8,2024-01-04 10:00:00,2024-01-04 10:01:00,1,10,\n"
    "R_1,Default,,,,1.2.3.4,0,2024-01-05 10:00:00,2024-01-05 10:01:00,1,7,\n"
)
SURVEYMONKEY = (
    "Respondent ID,Collector ID,Start Date,How likely is it that you would recommend us?,"
    "How satisfied are you with,\n"
    ",,,0 to 10,the shop,the delivery\n"
    "118,9,01/31/2024 10:00:00 AM,9,4,5\n"
    "119,9,02/01/2024 09:00:00 PM,0,5,\n"
)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,x\n2,y\n", ","),
        ("a;b\n1,5;x\n2,5;y\n", ";"),
        ("a\tb\n1\tx, y\n2\tz\n", "\t"),
        ("a|b\n1|x\n2|y\n", "|"),
        ('a,b\n1,"x;y;z"\n2,"u;v;w"\n', ","),
        (
            " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 "
            "19970101  3   63.34\n",
            " ",
        ),
    ],
)
def test_the_delimiter_is_told_from_the_rows(write, text, delimiter):
    assert profile(write(text)).layout.delimiter == delimiter


def test_a_single_column_of_ratings_is_a_table(write, taken_in):
    intake = taken_in(write("Likelihood to recommend\n10\n0\n8\n"))
    assert intake.frame["Likelihood to recommend"].tolist() == [10, 0, 8]


def test_qualtrics_rows_are_named_asked_and_cleaned(write, taken_in):
    intake = taken_in(write(QUALTRICS))
    receipt = intake.receipt
    assert intake.plan.layout.header_rows == 3
    assert intake.plan.layout.export == "Qualtrics"
    assert {one.reason: one.count for one in receipt.dropped} == {
        "survey preview": 1,
        "survey test": 1,
        "spam": 1,
        "repeated ResponseId": 1,
    }
    assert {one.reason: one.examples for one in receipt.dropped}["survey preview"] == (5,)
    assert intake.frame["Q1"].tolist() == [0, 7]
    assert any("1 answers are unfinished" in note for note in receipt.notes)


def test_both_qualtrics_exports_of_a_survey_give_the_same_ratings(write, taken_in):
    new, old = taken_in(write(QUALTRICS)), taken_in(write(LEGACY, "old.csv"))
    assert old.plan.layout.export == "Qualtrics (legacy)"
    assert old.frame["Q1"].tolist() == new.frame["Q1"].tolist()
    assert old.frame["ResponseID"].tolist() == new.frame["ResponseId"].tolist()
    assert (old.receipt.rows_in, old.receipt.rows_used) == (6, 2)


def test_surveymonkey_questions_are_filled_forward_over_their_options(write):
    layout = profile(write(SURVEYMONKEY)).layout
    assert layout.export == "SurveyMonkey"
    assert layout.header_rows == 2
    assert layout.columns[3:] == (
        "How likely is it that you would recommend us?: 0 to 10",
        "How satisfied are you with: the shop",
        "How satisfied are you with: the delivery",
    )


def test_repeated_and_blank_names_are_made_unique(write):
    layout = profile(write("Score,Score,,Score (2)\n1,2,x,3\n4,5,y,6\n")).layout
    assert layout.columns == ("Score", "Score (2)", "Column 3", "Score (2) (2)")


def test_a_file_without_names_gets_numbered_columns(write, taken_in):
    text = " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  1   29.73\n 00021 0002 "
    intake = taken_in(write(text + "19970102  3   63.34\n", "cdnow.txt"), repeats="all")
    assert list(intake.frame) == ["Column 1", "Column 3", "Column 4", "Column 5"]
    assert intake.frame["Column 1"].tolist() == ["00004", "00004", "00021"]
    assert intake.frame["Column 3"].dt.strftime("%Y-%m-%d").tolist()[0] == "1997-01-01"
    assert any("columns are numbered" in note for note in intake.receipt.notes)


def test_a_first_row_that_could_be_data_is_asked(write):
    path = write("Customer,2021,2022\nAnna,10,20\nBen,30,40\n")
    found = profile(path)
    question = questions(found, suggest(found))[0]
    assert question.key == "header"
    assert question.again
    plan = suggest(found)
    assert answer(plan, "header", question.options[0][0]).answered == ("header",)
    with pytest.raises(IntakeError, match="Look at the file again"):
        answer(plan, "header", question.options[1][0])
    again = profile(path, header_rows=0)
    assert again.layout.columns == ("Column 1", "Column 2", "Column 3")
    assert not [q for q in questions(again, suggest(again)) if q.key == "header"]


def test_title_lines_above_the_header_are_no_data(write, taken_in):
    intake = taken_in(write("My report,,\n,,\nCase Number,Amount,Region\n001,5.5,N\n002,6.5,S\n"))
    assert intake.plan.layout.columns == ("Case Number", "Amount", "Region")
    assert intake.receipt.rows_in == 2
    assert any("Lines above it that belong to no table: 2" in n for n in intake.receipt.notes)


def test_a_header_of_words_over_words_is_a_header():
    header = find_header([["Name", "Region"], ["Anna", "North"]])
    assert (header.rows, header.certain) == (1, True)


def test_an_open_question_stops_the_reading(write):
    path = write("Customer,2021,2022\nAnna,10,20\nBen,30,40\n")
    with pytest.raises(IntakeError, match="leaves open: header"):
        read(path, suggest(profile(path)))
