from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from playbook.measures.control.rates import p_chart, u_chart
from playbook.measures.errors import MeasureError

# NIST e-Handbook 6.3.3.2: chips with defects, 30 wafers of 50 chips
NIST = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
NIST += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
STEADY = [40, 44, 36, 42, 38] * 4
TAIL = 0.00135

months = st.lists(
    st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=30,
)


def test_nist_e_handbook_6_3_3_2_p_chart():
    chart = p_chart(NIST, [50] * 30, baseline=30)
    assert chart.centre == pytest.approx(23.13, abs=0.005)
    assert chart.lower[0] == pytest.approx(5.24, abs=0.005)
    assert chart.upper[0] == pytest.approx(41.02, abs=0.005)
    assert [signal.index + 1 for signal in chart.signals] == [15, 23]
    assert chart.unit == "%"


def test_limits_widen_where_there_are_fewer_cases():
    chart = p_chart([40, 10], [200, 50], baseline=2)
    assert chart.centre == 20
    for i, n in enumerate([200, 50]):
        half = 300 * math.sqrt(0.2 * 0.8 / n)
        assert chart.lower[i] == pytest.approx(20 - half)
        assert chart.upper[i] == pytest.approx(20 + half)
    assert "at 50 cases" in chart.sentence()
    assert "at 200" in chart.sentence()


def test_limits_stay_within_0_and_100_percent():
    chart = p_chart([2, 18], [20, 20], baseline=2)
    assert chart.lower == pytest.approx([16.4589803, 16.4589803])
    low, high = p_chart([15, 15], [100, 40], baseline=1), p_chart([85, 20], [100, 40], baseline=1)
    assert low.lower[1] == 0
    assert high.upper[1] == 100


@given(st.integers(1, 200), st.integers(1, 99))
@settings(max_examples=25)
def test_exact_binomial_limits_leave_the_stated_tail_and_no_tighter_ones_do(n, percent):
    chart = p_chart([percent, 0], [100, n], baseline=1)
    p = percent / 100
    if not chart.exact[1]:
        assert n * min(p, 1 - p) >= 5
        return
    low, high = (round(limit * n / 100) for limit in (chart.lower[1], chart.upper[1]))
    assert stats.binom.sf(high, n, p) <= TAIL < stats.binom.sf(high - 1, n, p) or high == 0
    assert stats.binom.cdf(low - 1, n, p) <= TAIL < stats.binom.cdf(low, n, p)
    assert "exact binomial limits, tail 0.00135" in chart.method


@given(st.floats(0.01, 5, exclude_max=True))
@settings(max_examples=25)
def test_exact_poisson_limits_leave_the_stated_tail_and_no_tighter_ones_do(expected):
    chart = u_chart([10, 0], [10, expected], baseline=1)
    assert chart.exact[1]
    high = round(chart.upper[1] * expected)
    assert stats.poisson.sf(high, expected) <= TAIL
    assert high == 0 or stats.poisson.sf(high - 1, expected) > TAIL
    assert chart.lower[1] * expected == pytest.approx(max(0, stats.poisson.ppf(TAIL, expected)))


def test_a_u_chart_has_poisson_limits_per_the_exposure_asked():
    chart = u_chart([30, 50, 40], [1000, 1000, 1000], baseline=3, per=100)
    assert chart.centre == pytest.approx(4)
    assert chart.upper[0] == pytest.approx(100 * (0.04 + 3 * math.sqrt(0.04 / 1000)))
    assert chart.values == pytest.approx([3, 5, 4])


def test_more_events_than_exposure_are_fine_in_a_u_chart_only():
    assert u_chart([5], [2]).values == (2.5,)
    with pytest.raises(MeasureError, match="columns are swapped"):
        p_chart([5], [2])


@given(months, months)
@settings(max_examples=20)
def test_later_points_never_move_the_baselines_limits(first, later):
    def columns(pairs):
        return [x for x, _ in pairs], [n for _, n in pairs]

    before = p_chart(*columns(first), baseline=slice(0, len(first)))
    after = p_chart(*columns(first + later), baseline=slice(0, len(first)))
    assert after.centre == before.centre
    assert after.lower[: len(first)] == before.lower
    assert after.upper[: len(first)] == before.upper
    assert after.dispersion == before.dispersion


@given(months)
@settings(max_examples=20)
def test_departments_in_another_order_keep_their_limits_and_signals(pairs):
    names = [f"department {i}" for i in range(len(pairs))]

    def found(order):
        chart = p_chart(
            [pairs[i][0] for i in order],
            [pairs[i][1] for i in order],
            labels=[names[i] for i in order],
            runs=False,
        )
        marked = {chart.labels[signal.index] for signal in chart.signals}
        return marked, dict(zip(chart.labels, chart.upper, strict=True))

    straight, reverse = range(len(pairs)), range(len(pairs) - 1, -1, -1)
    assert found(straight) == found(reverse)


@given(st.integers(1, 50))
@settings(max_examples=20)
def test_the_unit_of_exposure_changes_no_signal(per):
    events, exposure = [*STEADY, 90], [400] * 21
    once, scaled = u_chart(events, exposure), u_chart(events, exposure, per=per)
    assert [s.index for s in once.signals] == [s.index for s in scaled.signals] == [20]
    assert scaled.centre == pytest.approx(once.centre * per)


def test_departments_at_one_time_are_all_the_baseline_and_have_no_runs():
    events, cases = [20] * 24 + [60], [200] * 25
    chart = p_chart(events, cases, runs=False, labels=[f"d{i}" for i in range(25)])
    assert chart.baseline == (0, 25)
    assert [(s.index, s.rule) for s in chart.signals] == [(24, "outside limits")]
    assert p_chart(events, cases).baseline == (0, 20)
    within = p_chart([20, 24, 18], [200, 200, 200], runs=False)
    assert "none lies outside its limits" in within.sentence()


