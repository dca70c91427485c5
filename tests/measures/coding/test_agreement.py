from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.coding.agreement import cohen_kappa, fleiss_kappa, krippendorff_alpha
from playbook.measures.coding.alpha_sums import alpha_statistic
from playbook.measures.errors import MeasureError

PSYCH = yaml.safe_load(
    (Path(__file__).parents[2] / "reference" / "cohen_kappa.yaml").read_text(encoding="utf-8")
)["figures"]
FIRST = [1, 1, 2, 2, 3, 3, 4, 4, 1, 2, 3, 4, 2, 3, 1, 4, 2, 2, 3, 1, 1, 3, 4, 2, 3, 2, 1, 4, 3, 2]
SECOND = [1, 2, 2, 2, 3, 4, 4, 4, 1, 2, 2, 4, 3, 3, 1, 3, 2, 1, 3, 1, 2, 3, 4, 2, 3, 2, 1, 2, 3, 4]

# Krippendorff 2011: four observers, twelve units; None where an observer gave no value
OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
UNITS = [list(unit) for unit in zip(*OBSERVERS, strict=True)]

# Fleiss 1971, table 1: 30 patients, 6 psychiatrists, as diagnoses 1 to 5 in rising order
DIAGNOSES = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
    "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
    "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555 "
)
PATIENTS = [[row.count(str(diagnosis)) for diagnosis in range(1, 6)] for row in DIAGNOSES.split()]

LEVELS = ["nominal", "ordinal", "interval", "ratio"]
codings = st.lists(
    st.lists(st.one_of(st.none(), st.integers(1, 5)), min_size=3, max_size=3),
    min_size=2,
    max_size=25,
)


def test_cohen_1960_two_coders_20_5_10_15_give_040():
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    found = cohen_kappa(first, second)
    assert found.value == pytest.approx(0.40)
    assert found.low < 0.40 < found.high
    assert (found.n, found.n_coders) == (50, 2)


@pytest.mark.parametrize("weights", [None, "linear", "quadratic"])
def test_cohens_kappa_equals_r_psych(weights):
    found = cohen_kappa(FIRST, SECOND, weights=weights)
    assert found.value == pytest.approx(PSYCH[weights or "kappa"], rel=1e-10)


def test_bootstrap_interval_is_close_to_the_large_sample_one_of_r_psych():
    found = cohen_kappa(FIRST, SECOND)
    assert found.low == pytest.approx(PSYCH["kappa_low"], abs=0.04)
    assert found.high == pytest.approx(PSYCH["kappa_high"], abs=0.04)


def test_fleiss_1971_psychiatric_diagnoses_give_0430():
    found = fleiss_kappa(PATIENTS)
    assert round(found.value, 3) == 0.430
    assert (found.n, found.n_coders) == (30, 6)


def test_fleiss_kappa_of_two_coders_is_scotts_pi():
    counts = [[2, 0]] * 20 + [[1, 1]] * 15 + [[0, 2]] * 15
    yes = (40 + 15) / 100
    chance = yes**2 + (1 - yes) ** 2
    assert fleiss_kappa(counts).value == pytest.approx((0.7 - chance) / (1 - chance))


