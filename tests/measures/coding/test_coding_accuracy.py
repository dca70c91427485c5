from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import share
from playbook.measures.coding.coding_accuracy import coding_accuracy
from playbook.measures.errors import MeasureError

COMMENTS = [
    ("the delivery was late", True),
    ("great, another delay", True),
    ("arrived days after the promise", True),
    ("no delay at all, thank you", False),
    ("friendly and quick", False),
    ("late, and then late again", True),
]


def test_a_keyword_rule_is_wrong_about_negation_and_misses_other_words():
    found = ["late" in text or "delay" in text for text, _ in COMMENTS]
    result = coding_accuracy(found, [truth for _, truth in COMMENTS])
    assert (result.rightly_found, result.wrongly_found) == (3, 1)
    assert (result.missed, result.rightly_left, result.n) == (1, 1, 6)
    assert result.precision.value == result.recall.value == 75
    assert result.f1 == pytest.approx(0.75)
    assert "of 4 comments found, 1 wrong; of 4 right ones, 1 missed (n = 6" in result.sentence()


def test_precision_and_recall_have_wilsons_interval():
    result = coding_accuracy([1] * 40 + [0] * 60, [1] * 30 + [0] * 10 + [1] * 20 + [0] * 40)
    expected = share(30, 40)
    assert (result.precision.low, result.precision.high) == (expected.low, expected.high)
    assert result.recall.value == 60
    assert result.recall.n == 50
    assert result.f1 == pytest.approx(2 * 0.75 * 0.6 / 1.35)


def test_nothing_found_has_no_precision_and_nothing_to_find_no_recall():
    nothing_found = coding_accuracy([0, 0], [1, 0])
    assert nothing_found.precision.value is None
    assert nothing_found.recall.value == 0
    assert nothing_found.f1 == 0
    nothing_there = coding_accuracy([0, 0], [0, 0])
    assert not nothing_there.available
    assert nothing_there.f1 is None
    assert "not available" in nothing_there.sentence()


def test_comments_without_both_are_left_out_and_counted():
    result = coding_accuracy([True, None, "late", False], [True, True, True, None])
    assert result.n == 1
    assert sum(result.dropped.values()) == 3
    assert result.dropped["blank"] == 2


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
@settings(max_examples=40)
def test_counts_add_up_and_f1_lies_between_precision_and_recall(pairs):
    found, truth = [one for one, _ in pairs], [one for _, one in pairs]
    result = coding_accuracy(found, truth)
    swapped = coding_accuracy(truth, found)
    counted = result.rightly_found + result.wrongly_found + result.missed + result.rightly_left
    assert counted == result.n == len(pairs)
    assert (result.precision.value, result.f1) == (swapped.recall.value, swapped.f1)
    if result.available:
        ends = sorted([result.precision.value / 100, result.recall.value / 100])
        assert ends[0] - 1e-12 <= result.f1 <= ends[1] + 1e-12


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(MeasureError):
        coding_accuracy([1, 0], [1])
