from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError
from playbook.measures.drivers.stated import stated_against_derived

STATED = {"price": 6.5, "speed": 5.0, "kindness": 3.0, "billing": 6.0, "app": 2.0, "store": 4.0}
DERIVED = {"price": 4.0, "speed": 20.0, "kindness": 30.0, "billing": 5.0, "app": 6.0, "store": 12.0}
CAUSAL = ("cause", "lead to", "because", "effect", "impact", "influence", "due to")

importances = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.floats(0, 1000), min_size=2, max_size=12
)


def placed(found):
    return {item.name: item.quadrant for item in found.items}


def test_quadrants_at_the_medians():
    found = stated_against_derived(STATED, DERIVED)
    assert (found.stated_cut, found.derived_cut) == (4.5, 9.0)
    assert placed(found) == {
        "price": "hygiene",
        "speed": "core",
        "kindness": "hidden",
        "billing": "hygiene",
        "app": "ignore",
        "store": "hidden",
    }
    assert [item.name for item in found.within("hidden")] == ["kindness", "store"]


def test_quadrants_at_the_means():
    found = stated_against_derived(STATED, DERIVED, cut="mean")
    assert found.stated_cut == pytest.approx(26.5 / 6)
    assert found.derived_cut == pytest.approx(77 / 6)
    assert placed(found)["store"] == "ignore"


def test_items_within_a_tenth_of_a_cut_are_movers():
    found = stated_against_derived(STATED, DERIVED, cut="mean")
    (store,) = found.movers
    assert (store.name, store.quadrant, store.elsewhere) == (
        "store",
        "ignore",
        ("core", "hygiene", "hidden"),
    )
    assert "1 of 6 items change" in found.sentence()
    assert "store" in found.sentence()


def test_no_shift_moves_nothing_and_a_larger_one_moves_more():
    assert not stated_against_derived(STATED, DERIVED, shift=0).movers
    counts = [
        len(stated_against_derived(STATED, DERIVED, shift=shift).movers)
        for shift in (0.1, 0.3, 0.9)
    ]
    assert counts == sorted(counts)
    assert counts[-1] == 6


def test_an_item_on_the_cut_counts_as_high():
    found = stated_against_derived({"a": 1, "b": 2, "c": 3}, {"a": 3, "b": 2, "c": 1})
    assert placed(found) == {"a": "hidden", "b": "core", "c": "hygiene"}


def test_rounding_of_a_mean_moves_no_item_off_the_cut():
    level = dict.fromkeys("abc", 0.1)
    found = stated_against_derived(level, level, cut="mean")
    assert set(placed(found).values()) == {"core"}


@given(importances, st.floats(0.01, 100), st.floats(0.01, 100))
@settings(max_examples=40, deadline=None)
def test_units_change_no_quadrant(values, unit, other):
    derived = {name: abs(500 - value) for name, value in values.items()}
    plain = stated_against_derived(values, derived, shift=0)
    scaled = stated_against_derived(
        {name: unit * value for name, value in values.items()},
        {name: other * value for name, value in derived.items()},
        shift=0,
    )
    near = {
        item.name
        for item in plain.items
        if min(abs(item.stated - plain.stated_cut), abs(item.derived - plain.derived_cut)) < 1e-6
    }
    for one, two in zip(plain.items, scaled.items, strict=True):
        assert one.quadrant == two.quadrant or one.name in near


@given(importances)
@settings(max_examples=30, deadline=None)
def test_order_of_the_items_changes_nothing(values):
    turned = dict(reversed(values.items()))
    assert placed(stated_against_derived(values, turned)) == placed(
        stated_against_derived(turned, values)
    )


def test_items_without_both_importances_are_counted():
    found = stated_against_derived(
        STATED | {"colour": 3.0, "smell": None}, DERIVED | {"smell": 1.0, "music": 2.0}
    )
    assert found.dropped == {
        "without derived importance": 1,
        "without stated importance": 1,
        "blank": 1,
    }
    assert placed(found) == placed(stated_against_derived(STATED, DERIVED))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"stated": {"a": 1}, "derived": {"a": 1}}, "1 items"),
        ({"stated": {"a": 1, "b": 2}, "derived": {"c": 1}}, "0 items"),
        ({"stated": {"a": 1, "b": 2}, "derived": {"a": -0.5, "b": 2}}, "below 0 for a"),
        ({"stated": STATED, "derived": DERIVED, "cut": "mode"}, "no cut 'mode'"),
        ({"stated": STATED, "derived": DERIVED, "shift": 10}, "moved by 10"),
    ],
)
def test_impossible_requests_are_refused(asked, words):
    with pytest.raises(MeasureError, match=words):
        stated_against_derived(**asked)


def test_sentence_names_quadrants_in_plain_words_and_no_cause():
    text = stated_against_derived(STATED, DERIVED).sentence()
    assert (
        "Core: speed. Cost of entry: price and billing. Hidden driver: kindness and store" in text
    )
    assert not any(word in text.lower() for word in CAUSAL)
