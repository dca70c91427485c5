from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.intake import questions
from playbook.intake.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1234.5", ".", 1234.5),
        ("1,234.50", ".", 1234.5),
        ("1.234,50", ",", 1234.5),
        ("1,5", ",", 1.5),
        ("1,234", ".", 1234),
        ("1,234", ",", 1.234),
        ("€ 9,90", ",", 9.9),
        ("12 %", ".", 12),
        ("-3", ".", -3),
        ("1.5", ",", None),
        ("1,5", ".", None),
        ("nan", ".", None),
        ("1_000", ".", None),
        ("twelve", ".", None),
    ],
)
def test_numbers_are_read_with_their_decimal_mark(text, decimal, number):
    assert parse_number(text, decimal) == number


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_grouped_number_reads_back_with_both_marks(number):
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert parse_number(english, ".") == float(number)
    assert parse_number(german, ",") == float(number)


def test_a_decimal_comma_is_told_from_the_values(write, taken_in):
    intake = taken_in(write("Ort;Umsatz\nKöln;1.234,56\nUlm;7,5\nBonn;1.000\n"))
    assert intake.frame["Umsatz"].tolist() == [1234.56, 7.5, 1000]
    assert any("a comma, because" in note for note in intake.receipt.notes)


def test_numbers_that_may_have_either_mark_are_asked(write, planned, taken_in):
    path = write("Region;Amount\nN;1,234\nS;5,678\nS;9\n")
    found, plan = planned(path)
    assert [q.key for q in questions(found, plan)] == ["decimal"]
    assert taken_in(path, decimal=",").frame["Amount"].tolist() == [1.234, 5.678, 9]
    assert taken_in(path, decimal=".").frame["Amount"].tolist() == [1234, 5678, 9]


def test_numbers_with_both_marks_are_asked_and_the_others_rejected(write, planned, taken_in):
    path = write("Region;Amount\nN;1,5\nS;2.5\nS;9\n")
    found, plan = planned(path)
    assert [q.key for q in questions(found, plan)] == ["decimal"]
    amount = taken_in(path, decimal=",").receipt.columns[1]
    assert [(one.reason, one.values) for one in amount.rejected] == [("not a number", ("2.5",))]
