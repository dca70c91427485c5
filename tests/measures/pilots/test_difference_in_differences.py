from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.pilots.difference_in_differences import difference_in_differences

REFERENCE = Path(__file__).parents[2] / "reference"
KINDS = ("clustered by unit", "within-unit changes", "pooled", "unpooled")


def in_r(name):
    return yaml.safe_load((REFERENCE / f"{name}.yaml").read_text(encoding="utf-8"))


def r_panel(name, gone=()):
    """The panel that the R code of a reference holds: 9 units of 6 periods."""
    numbers = in_r(name)["call"].split("y <- c(")[1].split(")")[0]
    frame = pd.DataFrame({"y": [float(each) for each in numbers.split(",")]})
    frame["unit"] = np.repeat(np.arange(1, 10), 6)
    frame["period"] = np.tile(np.arange(1, 7), 9)
    frame["treated"] = frame["unit"] <= 4
    frame.loc[list(gone), "y"] = np.nan
    return frame


def found_in(frame, after=4, **more):
    columns = {"outcome": "y", "unit": "unit", "period": "period", "treated": "treated"}
    return difference_in_differences(frame, **{**columns, "after": after, **more})


def panel(rng, *, treated=6, comparison=6, periods=4, noise=1.0, spread=2.0, serial=0.0, effect=0):
    """Balanced panel: unit effects, a common drift, errors that may hang on to the past."""
    units = treated + comparison
    errors = rng.normal(0, noise, (units, periods))
    for t in range(1, periods):
        errors[:, t] = serial * errors[:, t - 1] + np.sqrt(1 - serial**2) * errors[:, t]
    is_treated = np.arange(units) < treated
    late = np.arange(periods) >= periods // 2
    y = rng.normal(0, spread, units)[:, None] + 0.3 * np.arange(periods) + errors
    y = y + effect * np.outer(is_treated, late)
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(units), periods),
            "period": np.tile(np.arange(periods), units),
            "treated": np.repeat(is_treated, periods),
            "y": y.ravel(),
        }
    )


def test_two_by_two_is_the_difference_of_differences():
    frame = pd.DataFrame(
        {
            "unit": ["A", "A", "B", "B"],
            "period": [1, 2, 1, 2],
            "treated": [1, 1, 0, 0],
            "y": [10.0, 13.0, 20.0, 21.0],
        }
    )
    found = found_in(frame, after=2)
    assert found.effect == pytest.approx((13 - 10) - (21 - 20))
    assert found.before_after.difference == pytest.approx(3)
    assert found.after_only.difference == pytest.approx(-8)
    assert (found.treated.before, found.treated.after) == (10, 13)
    assert found.low is None
    assert found.randomisation.p == 1
    assert "no interval" in found.sentence()


def test_r_agrees_on_the_effect_and_on_each_standard_error():
    figures = in_r("difference_in_differences")["figures"]
    frame = r_panel("difference_in_differences")
    clustered = found_in(frame)
    assert clustered.effect == pytest.approx(figures["effect"], rel=1e-10)
    assert clustered.se == pytest.approx(figures["clustered_se"], rel=1e-10)
    assert clustered.low == pytest.approx(figures["clustered_low"], rel=1e-10)
    assert clustered.high == pytest.approx(figures["clustered_high"], rel=1e-10)
    assert clustered.p == pytest.approx(figures["clustered_p"], rel=1e-9)
    within = found_in(frame, standard_error="within-unit changes")
    assert within.se == pytest.approx(figures["within_se"], rel=1e-10)
    assert within.degrees_of_freedom == pytest.approx(figures["within_df"], rel=1e-10)
    assert within.low == pytest.approx(figures["within_low"], rel=1e-10)
    assert within.high == pytest.approx(figures["within_high"], rel=1e-10)
    assert within.p == pytest.approx(figures["within_p"], rel=1e-9)
    pooled = found_in(frame, standard_error="pooled")
    assert pooled.se == pytest.approx(figures["pooled_se"], rel=1e-10)
    assert pooled.degrees_of_freedom == 50
    unpooled = found_in(frame, standard_error="unpooled")
    assert unpooled.se == pytest.approx(figures["unpooled_se"], rel=1e-10)
    assert unpooled.degrees_of_freedom == pytest.approx(figures["unpooled_df"], rel=1e-10)


