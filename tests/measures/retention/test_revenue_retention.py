from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, share
from playbook.measures.distributions import critical_t, critical_z
from playbook.measures.retention.revenue_retention import revenue_retention
from playbook.measures.scores.share import wilson_limits

REFERENCE = Path(__file__).parents[2] / "reference" / "revenue_retention.yaml"

amounts = st.sampled_from([0.0, 10.0, 25.0, 100.0, 250.0])
books = st.lists(st.tuples(amounts, amounts), min_size=1, max_size=20)


def test_100k_with_8k_more_5k_less_and_7k_gone_keeps_88_gross_and_96_net():
    found = revenue_retention([40_000, 53_000, 7_000], [48_000, 48_000, 0])
    assert (found.start_total, found.expansion, found.contraction, found.churned) == (
        100_000,
        8_000,
        5_000,
        7_000,
    )
    assert (found.gross.value, found.net.value) == (pytest.approx(88), pytest.approx(96))
    assert found.logo.value == pytest.approx(100 / 3)


def test_standard_errors_agree_with_the_survey_package():
    reference = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["figures"]
    start = np.array(reference["start"], dtype=float)
    found = revenue_retention(start, reference["end"])
    degrees = np.sum(start**2) ** 2 / np.sum(start**4) - 1
    t, z = critical_t(0.95, degrees), critical_z(0.95)
    assert found.net.value == pytest.approx(100 * reference["end_ratio"][0], rel=1e-12)
    assert (found.net.high - found.net.low) / (200 * t) == pytest.approx(
        reference["end_se"][0], rel=1e-10
    )
    gross, se = reference["kept_ratio"][0], reference["kept_se"][0]
    worth = gross * (1 - gross) / se**2 * (z / t) ** 2
    low, high = wilson_limits(gross * worth, worth, z)
    assert found.gross.value == pytest.approx(100 * gross, rel=1e-12)
    assert (found.gross.low, found.gross.high) == pytest.approx((100 * low, 100 * high), rel=1e-9)


@given(books)
@settings(max_examples=50, deadline=None)
def test_the_parts_add_up_and_the_rates_keep_their_order(rows):
    start, end = [before for before, _ in rows], [after for _, after in rows]
    found = revenue_retention(start, end)
    kept = found.start_total + found.expansion - found.contraction - found.churned
    assert kept + found.new_or_returned == pytest.approx(sum(end))
    if found.start_total == 0:
        assert (found.gross.value, found.net.value, found.logo.value) == (None, None, None)
        return
    assert found.net.value == pytest.approx(100 * kept / found.start_total)
    assert 0 <= found.gross.value <= 100 + 1e-9
    assert found.gross.value <= found.net.value + 1e-9
    for rate in (found.gross, found.net):
        if rate.low is not None:
            assert 0 <= rate.low <= rate.value <= rate.high


@given(books, st.sampled_from([0.5, 8.0, 1024.0]), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_currency_order_and_new_customers_change_no_rate(rows, factor, random):
    mixed = [*random.sample(rows, len(rows)), (0.0, 500.0)]
    one = revenue_retention([row[0] for row in rows], [row[1] for row in rows])
    other = revenue_retention(
        [factor * row[0] for row in mixed], [factor * row[1] for row in mixed]
    )
    for name in ("gross", "net", "logo"):
        first, second = getattr(one, name), getattr(other, name)
        assert first.n == second.n
        for field in ("value", "low", "high"):
            value = getattr(first, field)
            expected = None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)
            assert getattr(second, field) == expected


def test_equal_customers_who_stay_whole_or_leave_give_the_interval_of_a_share():
    found = revenue_retention([50.0] * 400, [0.0] * 40 + [50.0] * 360)
    assert found.gross.n_effective == pytest.approx(400)
    assert (found.gross.low, found.gross.high) == pytest.approx(
        (share(360, 400).low, share(360, 400).high), abs=0.05
    )


def test_no_loss_is_no_certainty():
    found = revenue_retention([10, 20, 30, 40], [10, 20, 30, 40])
    assert (found.gross.value, found.gross.high) == (100, 100)
    assert found.gross.low < 70
    assert (found.net.low, found.net.high) == (None, None)


def test_one_customer_has_no_interval():
    found = revenue_retention([100], [80])
    assert (found.gross.value, found.gross.low, found.net.high) == (80, None, None)


def test_a_giant_that_hides_lost_customers_is_warned_of_beside_the_customers_lost():
    found = revenue_retention([900, *[10] * 20], [1200, *[0] * 15, *[10] * 5])
    assert found.net.value > 100
    assert found.logo.value == pytest.approx(100 * 15 / 21)
    assert found.largest_share == pytest.approx(900 / 1100)
    assert len(found.warnings) == 1
    assert "81.8%" in found.sentence()
    assert "Customers lost 71.4%" in found.sentence()
    assert revenue_retention([1] * 4, [1] * 4).warnings == ()  # a quarter is not yet more


def test_new_and_returned_customers_are_apart_and_in_no_rate():
    found = revenue_retention(
        [100, 0, 0, 0, 0], [100, 30, 20, 5, 0], previously_active=[None, True, False, None, None]
    )
    assert (found.new_or_returned, found.returned) == (50, 30)
    assert found.dropped == {"new or returned, not known which": 1}
    assert found.net.value == 100
    assert revenue_retention([100, 0], [100, 30]).returned is None


def test_blanks_are_left_out_and_not_taken_for_gone():
    found = revenue_retention([100, 100, None, -5, "a lot"], [100, None, 10, 5, 5])
    assert (found.n, found.net.value) == (1, 100)
    assert found.dropped == {
        "start blank": 1,
        "start not a number": 1,
        "start below 0": 1,
        "end blank": 1,
    }


def test_no_revenue_at_the_start_is_not_available():
    found = revenue_retention([0, 0], [10, 0])
    assert not found.available
    assert found.largest_share is None
    assert "not available, no revenue at the start" in found.sentence()


def test_unequal_columns_are_refused():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        revenue_retention([1, 2], [1])
    with pytest.raises(MeasureError, match="different numbers of rows"):
        revenue_retention([1, 2], [1, 2], previously_active=[True])


@pytest.mark.slow
@pytest.mark.parametrize(("customers", "spread"), [(200, 0.5), (200, 1.0), (1000, 1.0)])
def test_intervals_hold_the_rates_95_times_in_100_for_unequal_customers(customers, spread):
    draw, draws, gross, net = np.random.default_rng(17), 4000, 0, 0
    leave, shrink, grow = 0.07, 0.06, 0.15
    true_gross = 100 * (1 - leave - 0.3 * shrink)
    true_net = true_gross + 100 * 0.3 * grow
    for _ in range(draws):
        start, fate = draw.lognormal(4, spread, customers), draw.random(customers)
        factor = np.select(
            [fate < leave, fate < leave + shrink, fate > 1 - grow],
            [0, draw.uniform(0.4, 1, customers), draw.uniform(1, 1.6, customers)],
            default=1,
        )
        found = revenue_retention(start, start * factor)
        gross += found.gross.low <= true_gross <= found.gross.high
        net += found.net.low <= true_net <= found.net.high
    assert gross / draws == pytest.approx(0.95, abs=0.015)
    assert net / draws == pytest.approx(0.95, abs=0.015)
