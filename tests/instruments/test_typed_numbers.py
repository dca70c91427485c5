from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.instruments import InstrumentError, parse_count, parse_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("42,5", 42.5),
        ("42.5 %", 42.5),
        (" −3 ", -3.0),
        ("-3.25", -3.25),
        ("1.234,50 €", 1234.5),
        ("£1,234.50", 1234.5),
        ("-£3", -3.0),
        ("1 234", 1234.0),
        ("1\u202f234,5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("0,125", 0.125),
        (".5", 0.5),
        ("12 points", 12.0),
        (7, 7.0),
        (4.128, 4.128),
    ],
)
def test_numbers_are_read_as_people_type_them(typed: object, number: float) -> None:
    assert parse_number(typed) == number


@pytest.mark.parametrize("typed", ["", "   ", None, float("nan"), "%"])
def test_nothing_typed_is_no_number(typed: object) -> None:
    assert parse_number(typed) is None
    assert parse_count(typed) is None


@pytest.mark.parametrize("typed", ["about 40", "1.2.3", "12,34,5", "4-5", True, [4], "1e5"])
def test_what_is_no_number_is_refused_with_a_reason_and_a_remedy(typed: object) -> None:
    with pytest.raises(InstrumentError) as refused:
        parse_number(typed)
    assert "is not a number" in refused.value.reason
    assert refused.value.remedy.startswith("Write digits")
    assert str(refused.value) == f"{refused.value.reason} {refused.value.remedy}"


@pytest.mark.parametrize("typed", ["1,234", "1.234", "€ 12.500"])
def test_a_number_with_two_readings_is_asked_for_and_not_guessed(typed: str) -> None:
    with pytest.raises(InstrumentError, match="can be read as"):
        parse_number(typed)


def test_an_infinite_number_is_refused() -> None:
    with pytest.raises(InstrumentError, match="too large"):
        parse_number(float("inf"))


def test_a_count_reads_either_thousands_mark_since_it_has_no_decimals() -> None:
    assert parse_count("1,234") == parse_count("1.234") == parse_count("1 234") == 1234


@pytest.mark.parametrize("typed", ["-1", "2.5", 3.5])
def test_a_count_is_a_whole_number_from_zero(typed: object) -> None:
    with pytest.raises(InstrumentError, match="not a number of answers"):
        parse_count(typed)


@given(st.integers(-(10**9), 10**9), st.integers(0, 99))
def test_either_decimal_mark_gives_the_same_number(whole: int, hundredths: int) -> None:
    point, comma = f"{whole}.{hundredths:02d}", f"{whole},{hundredths:02d}"
    assert parse_number(point) == parse_number(comma) == float(point)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_passes_unchanged(number: float) -> None:
    assert parse_number(number) == number
