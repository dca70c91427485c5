from __future__ import annotations

import json

import numpy as np
import pytest

from playbook.charts.league import league_chart
from playbook.measures.comparing.shrinkage import LeagueTable, league_table


def league(rates: list[float], n: int) -> LeagueTable:
    yes = np.concatenate([np.arange(n) < round(rate * n) for rate in rates])
    group = np.repeat([f"Branch {place}" for place in range(1, len(rates) + 1)], n)
    return league_table(yes, group, name="Satisfied customers")


NOISE = league([0.58, 0.62, 0.6, 0.64, 0.56], 50)


def test_title_says_how_much_of_the_ranking_is_noise():
    assert league_chart(NOISE).title == (
        "Most of this ranking is noise: chance makes 100% of the variance."
    )
    apart = league_chart(league([0.1, 0.3, 0.5, 0.7], 200)).title
    assert apart.startswith("Branch 4 leads and Branch 1 is last; chance makes")
    assert league_chart(NOISE, title="Mine.").title == "Mine."


def test_summary_holds_every_row_with_both_values_rank_and_n():
    summary = league_chart(NOISE).summary
    assert "1. Branch 4 observed 64%, shrunken 62" in summary
    assert "rank 1–5, n = 50" in summary
    assert "Overall 60%" in summary


def test_rows_stand_in_order_of_rank_around_the_overall_line():
    spec = json.dumps(league_chart(NOISE).spec(), ensure_ascii=False)
    places = [spec.index(f"Branch {number}") for number in (4, 2, 3, 1, 5)]
    assert places == sorted(places)
    assert "overall 60%" in spec
    assert "Satisfied customers (%)" in spec


@pytest.mark.parametrize("width", [358, 640])
def test_picture_is_drawn_at_any_width(width):
    assert league_chart(NOISE).png(width, scale=1).startswith(b"\x89PNG")