def test_r_agrees_on_the_naive_comparisons_the_trend_and_the_randomisation_test():
    figures = in_r("difference_in_differences")["figures"]
    found = found_in(r_panel("difference_in_differences"))
    naive = found.before_after
    assert naive.difference == pytest.approx(figures["before_after"], rel=1e-10)
    assert naive.low == pytest.approx(figures["before_after_low"], rel=1e-10)
    assert naive.high == pytest.approx(figures["before_after_high"], rel=1e-10)
    assert naive.p == pytest.approx(figures["before_after_p"], rel=1e-9)
    assert found.after_only.difference == pytest.approx(figures["after_only"], rel=1e-10)
    assert found.after_only.p == pytest.approx(figures["after_only_p"], rel=1e-9)
    slope = found.pre_trend.slope
    assert slope.difference == pytest.approx(figures["trend"], rel=1e-9)
    assert slope.low == pytest.approx(figures["trend_low"], rel=1e-9)
    assert slope.high == pytest.approx(figures["trend_high"], rel=1e-9)
    assert found.randomisation.complete
    assert found.randomisation.assignments == figures["randomisation_ways"]
    assert found.randomisation.p == pytest.approx(figures["randomisation_p"], rel=1e-10)


def test_balanced_panel_gives_the_coefficient_of_two_way_fixed_effects():
    figures = in_r("difference_in_differences")["figures"]
    found = found_in(r_panel("difference_in_differences"))
    assert found.effect == pytest.approx(figures["two_way_fixed_effects"], rel=1e-10)


def test_gaps_are_counted_and_r_agrees_on_the_effect_of_unit_means():
    figures = in_r("difference_in_differences_gaps")["figures"]
    found = found_in(r_panel("difference_in_differences_gaps", [2, 9, 19, 20, 32, 46]))
    assert found.effect == pytest.approx(figures["effect"], rel=1e-10)
    assert found.effect == pytest.approx(figures["effect_of_unit_means"], rel=1e-10)
    assert found.se == pytest.approx(figures["clustered_se"], rel=1e-10)
    assert found.complete_units == pytest.approx(figures["complete_units"], rel=1e-10)
    assert found.missing_cells == 6
    assert found.dropped == {"with y blank": 6}
    assert "6 of 54 unit-periods have no value" in found.sentence()


def test_a_unit_without_a_value_on_one_side_of_the_start_is_left_out():
    frame = r_panel("difference_in_differences")
    lost = frame[~((frame["unit"] == 9) & (frame["period"] >= 4))]
    found = found_in(lost)
    assert found.effect == pytest.approx(found_in(frame[frame["unit"] != 9]).effect)
    assert found.comparison.n_units == 4
    assert found.dropped == {"of a unit without a value on one side of the start": 3}


def test_a_yes_no_column_and_a_first_period_say_the_same():
    frame = r_panel("difference_in_differences")
    frame["late"] = frame["period"] >= 4
    frame["on"] = frame["late"] & frame["treated"]
    assert found_in(frame, after="late") == found_in(frame)
    assert found_in(frame, after="on") == found_in(frame)


def test_sentence_claims_what_goes_with_the_pilot_and_names_its_checks():
    text = found_in(r_panel("difference_in_differences"), name="Calls").sentence()
    assert "the change that goes with the pilot, beyond the comparison group's" in text
    assert "only as far as both groups would have moved alike without it" in text
    assert "clustered by unit" in text
    assert "Randomisation test: p = 0.008, from all 126 ways" in text
    assert "fewer than 10 units" in text
    for word in ("caused", "because of", "due to", "effect of the pilot"):
        assert word not in text


