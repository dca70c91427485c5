from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, average, share
from playbook.measures.comparing.standardise import standardise

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "standardisation.yaml").read_text(encoding="utf-8")
)["figures"]

# Kidney stones, Charig et al. 1986, British Medical Journal 292:879-882: successes, operations.
STONES = [
    ("open", "small", 81, 87),
    ("open", "large", 192, 263),
    ("keyhole", "small", 234, 270),
    ("keyhole", "large", 55, 80),
]
BERKELEY = [
    ("men", "ABCDEF", (512, 353, 120, 138, 53, 22), (825, 560, 325, 417, 191, 373)),
    ("women", "ABCDEF", (89, 17, 202, 131, 94, 24), (108, 25, 593, 375, 393, 341)),
]

Table = list[tuple[str, str, int]]


def spelled(cells: list[tuple[str, str, int, int]]) -> Table:
    return [(g, s, int(i < yes)) for g, s, yes, n in cells for i in range(n)]


def mixed(table: Table, **more: Any) -> Any:
    columns = [list(column) for column in zip(*table, strict=True)] or [[], [], []]
    return standardise(columns[2], columns[0], columns[1], **more)


tables = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 1)),
    min_size=1,
    max_size=40,
)


def test_charig_1986_kidney_stones_turn_round():
    found = mixed(spelled(STONES))
    assert found.crude["open"].value == pytest.approx(78, abs=0.05)
    assert found.crude["keyhole"].value == pytest.approx(82.6, abs=0.05)
    small = (87 + 270) / 700
    expected = 100 * (small * 81 / 87 + (1 - small) * 192 / 263)
    assert found.standardised["open"].value == pytest.approx(expected)
    assert found.reversed
    assert found.reversals == (("keyhole", "open"),)
    assert "keyhole is above open as it is, and below with the same mix" in found.sentence()


def test_bickel_1975_admissions_as_r_survey_standardises_them():
    cells = [
        (sex, department, yes, n)
        for sex, departments, admitted, applied in BERKELEY
        for department, yes, n in zip(departments, admitted, applied, strict=True)
    ]
    found = mixed(spelled(cells))
    for sex in ("men", "women"):
        assert found.crude[sex].value == pytest.approx(REFERENCE[f"crude_{sex}"], rel=1e-10)
        assert found.standardised[sex].value == pytest.approx(
            REFERENCE[f"standardised_{sex}"], rel=1e-10
        )
    assert found.reversals == (("men", "women"),)


def test_one_stratum_leaves_the_crude_estimate():
    found = mixed([("a", "x", 1), ("a", "x", 0), ("a", "x", 1)])
    alone = share(2, 3)
    one = found.standardised["a"]
    assert one.value == pytest.approx(alone.value)
    assert (one.low, one.high) == (pytest.approx(alone.low), pytest.approx(alone.high))
    values = [3.0, 4.5, 7.0, 1.0]
    number = standardise(values, ["a"] * 4, ["x"] * 4, unit="minutes").standardised["a"]
    expected = average(values, name="a", unit="minutes")
    assert (number.low, number.high) == pytest.approx((expected.low, expected.high))


def test_interval_of_numbers_is_students_on_satterthwaites_degrees():
    values = np.array([3.0, 5.0, 4.0, 8.0, 10.0, 13.0])
    found = standardise(
        values, ["a"] * 6, ["x"] * 3 + ["y"] * 3, standard={"x": 1, "y": 3}, unit="minutes"
    ).standardised["a"]
    parts = np.array([0.25, 0.75]) ** 2 * np.array([1.0, values[3:].var(ddof=1)]) / 3
    degrees = parts.sum() ** 2 / (parts**2 / 2).sum()
    from scipy import stats

    half = stats.t.ppf(0.975, degrees) * np.sqrt(parts.sum())
    assert found.value == pytest.approx(0.25 * 4 + 0.75 * 31 / 3)
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half))


def test_all_or_none_in_every_stratum_leave_an_interval_with_width():
    found = mixed([("a", "x", 1)] * 10 + [("a", "y", 0)] * 10)
    one = found.standardised["a"]
    assert one.low < one.value < one.high


def test_a_group_with_no_one_in_a_stratum_is_not_standardised_and_says_where():
    found = mixed([("a", "x", 1), ("a", "y", 0), ("b", "x", 1), ("b", "x", 0)])
    assert found.missing == {"b": ("y",)}
    assert not found.standardised["b"].available
    assert found.crude["b"].value == 50
    assert "b can't be standardised, it has no one in y" in found.sentence()
    assert "no one in y" in found.standardised["b"].sentence()
    assert (
        mixed([("a", "x", 1), ("a", "y", 0), ("b", "x", 1)], standard={"x": 1, "y": 0}).missing
        == {}
    )


