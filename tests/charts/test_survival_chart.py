from __future__ import annotations

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.charts.survival import survival_chart
from playbook.charts.survival_steps import marks_of, moved_apart, steps_of
from playbook.measures.retention.survival import kaplan_meier

SIX_MP = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSE = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

TREATED = kaplan_meier(SIX_MP, RELAPSE, unit="weeks", name="6-MP")
CONTROL = kaplan_meier(PLACEBO, [1] * 21, unit="weeks", name="Placebo")


def text_of(chart):
    return json.dumps(chart.spec(), ensure_ascii=False)


def test_title_says_when_half_have_left_or_how_many_are_still_there():
    assert survival_chart(CONTROL).title == "Placebo: half have left after 8 weeks."
    stays = kaplan_meier([1, 2, 3, 4, 5], [1, 0, 0, 0, 0])
    assert survival_chart(stays).title == "All customers: 80% are still there after 5 months."
    assert survival_chart(stays, title="Mine.").title == "Mine."


def test_title_of_groups_compares_them_where_all_are_still_many():
    assert survival_chart([TREATED, CONTROL]).title == (
        "After 8 weeks 80.7% of 6-MP and 38.1% of Placebo are still there."
    )
    small = [kaplan_meier([1, 2], [1, 1], name=name) for name in ("A", "B")]
    assert survival_chart(small).title == "After 2 months 0% of A and 0% of B are still there."


def test_summary_holds_medians_shares_and_customers_followed():
    summary = survival_chart([TREATED, CONTROL]).summary
    assert "6-MP: median time until leaving 23 weeks (95% interval 13 to not reached" in summary
    assert "62.7% after 16 weeks (11 followed)" in summary
    assert summary.count("Everyone counts as followed since joining") == 1


def test_customers_followed_stand_under_each_mark_of_the_axis():
    text = text_of(survival_chart(CONTROL))
    assert "Customers followed" in text
    for number in ("21", "16", "12", "6", "3", "2"):
        assert f'"text": "{number}"' in text


def test_long_names_become_letters_that_are_explained():
    short, long = (
        text_of(survival_chart([kaplan_meier([1, 2], [1, 0], name=name), CONTROL_MONTHS]))
        for name in ("Yearly", "Month-to-month")
    )
    assert "A: " not in short
    assert "A: Month-to-month" in long
    assert "B: Placebo" in long


CONTROL_MONTHS = kaplan_meier(PLACEBO, [1] * 21, name="Placebo")


def test_group_without_customers_is_told_and_not_drawn():
    chart = survival_chart([TREATED, kaplan_meier([], [], unit="weeks", name="Trial")])
    assert "Trial: not available" in chart.summary
    assert chart.title.startswith("6-MP")


def test_many_distinct_times_make_a_small_picture():
    draw = np.random.default_rng(4)
    found = kaplan_meier(draw.exponential(300, 50_000), np.ones(50_000), unit="days")
    steps = steps_of(found)
    assert 200 < len(steps) <= 402
    assert {step["share"] for step in steps[1:]} <= {100 * share for share in found.survival}
    assert len(text_of(survival_chart(found))) < 200_000


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
@settings(max_examples=50, deadline=None)
def test_labels_keep_apart_in_their_order_and_above_the_axis(heights):
    moved = moved_apart(sorted(heights, reverse=True), 6)
    assert all(upper - lower >= 6 - 1e-9 for upper, lower in pairwise(moved))
    assert min(moved) >= 3


@given(st.floats(0.001, 1e6), st.sampled_from(["months", "weeks", "days"]))
@settings(max_examples=50, deadline=None)
def test_axis_has_up_to_six_marks_from_0(end, unit):
    marks = marks_of(end, unit)
    assert marks[0] == 0
    assert marks[-1] <= end
    assert 2 <= len(marks) <= 6


def test_nobody_many_groups_and_mixed_units_are_refused():
    for curves in ([], [kaplan_meier([], [])], [TREATED] * 7, [TREATED, CONTROL_MONTHS]):
        with pytest.raises(ValueError, match="survival chart takes"):
            survival_chart(curves)


@pytest.mark.parametrize("times", [SIX_MP, [0.0]])
def test_picture_is_drawn_on_a_phone(times):
    curve = kaplan_meier(times, [1] * len(times))
    assert survival_chart(curve).png(358, scale=1).startswith(b"\x89PNG")
