from __future__ import annotations

import pytest

from playbook.charts.bunching import bunching_chart, heaping_chart
from playbook.measures.pay.bunching import bunching
from playbook.measures.pay.gaming import heaping

SCORES = [69.5] * 12 + [70.5] * 34 + [67] * 9 + [73] * 11
RATINGS = [9] * 60 + [5] * 40 + [9] * 30 + [5] * 70
TEAMS = ["West"] * 100 + ["East"] * 100


def rows_of(chart, column):
    return [row for data in chart.spec()["datasets"].values() for row in data if column in row]


def test_scores_are_counted_around_the_threshold():
    chart = bunching_chart(bunching(SCORES, 70, width=1), x_title="Satisfied customers (%)")
    near = [row["count"] for row in rows_of(chart, "near") if row["near"] and "centre" not in row]
    assert near == [12, 34]
    assert "threshold 70" in str(chart.spec())
    assert chart.title == "34 of 66 scores just reach the threshold of 70, 12 just miss it."
    assert "a signal to look into" in chart.summary
    assert chart.png(358, 1).startswith(b"\x89PNG")


def test_no_score_near_the_threshold_still_draws():
    chart = bunching_chart(bunching([10, 20], 70, width=1))
    assert "not available" in chart.summary
    assert chart.png(358, 1).startswith(b"\x89PNG")


def test_a_teams_ratings_stand_beside_those_of_all_others():
    found = heaping(RATINGS, TEAMS)
    chart = heaping_chart(found, team="West")
    nine = next(row for row in rows_of(chart, "own") if row["rating"] == 9)
    assert (nine["own"], nine["others"]) == (60, 30)
    assert chart.title == "West: 60% of 100 answers are 9–10, against 30% of 100 elsewhere."
    assert "A signal to look into at most." in chart.summary
    assert "all others" in str(chart.spec())


def test_without_a_team_the_clearest_sign_is_drawn():
    assert heaping_chart(heaping(RATINGS, TEAMS)).title.startswith("West")


def test_teams_that_are_not_shown_are_refused():
    with pytest.raises(ValueError, match="no team 'Nord'"):
        heaping_chart(heaping(RATINGS, TEAMS), team="Nord")
    with pytest.raises(ValueError, match="no team None"):
        heaping_chart(heaping([9] * 10, ["A"] * 10))
