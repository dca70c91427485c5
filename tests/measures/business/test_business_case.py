from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.business.business_case import business_case
from playbook.measures.business.cash_flow import npv
from playbook.measures.errors import MeasureError

INPUTS = {
    "eligible_customers": 40_000,
    "churn": 0.18,
    "best_segment_churn": 0.12,
    "churn_reduction": 0.02,
    "margin": 220.0,
    "ramp": [0.25, 0.6, 1, 1],
    "attribution": 0.6,
    "set_up_cost": 120_000,
    "running_cost": 30_000,
    "discount": 0.08,
}


def case(**changed):
    return business_case(**{**INPUTS, **changed})


def test_flows_by_hand():
    found = case()
    full = 40_000 * 0.02 * 220 * 0.6
    assert found.benefits == pytest.approx((0, 0.25 * full, 0.6 * full, full, full))
    assert found.costs == (120_000, 30_000, 30_000, 30_000, 30_000)
    assert found.flows == pytest.approx(
        [gain - cost for gain, cost in zip(found.benefits, found.costs, strict=True)]
    )
    assert found.npv == pytest.approx(npv(0.08, found.flows))
    assert npv(found.irr, found.flows) == pytest.approx(0, abs=1e-4)
    assert found.payback == 4
    assert found.years == 4


def test_the_known_cash_flow_comes_out_as_a_case():
    found = case(
        eligible_customers=1,
        churn=1,
        best_segment_churn=0,
        churn_reduction=1,
        margin=30_000,
        ramp=[5 / 30, 8 / 30, 12 / 30, 1],
        attribution=1,
        set_up_cost=40_000,
        running_cost=0,
    )
    assert found.npv == pytest.approx(3065.22, abs=0.005)


@given(st.floats(0.001, 0.06), st.floats(0.05, 1), st.floats(0, 0.5))
@settings(max_examples=30, deadline=None)
def test_at_break_even_the_case_is_worth_nothing(reduction, attribution, discount):
    found = case(churn_reduction=reduction, attribution=attribution, discount=discount)
    assert (found.npv >= 0) == (found.break_even <= reduction)
    if found.break_even_within_gap:
        even = case(churn_reduction=found.break_even, attribution=attribution, discount=discount)
        assert even.npv == pytest.approx(0, abs=1e-4)


@given(st.floats(0.01, 1000))
@settings(max_examples=20, deadline=None)
def test_currency_changes_neither_rate_nor_break_even(factor):
    money = {key: factor * INPUTS[key] for key in ("margin", "set_up_cost", "running_cost")}
    one, other = case(), case(**money)
    assert other.npv == pytest.approx(factor * one.npv)
    assert other.irr == pytest.approx(one.irr)
    assert other.break_even == pytest.approx(one.break_even)
    assert other.payback == one.payback


def test_a_fall_in_churn_beyond_the_best_segment_is_refused():
    with pytest.raises(MeasureError, match="below the best segment") as refused:
        case(churn_reduction=0.08)
    assert "6 points" in refused.value.reason
    assert "at most the gap" in refused.value.remedy
    assert case(churn_reduction=0.06).gap == pytest.approx(0.06)


def test_no_benefit_of_a_year_exceeds_eligible_base_times_gap():
    found = case(churn_reduction=0.06, attribution=1)
    assert max(found.benefits) <= 40_000 * 0.06 * 220 * (1 + 1e-9)
    swings = {one.name: one for one in found.sensitivity.swings}
    assert swings["Fall in churn"].high == pytest.approx(0.06)
    assert swings["Share put down to the programme"].high == 1
    assert swings["Speed of the ramp (1 = as planned)"].high == 1
    with pytest.raises(MeasureError, match="can't exceed"):
        case(ranges={"churn_reduction": (0.01, 0.07)})


def test_sensitivity_moves_one_input_at_a_time_and_tells_what_turns_the_sign():
    found = case(ranges={"discount": (0.04, 0.12)})
    swings = {one.name: one for one in found.sensitivity.swings}
    assert swings["Discount rate"].at_low == pytest.approx(case(discount=0.04).npv)
    assert swings["Fall in churn"].at_low == pytest.approx(case(churn_reduction=0.016).npv)
    assert swings["Cost to run (1 = as planned)"].at_high == pytest.approx(
        case(running_cost=36_000).npv
    )
    assert swings["Fall in churn"].at_low < 0 < found.npv
    assert "can turn its sign by itself" in found.sensitivity.sentence()


def test_a_programme_without_cost_has_no_internal_rate_and_says_why():
    found = case(set_up_cost=0, running_cost=0)
    assert found.irr is None
    assert "never change sign" in found.irr_reason
    assert "internal rate of return not available" in found.sentence()
    assert (found.break_even, found.payback) == (0, 0)


def test_without_attribution_nothing_breaks_even():
    found = case(attribution=0)
    assert found.break_even is None
    assert found.payback is None
    assert not found.break_even_within_gap
    assert "No fall in churn breaks even" in found.sentence()


def test_break_even_beyond_the_best_segment_is_said():
    found = case(set_up_cost=2_000_000)
    assert not found.break_even_within_gap
    assert "more than the best segment shows" in found.sentence()
    assert "not within these years" in found.sentence()


def test_discounted_payback_is_never_earlier():
    found = case(ramp=[1, 1, 1, 1], set_up_cost=220_000)
    assert found.payback == 3
    assert found.discounted_payback == 4


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"churn": 18}, "Churn is 18"),
        ({"best_segment_churn": 0.2}, "best segment's churn, 20%, is above churn, 18%"),
        ({"ramp": []}, "ramp has 0 years"),
        ({"ramp": [0.5, 1.2]}, "ramp of year 2"),
        ({"running_cost": [1, 2]}, "ramp has 4 years, the running cost 2"),
        ({"attribution": -0.1}, "put down to the programme"),
        ({"set_up_cost": -5}, "cost to set up"),
        ({"discount": -0.5}, "discount rate"),
    ],
)
def test_inputs_out_of_range_are_refused_by_name(changed, text):
    with pytest.raises(MeasureError, match=text):
        case(**changed)
