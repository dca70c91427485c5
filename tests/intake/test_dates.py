from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.intake import questions
from playbook.intake.dates import parse_moment


def table(name: str, dates: list[str]) -> str:
    return f"Region,{name}\n" + "".join(f"N,{date}\n" for date in dates)


def days(intake, name):
    return intake.frame[name].dt.strftime("%Y-%m-%d").tolist()


def test_the_day_is_first_if_only_that_is_possible_and_the_receipt_says_so(write, taken_in):
    intake = taken_in(write(table("Closed at", ["03/04/2024", "25/04/2024", "26/04/2024"])))
    assert days(intake, "Closed at") == ["2024-04-03", "2024-04-25", "2024-04-26"]
    assert any(
        "day first, because 2 values have a first part over 12" in note
        for note in intake.receipt.notes
    )


def test_the_month_is_first_if_only_that_is_possible(write, taken_in):
    intake = taken_in(write(table("Closed at", ["03/04/2024 1:05 PM", "04/25/2024 12:00 AM"])))
    assert days(intake, "Closed at") == ["2024-03-04", "2024-04-25"]
    assert intake.frame["Closed at"].dt.hour.tolist() == [13, 0]


def test_dates_possible_in_both_orders_are_asked(write, planned, taken_in):
    path = write(table("Closed at", ["03/04/2024", "05/06/2024", "01/01/2024"]))
    found, plan = planned(path)
    question = questions(found, plan)[0]
    assert question.key == "date:Closed at"
    assert "possible in both orders" in question.why
    assert days(taken_in(path, date="month first"), "Closed at")[0] == "2024-03-04"
    assert days(taken_in(path, date="day first"), "Closed at")[0] == "2024-04-03"
    assert "Closed at" not in taken_in(path, date="ignore").frame


def test_mixed_orders_are_asked_with_their_rows_and_the_rest_is_rejected(write, planned, taken_in):
    path = write(table("Closed at", ["03/04/2024", "25/04/2024", "04/26/2024"]))
    found, plan = planned(path)
    question = questions(found, plan)[0]
    assert "(row 3)" in question.why
    assert "(row 4)" in question.why
    closed = taken_in(path, date="day first").receipt.columns[1]
    assert [(one.count, one.rows) for one in closed.rejected] == [(1, (4,))]


def test_an_order_stated_in_the_header_is_taken(write, taken_in):
    intake = taken_in(write(table("Date (DD/MM/YYYY)", ["03/04/2024", "05/06/2024"])))
    assert days(intake, "Date (DD/MM/YYYY)")[0] == "2024-04-03"


def test_a_column_whose_orders_agree_is_not_asked(write, taken_in):
    assert days(taken_in(write(table("Date", ["01/01/2024", "02/02/2024"]))), "Date") == [
        "2024-01-01",
        "2024-02-02",
    ]


def test_day_numbers_of_a_spreadsheet_are_asked(write, planned, taken_in):
    path = write(table("Created date", ["45322", "45323", "45324"]))
    found, plan = planned(path)
    assert [q.key for q in questions(found, plan)] == ["date:Created date"]
    assert days(taken_in(path, date="excel 1900"), "Created date")[0] == "2024-01-31"
    assert days(taken_in(path, date="excel 1904"), "Created date")[0] == "2028-02-01"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2024-01-31T23:30:00Z", "2024-02-01T01:00:00+02:00"], "2024-01-31"),
        (["2024-01-31 10:00:00.123", "2024-02-01 10:00:00.5"], "2024-01-31"),
        (["20240131", "20240201"], "2024-01-31"),
        (["1706659200", "1706745600"], "2024-01-31"),
        (["1706659200000", "1706745600000"], "2024-01-31"),
        (["31 Jan 2024", "1 February 2024"], "2024-01-31"),
        (["Jan 31, 2024", "Feb 1, 2024"], "2024-01-31"),
        (["31.01.2024 10:00", "01.02.2024 11:00"], "2024-01-31"),
    ],
)
def test_certain_ways_of_writing_are_read_without_a_question(write, taken_in, dates, expected):
    quoted = [f'"{date}"' for date in dates]
    intake = taken_in(write(table("Created at", quoted)))
    assert days(intake, "Created at")[0] == expected
    assert any(note.startswith('"Created at" (date):') for note in intake.receipt.notes)


def test_a_time_zone_is_noted_and_the_time_kept_as_written(write, taken_in):
    intake = taken_in(write(table("Created at", ["2024-01-31T23:30:00Z", "2024-02-01T23:00:00Z"])))
    assert intake.frame["Created at"].dt.hour.tolist() == [23, 23]
    assert any("time zone" in note for note in intake.receipt.notes)


def test_what_is_no_date_is_rejected_and_counted(write, taken_in):
    text = table("Created at", ["2024-02-28"] * 4 + ["2024-02-30", "soon", "N/A", ""])
    column = taken_in(write(text)).receipt.columns[1]
    assert column.used == 4
    assert column.blanks == 1
    assert {one.reason: one.values for one in column.rejected} == {
        "not a date in this order": ("2024-02-30", "soon"),
        'marked "N/A"': ("N/A",),
    }


@given(
    st.datetimes(
        min_value=datetime.datetime(1900, 1, 1),
        max_value=datetime.datetime(2100, 12, 31),
    )
)
def test_every_moment_reads_back_in_the_order_it_was_written(moment):
    moment = moment.replace(microsecond=0)
    seconds = int((moment - type(moment)(1970, 1, 1)).total_seconds())
    written = {
        "year first": f"{moment:%Y-%m-%d %H:%M:%S}",
        "day first": f"{moment:%d/%m/%Y %H:%M:%S}",
        "month first": f"{moment:%m/%d/%Y %I:%M:%S %p}",
    }
    for order, text in written.items():
        assert parse_moment(text, order) == seconds


@pytest.mark.parametrize("zone", ["+00", "-05", "+0530", "+05:30", "Z", " UTC"])
def test_a_time_zone_is_left_where_it_stands(zone):
    moment = parse_moment(f"2025-01-31 23:30:00{zone}", "year first")
    assert moment == parse_moment("2025-01-31 23:30:00", "year first")
