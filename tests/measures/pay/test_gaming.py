from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.measures.errors import MeasureError
from playbook.measures.pay.gaming import answer_timing, heaping, invitation_change
from playbook.measures.pay.score_and_behaviour import score_and_behaviour

REFERENCE = Path(__file__).parents[2] / "reference" / "gaming.yaml"
FIGURES = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))["figures"]
TOP = {"North": (40, 100), "South": (55, 140), "East": (38, 90), "West": (69, 110)}


def answers(counts=TOP, top=9, other=6):
    """Ratings and teams: so many of each team's answers are `top`, the rest `other`."""
    ratings, teams = [], []
    for team, (high, n) in counts.items():
        ratings += [top] * high + [other] * (n - high)
        teams += [team] * n
    return ratings, teams


def accuses(text):
    return any(word in text.lower() for word in ("cheat", "manipulat", "guilt", "fraud", "gaming"))


def test_r_agrees_on_fishers_test_of_each_team_and_on_holm():
    found = heaping(*answers()).signals
    by_team = {row.team: row for row in found.rows}
    for team, row in by_team.items():
        assert row.p == pytest.approx(FIGURES[f"fisher_{team.lower()}"], rel=1e-7)
        assert row.adjusted == pytest.approx(FIGURES[f"holm_{team.lower()}"], rel=1e-7)
    assert by_team["West"].share.value == pytest.approx(100 * 69 / 110)
    assert by_team["West"].reference.n == 330


def test_the_team_that_stands_out_is_a_signal_to_look_into():
    found = heaping(*answers())
    assert [row.team for row in found.signals.flagged] == ["West"]
    assert found.signals.rows[0].team == "West"
    text = found.sentence()
    assert "A signal to look into, not a finding about anyone" in text
    assert "62.7% (n = 110) against 40.3% (n = 330)" in text
    assert not accuses(text)


def test_a_team_below_the_others_is_no_sign_of_heaping():
    found = heaping(*answers({"North": (60, 100), "South": (60, 100), "West": (10, 100)}))
    assert {row.team: row.flagged for row in found.signals.rows}["West"] is False


def test_one_rating_and_another_scale_can_be_counted():
    ratings, teams = answers(top=10, other=9)
    found = heaping(ratings, teams, box=(10, 10))
    assert found.signals.rows[0].share.value == pytest.approx(100 * 69 / 110)
    assert found.counts["West"] == (0,) * 9 + (41, 69)
    assert "Answers of 10 on a scale of 0–10" in found.sentence()
    stars = heaping([5, 4, 1] * 10, ["A", "B", "A"] * 10, box=(4, 5), scale=(1, 5))
    assert stars.counts["A"] == (10, 0, 0, 0, 10)


def test_small_teams_blanks_and_unusable_ratings_are_counted_and_not_shown():
    ratings, teams = answers()
    found = heaping(
        [*ratings, 9, 9, None, 11, 8.5, "ten", 9], [*teams, "Tiny", None, *["North"] * 4, " "]
    )
    assert found.signals.dropped == {
        "blank": 1,
        "not a number": 1,
        "out of range 0–10": 1,
        "not a whole number": 1,
        "team blank": 2,
        "in a team with fewer than 5": 1,
    }
    assert "Tiny" not in found.counts
    assert "Tiny" not in found.sentence()
    shown = sum(sum(each) for each in found.counts.values())
    assert shown + sum(found.signals.dropped.values()) == len(ratings) + 7


def test_one_team_alone_has_nothing_to_be_compared_with():
    found = heaping([9] * 10, ["North"] * 10)
    assert found.signals.rows == ()
    assert "not available" in found.sentence()
    assert heaping([], []).signals.rows == ()


@given(st.integers(0, 999))
@settings(max_examples=15, deadline=None)
def test_order_of_rows_changes_nothing(seed):
    ratings, teams = (np.array(each, dtype=object) for each in answers())
    order = np.random.default_rng(seed).permutation(len(ratings))
    one, other = heaping(ratings, teams), heaping(ratings[order], teams[order])
    assert one.signals == other.signals
    assert one.counts == other.counts


@pytest.mark.parametrize(
    "wrong", [{"box": (10, 9)}, {"box": (9, 11)}, {"alpha": 5}, {"confidence": 95}]
)
def test_boxes_and_levels_that_can_not_be_are_refused(wrong):
    with pytest.raises(MeasureError):
        heaping(*answers(), **wrong)


