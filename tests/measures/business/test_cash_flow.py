from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.business.cash_flow import irr, npv, payback_year, sign_changes
from playbook.measures.errors import MeasureError

REFERENCE = Path(__file__).parents[2] / "reference" / "cash_flow.yaml"
FIGURES = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["figures"]
FLOWS = [-40_000, 5_000, 8_000, 12_000, 30_000]
PUMP = [-1600, 10_000, -10_000]
amounts = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12)
rates = st.floats(-0.5, 2)


def test_net_present_value_of_the_known_case_and_of_r():
    assert npv(0.08, FLOWS) == pytest.approx(3065.22, abs=0.005)
    assert npv(0.08, FLOWS) == pytest.approx(FIGURES["npv"], rel=1e-10)


@given(rates, amounts)
@settings(max_examples=50, deadline=None)
def test_year_0_is_not_discounted_as_a_spreadsheet_does(rate, flows):
    spreadsheet = sum(flow / (1 + rate) ** year for year, flow in enumerate(flows, start=1))
    scale = sum(abs(flow) / (1 + rate) ** year for year, flow in enumerate(flows))
    assert npv(rate, flows) == pytest.approx(spreadsheet * (1 + rate), abs=1e-9 * scale + 1e-12)
    assert npv(rate, [flows[0]]) == pytest.approx(flows[0], abs=1e-99)


def test_internal_rate_of_return_is_that_of_r():
    assert irr(FLOWS) == pytest.approx(FIGURES["irr"], rel=1e-9)
    assert irr([-100, 0, 0, 74]) == pytest.approx(FIGURES["negative_irr"], rel=1e-9)


@given(st.floats(1, 1e6), st.lists(st.floats(1, 1e6), min_size=1, max_size=10), st.floats(0.01, 99))
@settings(max_examples=50, deadline=None)
def test_at_its_internal_rate_a_case_is_worth_nothing_in_any_currency(cost, earned, factor):
    flows = [-cost, *earned]
    rate = irr(flows)
    scale = sum(abs(flow) / (1 + rate) ** year for year, flow in enumerate(flows))
    assert npv(rate, flows) == pytest.approx(0, abs=1e-6 * scale)
    assert irr([factor * flow for flow in flows]) == pytest.approx(rate, rel=1e-6, abs=1e-9)


def test_lorie_and_savage_1955_pump_has_two_rates_and_so_none():
    assert npv(FIGURES["pump_low"], PUMP) == pytest.approx(0, abs=1e-6)
    assert npv(FIGURES["pump_high"], PUMP) == pytest.approx(0, abs=1e-6)
    with pytest.raises(MeasureError, match="not unique") as refused:
        irr(PUMP)
    assert "25% and 400%" in refused.value.reason
    assert "net present value" in refused.value.remedy


def test_several_changes_of_sign_with_one_rate_give_that_rate():
    flows = [-10, 3, 0, -1, 20]
    assert sign_changes(flows) == 3
    assert npv(irr(flows), flows) == pytest.approx(0, abs=1e-6)
    assert irr([-4, 12, -9]) == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize(
    ("flows", "text"),
    [([1, 2], "never change sign"), ([-1], "never change sign"), ([1, -2, 1.5], "no rate")],
)
def test_flows_without_an_internal_rate_are_refused_with_the_reason(flows, text):
    with pytest.raises(MeasureError, match=text):
        irr(flows)


@pytest.mark.parametrize(
    ("flows", "year"),
    [
        ([-10, 5, 5], 2),
        ([-10, 4, 4], None),
        ([0, 0], 0),
        ([-10, 15, -10, 15], 3),
        ([5, 1], 0),
        ([-0.3, 0.1, 0.1, 0.1], 3),
    ],
)
def test_payback_is_the_year_from_which_the_sum_stays_at_0_or_above(flows, year):
    assert payback_year(flows) == year


@pytest.mark.parametrize(
    ("rate", "flows"), [(-1, [1]), (0.1, []), (0.1, [None]), (float("nan"), [1]), ("8%", [1])]
)
def test_rates_and_flows_that_can_not_be_are_refused(rate, flows):
    with pytest.raises(MeasureError):
        npv(rate, flows)
