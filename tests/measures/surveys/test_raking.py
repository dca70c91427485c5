from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, nps
from playbook.measures.surveys.raking import rake

REFERENCE: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "survey_raking.yaml").read_text(encoding="utf-8")
)["figures"]

TOY = {"row": {"a": 60, "b": 40}, "column": {"x": 45, "y": 55}}
R_CELLS = [
    ("north", "month", 40),
    ("south", "month", 25),
    ("west", "month", 60),
    ("north", "year", 15),
    ("south", "year", 35),
    ("west", "year", 25),
]
R_TARGETS = {
    "region": {"north": 90, "south": 70, "west": 40},
    "contract": {"month": 80, "year": 120},
}


def rows(cells: list[tuple[str, str, int]], names: tuple[str, str]) -> pd.DataFrame:
    table = [(first, second) for first, second, n in cells for _ in range(n)]
    return pd.DataFrame(table, columns=list(names))


def toy() -> pd.DataFrame:
    cells = [("a", "x", 30), ("a", "y", 20), ("b", "x", 10), ("b", "y", 40)]
    return rows(cells, ("row", "column"))


counts = st.tuples(*[st.integers(1, 40)] * 4)
shares = st.floats(0.15, 0.85)


@st.composite
def problems(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, dict[str, float]]]:
    cells = zip(("a", "a", "b", "b"), ("x", "y", "x", "y"), draw(counts), strict=True)
    first, second = draw(shares), draw(shares)
    targets = {"row": {"a": first, "b": 1 - first}, "column": {"x": second, "y": 1 - second}}
    return rows(list(cells), ("row", "column")), targets


def test_deming_stephan_1940_on_two_by_two_cells():
    sample = toy()
    found = rake(sample, TOY)
    cells = sample.assign(weight=found.weights).groupby(["row", "column"])["weight"].sum()
    assert cells.tolist() == pytest.approx([36.688, 23.312, 8.312, 31.688], abs=1e-3)
    odds = cells["a", "x"] * cells["b", "y"] / (cells["a", "y"] * cells["b", "x"])
    assert odds == pytest.approx(6)
    assert found.design_effect == pytest.approx(1.0405, abs=5e-5)
    assert found.n_effective == pytest.approx(100 / found.design_effect)
    assert (found.trimmed, found.warnings, found.dropped) == (0, (), {})


def test_r_survey_rake_gives_the_same_weights():
    sample = rows(R_CELLS, ("region", "contract"))
    first = np.cumsum([0, *(n for _, _, n in R_CELLS)])[:-1]
    found = rake(sample, R_TARGETS, tolerance=1e-13)
    assert found.weights[first] == pytest.approx(REFERENCE["weights_of_cells"], rel=1e-9)
    assert found.weights[first] == pytest.approx(REFERENCE["newton_weights_of_cells"], rel=1e-9)


def test_r_survey_rake_from_base_weights_gives_the_same_weights():
    base = np.resize([1, 1.5, 0.8, 2], 200)
    found = rake(rows(R_CELLS, ("region", "contract")), R_TARGETS, base=base, tolerance=1e-13)
    at = [0, 1, 2, 3, 49, 99, 149, 199]
    assert found.weights[at] == pytest.approx(REFERENCE["weights_with_base"], rel=1e-9)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_margins_are_met_and_weights_have_mean_one(problem):
    sample, targets = problem
    found = rake(sample, targets, trim=None)
    assert found.weights.mean() == pytest.approx(1)
    for category in found.categories:
        assert category.after == pytest.approx(category.target, abs=1e-6)
        assert category.target == pytest.approx(100 * targets[category.margin][category.label])


@settings(max_examples=30, deadline=None)
@given(problems())
def test_raking_the_raked_changes_nothing(problem):
    sample, targets = problem
    once = rake(sample, targets, tolerance=1e-12)
    assume(once.largest <= 5 * 1.001)
    twice = rake(sample, targets, base=once.weights, tolerance=1e-12)
    assert twice.weights == pytest.approx(once.weights, rel=1e-7)


