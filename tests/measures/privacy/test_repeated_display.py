from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.privacy.repeated_display import people_revealed
from playbook.measures.privacy.suppression import suppress_small

counts = st.lists(st.integers(0, 12), min_size=2, max_size=6)


def _groups(sizes):
    return {f"group {i}": size for i, size in enumerate(sizes)}


def test_5_and_then_6_reveal_the_one_who_joined():
    (found,) = people_revealed({"Billing": 5}, {"Billing": 6})
    assert (found.group, found.people) == ("Billing", 1)
    assert found.text == "Billing: 1 person more than before."


def test_four_who_left_are_revealed_and_five_are_not():
    assert people_revealed({"Billing": 12}, {"Billing": 8})[0].text.endswith(
        "4 people fewer than before."
    )
    assert people_revealed({"Billing": 12}, {"Billing": 7}) == ()
    assert people_revealed({"Billing": 12}, {"Billing": 12}) == ()


def test_a_group_hidden_once_reveals_nothing_by_itself():
    assert people_revealed({"Billing": None}, {"Billing": 6}) == ()
    assert people_revealed({}, {"Billing": 6}) == ()


def test_the_remainder_of_a_hidden_part_reveals_who_joined_it():
    before = {"a": None, "b": None, "c": 9, "d": 20, "Total": 40}
    after = {"a": None, "b": None, "c": 19, "d": 20, "Total": 51}
    found = people_revealed(before, after)
    assert [(one.group, one.people) for one in found] == [("the hidden groups", 1)]


def test_two_way_displays_are_compared_in_cells_totals_and_remainders():
    first = pd.DataFrame([[4, 10], [8, 12], [9, 14]], list("abc"), ["no", "yes"])
    second = first.copy()
    second.loc["c", "yes"] += 2
    groups = {
        one.group: one.people
        for one in people_revealed(suppress_small(first).shown, suppress_small(second).shown)
    }
    assert groups["c, yes"] == 2
    assert groups["Total, Total"] == 2
    assert set(groups.values()) == {2}


def test_the_same_data_hidden_in_two_ways_are_put_together():
    first = {"a": None, "b": None, "c": 9, "Total": 19}
    second = {"a": None, "b": 6, "c": None, "Total": 19}
    (found,) = people_revealed(first, second)
    assert found.people is None
    assert "What one display hides" in found.text


@given(counts, st.data())
@settings(max_examples=20)
def test_one_person_who_joins_is_always_revealed_by_the_total(sizes, data):
    joined = list(sizes)
    joined[data.draw(st.integers(0, len(sizes) - 1))] += 1
    before, after = suppress_small(_groups(sizes)).shown, suppress_small(_groups(joined)).shown
    shown_total = before.notna()["Total"] and after.notna()["Total"]
    assert not shown_total or any(one.people == 1 for one in people_revealed(before, after))


@given(counts)
@settings(max_examples=10)
def test_the_same_display_twice_reveals_nothing(sizes):
    shown = suppress_small(_groups(sizes)).shown
    assert people_revealed(shown, shown) == ()