def test_fewer_than_three_periods_before_the_start_leave_the_trend_unchecked():
    frame = r_panel("difference_in_differences")
    found = found_in(frame[frame["period"] >= 2])
    assert found.pre_trend.slope.difference is None
    assert not found.pre_trend.available
    assert "can't be checked: it takes 3 periods before it, and there are 2" in found.sentence()


def test_groups_that_moved_apart_before_the_start_put_the_comparison_in_doubt():
    frame = panel(np.random.default_rng(5), treated=12, comparison=12, periods=8, noise=0.3)
    frame["y"] += frame["treated"] * frame["period"] * 1.0
    found = found_in(frame)
    assert found.pre_trend.apart
    assert found.pre_trend.slope.difference == pytest.approx(1, abs=0.3)
    assert "the comparison is in doubt" in found.sentence()


def test_naive_comparisons_mislead_where_the_groups_differ_and_drift():
    frame = panel(np.random.default_rng(8), treated=30, comparison=30, noise=0.2, effect=-1)
    frame["y"] += 10 * frame["treated"]
    found = found_in(frame, after=2)
    assert found.effect == pytest.approx(-1, abs=0.2)
    assert found.before_after.difference == pytest.approx(-0.4, abs=0.2)
    assert found.after_only.difference > 5
    assert found.randomisation is None


def test_many_ways_to_choose_are_drawn_from_the_seed():
    frame = panel(np.random.default_rng(2), treated=9, comparison=30)
    first, again = found_in(frame, after=2), found_in(frame, after=2)
    other = found_in(frame, after=2, seed=7)
    assert first == again
    assert not first.randomisation.complete
    assert first.randomisation.p == pytest.approx(other.randomisation.p, abs=0.05)


def test_outcomes_that_do_not_vary_give_an_interval_without_width_and_no_p():
    frame = panel(np.random.default_rng(1))
    frame["y"] = 3.3
    found = found_in(frame, after=2)
    assert (found.effect, found.se, found.low, found.high) == (0, 0, 0, 0)
    assert found.p is None
    assert "don't vary" in found.sentence()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slope", [0.1, 0.3, 0.7, 1.1, 2.3])
def test_a_pilot_without_any_noise_gives_an_interval_and_no_error(kind, slope):
    """Rounding can make such a variance a little less than nothing."""
    rows = [
        {
            "unit": unit,
            "t": t,
            "d": unit < 5,
            "y": 20 + unit % 3 + slope * t - 2 * (unit < 5 and t > 3),
        }
        for unit in range(10)
        for t in range(1, 7)
    ]
    found = difference_in_differences(
        pd.DataFrame(rows),
        outcome="y",
        unit="unit",
        period="t",
        treated="d",
        after=4,
        standard_error=kind,
    )
    assert found.effect == pytest.approx(-2)
    assert found.low <= found.effect <= found.high


@pytest.mark.parametrize("kind", KINDS)
def test_every_standard_error_goes_by_its_name(kind):
    found = found_in(panel(np.random.default_rng(3)), after=2, standard_error=kind)
    assert found.se > 0
    assert found.low < found.effect < found.high
    assert kind in found.sentence()
    assert kind in found.method


@pytest.mark.parametrize("kind", KINDS)
@given(
    shift=st.floats(-1e4, 1e4),
    factor=st.sampled_from([0.01, 7.0, 1e6]),
    seed=st.integers(0, 99),
)
@settings(max_examples=12, deadline=None)
def test_a_constant_on_all_outcomes_and_the_currency_change_nothing(kind, shift, factor, seed):
    frame = panel(np.random.default_rng(seed), effect=1)
    moved = frame.assign(y=(frame["y"] + shift) * factor)
    one, other = (found_in(each, after=2, standard_error=kind) for each in (frame, moved))
    assert other.effect == pytest.approx(factor * one.effect, rel=1e-6)
    assert other.se == pytest.approx(factor * one.se, rel=1e-6)
    assert other.p == pytest.approx(one.p, rel=1e-5)
    assert other.randomisation.p == one.randomisation.p