@pytest.mark.parametrize(
    ("level", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorff_2011_four_observers_twelve_units(level, published):
    found = krippendorff_alpha(UNITS, level=level)
    assert round(found.value, 3) == published
    assert (found.n, found.n_coders, dict(found.dropped)) == (11, 4, {"coded once": 1})


@given(codings, st.sampled_from(LEVELS))
@settings(max_examples=25)
def test_alpha_from_sums_over_units_equals_the_package(units, level):
    import krippendorff

    table = np.array(units, dtype=float)
    counts = np.stack([(table == value).sum(axis=1) for value in range(1, 6)], axis=1)
    counts = counts[counts.sum(axis=1) >= 2]
    if (counts.sum(axis=0) > 0).sum() < 2:
        assert krippendorff_alpha(units, level=level).value is None
        return
    values = np.arange(1.0, 6.0)
    ours = alpha_statistic(counts.astype(float), values, level)(np.ones((1, len(counts))))
    theirs = krippendorff.alpha(
        value_counts=counts, value_domain=values, level_of_measurement=level
    )
    assert ours[0] == pytest.approx(theirs, abs=1e-9)
    assert krippendorff_alpha(units, level=level).value == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_a_resample_has_the_alpha_of_its_units_written_out(level):
    import krippendorff

    table = np.array(UNITS, dtype=float)
    counts = np.stack([(table == value).sum(axis=1) for value in range(1, 6)], axis=1)
    counts = counts[counts.sum(axis=1) >= 2]
    times = np.random.default_rng(3).multinomial(11, [1 / 11] * 11, size=20)
    values = np.arange(1.0, 6.0)
    ours = alpha_statistic(counts.astype(float), values, level)(times.astype(float))
    for alpha, each in zip(ours, times, strict=True):
        written_out = np.repeat(counts, each, axis=0)
        theirs = krippendorff.alpha(
            value_counts=written_out, value_domain=values, level_of_measurement=level
        )
        assert alpha == pytest.approx(theirs, abs=1e-9)


@given(codings, st.sampled_from(LEVELS), st.randoms(use_true_random=False))
@settings(max_examples=15)
def test_order_of_units_and_coders_changes_no_alpha(units, level, random):
    before = krippendorff_alpha(units, level=level)
    coders = random.sample(range(3), 3)
    shuffled = [[unit[coder] for coder in coders] for unit in random.sample(units, len(units))]
    after = krippendorff_alpha(shuffled, level=level)
    assert after.value == pytest.approx(before.value) if before.value is not None else True
    assert (after.value is None) == (before.value is None)
    assert (after.n, after.dropped) == (before.n, before.dropped)


@given(st.floats(0.1, 100), st.floats(-50, 50))
@settings(max_examples=15)
def test_units_of_measurement_change_no_alpha(factor, shift):
    def changed(how):
        return [[None if code is None else how(code) for code in unit] for unit in UNITS]

    interval = krippendorff_alpha(changed(lambda code: factor * code + shift), level="interval")
    assert interval.value == pytest.approx(0.8491071428571428, rel=1e-6)
    ratio = krippendorff_alpha(changed(lambda code: factor * code), level="ratio")
    assert ratio.value == pytest.approx(krippendorff_alpha(UNITS, level="ratio").value)
    ordinal = krippendorff_alpha(changed(lambda code: code**3), level="ordinal")
    assert ordinal.value == pytest.approx(krippendorff_alpha(UNITS, level="ordinal").value)


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=2, max_size=40))
@settings(max_examples=20)
def test_kappas_relations_hold(pairs):
    first, second = (list(codes) for codes in zip(*pairs, strict=True))
    plain = cohen_kappa(first, second)
    swapped = cohen_kappa(second, first, weights="linear")
    straight = cohen_kappa(first, second, weights="linear")
    if plain.value is None:
        assert len(set(first) | set(second)) == 1
        return
    assert plain.value <= 1
    assert (plain.value == 1) == (first == second)
    assert swapped.value == pytest.approx(straight.value)
    renamed = cohen_kappa([f"c{one}" for one in first], [f"c{one}" for one in second])
    assert renamed.value == pytest.approx(plain.value)


def test_two_categories_have_the_same_kappa_with_and_without_weights():
    first, second = [1, 1, 2, 2, 2, 1], [1, 2, 2, 2, 1, 1]
    plain = cohen_kappa(first, second).value
    for weights in ("linear", "quadratic"):
        assert cohen_kappa(first, second, weights=weights).value == pytest.approx(plain)


@pytest.mark.parametrize(
    "found",
    [
        krippendorff_alpha([["good", "good"]] * 20),
        cohen_kappa([1] * 20, [1] * 20),
        fleiss_kappa([[3, 0]] * 20),
    ],
    ids=["alpha", "cohen", "fleiss"],
)
def test_one_category_in_use_is_undefined_and_never_1(found):
    assert found.value is None
    assert found.verdict is None
    assert (found.low, found.high) == (None, None)
    assert found.n == 20
    assert "not available, every code is the same" in found.sentence()


@pytest.mark.parametrize(
    "found",
    [krippendorff_alpha([]), krippendorff_alpha([[1, None], [None, 2]]), cohen_kappa([], [])],
    ids=["no unit", "coded once", "no pair"],
)
def test_no_unit_with_two_codes_is_not_available(found):
    assert found.value is None
    assert found.n == 0
    assert "no unit has two codes" in found.sentence()


def test_full_agreement_has_no_interval():
    found = krippendorff_alpha([[1, 1], [2, 2], [3, 3]])
    assert (found.value, found.low, found.high) == (1, None, None)
    assert "no interval" in found.sentence()


def test_units_left_out_are_counted():
    ratings = pd.DataFrame({"Ann": ["a", "b", None, "", "a"], "Ben": ["a", "a", None, "b", None]})
    found = krippendorff_alpha(ratings)
    assert (found.n, dict(found.dropped)) == (2, {"coded once": 2, "not coded": 1})
    assert "Left out: 2 coded once, 1 not coded." in found.sentence()
    kappa = cohen_kappa(ratings["Ann"], ratings["Ben"])
    assert (kappa.n, dict(kappa.dropped)) == (2, {"blank": 3})


