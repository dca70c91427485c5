from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.business.poor_service import cost_of_poor_service
from playbook.measures.errors import MeasureError

INPUTS = {
    "customers": 100_000,
    "problem_rate": 0.3,
    "complaint_rate": 0.2,
    "retention_without_problem": 0.9,
    "retention_silent": 0.6,
    "complaint_shares": {"satisfied": 0.4, "mollified": 0.35, "unsatisfied": 0.25},
    "complaint_retention": {"satisfied": 0.85, "mollified": 0.7, "unsatisfied": 0.4},
    "margin": 50.0,
}
fractions = st.floats(0, 1)


def cost(**changed):
    return cost_of_poor_service(**{**INPUTS, **changed})


def test_formula_by_hand():
    silent = 0.8 * (0.9 - 0.6)
    complaining = 0.2 * (0.4 * 0.05 + 0.35 * 0.2 + 0.25 * 0.5)
    assert cost().total == pytest.approx(100_000 * 0.3 * (silent + complaining) * 50)
    assert cost().lost == pytest.approx(cost().total / 50)


def test_parts_are_the_silent_and_each_complaint_outcome_and_add_up():
    found = cost(currency="EUR")
    assert [part.name for part in found.parts] == [
        "did not complain",
        "complained, satisfied",
        "complained, mollified",
        "complained, unsatisfied",
    ]
    assert found.parts[0].cost == pytest.approx(360_000)
    assert found.parts[0].customers == pytest.approx(24_000)
    assert sum(part.customers for part in found.parts) == pytest.approx(30_000)
    assert "360,000 EUR" in found.sentence()
    assert "did not complain" in found.sentence()
    assert "not a measurement" in found.sentence()


@given(fractions, fractions, fractions, fractions, st.floats(0.01, 1))
@settings(max_examples=50, deadline=None)
def test_parts_add_up_and_money_scales_whatever_the_rates(p, c, stay, silent, margin):
    rates = {
        "problem_rate": p,
        "complaint_rate": c,
        "retention_without_problem": stay,
        "retention_silent": silent,
    }
    one = cost(**rates, margin=margin)
    assert sum(part.cost for part in one.parts) == pytest.approx(one.total, abs=1e-6)
    assert cost(**rates, margin=100 * margin).total == pytest.approx(100 * one.total, abs=1e-4)


def test_order_of_complaint_outcomes_changes_nothing():
    turned = {
        key: dict(reversed(INPUTS[key].items()))
        for key in ("complaint_shares", "complaint_retention")
    }
    assert cost(**turned).total == pytest.approx(cost().total)


def test_each_input_is_moved_by_itself_and_the_widest_swing_comes_first():
    swings = cost().sensitivity.swings
    assert len(swings) == 6 + 2 * 3
    assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    by_name = {one.name: one for one in swings}
    assert by_name["Customers"].at_high == pytest.approx(1.1 * cost().total)
    stay = by_name["Retention without a problem"]
    assert stay.at_high == pytest.approx(cost(retention_without_problem=0.99).total)
    assert (stay.low, stay.high) == pytest.approx((0.81, 0.99))
    assert by_name["Retention, satisfied"].high == pytest.approx(0.935)
    assert stay.range_text() == "81% to 99%"


def test_the_other_complaint_shares_make_room_for_one_that_moves():
    swings = {one.name: one for one in cost().sensitivity.swings}
    moved = {"satisfied": 0.44, "mollified": 0.56 * 0.35 / 0.6, "unsatisfied": 0.56 * 0.25 / 0.6}
    found = swings["Share of complaints: satisfied"].at_high
    assert found == pytest.approx(cost(complaint_shares=moved).total)


def test_a_share_is_never_moved_above_one_and_own_ranges_are_taken():
    found = cost(problem_rate=1.0, ranges={"margin": (10, 90)})
    swings = {one.name: one for one in found.sensitivity.swings}
    assert swings["Share with a problem"].high == 1
    assert swings["Margin of a customer"].at_low == pytest.approx(found.total / 5)


def test_a_recovery_better_than_no_problem_is_questioned():
    found = cost(complaint_retention={"satisfied": 0.95, "mollified": 0.7, "unsatisfied": 0.4})
    assert found.parts[1].cost < 0
    assert "did not raise buying again" in found.sentence()
    assert "who said nothing" not in found.sentence()
    assert cost().warnings == ()


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"problem_rate": 30}, "share with a problem is 30; it must be from 0 to 1"),
        ({"retention_silent": -0.1}, "Retention of the silent"),
        ({"customers": -1}, "number of customers"),
        ({"margin": float("nan")}, "margin"),
        ({"margin": "50"}, "margin"),
        ({"complaint_shares": {"satisfied": 0.5, "mollified": 0.3, "unsatisfied": 0.3}}, "1.1"),
        ({"complaint_shares": {"satisfied": 1.0}}, "same complaint outcomes|Shares are given"),
        ({"complaint_shares": {}, "complaint_retention": {}}, "no complaint outcome"),
        ({"ranges": {"profit": (0, 1)}}, "no input 'profit'"),
        ({"ranges": {"margin": (60, 70)}}, "does not hold its value"),
        ({"swing": 1.5}, "swing"),
    ],
)
def test_inputs_out_of_range_are_refused_by_name(changed, text):
    with pytest.raises(MeasureError, match=text):
        cost(**changed)