@settings(max_examples=30, deadline=None)
@given(problems(), st.floats(1e-3, 1e6))
def test_scale_of_the_targets_and_of_the_base_changes_nothing(problem, factor):
    sample, targets = problem
    scaled = {
        name: {label: factor * target for label, target in margin.items()}
        for name, margin in targets.items()
    }
    one, other = rake(sample, targets), rake(sample, scaled, base=[factor] * len(sample))
    assert other.weights == pytest.approx(one.weights, rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_order_of_rows_and_of_margins_changes_nothing(problem, random):
    sample, targets = problem
    order = list(range(len(sample)))
    random.shuffle(order)
    one = rake(sample, targets, tolerance=1e-12)
    reverse = dict(reversed(targets.items()))
    other = rake(sample.iloc[order], reverse, tolerance=1e-12)
    assert other.weights == pytest.approx(one.weights[order], rel=1e-6)


def test_a_sample_that_already_fits_keeps_weights_of_one():
    found = rake(toy(), {"row": {"a": 0.5, "b": 0.5}, "column": {"x": 0.4, "y": 0.6}})
    assert found.weights == pytest.approx(np.ones(100))
    assert found.design_effect == pytest.approx(1)


def test_weights_above_five_times_the_mean_are_cut_reported_and_raked_again():
    cells = [("a", "x", 2), ("a", "y", 30), ("b", "x", 40), ("b", "y", 328)]
    sample = rows(cells, ("row", "column"))
    targets = {"row": {"a": 30, "b": 70}, "column": {"x": 40, "y": 60}}
    free, cut = rake(sample, targets, trim=None), rake(sample, targets)
    assert free.largest > 5
    assert free.trimmed == 0
    assert cut.largest == pytest.approx(5, rel=1e-3)
    assert cut.trimmed == 2
    assert cut.design_effect < free.design_effect
    for category in cut.categories:
        assert category.after == pytest.approx(category.target, abs=1e-6)
    assert "2 weights were cut" in cut.sentence()


def test_margins_that_need_weights_above_the_limit_are_said_to():
    sample = rows([("a", "x", 5), ("b", "x", 95)], ("row", "column"))
    found = rake(sample, {"row": {"a": 50, "b": 50}})
    assert found.largest == pytest.approx(10)
    assert "Weights up to 10.0 times the mean are left" in found.sentence()


def test_few_answers_in_a_category_are_warned_of():
    sample = rows([("a", "x", 29), ("b", "x", 71)], ("row", "column"))
    found = rake(sample, {"row": {"a": 0.3, "b": 0.7}})
    assert len(found.warnings) == 1
    assert "a 29" in found.warnings[0]


def test_blanks_in_a_margin_get_no_weight_and_are_counted():
    sample = pd.concat([toy(), pd.DataFrame({"row": ["a", None], "column": [None, None]})])
    found = rake(sample, TOY)
    assert found.dropped == {"blank in row": 1, "blank in column": 1}
    assert found.weights[100:].tolist() == [0, 0]
    assert found.n == 100
    assert found.weights[:100] == pytest.approx(rake(toy(), TOY).weights)


def test_a_category_with_a_target_of_zero_gets_no_weight_and_is_counted():
    found = rake(toy(), {"row": {"a": 100, "b": 0}, "column": {"x": 45, "y": 55}})
    assert found.dropped == {"target of 0 in row": 50}
    assert found.n == 50


def test_weights_go_into_the_score_as_they_are():
    sample = toy()
    likelihood_to_recommend = np.where(sample["row"] == "a", 10, 0)
    found = nps(likelihood_to_recommend, weights=rake(sample, TOY).weights)
    assert found.value == pytest.approx(20, abs=1e-6)


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({"row": {"a": 60, "b": 40}, "column": {"x": 0.45, "y": 0.55}}, "different totals"),
        ({"row": {"a": 60, "b": 30, "c": 10}}, "No row of the sample"),
        ({"row": {"a": 100}}, "without a target: b"),
        ({"row": {"a": 120, "b": -20}}, "not a number of 0 or more"),
        ({"row": {"a": 0, "b": 0}}, "all 0"),
        ({"colour": {"a": 1}}, "no column"),
        ({}, "no margin"),
    ],
)
def test_targets_that_cannot_be_met_are_refused(targets, message):
    with pytest.raises(MeasureError, match=message):
        rake(toy(), targets)


def test_margins_at_odds_with_empty_cells_are_refused():
    sample = rows([("a", "x", 50), ("b", "y", 50)], ("row", "column"))
    with pytest.raises(MeasureError, match="can't be met together"):
        rake(sample, {"row": {"a": 0.6, "b": 0.4}, "column": {"x": 0.4, "y": 0.6}})


@pytest.mark.parametrize("trim", [1, 0.5, -2])
def test_a_limit_that_no_weights_can_keep_is_refused(trim):
    with pytest.raises(MeasureError):
        rake(toy(), TOY, trim=trim)


def test_a_sample_of_blanks_is_refused():
    with pytest.raises(MeasureError, match="No row of the sample can be used"):
        rake(pd.DataFrame({"row": [None, None]}), {"row": {"a": 1}})
