from __future__ import annotations

import pytest

from playbook.charts.sensitivity import sensitivity_chart
from playbook.measures.business.sensitivity import one_way


def profit(low=(50, 150), high=(1, 4)):
    return one_way(
        lambda inputs: inputs["customers"] * inputs["margin"] * inputs["rate"] - 30,
        {"customers": 100.0, "margin": 2.0, "rate": 0.5},
        {"rate": (0.45, 0.55), "customers": low, "margin": high},
        name="Profit",
        unit="EUR",
        labels={"customers": "Customers", "margin": "Margin", "rate": "Share who pay"},
        shares=("rate",),
    )


def test_bars_run_from_the_low_to_the_high_result_the_widest_first():
    found = profit()
    assert found.base == 70
    assert [one.name for one in found.swings] == ["Margin", "Customers", "Share who pay"]
    spec = sensitivity_chart(found).spec()
    rows = [row for data in spec["datasets"].values() for row in data if "at_low" in row]
    assert [(row["at_low"], row["at_high"]) for row in rows] == [
        (20, 170),
        (20, 120),
        (pytest.approx(60), pytest.approx(80)),
    ]
    assert "45% to 55%" in str(spec["datasets"])


def test_title_and_summary_say_what_the_result_hangs_on():
    chart = sensitivity_chart(profit())
    assert chart.title == "Profit hangs most on 'Margin': 20 EUR to 170 EUR."
    assert "Profit is 70 EUR" in chart.summary
    assert "Customers from 50 to 150: 20 EUR to 120 EUR." in chart.summary


def test_zero_is_marked_where_an_input_can_turn_the_sign():
    assert "thin mark: 0" not in str(sensitivity_chart(profit()).spec())
    turned = profit(high=(0, 4))
    assert "Each of these can turn its sign by itself: Margin." in turned.sentence()
    assert "thin mark: 0" in str(sensitivity_chart(turned).spec())


def test_inputs_beyond_the_most_are_left_to_the_summary():
    chart = sensitivity_chart(profit(), most=1)
    rows = [row for data in chart.spec()["datasets"].values() for row in data if "at_low" in row]
    assert len(rows) == 1
    assert "Share who pay" in chart.summary
    assert chart.png(358, 1).startswith(b"\x89PNG")
