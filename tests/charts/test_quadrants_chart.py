from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.charts.labels import WIDTHS, Box, place_labels
from playbook.charts.quadrants import quadrants_chart
from playbook.measures.drivers.stated import stated_against_derived

STATED = {"Price": 6.5, "Speed": 5.0, "Kindness": 3.0, "Billing": 6.0, "App": 2.0, "Store": 4.0}
DERIVED = {"Price": 4.0, "Speed": 20.0, "Kindness": 30.0, "Billing": 5.0, "App": 6.0, "Store": 12.0}
HEIGHT = 620


def _marks(chart, kind):
    return [layer for layer in chart.spec()["layer"] if layer["mark"]["type"] == kind]


def test_every_item_and_every_quadrant_is_named():
    spec = quadrants_chart(stated_against_derived(STATED, DERIVED)).spec()
    rows = [row for rows in spec["datasets"].values() for row in rows]
    assert {" ".join(row["text"]) for row in rows if "text" in row} == set(STATED)
    drawn = [layer["mark"].get("text") for layer in spec["layer"]]
    assert {"Core", "Cost of entry", "Hidden driver", "Ignore"} <= set(drawn)


def test_title_names_hidden_drivers_and_counts_movers():
    found = stated_against_derived(STATED, DERIVED, cut="mean")
    chart = quadrants_chart(found)
    assert chart.title == (
        "Kindness goes together with the outcome more than customers say; "
        "1 of 6 items hangs on where the cut lies."
    )
    assert "1 of 6 items change quadrant" in chart.summary
    assert "Kindness 3 and 30" in chart.summary


def test_movers_are_diamonds_in_the_warning_colour_and_the_axis_says_so():
    moving = quadrants_chart(stated_against_derived(STATED, DERIVED, cut="mean"))
    still = quadrants_chart(stated_against_derived(STATED, DERIVED, shift=0))
    assert {layer["mark"].get("shape") for layer in _marks(moving, "point")} == {None, "diamond"}
    assert "diamond" in str(moving.spec()["layer"])
    titles = [str(chart.spec()["layer"]).count("changes quadrant") for chart in (moving, still)]
    assert titles[0] > 0 == titles[1]


def test_importance_below_zero_is_never_written_on_an_axis():
    spec = quadrants_chart(stated_against_derived(STATED, DERIVED)).spec()
    assert "datum.value < 0 ? '' : datum.label" in str(spec)


@given(
    st.lists(
        st.tuples(st.floats(0.1, 0.9), st.floats(40, HEIGHT - 40), st.integers(3, 30)),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=30, deadline=None)
def test_names_cover_neither_each_other_nor_a_point_at_any_width(items):
    names = ["n" * length for *_, length in items]
    points = [(x, y) for x, y, _ in items]
    taken = [Box(0, 0, 90, 0, 19)]
    labels = place_labels(names, points, taken, [], HEIGHT)
    assert labels is not None
    marks = [Box(x, -5, 5, y - 5, y + 5) for x, y in points]
    for width in (*WIDTHS, 310, 777):
        for one, other in combinations([label.box for label in labels], 2):
            assert not one.covers(other, width)
        for label in labels:
            assert label.box.inside(width, HEIGHT)
            assert not any(label.box.covers(mark, width) for mark in [*marks, *taken])


def test_names_keep_off_the_cuts_where_there_is_room():
    (label,) = place_labels(["Price"], [(0.45, 100)], [], [Box(0.5, -2, 2, 0, 200)], 200)
    assert label.align == "right"
    assert not label.leader


def test_names_that_find_no_place_give_none():
    assert place_labels(["Price"] * 9, [(0.5, 20)] * 9, [], [], 40) is None


def test_items_level_with_each_other_still_have_a_chart():
    level = dict.fromkeys(STATED, 3.0)
    assert quadrants_chart(stated_against_derived(level, level)).png(358).startswith(b"\x89PNG")


def test_too_many_items_are_refused():
    many = {f"item {place}": float(place) for place in range(21)}
    with pytest.raises(ValueError, match="21 items"):
        quadrants_chart(stated_against_derived(many, many))
