from __future__ import annotations

import pytest

from playbook.exercises import ExerciseError, Variant


def test_negative_numbers_get_a_true_minus_sign() -> None:
    assert Variant({"x": -5.25}).fill("{x:.1f} and {x:+.0f}") == "−5.2 and −5"


def test_zero_has_no_sign() -> None:
    assert Variant({"x": -0.01}).fill("{x:.1f}, {x:+.0f}") == "0.0, 0"


def test_hyphens_in_words_stay() -> None:
    assert Variant({"x": "first-contact"}).fill("{x}") == "first-contact"


@pytest.mark.parametrize("text", ["{y}", "{0}", "{", "{x:q}"])
def test_a_placeholder_that_cannot_be_filled_is_reported(text: str) -> None:
    with pytest.raises(ExerciseError, match="can't be filled"):
        Variant({"x": 1.0}).fill(text)


def test_fingerprint_changes_with_the_numbers() -> None:
    one, same, other = Variant({"x": 1.0}), Variant({"x": 1.0}), Variant({"x": 2.0})
    assert one.fingerprint() == same.fingerprint() != other.fingerprint()
