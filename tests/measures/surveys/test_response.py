from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, share
from playbook.measures.surveys.response import composition, response_bias, response_by

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "response_by_group.yaml").read_text(encoding="utf-8")
)["figures"]

ANSWERED = {"North": (120, 280), "South": (80, 320), "West": (45, 255)}
GROUP = [label for label, (yes, no) in ANSWERED.items() for _ in range(yes + no)]
FLAG = [flag for yes, no in ANSWERED.values() for flag in [1] * yes + [0] * no]


def test_bias_is_the_share_of_the_silent_times_the_difference():
    found = response_bias(0.2, 40, 30, unit="points")
    assert found.bias == pytest.approx(8)
    assert found.everyone == pytest.approx(0.2 * 40 + 0.8 * 30)
    assert "lies 8 points above the mean of everyone asked, 32 points" in found.sentence()
    assert "response rate 20%" in found.sentence()


def test_a_low_rate_alone_makes_no_bias_and_full_response_has_none():
    assert response_bias(0.02, 40, 40).bias == 0
    assert "does not differ" in response_bias(0.02, 40, 40).sentence()
    assert response_bias(1, 40, -100).bias == 0


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 1), st.floats(-100, 100), st.floats(-100, 100))
def test_respondents_and_silent_mix_to_everyone(rate, answered, silent):
    found = response_bias(rate, answered, silent)
    assert found.everyone == pytest.approx(rate * answered + (1 - rate) * silent, abs=1e-9)


@pytest.mark.parametrize(
    ("rate", "mean"), [(0, 1), (1.2, 1), (20, 1), (math.nan, 1), (0.5, math.nan)]
)
def test_impossible_rates_and_means_are_refused(rate, mean):
    with pytest.raises(MeasureError):
        response_bias(rate, mean, 1)


def test_response_rate_of_each_group_has_wilsons_interval():
    found = response_by(GROUP, FLAG)
    for label, (yes, no) in ANSWERED.items():
        alone = share(yes, yes + no)
        assert (found.estimates[label].low, found.estimates[label].high) == (alone.low, alone.high)
    assert found.overall.value == pytest.approx(100 * 245 / 1100)


def test_respondents_are_shown_beside_everyone_asked():
    found = composition(GROUP, FLAG, name="the regions")
    north = found.groups[0]
    assert (north.label, north.asked, north.answered) == ("North", 400, 120)
    assert north.share_asked == pytest.approx(100 * 400 / 1100)
    assert north.share_answered == pytest.approx(100 * 120 / 245)
    assert sum(group.gap for group in found.groups) == pytest.approx(0)
    assert sum(group.share_asked for group in found.groups) == pytest.approx(100)
    assert "response rates of the regions differ by more than chance" in found.sentence()


def test_r_chisq_test_gives_the_same_statistic():
    found = composition(GROUP, FLAG)
    assert found.chi_squared == pytest.approx(REFERENCE["chi_squared"], rel=1e-10)
    assert found.p == pytest.approx(REFERENCE["p"], rel=1e-10)


def test_no_answer_gives_no_composition_of_respondents():
    found = composition(["a", "b"], [0, 0])
    assert [group.share_answered for group in found.groups] == [None, None]
    assert (found.chi_squared, found.p) == (None, None)
    assert "0%" in found.sentence()


def test_rows_that_cannot_be_used_are_counted():
    found = composition(["a", "a", None, "b"], [1, None, 1, 0])
    assert found.dropped == {"blank": 1, "without a group": 1}
    assert composition([], []).groups == ()
