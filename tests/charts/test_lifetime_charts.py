from __future__ import annotations

import json

import numpy as np
import pytest

from playbook.charts.purchases import repeat_purchases_chart
from playbook.charts.retention_fit import retention_fit_chart
from playbook.charts.silence import silence_chart
from playbook.measures.errors import MeasureError
from playbook.measures.lifetime.bg_nbd import BetaGeometricNBD
from playbook.measures.lifetime.contractual import ShiftedBetaGeometric, fit_sbg
from playbook.measures.lifetime.repeat_counts import repeat_counts

SBG = fit_sbg([1000, 869, 743, 653, 593, 551, 517, 491], unit="years")
MODEL = BetaGeometricNBD(0.243, 4.414, 0.793, 2.426)
FREQUENCY, AGE = np.array([0] * 60 + [1] * 20 + [2] * 9 + [9] * 11), np.full(100, 38.86)
CHARTS = {
    "retention": retention_fit_chart(SBG),
    "retention without projection": retention_fit_chart(SBG, periods=7),
    "repeat purchases": repeat_purchases_chart(repeat_counts(MODEL, FREQUENCY, AGE)),
    "silence": silence_chart(MODEL, active=26, silence=52),
}


def texts(chart):
    return json.dumps(chart.spec(), ensure_ascii=False)


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
def test_spec_builds_with_a_title_that_says_something(chart):
    spec = chart.spec()
    json.dumps(spec, allow_nan=False)
    assert chart.title.endswith(".")
    assert spec["description"] == chart.summary


def test_projection_is_marked_and_only_where_there_is_one():
    assert '"projection"' in texts(CHARTS["retention"])
    assert '"projection"' not in texts(CHARTS["retention without projection"])


def test_retention_chart_says_counted_and_projected_share():
    chart = CHARTS["retention"]
    assert chart.title == (
        "After 7 renewals 49.1% of the cohort are still there; the model projects 34.9% after 14."
    )
    assert "1: 86.9 and 85.1" in chart.summary
    assert SBG.survival(14).sentence() in chart.summary


def test_retention_chart_without_intervals_draws_none():
    edge = fit_sbg([1000, 900, 700, 400, 100])
    assert '"area"' not in texts(retention_fit_chart(edge))
    assert edge.warning in retention_fit_chart(edge).summary


def test_retention_chart_needs_counts():
    with pytest.raises(MeasureError, match="no counts"):
        retention_fit_chart(ShiftedBetaGeometric(0.668, 3.806))


def test_repeat_purchases_chart_counts_and_judges_the_fit():
    counts = repeat_counts(MODEL, FREQUENCY, AGE)
    chart = CHARTS["repeat purchases"]
    assert chart.summary == counts.sentence()
    assert chart.title.startswith("60% of 100 customers did not buy again")
    assert "7 or more" in counts.outside
    assert "the model misses the counts at" in chart.title


def test_silence_chart_says_when_a_customer_is_more_likely_gone():
    chart = CHARTS["silence"]
    assert chart.title == (
        "A customer who bought again 10 times in 26 weeks is more likely gone than not after "
        "9 weeks of silence."
    )
    assert "bought again once: 75.4% right after the last purchase" in chart.summary
    patient = silence_chart(MODEL, active=26, silence=2, frequencies=[1])
    assert "is not more likely gone than not after 2 weeks" in patient.title


@pytest.mark.parametrize(
    "options", [{"silence": 0}, {"active": 0}, {"frequencies": [0, 1]}, {"frequencies": []}]
)
def test_silence_chart_refuses_what_it_can_not_draw(options):
    with pytest.raises(MeasureError):
        silence_chart(MODEL, **({"active": 26, "silence": 52} | options))


def test_a_title_of_ones_own_is_taken():
    assert silence_chart(MODEL, active=9, silence=9, title="Mine.").title == "Mine."