@given(st.integers(0, 999))
@settings(max_examples=15, deadline=None)
def test_order_of_rows_and_names_of_units_change_nothing(seed):
    frame = panel(np.random.default_rng(seed), treated=4, comparison=5)
    mixed = frame.sample(frac=1, random_state=seed).assign(
        unit=lambda each: "unit " + (99 - each["unit"]).astype(str)
    )
    one, other = found_in(frame, after=2), found_in(mixed, after=2)
    assert other.effect == pytest.approx(one.effect)
    assert other.se == pytest.approx(one.se)
    assert other.pre_trend.slope.difference == one.pre_trend.slope.difference
    assert other.randomisation.p == pytest.approx(one.randomisation.p)
    assert [each.label for each in other.periods] == [each.label for each in one.periods]


def test_unknown_standard_error_and_wrong_confidence_are_refused():
    frame = panel(np.random.default_rng(1))
    with pytest.raises(MeasureError, match="no standard error 'robust'"):
        found_in(frame, after=2, standard_error="robust")
    with pytest.raises(MeasureError, match="confidence"):
        found_in(frame, after=2, confidence=95)


def coverage(make, kind, draws, after=2):
    rng = np.random.default_rng(2024)
    held = 0
    for _ in range(draws):
        found = found_in(make(rng), after=after, standard_error=kind)
        held += found.low <= 1 <= found.high
    return held / draws


def independent_rows(rng):
    return panel(rng, treated=10, comparison=15, spread=0, effect=1)


def rows_that_vary_by_cell(rng):
    frame = independent_rows(rng)
    late = frame["treated"] & (frame["period"] >= 2)
    return frame.assign(y=frame["y"] + np.where(late, rng.normal(0, 3, len(frame)), 0))


def without_drift(make):
    return lambda rng: make(rng).assign(y=lambda each: each["y"] - 0.3 * each["period"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "make"),
    [
        (
            "clustered by unit",
            lambda rng: panel(rng, treated=15, comparison=20, serial=0.7, effect=1),
        ),
        (
            "within-unit changes",
            lambda rng: panel(rng, treated=10, comparison=14, serial=0.7, effect=1),
        ),
        ("pooled", without_drift(independent_rows)),
        ("unpooled", without_drift(rows_that_vary_by_cell)),
    ],
)
def test_intervals_cover_where_their_assumptions_hold(kind, make):
    assert coverage(make, kind, draws=4000) == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
def test_rows_taken_as_independent_mislead_under_serial_correlation():
    def long_memory(rng):
        frame = panel(rng, treated=10, comparison=10, periods=20, spread=0, serial=0.8, effect=1)
        return frame.assign(y=frame["y"] - 0.3 * frame["period"])

    assert coverage(long_memory, "pooled", draws=1000, after=10) < 0.8
    assert coverage(long_memory, "unpooled", draws=1000, after=10) < 0.8
    clustered = coverage(long_memory, "clustered by unit", draws=4000, after=10)
    assert clustered == pytest.approx(0.95, abs=0.015)


@pytest.mark.slow
def test_rows_taken_as_independent_are_too_cautious_where_units_differ_for_good():
    def units_differ(rng):
        return panel(rng, treated=10, comparison=10, spread=4, effect=1)

    assert coverage(units_differ, "pooled", draws=1000) > 0.99


@pytest.mark.slow
def test_randomisation_and_pre_trend_raise_no_more_false_alarms_than_they_say():
    rng = np.random.default_rng(4)
    alarms, apart = 0, 0
    for _ in range(2000):
        frame = panel(rng, treated=5, comparison=5, periods=8, serial=0.5)
        found = found_in(frame)
        alarms += found.randomisation.p <= 0.05
        apart += found.pre_trend.apart
    assert alarms / 2000 <= 0.065
    assert apart / 2000 == pytest.approx(0.05, abs=0.015)
