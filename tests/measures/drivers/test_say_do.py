from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures import MeasureError, share
from playbook.measures.drivers.say_do import say_do

LEVELS = ["unlikely", "likely", "very likely"]
SAID = ["very likely"] * 50 + ["likely"] * 30 + ["unlikely"] * 20
DID = [True] * 20 + [False] * 30 + [True] * 6 + [False] * 24 + [True] + [False] * 19
CAUSAL = ("cause", "lead to", "because", "effect", "impact", "influence", "due to")


def test_calibration_by_level_with_wilson_intervals():
    found = say_do(SAID, DID, levels=LEVELS)
    assert [(level.label, level.n, level.did.value) for level in found.levels] == [
        ("unlikely", 20, 5.0),
        ("likely", 30, 20.0),
        ("very likely", 50, 40.0),
    ]
    wilson = share(6, 30)
    assert (found.levels[1].did.low, found.levels[1].did.high) == (wilson.low, wilson.high)


def test_inflation_is_said_minus_did_of_the_same_customers():
    found = say_do(SAID, DID, levels=LEVELS)
    assert (found.said.value, found.did.value) == (50, 27)
    assert found.inflation.value == pytest.approx(23)
    assert found.inflation.unit == "percentage points"
    assert found.inflation.low < 23 < found.inflation.high
    assert (found.did_of_top.value, found.did_of_others.value) == (40, 14)


def test_interval_is_the_adjusted_wald_of_agresti_and_min():
    found = say_do(SAID, DID, levels=LEVELS).inflation
    first, second = 30.5 / 102, 7.5 / 102
    half = 1.959964 * np.sqrt((first + second - (first - second) ** 2) / 102)
    assert found.low == pytest.approx(100 * (first - second - half), abs=1e-4)
    assert found.high == pytest.approx(100 * (first - second + half), abs=1e-4)


def test_wider_top_box_says_more():
    found = say_do(SAID, DID, levels=LEVELS, top=2)
    assert found.top_labels == ("likely", "very likely")
    assert found.said.value == 80
    assert found.inflation.value == pytest.approx(53)


def test_order_comes_from_numbers_or_an_ordered_categorical():
    numbers = [LEVELS.index(one) for one in SAID]
    ordered = pd.Series(pd.Categorical(SAID, LEVELS, ordered=True))
    plain = say_do(SAID, DID, levels=LEVELS)
    for intention in (numbers, np.array(numbers, dtype=np.float32), ordered):
        found = say_do(intention, DID)
        assert found.inflation == plain.inflation
        assert [level.did.value for level in found.levels] == [5, 20, 40]


def test_level_that_nobody_gave_is_not_available():
    found = say_do(SAID, DID, levels=["never", *LEVELS])
    assert (found.levels[0].n, found.levels[0].did.value) == (0, None)


def test_unusable_rows_are_left_out_and_counted():
    found = say_do(
        [*SAID, None, "perhaps", "likely", "likely", " "],
        [*DID, True, True, None, "soon", False],
        levels=LEVELS,
    )
    assert found.n == 100
    assert found.dropped == {
        "blank intention": 2,
        "intention that is not one of the levels": 1,
        "behaviour not known": 1,
        "behaviour that is neither yes nor no": 1,
    }
    assert found.inflation == say_do(SAID, DID, levels=LEVELS).inflation


@pytest.mark.parametrize(("said", "did"), [([], []), ([None, 5], [True, None])])
def test_nobody_with_both_is_not_available(said, did):
    found = say_do(said, did, levels=[1, 5])
    assert not found.available
    assert found.inflation.value is None
    assert "not available" in found.sentence()


def test_columns_without_a_row_need_no_levels():
    assert not say_do([], []).available


@pytest.mark.parametrize(
    ("said", "did", "more", "words"),
    [
        ([1, 2], [True], {}, "intention 2, did 1"),
        (["likely", "unlikely"], [True, False], {}, "which of them means more likely"),
        ([1, 2], [True, False], {"levels": [1, 1]}, "named twice"),
        ([1, 2], [True, False], {"top": 2}, "not a part of 2"),
        ([1, 2], [True, False], {"top": 0}, "not a part of 2"),
        ([1, 2], [True, False], {"confidence": 95}, "confidence"),
    ],
)
def test_impossible_requests_are_refused(said, did, more, words):
    with pytest.raises(MeasureError, match=words):
        say_do(said, did, **more)


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_order_of_the_rows_changes_nothing_and_counts_add_up(pairs):
    levels = [1, 2, 3, 4, 5]
    said, did = (list(column) for column in zip(*pairs, strict=True))
    found = say_do(said, did, levels=levels)
    assert found == say_do(said[::-1], did[::-1], levels=levels)
    assert sum(level.n for level in found.levels) == found.n == len(pairs)
    assert -100 <= found.inflation.low <= found.inflation.value <= found.inflation.high <= 100
    assert found.inflation.value == pytest.approx(found.said.value - found.did.value)


def test_sentence_tells_both_shares_the_gap_and_who_did():
    text = say_do(SAID, DID, levels=LEVELS).sentence()
    assert text.startswith(
        "50% said very likely; 27% did (n = 100). 23 percentage points more said"
    )
    assert "40% of the 50 who said it did and 14% of the 50 who did not say it did" in text
    assert not any(word in text.lower() for word in CAUSAL)


def test_fewer_intentions_than_deeds_are_told_as_such():
    assert "more did than said it" in say_do([1, 1, 1, 2], [1, 1, 0, 1]).sentence()
    assert "As many did as said it" in say_do([1, 2], [0, 1]).sentence()


@pytest.mark.slow
@pytest.mark.parametrize("n", [50, 400])
def test_interval_of_inflation_covers(n):
    rng = np.random.default_rng(4)
    truth = 100 * (0.6 - (0.6 * 0.5 + 0.4 * 0.1))
    held = 0
    for _ in range(2000):
        said = rng.random(n) < 0.6
        did = rng.random(n) < np.where(said, 0.5, 0.1)
        found = say_do(said.astype(int), did, levels=[0, 1]).inflation
        held += found.low <= truth <= found.high
    assert held / 2000 == pytest.approx(0.95, abs=0.015)
