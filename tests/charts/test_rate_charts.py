from __future__ import annotations

import json
from typing import Any

import pytest

from playbook.charts.chart import ChartWithSummary
from playbook.charts.control import control_chart
from playbook.charts.rates_by_group import rates_by_group_chart
from playbook.measures import xmr
from playbook.measures.control.rates import p_chart, u_chart
from playbook.tokens import token

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
EVENTS = [12, 15, 11, 9, 14, 12, 10, 13, 60, 12, 11, 13]
CASES = [100, 120, 90, 80, 110, 100, 95, 105, 120, 0, 100, 104]
STEADY = xmr([6.0, 6.2, 5.9, 6.1], labels=MONTHS[:4])


def _layers(chart: ChartWithSummary) -> str:
    spec: dict[str, Any] = chart.spec()
    return json.dumps([spec["layer"], spec.get("datasets")], ensure_ascii=False)


def test_limits_that_differ_are_steps_and_labelled_with_the_last_points() -> None:
    limits = p_chart([*EVENTS[:9], 0, 11, 13], CASES, labels=MONTHS, baseline=8)
    chart = control_chart(limits, y_title="Complaints reopened (%)")
    text = _layers(chart)
    assert '"corner"' in text
    assert f"upper {limits.upper[-1]:.1f}" in text
    assert "signal 2023-09" in text
    assert "Left out: 1 without cases." in chart.summary
    assert chart.title == limits.signals[0].text
    assert chart.png(width=358, scale=1).startswith(b"\x89PNG")


def test_limits_that_are_the_same_are_straight() -> None:
    chart = control_chart(u_chart(EVENTS, [100] * 12, labels=MONTHS, baseline=8), y_title="Calls")
    assert '"corner"' not in _layers(chart)


def test_a_title_is_made_from_the_verdict_unless_given() -> None:
    assert control_chart(STEADY, y_title="Calls").title.startswith("No signal")
    assert control_chart(STEADY, y_title="Calls", title="Given.").title == "Given."
    none = control_chart(p_chart([0], [0], labels=["May"]), y_title="Share (%)")
    assert none.title == "There are too few points for limits."


def test_without_the_read_out_neither_title_nor_summary_tells() -> None:
    limits = p_chart(EVENTS, [120] * 12, labels=MONTHS, baseline=8)
    chart = control_chart(limits, y_title="Share (%)", read_out=False)
    assert chart.title == "Share (%), 2023-01 to 2023-12."
    assert "signal" not in chart.summary
    assert "Limits from" in chart.summary
    assert "signal 2023" not in _layers(chart)


def test_groups_without_an_order_are_not_joined_by_a_line() -> None:
    with pytest.raises(ValueError, match="rates_by_group_chart"):
        control_chart(p_chart([1, 2], [9, 9], runs=False), y_title="Share (%)")


def test_each_group_has_a_row_with_rate_and_cases_and_one_outside_is_marked() -> None:
    found = p_chart(
        [42, 61, 12, 0],
        [400, 310, 150, 0],
        labels=["Service", "Billing", "Sales", "New"],
        runs=False,
    )
    chart = rates_by_group_chart(found, x_title="Complaints caused (%)")
    text = _layers(chart)
    assert chart.title == "Billing lies outside what chance gives a group of that size."
    assert "19.7%, n = 310, outside" in text
    assert "no cases" in text
    assert token("warn") in text
    assert "Service 10.5%, n = 400" in chart.summary
    assert chart.png(width=358, scale=1).startswith(b"\x89PNG")


def test_groups_within_their_limits_say_so() -> None:
    found = p_chart([20, 22], [200, 200], runs=False)
    title = rates_by_group_chart(found, x_title="Share (%)").title
    assert title == "None of the 2 lies outside what chance gives a group of its size."
    empty = p_chart([0], [0], runs=False)
    assert (
        rates_by_group_chart(empty, x_title="Share (%)").title == "There are no cases to compare."
    )
