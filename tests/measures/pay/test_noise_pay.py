from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from playbook.measures.errors import MeasureError
from playbook.measures.pay.noise_pay import pay_from_noise
from playbook.measures.pay.payout import PayoutCurve

REFERENCE = Path(__file__).parents[2] / "reference" / "noise_pay.yaml"
FIGURES = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["figures"]
CURVE = PayoutCurve(70, 80, 90)


def test_r_agrees_on_what_a_share_pays_for_luck():
    found = pay_from_noise(CURVE, n=60, share=0.66)
    assert found.expected == pytest.approx(FIGURES["share_expected"], rel=1e-9)
    assert found.paid == pytest.approx(FIGURES["share_paid"], rel=1e-9)
    assert found.any_overpaid == pytest.approx(FIGURES["share_any"], rel=1e-9)
    assert found.at_true_score == 0
    assert found.for_noise == found.expected
    assert found.overpaid == found.paid


def test_r_agrees_on_what_a_net_promoter_score_pays_for_luck():
    found = pay_from_noise(PayoutCurve(35, 45, 60), n=40, promoters=0.5, detractors=0.2)
    assert found.expected == pytest.approx(FIGURES["nps_expected"], rel=1e-9)
    assert found.paid == pytest.approx(FIGURES["nps_paid"], rel=1e-9)
    assert (found.true_score, found.unit) == (30, "points")


@given(st.integers(1, 400), st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_chances_of_a_share_are_binomial(n, share):
    found = pay_from_noise(CURVE, n=n, share=share, draws=100)
    exact = binom.pmf(np.arange(n + 1), n, share)
    assert found.expected == pytest.approx(
        exact @ CURVE.payouts(100 * np.arange(n + 1) / n), abs=1e-9
    )
    assert sum(found.chances) == pytest.approx(1, abs=1e-3)


def test_simulated_bill_is_the_expected_one_and_the_same_for_the_same_seed():
    found = pay_from_noise(CURVE, n=60, share=0.66, draws=4000)
    again = pay_from_noise(CURVE, n=60, share=0.66, draws=4000)
    other = pay_from_noise(CURVE, n=60, share=0.66, draws=4000, seed=5)
    assert found == again
    assert found.bill == pytest.approx(80 * found.expected, rel=0.02)
    assert found.bill_low < found.bill < found.bill_high
    assert found.bill != other.bill


def test_more_answers_leave_less_to_luck():
    luck = [
        pay_from_noise(CURVE, n=n, share=0.66, draws=100).expected for n in (30, 100, 300, 2000)
    ]
    assert luck == sorted(luck, reverse=True)
    assert luck[-1] < 0.001


def test_at_least_one_of_eighty_counts_all_branches_and_quarters():
    found = pay_from_noise(CURVE, n=400, share=0.66, draws=100)
    alone = pay_from_noise(CURVE, n=400, share=0.66, branches=1, quarters=1, draws=100)
    assert alone.any_overpaid == pytest.approx(alone.overpaid)
    assert found.any_overpaid == pytest.approx(1 - (1 - found.overpaid) ** 80)
    assert "20 branches and 4 quarters" in found.sentence()


def test_a_true_score_that_earns_pay_is_overpaid_only_beyond_it():
    found = pay_from_noise(CURVE, n=200, share=0.8, draws=100)
    assert found.at_true_score == pytest.approx(1)
    assert found.paid > 0.99
    assert 0.4 < found.overpaid < 0.5
    assert "above 99.9%" in found.sentence()


def test_unanimous_customers_leave_nothing_to_luck():
    found = pay_from_noise(CURVE, n=50, share=1.0, draws=100)
    assert found.expected == pytest.approx(2)
    assert found.overpaid == 0
    assert found.scores == (100,)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"share": 0.5, "promoters": 0.5, "detractors": 0.2},
        {"promoters": 0.5},
        {"promoters": 0.7, "detractors": 0.4},
        {"share": 66},
        {"share": 0.5, "n": 0},
        {"share": 0.5, "branches": 0},
        {"share": 0.5, "draws": 10},
    ],
)
def test_measures_and_counts_that_can_not_be_are_refused(wrong):
    with pytest.raises(MeasureError):
        pay_from_noise(CURVE, **{"n": 50, **wrong})


@pytest.mark.slow
def test_exact_expectation_is_that_of_a_plain_simulation():
    rng = np.random.default_rng(9)
    curve = PayoutCurve(35, 45, 60)
    answers = rng.multinomial(120, [0.5, 0.3, 0.2], size=200_000)
    plain = curve.payouts(100 * (answers[:, 0] - answers[:, 2]) / 120)
    found = pay_from_noise(curve, n=120, promoters=0.5, detractors=0.2)
    assert found.expected == pytest.approx(plain.mean(), abs=4 * plain.std() / np.sqrt(200_000))
