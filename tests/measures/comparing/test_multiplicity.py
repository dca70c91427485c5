from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError
from playbook.measures.comparing.multiplicity import benjamini_hochberg, false_alarm_chance, holm

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "multiplicity.yaml").read_text(encoding="utf-8")
)["figures"]

PAPER = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_benjamini_hochberg_1995_keep_four_where_holm_and_bonferroni_keep_three():
    assert len(benjamini_hochberg(PAPER).standing) == 4
    assert len(holm(PAPER).standing) == 3
    assert sum(p <= 0.05 / len(PAPER) for p in PAPER) == 3
    assert holm(PAPER).below_alpha == 9


def test_r_p_adjust_gives_the_same_values():
    assert [test.adjusted for test in holm(PAPER).tests] == pytest.approx(REFERENCE["holm"])
    adjusted = [test.adjusted for test in benjamini_hochberg(PAPER).tests]
    assert adjusted == pytest.approx(REFERENCE["benjamini_hochberg"])


def test_statsmodels_gives_the_same_values_with_ties_and_extremes():
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    values = [0.02, 0.0, 0.02, 1.0, 0.3, 0.011, 0.05, 0.3]
    for screen, procedure in ((holm, "holm"), (benjamini_hochberg, "fdr_bh")):
        _, adjusted, *_ = multitest.multipletests(values, method=procedure)
        assert [test.adjusted for test in screen(values).tests] == pytest.approx(list(adjusted))


def test_twenty_branches_at_5_percent_give_a_false_alarm_64_times_in_100():
    assert false_alarm_chance(20) == pytest.approx(0.642, abs=5e-4)
    assert false_alarm_chance(0) == 0
    assert false_alarm_chance(1, 0.01) == pytest.approx(0.01)


@settings(max_examples=50, deadline=None)
@given(p_values)
def test_holm_is_stricter_than_benjamini_hochberg_and_both_than_none(values):
    strict, screen = holm(values), benjamini_hochberg(values)
    for one, other in zip(strict.tests, screen.tests, strict=True):
        assert 1 >= one.adjusted >= other.adjusted - 1e-12
        assert other.adjusted >= other.p - 1e-12
    assert set(strict.standing) <= set(screen.standing)
    assert len(screen.standing) <= screen.below_alpha


@settings(max_examples=30, deadline=None)
@given(p_values.flatmap(lambda values: st.permutations(list(enumerate(values)))))
def test_order_of_tests_changes_nothing(pairs):
    for screen in (holm, benjamini_hochberg):
        one = screen([p for _, p in pairs], [label for label, _ in pairs])
        ordered = sorted(pairs)
        other = screen([p for _, p in ordered], [label for label, _ in ordered])
        assert {test.label: test for test in one.tests} == {
            test.label: test for test in other.tests
        }


def test_blanks_are_no_tests_and_are_counted():
    found = holm([0.01, None, 0.04], ["north", "south", "west"])
    assert [test.label for test in found.tests] == ["north", "west"]
    assert found.tests[0].adjusted == pytest.approx(0.02)
    assert found.dropped == {"blank": 1}


def test_no_test_is_not_available():
    assert "not available" in holm([]).sentence()
    assert holm([None]).n == 0


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.inf, "small"])
def test_values_that_are_no_p_are_refused_with_their_name(wrong):
    with pytest.raises(MeasureError, match="west"):
        holm([0.1, wrong], ["north", "west"])


def test_labels_of_another_number_and_impossible_levels_are_refused():
    with pytest.raises(MeasureError):
        holm([0.1], ["a", "b"])
    with pytest.raises(MeasureError):
        benjamini_hochberg([0.1], alpha=5)
    with pytest.raises(MeasureError):
        false_alarm_chance(-1)


def test_sentence_says_how_many_seemed_and_how_many_stand():
    text = benjamini_hochberg(PAPER).sentence()
    assert text.startswith("Of 15 tests 9 lie below 5% one by one")
    assert "4 stand: test 1, test 2, test 3, test 4" in text
