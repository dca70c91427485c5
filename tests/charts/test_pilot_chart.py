from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from playbook.charts.pilot import pilot_chart
from playbook.measures.pilots.difference_in_differences import difference_in_differences
from playbook.tokens import token


def pilot(effect=-2.0):
    rng = np.random.default_rng(4)
    months = [f"2025-{month:02d}" for month in range(1, 9)]
    rows = [
        (unit, month, unit < 12, 20 + unit / 9 + effect * (unit < 12 and late) + rng.normal(0, 0.5))
        for unit in range(24)
        for month, late in zip(months, [False] * 5 + [True] * 3, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["branch", "month", "pilot", "calls"])
    return difference_in_differences(
        frame,
        outcome="calls",
        unit="branch",
        period="month",
        treated="pilot",
        after="2025-06",
        name="Repeat calls",
        measured_in="per 100 customers",
    )


def rows_of(chart, column):
    return [row for data in chart.spec()["datasets"].values() for row in data if column in row]


def test_both_groups_are_drawn_by_period_and_the_time_before_is_shaded():
    chart = pilot_chart(pilot(), x_title="Month")
    rows = rows_of(chart, "alike")
    assert [row["label"] for row in rows] == [f"2025-{month:02d}" for month in range(1, 9)]
    assert all(row["treated"] and row["comparison"] for row in rows)
    (band,) = rows_of(chart, "end")
    assert band == {"place": -0.5, "end": 4.5}
    texts = str(chart.spec())
    assert "'start'" in texts
    assert "shaded: before" in texts
    assert token("accent") in texts


def test_dashed_line_is_the_comparison_moved_to_where_the_treated_began():
    found = pilot()
    rows = rows_of(pilot_chart(found), "alike")
    gap = found.treated.before - found.comparison.before
    assert [row["alike"] is None for row in rows] == [True] * 4 + [False] * 4
    assert rows[-1]["alike"] == pytest.approx(rows[-1]["comparison"] + gap)


def test_title_and_summary_hold_effect_interval_and_start_without_a_cause():
    found = pilot()
    chart = pilot_chart(found)
    assert chart.title.startswith("Repeat calls: −")
    assert "with the pilot, beyond the comparison group's change (95% interval" in chart.title
    assert chart.title.endswith(".")
    assert found.sentence() in chart.summary
    assert "start 2025-06" in chart.summary
    assert "cause" not in chart.summary
    assert pilot_chart(pilot(effect=3)).title.startswith("Repeat calls: +")


def test_labels_of_lines_that_end_together_are_kept_apart():
    rows = rows_of(pilot_chart(pilot(effect=0.0)), "text")
    values = sorted(row["value"] for row in rows if row["text"] in ("treated", "comparison"))
    assert len(values) == 2
    assert values[1] - values[0] > 0
    assert pilot_chart(pilot(effect=0.0)).png(358, 1).startswith(b"\x89PNG")
