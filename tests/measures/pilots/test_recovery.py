from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.pilots.recovery import recovery_value
from playbook.measures.scores.share import share, share_difference
from playbook.measures.two_means import mean_difference


def customers(*groups):
    """(failed, recovered, renewed, how many) → three columns."""
    rows = [(a, b, c) for a, b, c, count in groups for _ in range(count)]
    return [list(column) for column in zip(*rows, strict=True)]


FAILED, RECOVERED, RENEWED = customers(
    (1, 1, 1, 60), (1, 1, 0, 20), (1, 0, 1, 30), (1, 0, 0, 50), (0, None, 1, 700), (0, 0, 0, 100)
)


def renewal(failed=FAILED, recovered=RECOVERED, renewed=RENEWED, **more):
    asked = {"kind": "share", "good": "up", "name": "Renewed"}
    return recovery_value(renewed, failed, recovered, **{**asked, **more})


def test_recovered_are_compared_with_not_recovered_and_with_never_failed():
    found = renewal()
    assert found.recovered.value == share(60, 80).value
    assert (found.recovered.low, found.recovered.high) == (share(60, 80).low, share(60, 80).high)
    assert found.not_recovered.value == pytest.approx(37.5)
    assert found.never_failed.value == pytest.approx(87.5)
    assert found.gained.difference == pytest.approx(37.5)
    assert found.gained.low == share_difference(60, 80, 30, 80).low
    assert found.still_missing.difference == pytest.approx(-12.5)
    assert found.failure.difference == pytest.approx(100 * 90 / 160 - 87.5)
    assert (found.recovery_rate.value, found.recovery_rate.n) == (50, 160)


def test_a_recovery_is_never_a_reason_to_let_a_failure_happen():
    text = renewal().sentence()
    assert "no reason to let a failure happen" in text
    assert "not recovered by lot" in text
    assert "paradox" not in text


def test_recovered_above_never_failed_is_reported_with_what_the_studies_found():
    failed, recovered, renewed = customers(
        (1, 1, 1, 198), (1, 1, 0, 2), (1, 0, 1, 20), (1, 0, 0, 80), (0, 0, 1, 700), (0, 0, 0, 300)
    )
    found = renewal(failed, recovered, renewed)
    assert found.paradox
    assert "not for buying again, word of mouth or image" in found.sentence()
    assert "no reason to let a failure happen" in found.sentence()
    gone = [1 - each for each in renewed]
    assert renewal(failed, recovered, gone, good="down").paradox
    assert not renewal(failed, recovered, gone).paradox


def test_averages_have_student_and_welch_intervals():
    spend = [10.0, 12, 14, 3, 5, 20, 22, 24, None, "n/a"]
    failed = [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]
    recovered = [1, 1, 1, 0, 0, None, None, None, None, None]
    found = recovery_value(
        spend, failed, recovered, kind="average", good="up", name="Spend", unit="EUR"
    )
    wanted = mean_difference([10, 12, 14], [20, 22, 24], name="Spend", unit="EUR")
    assert found.still_missing.difference == pytest.approx(-10)
    assert found.still_missing.low == wanted.low
    assert found.dropped == {"outcome blank": 1, "outcome not a number": 1}


def test_contradictions_and_blanks_are_counted_once_a_row():
    failed = [*FAILED, 0, 1, None, 1, None]
    recovered = [*RECOVERED, 1, None, 1, "yes", None]
    found = renewal(failed, recovered, [*RENEWED, 1, 1, 1, 1, None])
    assert found.dropped == {
        "outcome blank": 1,
        "failure not known": 1,
        "recovered without a failure": 1,
        "failed, recovery not known": 2,
    }
    used = found.recovered.n + found.not_recovered.n + found.never_failed.n
    assert used + sum(found.dropped.values()) == len(failed)


def test_a_group_without_customers_is_not_available():
    found = renewal([0, 0], [None, None], [1, 0])
    assert found.recovered.value is None
    assert found.gained.difference is None
    assert found.recovery_rate.value is None
    assert not found.paradox
    assert "not available" in found.sentence()


@given(st.permutations(range(30)))
@settings(max_examples=20, deadline=None)
def test_order_of_rows_changes_nothing(order):
    rng = np.random.default_rng(4)
    columns = [rng.integers(0, 2, 30) for _ in range(3)]
    assert renewal(*(each[order] for each in columns)) == renewal(*columns)


@pytest.mark.parametrize("wrong", [{"kind": "median"}, {"good": "high"}])
def test_unknown_kinds_and_directions_are_refused(wrong):
    with pytest.raises(MeasureError, match="can't be of the kind"):
        renewal(**wrong)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        renewal(failed=[1, 0])