def test_eight_in_a_row_on_one_side_is_a_signal_in_time():
    chart = p_chart([*STEADY, *[44] * 8], [400] * 28)
    assert [(s.index, s.rule) for s in chart.signals] == [(27, "eight on one side")]
    assert chart.signals[0].text.endswith("lie above the centre 10%.")


def test_a_point_without_cases_or_with_a_blank_has_no_rate_and_is_counted():
    chart = p_chart([*STEADY, 0, None, 40], [400] * 20 + [0, 400, 400])
    assert chart.values[20:22] == (None, None)
    assert chart.lower[20:22] == chart.upper[20:22] == (None, None)
    assert (chart.n, chart.dropped) == (21, {"blank": 1, "without cases": 1})


def test_variation_beyond_chance_in_the_baseline_warns():
    wild = [1000, 1400, 900, 1500, 1100] * 4
    chart = p_chart(wild, [10_000] * 20)
    assert chart.dispersion.p < 0.001
    assert chart.dispersion.ratio > 20
    assert "times as much as chance" in chart.warning
    assert 'dispersion="Laney"' in chart.warning
    assert p_chart(STEADY, [400] * 20).warning is None


def test_dispersion_is_pearsons_chi_square():
    events, cases = np.array([12, 18, 9]), np.array([100, 120, 90])
    chart = p_chart(events, cases)
    expected = stats.chi2_contingency(np.vstack([events, cases - events]), correction=False)
    assert chart.dispersion.chi_square == pytest.approx(expected.statistic)
    assert chart.dispersion.p == pytest.approx(expected.pvalue)
    assert chart.dispersion.df == 2


def test_laneys_limits_take_the_variation_between_neighbours():
    wild, n = [1000, 1400, 900, 1500, 1100] * 4, 10_000
    chart = p_chart(wild, [n] * 20, dispersion="Laney")
    p = sum(wild) / (20 * n)
    sigma = math.sqrt(p * (1 - p) / n)
    z = [(x / n - p) / sigma for x in wild]
    moving = sum(abs(b - a) for a, b in pairwise(z)) / 19
    assert chart.sigma_z == pytest.approx(moving / 1.128)
    assert chart.upper[0] == pytest.approx(100 * (p + 3 * sigma * chart.sigma_z))
    assert chart.signals == ()
    assert chart.warning is None
    assert chart.method.startswith("p′-chart (Laney 2002)")


def test_laney_equals_xmr_of_the_rates_where_n_is_the_same():
    from playbook.measures.control.xmr import xmr

    rates = [10, 14, 9, 15, 11, 12] * 3
    by_rate = xmr(rates)
    by_count = p_chart([100 * rate for rate in rates], [10_000] * 18, dispersion="Laney")
    assert by_count.centre == pytest.approx(by_rate.centre)
    assert by_count.upper[0] == pytest.approx(by_rate.upper, rel=1e-3)


def test_laney_needs_an_order_and_neighbours():
    with pytest.raises(MeasureError, match="order of time"):
        p_chart([1, 2], [10, 10], runs=False, dispersion="Laney")
    alone = p_chart([5, None, 6], [50, 50, 50], dispersion="Laney")
    assert not alone.available
    assert "neighbouring" in alone.warning


@pytest.mark.parametrize(
    ("events", "cases"), [([-1], [5]), ([1.5], [5]), ([1], [5.5]), ([1, 2], [5]), ([6], [5])]
)
def test_counts_that_cannot_be_are_refused(events, cases):
    with pytest.raises(MeasureError):
        p_chart(events, cases)


def test_a_baseline_without_cases_is_not_available_and_no_error():
    for events, cases in (([], []), ([None], [10]), ([0], [0])):
        chart = p_chart(events, cases)
        assert not chart.available
        assert chart.signals == ()
        assert "not available" in chart.sentence()


def test_a_baseline_without_an_event_warns_and_marks_every_event():
    chart = p_chart([0] * 12 + [1], [50] * 13, baseline=12)
    assert [s.index for s in chart.signals] == [12]
    assert "never or always" in chart.warning


def test_runs_of_rare_events_get_a_warning():
    assert "run on one side proves little" in p_chart([1, 0] * 10, [20] * 20).warning


@pytest.mark.parametrize("per", [0, -1, math.inf, math.nan])
def test_a_rate_per_nothing_is_refused(per):
    with pytest.raises(MeasureError):
        u_chart([1], [2], per=per)


@pytest.mark.slow
@pytest.mark.parametrize(("p", "n", "nominal"), [(0.2, 400, 0.0027), (0.5, 1000, 0.0027)])
def test_false_alarms_of_an_in_control_process_are_near_nominal(p, n, nominal):
    """2,000 charts of 20 points after a baseline of 100: a signal outside limits a point."""
    rng = np.random.default_rng(20)
    alarms = 0
    for _ in range(2_000):
        chart = p_chart(rng.binomial(n, p, 120), np.full(120, n), baseline=100)
        alarms += sum(s.rule == "outside limits" and s.index >= 100 for s in chart.signals)
    assert alarms / 40_000 == pytest.approx(nominal, abs=0.0012)


@pytest.mark.slow
def test_exact_limits_alarm_no_more_often_than_their_tails():
    rng = np.random.default_rng(21)
    cases = rng.integers(10, 60, 40)
    alarms = 0
    for _ in range(2_000):
        events = np.concatenate([[3_000], rng.binomial(cases, 0.03)])
        chart = p_chart(events, np.concatenate([[100_000], cases]), baseline=1)
        alarms += sum(s.rule == "outside limits" for s in chart.signals)
    assert alarms / 80_000 <= 2 * TAIL
