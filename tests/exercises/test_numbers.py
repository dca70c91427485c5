from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.exercises.numbers import parse_number, written_as_percent


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("53,1", (53.1,)),
        ("53.1 %", (53.1,)),
        ("53.1%", (53.1,)),
        ("53.1 per cent", (53.1,)),
        (" 53 ", (53.0,)),
        ("+5", (5.0,)),
        ("−20", (-20.0,)),
        ("- 20.5", (-20.5,)),
        (".5", (0.5,)),
        ("1 537", (1537.0,)),
        ("1\N{NO-BREAK SPACE}537", (1537.0,)),
        ("1'537", (1537.0,)),
        ("1,537", (1.537, 1537.0)),
        ("1.537", (1.537, 1537.0)),
        ("1,234,567", (1234567.0,)),
        ("1.234,5", (1234.5,)),
        ("1,234.5", (1234.5,)),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, readings: tuple[float, ...]) -> None:
    assert parse_number(text, "%") == readings


@pytest.mark.parametrize(
    "text", ["", "about 53", "53-54", "53 or 54", "1e5", "nan", "%", "53 points", "1 2", "5.3.1"]
)
def test_what_is_no_single_number_is_not_read(text: str) -> None:
    assert parse_number(text, "%") == ()


@pytest.mark.parametrize("text", ["12.5 points", "12.5 point", "12.5 Points."])
def test_the_unit_asked_for_may_follow(text: str) -> None:
    assert parse_number(text, "points") == (12.5,)


def test_a_per_cent_sign_is_noticed() -> None:
    assert written_as_percent("0.5 %")
    assert not written_as_percent("0.5")


@given(st.text())
def test_reading_never_raises(text: str) -> None:
    parse_number(text, "%")


@given(st.floats(-1e6, 1e6, allow_nan=False), st.sampled_from([".", ","]))
def test_a_written_number_is_among_its_readings(number: float, mark: str) -> None:
    text = f"{number:.2f}"
    assert float(text) in parse_number(text.replace(".", mark), "points")
