from __future__ import annotations

import dataclasses
import pickle

import pytest

from playbook.measures import (
    Estimate,
    average,
    effort,
    nps,
    nps_difference,
    nps_from_counts,
    satisfaction,
    share,
    share_difference,
)


def test_sentence_gives_value_interval_and_n():
    assert nps_from_counts(50, 30, 20).sentence() == (
        "Net Promoter Score 30 points (95% interval 14.1 to 44.2, n = 100)."
    )


def test_sentence_without_answers_says_not_available():
    assert nps([]).sentence() == ("Net Promoter Score: not available, no valid answers (n = 0).")


def test_sentence_tells_what_was_left_out_with_and_without_answers():
    assert nps([None, 11]).sentence().endswith("(n = 0). Left out: 1 blank, 1 out of range 0–10.")
    assert nps([9, None]).sentence().endswith("n = 1). Left out: 1 blank.")


def test_sentence_of_a_share_carries_percent_signs():
    assert share(81, 263, name="Renewed").sentence() == (
        "Renewed 30.8% (95% interval 25.5% to 36.6%, n = 263)."
    )


def test_sentence_of_a_mean_rating_names_its_scale():
    assert effort([4, 5, 6] * 10, version="ces2").mean.sentence() == (
        "Mean ease for customers (high is good) 5 on a scale of 1–7 "
        "(95% interval 4.69 to 5.31, n = 30)."
    )


def test_sentence_of_an_effort_score_tells_what_was_left_out_once():
    assert effort([4, 5, None], version="ces2").sentence().count("1 blank") == 1


def test_sentence_of_weighted_answers_gives_the_effective_n():
    assert "n = 2, effective n = 1.6" in nps([9, 0], weights=[1, 3]).sentence()


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([12_345.6, 12_345.6], "12,345.6 euros"),
        ([0.0123, 0.0123], "0.0123 euros"),
        ([-4.5, -4.5], "−4.50 euros"),
        ([0, 0], "0 euros"),
    ],
)
def test_numbers_are_printed_with_the_decimals_they_need(values, shown):
    assert f"Mean {shown} (" in average(values, name="Mean", unit="euros").sentence()


def test_sentence_names_another_confidence():
    assert "(90% interval" in nps_from_counts(50, 30, 20, confidence=0.9).sentence()


def test_difference_sentence_says_whether_chance_alone_can_do_it():
    wide = nps_difference([9] * 10 + [0] * 5, [9] * 9 + [0] * 6).sentence()
    clear = nps_difference([0] * 300, [9] * 300).sentence()
    assert "above the second" in wide
    assert "The interval holds 0" in wide
    assert "200 points below the second" in clear
    assert "p < 0.001" in clear
    assert "The interval leaves out 0" in clear


def test_difference_sentence_without_change_and_without_answers():
    assert "the two groups are level" in nps_difference([9, 0], [9, 0]).sentence()
    assert "not available" in nps_difference([], [9]).sentence()


def test_difference_of_shares_is_told_in_percentage_points_without_p():
    told = share_difference(56, 70, 48, 80).sentence()
    assert "20 percentage points above the second (95% interval 5.2 to 33.4, n = 70 and" in told


def test_an_estimate_is_frozen_and_survives_a_copy_through_pickle():
    found = satisfaction([5, 4, 1])
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.value = 100
    assert pickle.loads(pickle.dumps(found)) == found
    assert isinstance(found, Estimate)