def test_text_takes_its_order_from_the_categories():
    order = ["poor", "fair", "good", "great", "best"]
    words = [[None if code is None else order[code - 1] for code in unit] for unit in UNITS]
    assert krippendorff_alpha(words, level="ordinal", categories=order).value == pytest.approx(
        krippendorff_alpha(UNITS, level="ordinal").value
    )
    first, second = ([order[code - 1] for code in codes] for codes in (FIRST, SECOND))
    found = cohen_kappa(first, second, weights="quadratic", categories=order)
    assert found.value == pytest.approx(PSYCH["quadratic"])


def test_numbers_as_text_are_the_numbers():
    assert (
        cohen_kappa(["1", "2", " 2.0"], [1, 2, 1]).value == cohen_kappa([1, 2, 2], [1, 2, 1]).value
    )


def test_verdicts_follow_krippendorffs_norm():
    def coded(right, wrong):
        return krippendorff_alpha([["a", "a"], ["b", "b"]] * right + [["a", "b"]] * wrong)

    assert coded(50, 4).verdict == "reliable"
    assert coded(50, 12).verdict == "tentative"
    assert "tentative conclusions only" in coded(50, 12).sentence()
    assert coded(50, 30).verdict == "not reliable"
    assert "do not show counts" in coded(50, 30).sentence()
    assert "interval reaches below 0.667" in coded(5, 1).sentence()


@pytest.mark.parametrize(
    "call",
    [
        lambda: cohen_kappa([1, 2], [1]),
        lambda: cohen_kappa(["a", "b"], ["a", "b"], weights="linear"),
        lambda: cohen_kappa(["a", "b"], ["a", "c"], categories=["a", "b"]),
        lambda: cohen_kappa(["a"], ["a"], categories=["a", "a"]),
        lambda: cohen_kappa(FIRST, SECOND, confidence=95),
        lambda: fleiss_kappa([[3, 0], [1, 1]]),
        lambda: fleiss_kappa([[1, 0], [0, 1]]),
        lambda: fleiss_kappa([[1.5, 0.5]]),
        lambda: fleiss_kappa([[-1, 3]]),
        lambda: fleiss_kappa([1, 2]),
        lambda: krippendorff_alpha([["a", "b"]], level="ordinal"),
        lambda: krippendorff_alpha([["a", "b"]], level="ratio", categories=["a", "b"]),
        lambda: krippendorff_alpha([[-1, 2]], level="ratio"),
    ],
)
def test_what_has_no_answer_is_refused(call):
    with pytest.raises(MeasureError):
        call()


def test_same_call_same_interval_another_seed_another():
    once, again = krippendorff_alpha(UNITS), krippendorff_alpha(UNITS)
    assert once == again
    assert krippendorff_alpha(UNITS, seed=1).low != once.low


@pytest.mark.parametrize("level", LEVELS)
def test_two_thousand_units_take_less_than_half_a_second(level):
    rng = np.random.default_rng(4)
    true = rng.integers(1, 12, 2_000)
    ratings = np.clip(true[:, None] + rng.integers(-1, 2, (2_000, 3)), 1, 11)
    krippendorff_alpha(ratings[:10], level=level)
    started = time.process_time()
    assert krippendorff_alpha(ratings, level=level).value is not None
    assert time.process_time() - started < 0.5


def test_many_different_ratings_go_without_the_package_and_within_memory():
    rng = np.random.default_rng(5)
    ratings = 10 + rng.normal(size=(1_500, 1)) + 0.1 * rng.normal(size=(1_500, 2))
    found = krippendorff_alpha(ratings, level="interval")
    assert found.value == pytest.approx(1 / 1.01, abs=0.002)
    with pytest.raises(MeasureError, match="Round them"):
        krippendorff_alpha(ratings, level="ratio")


@pytest.mark.slow
@pytest.mark.parametrize("coefficient", ["kappa", "alpha"])
def test_bootstrap_intervals_cover_the_true_agreement(coefficient):
    """True κ of two coders who both know 80% of the units and guess by the same shares is .64."""
    rng = np.random.default_rng(12)
    shares, known, units, runs = np.array([0.5, 0.3, 0.2]), 0.8, 200, 2_000
    covered = 0
    for _ in range(runs):
        true = rng.choice(3, units, p=shares)
        codes = [
            np.where(rng.random(units) < known, true, rng.choice(3, units, p=shares))
            for _ in range(2)
        ]
        if coefficient == "kappa":
            found = cohen_kappa(*codes)
        else:
            found = krippendorff_alpha(np.stack(codes, axis=1))
        covered += found.low <= known**2 <= found.high
    assert covered / runs == pytest.approx(0.95, abs=0.015)
    assert math.isfinite(found.value)
