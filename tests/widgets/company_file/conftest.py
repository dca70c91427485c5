"""Files as companies have them, each with something that the file can't tell."""

from __future__ import annotations

import itertools

import openpyxl
import pytest

from widgets.company_file import CompanyFile

CONTRACTS = ("Month-to-month", "One year", "Two year")


def _lines(header, rows):
    return "\n".join([header, *(",".join(str(cell) for cell in row) for row in rows)]) + "\n"


@pytest.fixture
def write(tmp_path):
    """Write a file of `rows` under its header and give its path."""

    def writer(name, header, rows):
        path = tmp_path / name
        path.write_text(_lines(header, rows), encoding="utf-8")
        return path

    return writer


@pytest.fixture
def customers(write):
    """A customer list: 30 of 120 left, three have no total yet."""
    rows = [
        (
            f"{number:04d}-ABC",
            contract,
            f"{20 + number % 50}.5",
            " " if number % 40 == 0 else f"{20 * number}.5",
            "Yes" if number % 4 == 0 else "No",
        )
        for number, contract in zip(range(120), itertools.cycle(CONTRACTS), strict=False)
    ]
    return write("customers.csv", "customerID,Contract,MonthlyCharges,TotalCharges,Churn", rows)


@pytest.fixture
def unclear_dates(write):
    rows = [(f"0{1 + number % 9}/0{1 + number % 7}/2024", number % 11) for number in range(60)]
    return write("dates.csv", "Closed,recommend (0-10)", rows)


@pytest.fixture
def one_to_ten(write):
    rows = [(1 + number % 10, "NS"[number % 2]) for number in range(200)]
    return write("ten.csv", "How likely are you to recommend us?,region", rows)


@pytest.fixture
def effort(write):
    rows = [(1 + number % 5, "NS"[number % 2]) for number in range(60)]
    return write("effort.csv", "effort,branch", rows)


@pytest.fixture
def small_groups(write):
    branches = ["Big"] * 50 + ["Tiny"] * 3 + ["Small"] * 7
    rows = [(number % 11, branch) for number, branch in enumerate(branches)]
    return write("branches.csv", "recommend (0-10),branch", rows)


@pytest.fixture
def monthly(write):
    rows = [
        (f"2025-{month:02d}-{day:02d}", (day * month) % 11)
        for month in range(1, 13)
        for day in range(1, 9)
    ]
    return write("monthly.csv", "Recorded,recommend (0-10)", rows)


@pytest.fixture
def workbook(tmp_path):
    """Two sheets; the second one's first row could be names or data."""
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Notes"
    notes.append(["About", "Value"])
    notes.append(["made", 1])
    data = book.create_sheet("Data")
    data.append([7, 2024])
    for number in range(40):
        data.append([number % 11, 2000 + number])
    path = tmp_path / "two sheets.xlsx"
    book.save(path)
    return path


@pytest.fixture
def looked():
    """Look at a file and take it over."""

    def look(path, **again):
        model = CompanyFile()
        model.take(model.look(path, **again))
        return model

    return look
