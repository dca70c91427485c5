from __future__ import annotations

import datetime

import openpyxl
import pytest

from playbook.intake import IntakeError, answer, profile, questions, read, rows, suggest


def workbook(path, sheets, hidden=()):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


ANSWERS = [
    ["Customer ID", "Answered at", "Likelihood to recommend", "Renewed"],
    ["0007", datetime.datetime(2024, 1, 31, 10, 5), 9, True],
    ["0008", datetime.datetime(2024, 2, 1), 0.0, False],
    ["0009", None, 8.5, True],
]


def test_a_quote_that_is_never_closed_is_named_with_its_line(write):
    text = 'id,comment\n1,"fine, thanks"\n2,"two\nlines"\n3,"cut in the mid'
    with pytest.raises(IntakeError, match="line 5 is never closed"):
        profile(write(text))


def test_text_after_a_closing_quote_is_named_with_its_line(write):
    text = 'id,comment\n1,"a"\n2,"b" and more\n3,"c"\n'
    with pytest.raises(IntakeError, match="at line 3"):
        profile(write(text))


def test_quotes_in_an_unquoted_text_are_text(write):
    found = profile(write('id,size\n1,5" pipe\n2,7" pipe\n'))
    assert [value for value, _ in found.column("size").values] == ['5" pipe', '7" pipe']


def test_row_numbers_are_those_of_a_spreadsheet(write, taken_in):
    text = 'id,amount,note\na,1,"two\nlines"\nb,,x\n\nc,3\nd,4,y\n'
    receipt = taken_in(write(text)).receipt
    amount = next(column for column in receipt.columns if column.name == "amount")
    assert amount.blank_rows == (3,)
    assert {one.reason: one.examples for one in receipt.dropped} == {
        "blank row": (4,),
        "wrong number of cells": (5,),
    }


def test_too_many_ragged_rows_are_refused(write):
    text = "name,score\n" + "Smith, Ann,5\n" * 10 + "Jones,4\n" * 40
    with pytest.raises(IntakeError, match="10 of 50 rows don't have 2 cells"):
        profile(write(text))


def test_empty_cells_beyond_the_last_column_are_cut_off_and_noted(write, taken_in):
    intake = taken_in(write("Region,Amount\nN,1,,\nN,2\nS,3\nS,5\nS,9\n"))
    assert intake.receipt.rows_used == 5
    assert any("empty cells beyond the last column" in note for note in intake.receipt.notes)


def test_more_rows_than_the_limit_are_refused(write, monkeypatch):
    monkeypatch.setattr(rows, "MAX_ROWS", 3)
    with pytest.raises(IntakeError, match="more than 3 rows"):
        profile(write("a,b\n" + "1,x\n" * 4))


def test_a_workbook_keeps_dates_numbers_and_leading_zeros(tmp_path, taken_in):
    path = workbook(tmp_path / "a.xlsx", {"Data": ANSWERS})
    intake = taken_in(path, outcome="TRUE")
    assert intake.frame["Customer ID"].tolist() == ["0007", "0008", "0009"]
    assert intake.frame["Answered at"].tolist()[:2] == [
        datetime.datetime(2024, 1, 31, 10, 5),
        datetime.datetime(2024, 2, 1),
    ]
    assert intake.frame["Likelihood to recommend"].tolist()[:2] == [9, 0]
    assert intake.frame["Renewed"].tolist() == [True, False, True]
    rating = next(c for c in intake.receipt.columns if c.name == "Likelihood to recommend")
    assert [(one.reason, one.rows) for one in rating.rejected] == [("not a whole number", (4,))]


def test_several_sheets_are_asked_and_hidden_ones_ignored(tmp_path):
    tables = {"Notes": [["Read me", "x"], ["a", "b"]], "Data": ANSWERS, "Empty": [], "Old": ANSWERS}
    path = workbook(tmp_path / "a.xlsx", tables, hidden=("Old",))
    found = profile(path)
    plan = suggest(found)
    question = questions(found, plan)[0]
    assert question.key == "sheet"
    assert [value for value, _ in question.options] == ["Notes", "Data"]
    with pytest.raises(IntakeError, match="leaves open: sheet"):
        read(path, plan)
    with pytest.raises(IntakeError, match='with the sheet "Data"'):
        answer(plan, "sheet", "Data")
    assert "sheet" in answer(plan, "sheet", "Notes").answered
    again = profile(path, sheet="Data")
    assert "sheet" not in [q.key for q in questions(again, suggest(again))]
    with pytest.raises(IntakeError, match="no visible, filled sheet"):
        profile(path, sheet="Old")


def test_blank_rows_inside_a_sheet_are_counted_and_those_at_its_end_are_not(tmp_path, taken_in):
    table = [["Region", "Amount"], ["N", 1], [None, None], ["S", 2], ["S", 4], ["N", 9]]
    path = workbook(tmp_path / "a.xlsx", {"Data": [*table, [" ", None], [None, None]]})
    receipt = taken_in(path).receipt
    assert [(one.reason, one.count, one.examples) for one in receipt.dropped] == [
        ("blank row", 1, (3,))
    ]


def test_ids_that_excel_rounded_are_not_deduplicated(tmp_path, taken_in):
    rounded = 1.23456789012346e17
    table = [["Customer ID", "Amount"], [rounded, 1.5], [rounded, 2.5], [rounded, 3.5]]
    receipt = taken_in(workbook(tmp_path / "a.xlsx", {"Data": table})).receipt
    assert receipt.rows_used == 3
    intake = taken_in(workbook(tmp_path / "b.xlsx", {"Data": table[:2]}))
    assert intake.receipt.rows_used == 1


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    path = workbook(tmp_path / "a.xlsx", {"Data": ANSWERS})
    monkeypatch.setattr(rows, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(IntakeError, match="unpacks to"):
        profile(path)
