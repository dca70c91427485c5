from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.pay.payout import Gate, PayoutCurve, payment
from playbook.measures.scores.recommend import nps_from_counts
from playbook.measures.scores.share import share

CURVE = PayoutCurve(70, 80, 90)
SMOOTH = PayoutCurve(70, 80, 90, at_threshold=0, at_maximum=2)
SCORE = share(164, 200, name="Satisfied customers")
scores = st.floats(-100, 200)
curves = st.builds(
    lambda start, first, second, low, high, capped: PayoutCurve(
        start, start + first, start + first + second, low, high, capped
    ),
    st.floats(-50, 90),
    st.floats(0.5, 30),
    st.floats(0.5, 30),
    st.floats(0, 1),
    st.floats(1, 3),
    st.booleans(),
)


def paid(score=SCORE, **more):
    rules = {"invited": 900, "fewest_answers": 100, "lowest_response_rate": 0.2}
    return payment(CURVE, score, **{**rules, **more})


@pytest.mark.parametrize(
    ("score", "payout"),
    [(69.9, 0), (70, 0.5), (75, 0.75), (80, 1), (85, 1.5), (90, 2), (95, 2), (0, 0)],
)
def test_payouts_of_the_70_80_90_curve(score, payout):
    assert CURVE.payout(score) == pytest.approx(payout, abs=1e-12)


@given(curves, scores, scores)
@settings(max_examples=50, deadline=None)
def test_a_higher_score_never_pays_less(curve, one, other):
    low, high = sorted((one, other))
    assert curve.payout(low) <= curve.payout(high) + 1e-12


@given(curves, scores, st.floats(0, 1e-4))
@settings(max_examples=50, deadline=None)
def test_payout_jumps_at_the_threshold_and_nowhere_else(curve, score, step):
    steepest = max(curve.slope_below_target, curve.slope_above_target)
    if not score < curve.threshold <= score + step:
        jump = curve.payout(score + step) - curve.payout(score)
        assert jump <= steepest * step + 1e-6 + 1e-9 * steepest
    before = curve.payout(curve.threshold - 1e-6)
    assert curve.payout(curve.threshold) - before == pytest.approx(curve.cliff)


@given(curves, scores)
@settings(max_examples=50, deadline=None)
def test_points_or_shares_of_a_point_change_nothing(curve, score):
    tenth = PayoutCurve(
        curve.threshold / 10,
        curve.target / 10,
        curve.maximum / 10,
        curve.at_threshold,
        curve.at_maximum,
        curve.capped,
    )
    if abs(score - curve.threshold) > 1e-6:
        assert tenth.payout(score / 10) == pytest.approx(curve.payout(score), abs=1e-9)


def test_rounding_in_a_score_decides_no_pay():
    found = nps_from_counts(57, 43, 0)
    assert 100 * 0.57 < 57
    assert found.value < 57
    assert PayoutCurve(57, 60, 70).payout(found.value) == pytest.approx(0.5)


def test_faults_are_the_cliff_the_missing_cap_and_the_kink():
    assert len(CURVE.faults) == 2
    assert CURVE.faults[0].startswith("A cliff: at 70")
    assert CURVE.faults[1].startswith("A kink")
    open_ended = PayoutCurve(70, 80, 90, at_threshold=0, capped=False)
    assert [fault.split(":")[0] for fault in open_ended.faults] == ["No cap"]
    assert open_ended.payout(100) == pytest.approx(3)
    assert SMOOTH.faults == ()
    assert SMOOTH.payout(70.1) == pytest.approx(0.01)


@pytest.mark.parametrize(
    "wrong",
    [(80, 70, 90), (70, 70, 90), (70, 80, 80), (70, 80, float("nan")), (None, 80, 90)],
)
def test_curves_that_do_not_rise_are_refused(wrong):
    with pytest.raises(MeasureError):
        PayoutCurve(*wrong)


@pytest.mark.parametrize("wrong", [(-0.1, 2), (1.1, 2), (0.5, 0.9), (0.5, float("inf")), (50, 200)])
def test_payouts_that_are_no_shares_of_the_target_are_refused(wrong):
    with pytest.raises(MeasureError, match="shares of the target"):
        PayoutCurve(70, 80, 90, *wrong)


def test_no_score_has_no_payout():
    for nothing in (None, float("nan"), "80"):
        with pytest.raises(MeasureError, match="score"):
            CURVE.payout(nothing)


def test_a_fit_score_pays_and_shows_what_its_interval_would_have_paid():
    found = paid()
    assert found.payout == pytest.approx(1.2)
    assert found.at_low == pytest.approx(CURVE.payout(SCORE.low))
    assert found.at_high == pytest.approx(CURVE.payout(SCORE.high))
    assert "pays 120% of target" in found.sentence()
    assert "within its interval would have paid" in found.sentence()


def test_a_gate_below_its_floor_zeroes_the_bonus():
    found = paid(gates=[Gate("First-contact resolution", 71.9, 72.0), Gate("Safety", 99, 98)])
    assert found.payout == 0
    assert found.payable
    assert len(found.reasons) == 1
    assert "'First-contact resolution' is at 71.9" in found.sentence()
    assert paid(gates=[Gate("First-contact resolution", 100 * 0.57, 57)]).payout > 0


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"fewest_answers": 201}, "has 200 answers and takes 201: pool it"),
        ({"invited": 1100}, "18.2% answered and it takes 20%"),
        ({"gates": [Gate("Repeat contacts", None, 80)]}, "'Repeat contacts' is not available"),
        ({"score": share(0, 0, name="Satisfied")}, "has 0 answers"),
    ],
)
def test_a_score_unfit_to_pay_on_is_neither_paid_nor_refused(changed, text):
    found = paid(**changed)
    assert found.payout is None
    assert not found.payable
    assert text in found.sentence()
    assert "not payable" in found.sentence()


@pytest.mark.parametrize(
    "wrong", [{"invited": 100}, {"fewest_answers": 0}, {"lowest_response_rate": 20}]
)
def test_floors_and_counts_that_can_not_be_are_refused(wrong):
    with pytest.raises(MeasureError):
        paid(**wrong)


def test_many_scores_at_once_pay_as_one_by_one():
    many = np.linspace(60, 100, 81)
    assert CURVE.payouts(many).tolist() == [CURVE.payout(score) for score in many]
