from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.pay.bunching import bunching

REFERENCE = Path(__file__).parents[2] / "reference" / "gaming.yaml"
FIGURES = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["figures"]


def test_r_agrees_on_the_binomial_test_and_its_interval():
    found = bunching([70.5] * 51 + [69.5] * 33, 70, width=1)
    assert (found.above, found.below, found.share.n) == (51, 33, 84)
    assert found.p == pytest.approx(FIGURES["binom_p"], rel=1e-9)
    assert found.share.low == pytest.approx(100 * FIGURES["binom_low"], rel=1e-9)
    assert found.share.high == pytest.approx(100 * FIGURES["binom_high"], rel=1e-9)
    assert not found.signal
    assert "Chance alone" in found.sentence()
    edge = bunching([70] * 7, 70, width=1)
    assert edge.p == pytest.approx(FIGURES["edge_p"], rel=1e-9)
    assert edge.share.low == pytest.approx(100 * FIGURES["edge_low"], rel=1e-9)
    assert edge.share.high == 100
    assert edge.signal


def test_reaching_the_threshold_is_above_and_the_width_itself_is_out():
    found = bunching([70, 71.9, 72, 68, 69.9, 67.9, 100 * 0.7], 70, width=2)
    assert (found.above, found.below) == (3, 2)
    assert found.n == 7
    rounded = bunching([100 * 0.57, 100 * 0.29], 57, width=2)
    assert (rounded.above, rounded.below) == (1, 0)


def test_bins_count_the_scores_around_the_threshold():
    found = bunching([70.5, 69.5, 71.5, 58.1, 58.0, 81.9, 82], 70, width=2)
    assert len(found.bins) == 12
    assert found.bins[0] == (58, 60, 2)
    assert found.bins[-1] == (80, 82, 1)
    assert sum(count for *_, count in found.bins) == 6


def test_a_signal_is_something_to_look_into_and_no_verdict():
    text = bunching([70.2] * 40 + [69.5] * 10 + [None, "x"], 70, width=1).sentence()
    assert "a signal to look into" in text
    assert "honest reasons" in text
    assert "Left out: 1 blank, 1 not a number." in text
    for word in ("cheat", "manipulat", "guilt", "fraud"):
        assert word not in text


def test_fewer_just_above_is_no_sign_however_small_its_p():
    found = bunching([70.2] * 5 + [69.5] * 60, 70, width=1)
    assert found.p < 1e-6
    assert not found.signal


def test_without_a_score_near_the_threshold_nothing_is_available():
    found = bunching([50, 90], 70, width=2)
    assert found.p is None
    assert found.share.value is None
    assert "not available" in found.sentence()


@given(st.lists(st.integers(600, 800), max_size=60), st.sampled_from([0.1, 2.0, 1000.0]))
@settings(max_examples=40, deadline=None)
def test_units_and_order_change_nothing(tenths, factor):
    scores = [each / 10 for each in tenths]
    one = bunching(scores, 70, width=2)
    other = bunching([factor * each for each in reversed(scores)], 70 * factor, width=2 * factor)
    assert (other.above, other.below, other.p) == (one.above, one.below, one.p)


@pytest.mark.parametrize(("threshold", "width"), [(70, 0), (70, -1), (None, 1), (70, None)])
def test_widths_and_thresholds_that_can_not_be_are_refused(threshold, width):
    with pytest.raises(MeasureError):
        bunching([70], threshold, width=width)


@pytest.mark.slow
def test_scores_without_bunching_raise_no_more_alarms_than_they_should():
    rng = np.random.default_rng(3)
    alarms, held, signals = 0, 0, 0
    for _ in range(4000):
        found = bunching(rng.uniform(60, 80, 400), 70, width=2)
        alarms += found.p < 0.05
        signals += found.signal
        held += found.share.low <= 50 <= found.share.high
    assert 0.03 < alarms / 4000 <= 0.055
    assert signals / 4000 <= 0.03
    assert 0.945 <= held / 4000 <= 0.98