@settings(max_examples=40, deadline=None)
@given(tables)
def test_a_standardised_rate_lies_between_those_of_its_strata(table):
    found = mixed(table)
    for label, one in found.standardised.items():
        if one.value is not None:
            cells = [stratum.cells[label].value for stratum in found.strata]
            assert min(cells) - 1e-9 <= one.value <= max(cells) + 1e-9
            assert 0 <= one.low <= one.value <= one.high <= 100


@settings(max_examples=30, deadline=None)
@given(tables.flatmap(lambda table: st.tuples(st.just(table), st.permutations(table))))
def test_order_of_rows_changes_nothing(pair):
    assert mixed(pair[0]) == mixed(pair[1])


@settings(max_examples=30, deadline=None)
@given(tables)
def test_relabelling_groups_and_strata_changes_no_number(table):
    new = {"a": "z", "b": "m", "c": "k", "x": "2", "y": "1"}
    one, other = mixed(table), mixed([(new[g], new[s], value) for g, s, value in table])
    for label, estimate in one.standardised.items():
        again = other.standardised[new[label]]
        if estimate.value is None:
            assert again.value is None
        else:
            assert (again.value, again.low, again.high) == pytest.approx(
                (estimate.value, estimate.low, estimate.high)
            )


@settings(max_examples=30, deadline=None)
@given(tables, st.floats(0.01, 1e4))
def test_scale_of_the_standard_changes_nothing(table, factor):
    one = mixed(table, standard={"x": 1, "y": 3})
    other = mixed(table, standard={"x": factor, "y": 3 * factor})
    for label, estimate in one.standardised.items():
        assert other.standardised[label].value == pytest.approx(estimate.value)


def test_a_column_of_1_and_0_with_a_unit_is_numbers():
    found = standardise([1, 0, 1, 1], ["a"] * 4, ["x"] * 4, unit="calls")
    assert (found.unit, found.crude["a"].value) == ("calls", 0.75)


def test_rows_that_cannot_be_used_are_counted():
    found = standardise(
        [True, None, "perhaps", False, True], ["a", "a", "a", None, "a"], ["x", "x", "x", "x", ""]
    )
    assert found.dropped == {
        "blank": 1,
        "neither yes (true, 1) nor no (false, 0)": 1,
        "without a group": 1,
        "without a stratum": 1,
    }
    assert found.crude["a"].n == 1


def test_no_rows_are_not_available():
    found = mixed([])
    assert (found.crude, found.reversed) == ({}, False)
    assert "not available" in found.sentence()


@pytest.mark.parametrize("standard", [{"x": 1}, {"x": -1, "y": 2}, {"x": 0, "y": 0}])
def test_standards_that_do_not_fit_are_refused(standard):
    with pytest.raises(MeasureError):
        mixed([("a", "x", 1), ("a", "y", 0)], standard=standard)


def test_columns_of_different_length_are_refused():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        standardise([1, 0], ["a"], ["x", "y"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "rates"),
    [((40, 30, 50), (0.1, 0.2, 0.3)), ((15, 10, 8), (0.5, 0.6, 0.7)), ((100, 80, 20), (0.8,) * 3)],
)
def test_interval_of_a_standardised_rate_covers_it_in_95_of_100_samples(sizes, rates):
    standard = {"0": 0.3, "1": 0.5, "2": 0.2}
    truth = 100 * np.dot(list(standard.values()), rates)
    rng = np.random.default_rng(2008)
    stratum = np.repeat([0, 1, 2], sizes)
    covered = 0
    for _ in range(2_000):
        yes = rng.random(len(stratum)) < np.array(rates)[stratum]
        found = standardise(yes, ["a"] * len(yes), stratum, standard=standard).standardised["a"]
        covered += found.low <= truth <= found.high
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
def test_interval_of_a_standardised_mean_covers_it_in_95_of_100_samples():
    standard, means, spreads = {"0": 0.3, "1": 0.5, "2": 0.2}, [3.0, 5.0, 9.0], [1.0, 2.0, 4.0]
    truth = np.dot(list(standard.values()), means)
    rng = np.random.default_rng(2008)
    stratum = np.repeat([0, 1, 2], (12, 9, 6))
    covered = 0
    for _ in range(2_000):
        values = rng.normal(np.array(means)[stratum], np.array(spreads)[stratum])
        found = standardise(
            values, ["a"] * len(values), stratum, standard=standard, unit="minutes"
        ).standardised["a"]
        covered += found.low <= truth <= found.high
    assert covered / 2_000 == pytest.approx(0.95, abs=0.015)
