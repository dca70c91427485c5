from __future__ import annotations

import json

import pytest

from playbook.charts.standardised import standardised_chart
from playbook.measures.comparing.standardise import Standardised, standardise


def result(cells: list[tuple[str, str, int, int]]) -> Standardised:
    rows = [(g, s, int(i < yes)) for g, s, yes, n in cells for i in range(n)]
    group, stratum, yes = zip(*rows, strict=True)
    return standardise(yes, group, stratum, name="Success")


REVERSED = [("A", "small", 81, 87), ("A", "large", 192, 263)]
REVERSED += [("B", "small", 234, 270), ("B", "large", 55, 80)]
STEADY = [("A", "x", 5, 10), ("A", "y", 6, 10), ("B", "x", 2, 10), ("B", "y", 3, 10)]


def test_title_says_whether_the_order_turns_round():
    turned = standardised_chart(result(REVERSED))
    assert turned.title == "B is higher than A; with the same mix of customers it is lower."
    steady = standardised_chart(result(STEADY))
    assert steady.title == "With the same mix of customers, the groups keep their order."
    assert standardised_chart(result(STEADY), title="Mine.").title == "Mine."


def test_summary_and_rows_hold_both_values():
    chart = standardised_chart(result(REVERSED))
    assert "A 78% and 83.3% (95% interval" in chart.summary
    spec = json.dumps(chart.spec(), ensure_ascii=False)
    assert "78% → 83.3%, n = 350" in spec
    assert "as it is" in spec
    assert "same mix, 95% interval" in spec


def test_a_group_that_cannot_be_standardised_says_so():
    chart = standardised_chart(result([*STEADY, ("C", "x", 1, 2)]))
    assert "50% → not comparable, n = 2" in json.dumps(chart.spec(), ensure_ascii=False)


@pytest.mark.parametrize("width", [358, 640])
def test_picture_is_drawn_at_any_width_and_without_rows(width):
    assert standardised_chart(result(REVERSED)).png(width, scale=1).startswith(b"\x89PNG")
    empty = standardised_chart(standardise([], [], []))
    assert empty.title == "Outcome: no rows can be used."
    assert empty.png(width, scale=1).startswith(b"\x89PNG")
