from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.measures import (
    answer_timing,
    bunching,
    heaping,
    invitation_change,
    league_table,
    regress_to_mean,
    score_and_behaviour,
)
from playbook.samples import load

WIDTH = {"share_9_10": 8.0, "nps": 20.0, "mean_rating": 0.15}


@pytest.fixture(scope="module")
def planted(truth: dict[str, Any]) -> dict[str, Any]:
    bonus: dict[str, Any] = truth["bonus_results"]
    return bonus


@pytest.fixture(scope="module")
def results(company: str) -> pd.DataFrame:
    return load(company, "bonus_results")


@pytest.fixture(scope="module")
def answers(company: str) -> pd.DataFrame:
    frame = load(company, "bonus_answers")
    return frame.assign(
        year=frame["quarter"].str[:4],
        month=frame["asked_at"].dt.tz_convert("Europe/Berlin").dt.strftime("%Y-%m"),
    )


@pytest.fixture(scope="module")
def honest_year(answers: pd.DataFrame) -> pd.DataFrame:
    return answers[answers["year"] == "2023"]


def score(rating: pd.Series[int], paid_on: str) -> float:
    promoters, detractors = (rating >= 9).mean(), (rating <= 6).mean()
    match paid_on:
        case "share_9_10":
            return float(100 * promoters)
        case "nps":
            return float(100 * (promoters - detractors))
        case _:
            return float(rating.mean())


def paid(results: pd.DataFrame) -> pd.DataFrame:
    return results[results["payout"].notna()]


def test_every_score_is_that_of_its_answers(
    results: pd.DataFrame, answers: pd.DataFrame, planted: dict[str, Any]
) -> None:
    assert (len(results), len(answers)) == (planted["rows"], planted["answers"])
    by = answers.groupby(["quarter", "team"])["likelihood_to_recommend"]
    rows = results.set_index(["quarter", "team"])
    for name, decimals in (("share_9_10", 2), ("nps", 2), ("mean_rating", 3)):
        found = by.apply(lambda rating, name=name: score(rating, name))
        assert np.allclose(found, rows[name].loc[found.index], atol=0.51 * 10**-decimals)
    assert (by.size() == rows["answers"].loc[by.size().index]).all()
    assert (rows["answers"] <= rows["invitations"]).all()
    assert (rows["invitations"] <= rows["contacts"]).all()


def test_payout_follows_the_stated_curve(results: pd.DataFrame, planted: dict[str, Any]) -> None:
    scores, amounts = zip(*planted["payout"], strict=True)
    rows = paid(results)
    assert rows["quarter"].min() == planted["paid_from"]
    assert set(rows["threshold"]) == {scores[0]}
    for _, row in rows.iterrows():
        due = np.interp(row[planted["paid_on"]], scores, amounts)
        due = due if row[planted["paid_on"]] >= scores[0] else 0.0
        assert row["payout"] == pytest.approx(due, abs=2)


def test_gaming_team_looks_like_the_most_improved(
    results: pd.DataFrame, planted: dict[str, Any]
) -> None:
    year = results["quarter"].str[:4]
    means = results.groupby(["team", year])[planted["paid_on"]].mean().unstack()
    assert (means["2025"] - means["2024"]).idxmax() == planted["gaming_team"]
    gamed = results["quarter"] >= planted["gaming_from"]
    payouts = results[gamed & (results["team"] == planted["gaming_team"])]["payout"]
    assert (payouts > 0).all()


def test_gaming_teams_months_gather_just_above_the_threshold(
    answers: pd.DataFrame, planted: dict[str, Any]
) -> None:
    threshold = planted["payout"][0][0]
    width = WIDTH[planted["paid_on"]]
    gamed = answers[answers["quarter"] >= planted["gaming_from"]]
    months = gamed.groupby(["team", "month"])["likelihood_to_recommend"].agg(
        lambda rating: score(rating, planted["paid_on"])
    )
    of_team = months[planted["gaming_team"]]
    own = bunching(of_team, threshold, width=width)
    assert own.signal
    assert own.below == 0
    others = months.drop(planted["gaming_team"])
    assert not bunching(others, threshold, width=width).signal


