from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.measures import MeasureError, effort, effort_direction_conflict, share

SATISFACTION = [1, 2, 3, 4, 5] * 8


def test_version_1_counts_low_answers_as_easy():
    found = effort([1, 2, 3, 4, 5, 6, None], version="ces1")
    assert found.good == "low"
    assert found.easy.value == pytest.approx(40)
    assert (found.easy.low, found.easy.high) == (share(2, 5).low, share(2, 5).high)
    assert found.mean.value == pytest.approx(3)
    assert found.mean.unit == "1–5"
    assert found.easy.dropped == found.mean.dropped == {"blank": 1, "out of range 1–5": 1}


def test_version_2_counts_high_answers_as_easy():
    found = effort([1, 4, 5, 6, 7], version="ces2")
    assert found.good == "high"
    assert found.easy.value == pytest.approx(60)
    assert found.mean.value == pytest.approx(4.6)
    assert found.mean.unit == "1–7"


def test_the_version_must_be_said():
    with pytest.raises(TypeError):
        effort([1, 2, 3])
    with pytest.raises(MeasureError, match="low is good"):
        effort([1, 2, 3], version="ces3")


def test_no_answers_are_not_available():
    found = effort([], version="ces2")
    assert found.easy.value is None
    assert found.mean.value is None
    assert found.sentence().count("not available") == 2


@given(st.lists(st.integers(1, 7), min_size=2, max_size=40))
def test_mean_interval_holds_the_mean_and_stays_on_the_scale(answers):
    mean = effort(answers, version="ces2").mean
    assert 1 <= mean.low <= mean.value + 1e-12
    assert mean.value - 1e-12 <= mean.high <= 7


def test_ease_that_falls_with_satisfaction_conflicts_with_version_2():
    falling = [6 - rating for rating in SATISFACTION]
    assert effort_direction_conflict(falling, SATISFACTION, version="ces2") is True
    assert effort_direction_conflict(falling, SATISFACTION, version="ces1") is False


def test_effort_that_rises_with_satisfaction_conflicts_with_version_1():
    assert effort_direction_conflict(SATISFACTION, SATISFACTION, version="ces1") is True
    assert effort_direction_conflict(SATISFACTION, SATISFACTION, version="ces2") is False


def test_direction_is_undecidable_with_few_pairs_or_no_clear_sign():
    noise = np.random.default_rng(4)
    effort_answers, satisfied = noise.integers(1, 8, 60), noise.integers(1, 6, 60)
    assert effort_direction_conflict(effort_answers, satisfied, version="ces2") is None
    few = SATISFACTION[:29]
    assert effort_direction_conflict(few, few, version="ces2") is None
    assert effort_direction_conflict([4] * 40, SATISFACTION, version="ces2") is None


def test_codes_off_the_scale_do_not_decide_the_direction():
    coded = [*SATISFACTION, -99, -99]
    satisfied = [*SATISFACTION, 5, 5]
    assert effort_direction_conflict(coded, satisfied, version="ces2") is False