def test_columns_of_unequal_length_are_refused():
    with pytest.raises(MeasureError, match="different numbers of rows"):
        heaping([9, 10], ["North"])


def test_answers_right_after_the_contact_are_told_by_team():
    minutes = [2] * 40 + [300] * 60 + [2] * 10 + [300] * 90 + [-1, None, 5.0, 5.1]
    teams = ["North"] * 100 + ["South"] * 104
    found = answer_timing(minutes, teams, within=5)
    assert [row.team for row in found.flagged] == ["North"]
    assert found.rows[0].reference.value == pytest.approx(100 * 11 / 102)
    assert found.dropped == {"time blank": 1, "answered before the contact": 1}
    assert "within 5 minutes" in found.sentence()
    assert not accuses(found.sentence())
    with pytest.raises(MeasureError, match="Within 0 minutes"):
        answer_timing(minutes, teams, within=0)


def test_fewer_invitations_than_before_are_told_by_team():
    rows = [("A", 0, 1, 80), ("A", 0, 0, 20), ("A", 1, 1, 50), ("A", 1, 0, 50)]
    rows += [("B", 0, 1, 80), ("B", 0, 0, 20), ("B", 1, 1, 95), ("B", 1, 0, 5)]
    team, after, invited = (
        [row[column] for row in rows for _ in range(row[3])] for column in (0, 1, 2)
    )
    found = invitation_change(invited, team, after)
    assert [row.team for row in found.flagged] == ["A"]
    by_team = {row.team: row for row in found.rows}
    assert by_team["A"].difference.difference == pytest.approx(-30)
    assert by_team["B"].adjusted < 0.05
    assert "itself before" in found.sentence()
    assert not accuses(found.sentence())


def test_teams_seen_in_one_period_only_are_left_out():
    found = invitation_change([1] * 30, ["A"] * 20 + ["B"] * 10, [0] * 10 + [1] * 20)
    assert [row.team for row in found.rows] == ["A"]
    assert found.dropped == {"in a team with fewer than 5": 10}


def before_and_after(rng, rise, fall, n=150):
    """One team: scores that rise by `rise`, repeat contacts that fall from 30% by `fall`."""
    after = np.repeat([0, 1], n)
    score = rng.normal(7 + rise * after, 1.5)
    return score, rng.random(2 * n) < 0.3 - fall * after, after


def test_a_score_that_rises_without_fewer_repeat_contacts_is_a_signal():
    rng = np.random.default_rng(6)
    teams = {"Better": (1, 0.25), "Only the score": (1, 0.0), "Still": (0, 0.0)}
    made = {team: before_and_after(rng, *each) for team, each in teams.items()}
    score, repeat, after = (
        np.concatenate([each[column] for each in made.values()]) for column in range(3)
    )
    found = score_and_behaviour(score, repeat, np.repeat(list(teams), 300), after, unit="0–10")
    assert [row.team for row in found.flagged] == ["Only the score"]
    text = found.sentence()
    assert "A signal to look into, not a finding about anyone" in text
    assert "repeat contacts can lag behind" in text
    assert not accuses(text)
    assert {row.team for row in found.rows} == set(teams)


def test_scores_that_do_not_vary_have_no_p_and_no_flag():
    found = score_and_behaviour([7] * 20, [0, 1] * 10, ["A"] * 20, [0] * 10 + [1] * 10)
    assert found.rows[0].adjusted is None
    assert not found.rows[0].flagged
    assert "In no team" in found.sentence()


def test_rows_of_score_and_behaviour_left_out_are_counted():
    found = score_and_behaviour(
        [7, None, "x", 8, 9] + [7] * 12,
        [1, 1, 1, None, 0] + [0, 1] * 6,
        ["A"] * 17,
        [0, 0, 0, 0, None] + [0] * 6 + [1] * 6,
    )
    assert found.dropped == {
        "score blank": 1,
        "score not a number": 1,
        "repeat contact not known": 1,
        "period not known": 1,
    }
    assert score_and_behaviour([], [], [], []).rows == ()


@pytest.mark.slow
def test_ten_honest_teams_are_seldom_flagged_at_all():
    rng = np.random.default_rng(12)
    teams = np.repeat(np.arange(10), 60)
    alarms = sum(
        bool(heaping(rng.integers(0, 11, 600), teams).signals.flagged) for _ in range(2000)
    )
    assert alarms / 2000 <= 0.05
