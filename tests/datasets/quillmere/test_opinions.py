"""What moves Quillmere's customers, what they say and who is silent: found by the kit itself."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import (
    DriverImportance,
    composition,
    driver_importance,
    nps,
    rake,
    say_do,
    standardise,
    stated_against_derived,
)

RECOMMEND = "likelihood_to_recommend"
DRIVERS = ["reliability", "valued", "friendliness", "billing", "price", "website"]


@pytest.fixture(scope="module")
def importance(answers: pd.DataFrame) -> DriverImportance:
    return driver_importance(
        answers, RECOMMEND, [f"rated_{name}" for name in DRIVERS], bootstraps=200
    )


def test_plain_correlation_puts_the_wrong_driver_first(
    truth: dict[str, Any], importance: DriverImportance
) -> None:
    first = min(importance.drivers, key=lambda each: each.correlation_rank)
    assert first.name == f"rated_{truth['drivers']['first_by_correlation']}"


def test_shares_of_explained_variation_name_the_right_two(
    truth: dict[str, Any], importance: DriverImportance
) -> None:
    first = f"rated_{truth['drivers']['first_by_correlation']}"
    names = {each.name for each in importance.top(2)}
    assert names == {f"rated_{name}" for name in truth["drivers"]["top_two"]}
    for name in names:
        assert importance.driver(name).rank_high <= 2
        assert importance.distinguishable(name, first)
    assert importance.driver(first).rank == 3


def test_stated_importance_hides_one_driver_and_overrates_others(
    truth: dict[str, Any], answers: pd.DataFrame, importance: DriverImportance
) -> None:
    stated = {name: float(answers[f"importance_{name}"].mean()) for name in DRIVERS}
    derived = {name: importance.driver(f"rated_{name}").percent for name in DRIVERS}
    found = stated_against_derived(stated, derived, cut=truth["drivers"]["quadrants_cut"])
    placed: dict[str, list[str]] = {}
    for item in found.items:
        placed.setdefault(item.quadrant, []).append(item.name)
    assert {quadrant: sorted(names) for quadrant, names in placed.items()} == {
        quadrant: sorted(names) for quadrant, names in truth["drivers"]["quadrants"].items()
    }
    assert found.movers == ()


def test_more_say_they_will_stay_than_stay(
    truth: dict[str, Any],
    answers: pd.DataFrame,
    customers: pd.DataFrame,
) -> None:
    planted = truth["intention"]
    days = answers["answered_at"].dt.strftime("%Y-%m-%d")
    asked = answers[days.between(planted["answered_from"], planted["answered_to"])]
    asked = asked.dropna(subset=["intention_to_stay"]).drop_duplicates("customer_id")
    asked = asked.merge(customers, on="customer_id", validate="one_to_one")
    day = asked["answered_at"].dt.tz_localize(None).dt.normalize()
    stayed = ~((asked["left_on"] - day).dt.days <= planted["days_followed"])
    found = say_do(
        asked["intention_to_stay"],
        stayed,
        levels=[1, 2, 3, 4, 5],
        top=len(planted["top_levels"]),
    )
    for level in found.levels:
        said, did = planted["said_and_stayed"][f"level_{level.label}"]
        assert level.n == said
        if said:
            assert level.did.value == pytest.approx(100 * did / said)
    assert found.inflation.low is not None
    assert found.inflation.low > 5


def test_intention_had_another_scale_before_the_stated_day(
    truth: dict[str, Any], answers: pd.DataFrame
) -> None:
    planted = truth["responses"]
    old = answers["answered_at"] < planted["intention_scale_changed_on"]
    for rows, (low, high) in (
        (old, planted["intention_scale_before"]),
        (~old, planted["intention_scale_since"]),
    ):
        given = answers.loc[rows, "intention_to_stay"].dropna()
        assert given.between(low, high).all()
        assert given.max() == high


def test_those_who_answer_are_not_those_who_were_invited(
    truth: dict[str, Any],
    answers: pd.DataFrame,
    invitations: pd.DataFrame,
    customers: pd.DataFrame,
) -> None:
    planted = truth["non_response"]
    invited = invitations.merge(customers, on="customer_id", validate="many_to_one")
    answered = invited["invitation_id"].isin(answers["invitation_id"])
    assert len(invited) == planted["invited"]
    assert answered.sum() == planted["answered"]
    for margin in planted["margins"]:
        found = composition(invited[margin], answered)
        assert found.p is not None
        assert found.p < 1e-6


def test_raking_brings_the_score_most_of_the_way_back(
    truth: dict[str, Any],
    answers: pd.DataFrame,
    invitations: pd.DataFrame,
    customers: pd.DataFrame,
) -> None:
    planted = truth["non_response"]
    true_score = planted["score_of_all_invited"]
    invited = invitations.merge(customers, on="customer_id")
    rated = answers.dropna(subset=[RECOMMEND]).merge(customers, on="customer_id")
    targets = {margin: invited[margin].value_counts().to_dict() for margin in planted["margins"]}
    weights = rake(rated[planted["margins"]], targets).weights
    naive = nps(rated[RECOMMEND])
    raked = nps(rated[RECOMMEND], weights=weights)
    assert naive.low is not None
    assert naive.value is not None
    assert raked.value is not None
    assert naive.low > true_score + 5
    assert abs(raked.value - true_score) < 0.5 * abs(naive.value - true_score)


def test_chat_looks_better_and_the_telephone_is_better(
    truth: dict[str, Any], contacts: pd.DataFrame
) -> None:
    planted = truth["touchpoints"]["reversal"]
    crude_better, better = planted["crude_better"], planted["better_in_every_stratum"]
    rows = contacts[contacts["channel"].isin([crude_better, better])]
    found = standardise(rows["went_well"], rows["channel"], rows["journey"])
    assert found.reversals == ((crude_better, better),)
    crude = {name: each.value or 0.0 for name, each in found.crude.items()}
    assert crude[crude_better] > crude[better]
    for stratum in found.strata:
        cells = {name: each.value or 0.0 for name, each in stratum.cells.items()}
        assert cells[better] > cells[crude_better], stratum.label
    low, high = found.standardised[better].low, found.standardised[crude_better].high
    assert low is not None
    assert high is not None
    assert low > high
