from __future__ import annotations

import json

import numpy as np
import pytest

from playbook.charts.cohorts import cohort_chart
from playbook.measures.retention.cohorts import cohort_retention

JOINED = ["2024-01-05"] * 4 + ["2024-02-10"] * 2 + ["2024-03-03"] * 5 + ["2024-04-01"]
LEFT = ["2024-01-20", "2024-03-02", None, None, "2024-02-11", "2024-03-20"] + [None] * 6
TRIANGLE = cohort_retention(JOINED, LEFT, observed_until="2024-05-15")


def test_title_compares_the_oldest_and_the_newest_cohort_that_can_be():
    assert cohort_chart(TRIANGLE).title == (
        "After 2 months 75% of those who joined in 2024-01 are still there, "
        "and 100% of those of 2024-03."
    )
    one = cohort_retention(["2024-01-05"], [None], observed_until="2024-05-15")
    assert cohort_chart(one).title == "Customers still there, by month of joining."
    assert cohort_chart(TRIANGLE, title="Mine.").title == "Mine."


def test_summary_holds_intervals_and_the_latest_share_of_each_cohort():
    summary = cohort_chart(TRIANGLE).summary
    assert "12 customers in 4 cohorts" in summary
    assert "(95% interval 30.1% to 95.4%, n = 4)" in summary
    assert "2024-01 50% after 4 months; 2024-02 0% after 3 months" in summary


def test_only_what_has_come_is_drawn_and_a_lost_cohort_is_drawn_as_0():
    spec = cohort_chart(TRIANGLE).spec()
    cells = [row for data in spec["datasets"].values() for row in data if "share" in row]
    drawn = {(row["cohort"], row["age"]): row["share"] for row in cells}
    assert len(drawn) == 5 + 4 + 3 + 2
    assert drawn["2024-02", 3] == 0
    assert ("2024-04", 2) not in drawn
    assert "not yet observed" in json.dumps(spec)


def test_rows_name_cohort_and_customers():
    assert "2024-03, n = 5" in json.dumps(cohort_chart(TRIANGLE).spec())


def test_no_customers_and_too_many_cohorts_are_refused():
    nobody = cohort_retention([], [], observed_until="2024-05-15")
    long = cohort_retention(["2010-01-01", "2024-01-01"], [None] * 2, observed_until="2024-05-15")
    for triangle in (nobody, long):
        with pytest.raises(ValueError, match="1 to 60 cohorts"):
            cohort_chart(triangle)


@pytest.mark.parametrize("cohorts", [1, 12])
def test_picture_is_drawn_on_a_phone(cohorts):
    joined = (np.datetime64("2019-01") + np.arange(cohorts)).astype("datetime64[D]")
    triangle = cohort_retention(joined, joined + 200, observed_until="2019-12-31")
    assert cohort_chart(triangle).png(358, scale=1).startswith(b"\x89PNG")


def test_the_age_of_joining_is_named_however_many_ages_there_are():
    for cohorts in (4, 13, 37):
        joined = (np.datetime64("2019-01") + np.arange(cohorts)).astype("datetime64[D]")
        triangle = cohort_retention(joined, [None] * cohorts, observed_until="2022-12-31")
        axis = next(
            layer["encoding"]["x"]["axis"] for layer in cohort_chart(triangle).spec()["layer"]
        )
        assert "values" not in axis
        assert axis["labelExpr"].startswith("datum.value %")
