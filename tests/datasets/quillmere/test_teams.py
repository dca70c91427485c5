"""The team that games its survey, the others, and two coders: found with the kit's measures."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from playbook.measures import (
    answer_timing,
    cohen_kappa,
    heaping,
    invitation_change,
    nps_league,
)
from playbook.samples import load

RECOMMEND = "likelihood_to_recommend"


@pytest.fixture(scope="module")
def timed(
    truth: dict[str, Any],
    answers: pd.DataFrame,
    invitations: pd.DataFrame,
    contacts: pd.DataFrame,
) -> pd.DataFrame:
    events = invitations[["invitation_id", "event_id"]].dropna()
    found = answers.merge(events, on="invitation_id").merge(
        contacts[["event_id", "happened_at"]], on="event_id", validate="many_to_one"
    )
    minutes = (found["answered_at"] - found["happened_at"]).dt.total_seconds() / 60
    found = found.assign(minutes=minutes)
    return found[found["answered_at"] >= truth["gaming"]["since"]].dropna(subset=["team"])


def test_ratings_of_one_team_alone_heap_at_nine_and_ten(
    truth: dict[str, Any], timed: pd.DataFrame
) -> None:
    rated = timed.dropna(subset=[RECOMMEND])
    flagged = heaping(rated[RECOMMEND], rated["team"]).signals.flagged
    assert [row.team for row in flagged] == [truth["gaming"]["team"]]


def test_answers_of_one_team_alone_come_within_the_contact(
    truth: dict[str, Any], timed: pd.DataFrame
) -> None:
    flagged = answer_timing(timed["minutes"], timed["team"], within=150).flagged
    assert [row.team for row in flagged] == [truth["gaming"]["team"]]


def test_one_team_alone_invites_fewer_than_before(
    truth: dict[str, Any],
    contacts: pd.DataFrame,
    invitations: pd.DataFrame,
) -> None:
    staffed = contacts.dropna(subset=["team"])
    flagged = invitation_change(
        staffed["event_id"].isin(invitations["event_id"]),
        staffed["team"],
        staffed["happened_at"] >= truth["gaming"]["since"],
    ).flagged
    assert [row.team for row in flagged] == [truth["gaming"]["team"]]


def test_ranking_of_the_other_teams_is_mostly_noise(
    truth: dict[str, Any], answers: pd.DataFrame
) -> None:
    others = answers[answers["team"] != truth["gaming"]["team"]].dropna(subset=["team"])
    found = nps_league(others[RECOMMEND], others["team"])
    assert found.noise > 0.6
    assert not any(row.low > found.overall or row.high < found.overall for row in found.rows)


def test_coders_agree_short_of_what_counts_need(
    truth: dict[str, Any],
) -> None:
    planted, codes = truth["verbatims"], load("quillmere", "verbatims")
    both = codes.dropna(subset=["coder_a", "coder_b"])
    found = cohen_kappa(both["coder_a"], both["coder_b"])
    assert len(codes) == planted["rows"]
    assert found.n == len(both) == planted["coded_by_both"]
    assert (both["coder_a"] == both["coder_b"]).sum() == planted["agreed"]
    assert found.value == pytest.approx(planted["kappa"], abs=1e-4)
    assert found.value < 0.8
    apart = both[both["coder_a"] != both["coder_b"]]
    pairs = apart.groupby(["coder_a", "coder_b"]).size()
    assert pairs.idxmax() == (planted["mistaken"], planted["mistaken_for"])
