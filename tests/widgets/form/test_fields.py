from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.form import Field
from widgets.form.fields import Schema, as_text


def test_number_is_read_as_people_write_it():
    assert Field("n", "N", "number").read("42,5 %") == 42.5


def test_number_with_two_readings_is_asked_about():
    with pytest.raises(ValueError, match="can be read as"):
        Field("n", "N", "number").read("1,234")


@pytest.mark.parametrize("kind", ["number", "date", "choice"])
def test_nothing_entered_is_none(kind):
    assert Field("a", "A", kind).read("  ") is None


def test_date_that_is_none_says_how_to_write_it():
    with pytest.raises(ValueError, match="Write it like"):
        Field("d", "D", "date").read("3 November")


def test_option_that_is_gone_is_flagged():
    with pytest.raises(ValueError, match="no longer offered"):
        Field("c", "C", "choice", options=(("a", "A"),)).read("b")


def test_field_never_touched_has_no_problem():
    schema = Schema([Field("a", "A", required=True)])
    assert schema.problems({}) == {}
    assert schema.problems({"a": " "}) == {"a": "This is needed. Fill it in."}


def test_own_rule_gets_the_value_that_was_read():
    seen = []
    schema = Schema([Field("n", "N", "number")], lambda name, value: seen.append((name, value)))
    schema.problems({"n": "1,5"})
    assert seen == [("n", 1.5)]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e9, max_value=1e9))
def test_number_put_in_by_python_reads_back_as_itself(number):
    assert Field("n", "N", "number").read(as_text(number)) == pytest.approx(number, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (12, "12"), (42.5, "42.5"), (3.0, "3"), (1.25, "1.25"), (1.234, "1.2340")],
)
def test_value_is_written_as_a_learner_would(value, text):
    assert as_text(value) == text