def test_gaming_teams_answers_heap_at_the_top(
    answers: pd.DataFrame, planted: dict[str, Any]
) -> None:
    team = planted["gaming_team"]
    gamed = answers[answers["quarter"] >= planted["gaming_from"]]
    before = answers[answers["quarter"] < planted["gaming_from"]]
    nines = heaping(gamed["likelihood_to_recommend"], gamed["team"], box=(9, 9))
    assert [row.team for row in nines.signals.flagged] == [team]
    honest = heaping(before["likelihood_to_recommend"], before["team"], box=(9, 9))
    assert team not in [row.team for row in honest.signals.flagged]


def test_gaming_teams_answers_come_within_minutes_of_the_contact(
    answers: pd.DataFrame, planted: dict[str, Any]
) -> None:
    gamed = answers[answers["quarter"] >= planted["gaming_from"]]
    found = answer_timing(gamed["minutes_since_contact"], gamed["team"], within=15)
    assert [row.team for row in found.flagged] == [planted["gaming_team"]]
    before = answers[answers["quarter"] < planted["gaming_from"]]
    assert not answer_timing(before["minutes_since_contact"], before["team"], within=15).flagged


def test_gaming_team_alone_invites_fewer_of_its_customers(
    results: pd.DataFrame, planted: dict[str, Any]
) -> None:
    since = results["quarter"] >= planted["gaming_from"]
    lines = [
        pd.DataFrame({"invited": invited, "team": row["team"], "after": late}, index=range(count))
        for (_, row), late in zip(results.iterrows(), since, strict=True)
        for invited, count in (
            (True, row["invitations"]),
            (False, row["contacts"] - row["invitations"]),
        )
    ]
    contacts = pd.concat(lines, ignore_index=True)
    found = invitation_change(contacts["invited"], contacts["team"], contacts["after"])
    assert [row.team for row in found.flagged] == [planted["gaming_team"]]


def test_gaming_teams_score_rises_and_its_customers_come_back_as_before(
    results: pd.DataFrame, answers: pd.DataFrame, planted: dict[str, Any]
) -> None:
    team = planted["gaming_team"]
    recent = answers[answers["year"] >= "2024"]
    found = score_and_behaviour(
        recent["likelihood_to_recommend"],
        recent["repeat_contact"],
        recent["team"],
        recent["quarter"] >= planted["gaming_from"],
    )
    assert [row.team for row in found.flagged] == [team]
    own = results[results["team"] == team].assign(late=results["quarter"] >= planted["gaming_from"])
    rates = own.groupby("late")[["repeat_contacts", "contacts"]].sum()
    rate = rates["repeat_contacts"] / rates["contacts"]
    assert abs(rate[True] - rate[False]) < 0.03


def test_ranking_of_the_honest_year_is_mostly_noise(
    honest_year: pd.DataFrame, planted: dict[str, Any]
) -> None:
    rating = honest_year["likelihood_to_recommend"]
    values = {
        "share_9_10": 100.0 * (rating >= 9),
        "nps": 100.0 * ((rating >= 9).astype(int) - (rating <= 6).astype(int)),
        "mean_rating": rating.astype(float),
    }[planted["paid_on"]]
    raw = values.groupby(honest_year["team"]).mean()
    table = league_table(values, honest_year["team"], unit="points")
    ranks = {row.label: row for row in table.rows}
    assert table.noise >= 0.5
    first, last = ranks[raw.idxmax()], ranks[raw.idxmin()]
    assert raw.max() - raw.min() > 4 * (first.shrunken - last.shrunken) / 3
    half = len(raw) // 2
    assert first.rank_high > half / 2
    assert last.rank_low <= len(raw) - half / 2
    assert sum(row.low <= table.overall <= row.high for row in table.rows) >= 0.8 * len(raw)


def test_worst_teams_improve_and_best_fall_back_without_anything_done(
    results: pd.DataFrame, planted: dict[str, Any]
) -> None:
    column = planted["paid_on"]
    halves = {
        name: results[results["quarter"].isin(quarters)].groupby("team")[column].mean()
        for name, quarters in {
            "first": ["2023-Q1", "2023-Q2"],
            "second": ["2023-Q3", "2023-Q4"],
        }.items()
    }
    first, change = halves["first"], halves["second"] - halves["first"]
    worst, best = first.nsmallest(5).index, first.nlargest(5).index
    assert change[worst].mean() > 0 > change[best].mean()
    reliability = max(0.0, float(np.corrcoef(first, halves["second"])[0, 1]))
    mean = float(first.mean())
    naive_error = (halves["second"] - first).pow(2).mean()
    expected = first.map(lambda seen: regress_to_mean(mean, reliability, float(seen)))
    assert (halves["second"] - expected).pow(2).mean() < naive_error
