from __future__ import annotations

import numpy as np
import pandas as pd

from playbook.charts.drivers import driver_importance_chart
from playbook.measures.drivers.driver_importance import (
    driver_importance,
    importance_from_correlations,
)

NAMES = ["Repair", "Bill", "Price", "Outcome"]


def _importance(r: tuple[float, float, float], n: int = 400):
    matrix = np.eye(4)
    matrix[:3, 3] = matrix[3, :3] = r
    return importance_from_correlations(matrix, NAMES, "Outcome", n, bootstraps=200)


def _layers(chart, kind):
    spec = chart.spec()
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == kind]


def test_each_driver_has_a_bar_an_interval_and_its_rank_in_words():
    chart = driver_importance_chart(_importance((0.6, 0.3, 0.1)))
    (bars,) = _layers(chart, "bar")
    rows = chart.spec()["datasets"][bars["data"]["name"]]
    assert [row["name"] for row in rows] == ["Repair", "Bill", "Price"]
    assert [round(row["points"], 6) for row in rows] == [36, 9, 1]
    assert all(row["low"] <= row["points"] <= row["high"] for row in rows)
    assert rows[0]["rank"] == "rank 1"


def test_drivers_that_stand_apart_have_no_joined_dots():
    chart = driver_importance_chart(_importance((0.7, 0.4, 0.1)))
    assert not _layers(chart, "point")
    assert chart.title == "Repair has the largest share of what goes together with Outcome."


def test_drivers_that_cannot_be_told_apart_are_joined_and_named():
    chart = driver_importance_chart(_importance((0.4, 0.38, 0.0)))
    (dots,) = _layers(chart, "point")
    assert len(chart.spec()["datasets"][dots["data"]["name"]]) == 2
    assert chart.title.endswith("; Bill can't be told apart from it.")
    assert "Groups that can't be told apart: Repair and Bill." in chart.summary


def test_groups_that_overlap_have_lanes_of_their_own():
    chart = driver_importance_chart(_importance((0.40, 0.32, 0.23), n=200))
    offsets = {layer["mark"]["xOffset"] for layer in _layers(chart, "point")}
    assert len(offsets) == 2


def test_summary_holds_all_shares_and_speaks_of_association():
    summary = driver_importance_chart(_importance((0.6, 0.3, 0.1))).summary
    for text in ("Repair 36 (", "Bill 9 (", "Price 1 (", "46% of the variation", "association"):
        assert text in summary


def test_importance_that_is_not_available_says_so():
    empty = driver_importance(
        pd.DataFrame({name: [1.0, 2.0] for name in NAMES}), "Outcome", NAMES[:3]
    )
    chart = driver_importance_chart(empty)
    assert chart.title == "Driver importance for Outcome is not available."
    assert "not available" in chart.summary
    assert chart.png(358).startswith(b"\x89PNG")
