"""Each generator's truth, worked out again from the numbers that the learner sees."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pytest

from playbook.exercises import ExerciseError, Variant, generate
from playbook.exercises.measure_your_impact.drawing import draw_until
from playbook.exercises.measure_your_impact.scorecard import weighted
from playbook.measures import (
    chain_completion,
    nps_from_counts,
    nps_sample_size,
    nps_standard_error,
    share,
    xmr,
)


def variants(name: str) -> Iterator[Variant]:
    return (generate(name, seed) for seed in range(200))


def wrong_value(variant: Variant, misconception: str) -> float:
    return next(value for value, name in variant.wrong if name == misconception)


def number(variant: Variant, name: str) -> float:
    value = variant.values[name]
    assert not isinstance(value, str)
    return value


def whole(variant: Variant, name: str) -> int:
    return int(number(variant, name))


def test_chain_completion_is_the_product_of_its_steps() -> None:
    for variant in variants("chain-completion"):
        steps, rate = whole(variant, "steps"), number(variant, "rate")
        assert variant.answer == pytest.approx(100 * chain_completion([rate / 100] * steps))
        assert wrong_value(variant, "average-of-parts") == rate
        assert wrong_value(variant, "adding-failures") == 100 - steps * (100 - rate)


def test_six_steps_of_ninety_per_cent_leave_53_1_and_not_40() -> None:
    assert 100 * chain_completion([0.9] * 6) == pytest.approx(53.1, abs=0.05)


def test_steps_at_the_needed_rate_reach_what_was_wanted() -> None:
    for variant in variants("needed-step-rate"):
        assert isinstance(variant.answer, float)
        reached = chain_completion([variant.answer / 100] * whole(variant, "steps"))
        assert 100 * reached == pytest.approx(number(variant, "wanted"))


def test_all_touchpoints_are_green_and_the_journey_is_not() -> None:
    for variant in variants("all-green"):
        rates = [float(rate.rstrip("%")) for rate in str(variant.values["rates"]).split(", ")]
        assert len(rates) == variant.values["steps"]
        assert min(rates) == variant.values["lowest"] >= number(variant, "target")
        completion = 100 * chain_completion([rate / 100 for rate in rates])
        assert variant.values["completion"] == pytest.approx(completion)
        assert completion < 70


def test_the_score_from_counts_is_that_of_measures() -> None:
    for variant in variants("nps-from-counts"):
        counts = [whole(variant, name) for name in ("promoters", "passives", "detractors")]
        assert variant.answer == nps_from_counts(*counts).value


def test_the_independent_variance_leaves_out_2pd() -> None:
    for variant in variants("nps-standard-error"):
        counts = [whole(variant, name) for name in ("promoters", "passives", "detractors")]
        n = sum(counts)
        p, d = counts[0] / n, counts[2] / n
        assert variant.answer == nps_standard_error(*counts)
        independent = wrong_value(variant, "independent-variance")
        assert independent < nps_standard_error(*counts)
        variance = n * (independent / 100) ** 2 + 2 * p * d
        assert variant.answer == pytest.approx(100 * math.sqrt(variance / n))


def test_the_sample_size_is_that_of_measures() -> None:
    for variant in variants("nps-sample-size"):
        variance = number(variant, "variance")
        assert variant.answer == nps_sample_size(number(variant, "narrow"), variance)
        assert variant.values["now"] == nps_sample_size(number(variant, "wide"), variance)
        by_squares = number(variant, "now") * number(variant, "squared")
        assert by_squares == pytest.approx(variant.answer, abs=variant.tolerance)


def test_the_pooled_share_counts_customers_and_not_branches() -> None:
    for variant in variants("pooled-share"):
        satisfied = whole(variant, "satisfied_small") + whole(variant, "satisfied_large")
        n = whole(variant, "n_small") + whole(variant, "n_large")
        assert variant.answer == share(satisfied, n).value


def test_the_small_branch_leads_by_a_difference_that_holds_zero() -> None:
    for variant in variants("small-branch-first"):
        assert number(variant, "share_small") > number(variant, "share_large")
        assert number(variant, "gap_low") < 0 < number(variant, "gap_high")


def test_a_change_is_real_exactly_when_its_interval_leaves_out_zero() -> None:
    for variant in variants("nps-change"):
        holds_zero = number(variant, "low") <= 0 <= number(variant, "high")
        assert variant.answer == ("noise" if holds_zero else "real")
        change = number(variant, "after") - number(variant, "before")
        assert variant.values["change"] == pytest.approx(change)
        half = 1.96 * number(variant, "se")
        assert number(variant, "high") == pytest.approx(change + half, abs=0.01)


def test_the_bonus_target_is_passed_inside_the_noise() -> None:
    for variant in variants("pay-for-noise"):
        assert number(variant, "change") > number(variant, "target")
        assert number(variant, "low") < 0 < number(variant, "high")
        assert 0 < number(variant, "by_luck") < 50


def test_a_chart_shows_what_its_answer_says() -> None:
    for variant in variants("xmr-read"):
        assert variant.series is not None
        chart = xmr(variant.series.values, baseline=variant.series.baseline)
        rules = [signal.rule for signal in chart.signals]
        expected = {"point": ["outside limits"], "shift": ["eight on one side"], "none": []}
        assert rules == expected[str(variant.answer)]
        if variant.answer == "none":
            assert chart.centre is not None
            assert chart.upper is not None
            furthest = max(abs(value - chart.centre) for value in variant.series.values[12:])
            assert furthest >= 0.7 * (chart.upper - chart.centre)
        assert (number(variant, "run") >= 8) == (variant.answer == "shift")


def test_recomputed_limits_hide_what_frozen_limits_show() -> None:
    for variant in variants("recomputed-limits"):
        series = variant.series
        assert series is not None
        frozen = xmr(series.values, baseline=series.baseline)
        recomputed = xmr(series.values, baseline=len(series.values))
        assert len(series.values) - 1 in [signal.index for signal in frozen.signals]
        assert recomputed.signals == ()


def test_the_easier_team_is_the_one_whose_customers_found_it_easy() -> None:
    for variant in variants("effort-direction"):
        easier = number(variant, "easy_a") > number(variant, "easy_b")
        assert variant.answer == ("team-a" if easier else "team-b")
        assert number(variant, "mean_b") > number(variant, "mean_a")


def test_new_weights_flip_the_ranking() -> None:
    for variant in variants("composite-weights"):
        scores = {
            who: [whole(variant, f"{who}_{part}") for part in ("satisfied", "solved", "kept")]
            for who in ("one", "other")
        }
        for which, leader in (("first", "one"), ("second", "other")):
            weights = tuple(int(w) for w in str(variant.values[f"weights_{which}"]).split(" / "))
            assert sum(weights) == 100
            totals = {who: weighted(scores[who], weights) for who in scores}
            assert max(totals, key=totals.__getitem__) == leader
            assert totals["one"] == pytest.approx(variant.values[f"one_{which}"])


def test_the_journey_rating_says_more_than_the_touchpoints() -> None:
    for variant in variants("journey-or-touchpoints"):
        assert number(variant, "r2_journey") > number(variant, "r2_touch") + 5
        assert number(variant, "r_journey") ** 2 * 100 == pytest.approx(
            variant.values["r2_journey"]
        )


def test_repairs_of_a_one_to_ten_scale_disagree() -> None:
    for variant in variants("one-to-ten"):
        assert number(variant, "as_it_is") - number(variant, "shifted") >= 5
        assert variant.values["stretched"] == variant.values["as_it_is"]


def test_callbacks_go_together_with_fewer_losses() -> None:
    for variant in variants("callbacks-and-churn"):
        assert number(variant, "high") < 0
        assert number(variant, "r") ** 2 * 100 == pytest.approx(variant.values["explained"])
        assert number(variant, "r_as_percent") > number(variant, "explained")


def test_a_branch_without_answers_gets_no_number_from_measures() -> None:
    for variant in variants("no-answers"):
        assert not share(0, 0).available
        assert number(variant, "with_zero") < number(variant, "company") <= 100
        assert number(variant, "last_month") <= 100


def test_lead_and_lag_are_never_the_same_measure() -> None:
    for variant in variants("lead-and-lag"):
        names = ("lead", "lag", "second_lag", "twin_one", "twin_two", "out_of_reach")
        assert len({variant.values[name] for name in names}) == len(names)
        assert number(variant, "weeks") >= 2


def test_a_condition_that_nothing_fits_is_reported() -> None:
    with pytest.raises(ExerciseError, match="No numbers were found"):
        draw_until(lambda: None)


def test_an_unknown_generator_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ExerciseError, match="chain-completion"):
        generate("tea-leaves", random.Random(1).randrange(9))
