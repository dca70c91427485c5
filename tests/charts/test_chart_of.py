"""One way to a picture for every result there is."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook import measures
from playbook.charts import ChartWithSummary, chart_of
from playbook.charts.of import PART_OF, WITHOUT_CHART

MONTHS = [f"2023-{month:02d}" for month in range(1, 13)]
CALLS = [6.0, 6.2, 5.9, 6.1, 6.0, 6.3, 5.8, 6.1, 9.4, 6.0, 6.2, 5.9]
RATINGS = [9] * 60 + [5] * 40 + [10] * 30 + [4] * 70
TEAMS = ["West"] * 100 + ["East"] * 100
LATER = ([0] * 50 + [1] * 50) * 2
CURVE = measures.PayoutCurve(55, 62, 70, 0.5, 1.5)
BG_NBD = measures.BetaGeometricNBD(0.243, 4.414, 0.793, 2.426)
STAYED = [1, 1, 0, 1, 0, 1, 1, 1] * 25
SHARE = measures.share(300, 500, name="Top answers")


def _composition(answered: list[int]) -> measures.Composition:
    return measures.composition(TEAMS, answered * 50, name="the teams")


def _raking() -> measures.Raking:
    sample = pd.DataFrame({"region": TEAMS, "size": ["small", "large"] * 100})
    targets = {"region": {"West": 70, "East": 30}, "size": {"small": 60, "large": 40}}
    return measures.rake(sample, targets)


@cache
def _lifetime_value() -> measures.DiscountedLifetimeValue:
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(60) * 5, unit="D")
    histories = measures.purchase_histories(np.arange(60) % 12, days, np.arange(60) + 5.0)
    spend = measures.GammaGamma(6.25, 3.74, 15.44, currency="EUR")
    return measures.discounted_lifetime_value(
        BG_NBD, spend, histories, margin=0.3, discount=0.1, horizon=52
    )


def _importance() -> measures.DriverImportance:
    matrix = np.eye(3)
    matrix[:2, 2] = matrix[2, :2] = (0.6, 0.3)
    return measures.importance_from_correlations(
        matrix, ["Repair", "Bill", "Outcome"], "Outcome", 400, bootstraps=100
    )


def _pilot() -> measures.DifferenceInDifferences:
    rows = [
        {"unit": unit, "month": month, "treated": unit < 5, "after": month > 3, "calls": value}
        for unit in range(10)
        for month in range(1, 7)
        for value in [20 + unit % 3 + 0.3 * month - 2.0 * (unit < 5 and month > 3)]
    ]
    return measures.difference_in_differences(
        pd.DataFrame(rows),
        outcome="calls",
        unit="unit",
        period="month",
        treated="treated",
        after="after",
        name="Calls",
        measured_in="%",
    )


def _maturity() -> measures.Maturity:
    rows = [
        {"department": name, "respondent": f"{name}{one}", "area": area, "rating": 1 + one % 4}
        for name, people in (("Service", 8), ("Sales", 6), ("Research", 2))
        for one in range(people)
        for area in ("people", "strategy")
    ]
    return measures.maturity(pd.DataFrame(rows))


def _cost() -> measures.CostOfPoorService:
    return measures.cost_of_poor_service(
        customers=10_000,
        problem_rate=0.4,
        complaint_rate=0.3,
        retention_without_problem=0.9,
        retention_silent=0.7,
        complaint_shares={"satisfied": 0.4, "unsatisfied": 0.6},
        complaint_retention={"satisfied": 0.88, "unsatisfied": 0.6},
        margin=100,
        currency="EUR",
    )


def _case() -> measures.BusinessCase:
    return measures.business_case(
        eligible_customers=10_000,
        churn=0.2,
        best_segment_churn=0.12,
        churn_reduction=0.02,
        margin=300,
        ramp=[0.5, 1.0, 1.0],
        attribution=0.7,
        set_up_cost=20_000,
        running_cost=10_000,
        discount=0.08,
        currency="EUR",
    )


RESULTS: dict[str, Callable[[], Any]] = {
    "Agreement": lambda: measures.cohen_kappa([1, 2, 1, 2, 1] * 8, [1, 2, 1, 1, 1] * 8),
    "BetaGeometricNBD": lambda: BG_NBD,
    "Bunching": lambda: measures.bunching([69.5] * 12 + [70.5] * 34, 70, width=1),
    "BusinessCase": _case,
    "CodingAccuracy": lambda: measures.coding_accuracy([1, 1, 0, 0] * 9, [1, 0, 0, 1] * 9),
    "CohortTriangle": lambda: measures.cohort_retention(
        ["2024-01-05", "2024-02-10"] * 8,
        ["2024-03-20", None] * 8,
        observed_until="2024-05-15",
    ),
    "Composition": lambda: _composition([1, 1, 0, 0]),
    "Correlation": lambda: measures.correlation([5, 4, 3, 1], [0, 0, 1, 1], name="Score and loss"),
    "CostOfPoorService": _cost,
    "Difference": lambda: measures.nps_difference(RATINGS[:100], RATINGS[100:]),
    "DifferenceInDifferences": _pilot,
    "DiscountedLifetimeValue": _lifetime_value,
    "DriverImportance": _importance,
    "EffortScore": lambda: measures.effort([7, 6, 5, 2, 1, 6, 7], version="ces2"),
    "Estimate": lambda: SHARE,
    "GammaGamma": lambda: measures.GammaGamma(6.25, 3.74, 15.44, n=900, currency="EUR"),
    "Grouped": lambda: measures.nps_by(RATINGS, TEAMS),
    "Heaping": lambda: measures.heaping(RATINGS, TEAMS),
    "LeagueTable": lambda: measures.nps_league(RATINGS, [*"ABCD"] * 50),
    "LifetimeValue": lambda: measures.simple_lifetime_value(
        100, 0.8, 0.1, first_payment="now", retention_interval=(0.75, 0.85), currency="EUR"
    ),
    "LogRank": lambda: measures.log_rank(np.arange(200) % 17, STAYED, TEAMS),
    "Maturity": _maturity,
    "NoisePay": lambda: measures.pay_from_noise(CURVE, n=60, share=0.58, draws=100),
    "OneWay": lambda: _cost().sensitivity,
    "Payment": lambda: measures.payment(
        CURVE, SHARE, invited=900, fewest_answers=100, lowest_response_rate=0.2
    ),
    "PayoutCurve": lambda: CURVE,
    "PurchaseOutlook": lambda: measures.purchase_outlook(
        BG_NBD, 26, frequency=3, recency=20, age=45
    ),
    "Quadrants": lambda: measures.stated_against_derived(
        {"Repair": 4.5, "Bill": 4.0, "Shop": 3.0, "Site": 2.0},
        {"Repair": 30.0, "Bill": 5.0, "Shop": 40.0, "Site": 10.0},
    ),
    "Raking": _raking,
    "RateChart": lambda: measures.p_chart([4] * 12, [100] * 12, labels=MONTHS),
    "RateChart of groups": lambda: measures.p_chart(
        [4, 30], [99, 99], labels=["A", "B"], runs=False
    ),
    "RecoveryValue": lambda: measures.recovery_value(
        STAYED, [1, 0] * 100, [1, 0, 0, 0] * 50, kind="share", good="up", name="Stayed"
    ),
    "RepeatCounts": lambda: measures.repeat_counts(BG_NBD, [0, 1, 2, 0] * 5, [30.0] * 20),
    "ResponseBias": lambda: measures.response_bias(0.4, 4.1, 3.6, unit="1–5"),
    "RevenueRetention": lambda: measures.revenue_retention([10, 20, 30, 5], [12, 20, 0, 4]),
    "SayDo": lambda: measures.say_do([5, 4, 3, 5, 2, 1, 5, 4] * 25, STAYED),
    "ScoresAndBehaviour": lambda: measures.score_and_behaviour(RATINGS, STAYED, TEAMS, LATER),
    "Screening": lambda: measures.holm([0.0, 0.03, 0.4], ["Bill", "Shop", "Site"]),
    "ShiftedBetaGeometric": lambda: measures.fit_sbg([1000, 869, 743, 653]),
    "Standardised": lambda: measures.standardise(STAYED, TEAMS, ["x", "y"] * 100, name="Stayed"),
    "Suppressed": lambda: measures.suppress_small({"Sales": 9, "Service": 14, "Legal": 3}),
    "Suppressed, two-way": lambda: measures.suppress_small(
        pd.DataFrame({"yes": [9, 3], "no": [8, 12]}, index=["Sales", "Service"])
    ),
    "Survival": lambda: measures.kaplan_meier([1, 2, 3, 4, 5], [1, 1, 0, 1, 0]),
    "TeamSignals": lambda: measures.heaping(RATINGS, TEAMS).signals,
    "XmRChart": lambda: measures.xmr(CALLS, baseline=8, labels=MONTHS),
}
each_result = pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS.keys())


@cache
def drawn(result: Callable[[], Any]) -> ChartWithSummary:
    return chart_of(result())


@cache
def spec_of(result: Callable[[], Any]) -> dict[str, Any]:
    return drawn(result).spec()


def rows_of(name: str, column: str) -> list[dict[str, Any]]:
    data = spec_of(RESULTS[name])["datasets"].values()
    return [row for rows in data for row in rows if column in row]


@each_result
def test_every_result_has_a_picture_with_a_sentence_and_numbers(
    result: Callable[[], Any],
) -> None:
    chart = drawn(result)
    assert chart.title.endswith(".")
    assert len(chart.title) <= 150
    assert "\n" not in chart.title
    assert not re.search(r"\bNone\b(?! of)|\bnan\b", f"{chart.title} {chart.summary}")
    assert any(sign.isdigit() for sign in chart.summary)
    json.dumps(spec_of(result), allow_nan=False)


@each_result
def test_no_picture_names_a_cause(result: Callable[[], Any]) -> None:
    chart = drawn(result)
    words = f"{chart.title} {chart.summary}".lower()
    assert not any(word in words for word in ("because", "impact", "leads to", "effect of"))


def test_every_chart_takes_a_title_of_ones_own() -> None:
    for kind in set(chart_of.registry) - {object}:
        title = inspect.signature(chart_of.dispatch(kind)).parameters["title"]
        assert title.kind is title.KEYWORD_ONLY
        assert title.default is None


@pytest.mark.parametrize("name", ["Estimate", "NoisePay", "Raking"])
def test_a_title_of_ones_own_replaces_the_made_one(name: str) -> None:
    assert chart_of(RESULTS[name](), title="Mine.").title == "Mine."


def test_every_result_of_the_measures_has_a_picture_or_a_reason() -> None:
    frozen = {
        one
        for name in measures.__all__
        if inspect.isclass(one := getattr(measures, name))
        and dataclasses.is_dataclass(one)
        and one.__dataclass_params__.frozen  # type: ignore[attr-defined]
    }
    drawable = set(chart_of.registry) - {object}
    assert not drawable & set(WITHOUT_CHART)
    assert drawable | set(WITHOUT_CHART) == frozen
    assert {name.split(",")[0].split(" of ")[0] for name in RESULTS} == {
        one.__name__ for one in drawable
    }


def test_a_part_names_a_whole_that_can_be_drawn() -> None:
    drawable = {one.__name__ for one in chart_of.registry}
    for whole in PART_OF.values():
        assert set(whole.split(" or ")) <= drawable


def test_what_has_no_picture_says_why() -> None:
    with pytest.raises(ValueError, match="VisibleChange has no picture of its own: it is two"):
        chart_of(measures.smallest_visible_nps_change(400))
    with pytest.raises(ValueError, match=r"Swing has no picture of its own.*draw the whole OneWay"):
        chart_of(_cost().sensitivity.swings[0])
    with pytest.raises(ValueError, match="no picture of float"):
        chart_of(3.5)


def test_more_groups_than_a_picture_holds_are_refused() -> None:
    with pytest.raises(ValueError, match=r"61 groups\. Draw 60 at most"):
        chart_of(measures.nps_by([9] * 61, range(61)))


def test_titles_hold_the_numbers_that_matter() -> None:
    titles = {name: drawn(RESULTS[name]).title for name in RESULTS}
    assert titles["Estimate"] == "Top answers: 60% (95% interval 55.6% to 64.2%, n = 500)."
    assert titles["Grouped"] == "Net Promoter Score: from −40 (East) to 20 points (West)."
    assert titles["Screening"] == (
        "Of 3 tests 2 lie below 5% one by one; judged together, 1 stands: Bill."
    )
    assert titles["SayDo"] == "37.5% said 5 and 75% did; of those who said it, 100% did."
    assert titles["RecoveryValue"] == (
        "Stayed: no failure 100%; failed and recovered 50%; failed, not recovered 50%."
    )
    assert titles["RevenueRetention"] == (
        "Of the revenue at the start 55.4% is there net of expansion, 52.3% gross; 25% of "
        "customers were lost."
    )


def test_an_unavailable_result_says_so_in_its_title() -> None:
    nobody = measures.share(0, 0, name="Renewed")
    assert chart_of(nobody).title == "Renewed: not available, no valid answers."
    assert chart_of(measures.nps_difference([], [9])).title.endswith("is not available.")
    assert chart_of(_composition([0, 0, 0, 0])).title == (
        "Nobody answered, so that nobody is represented."
    )
    assert chart_of(measures.say_do([], [])).title == (
        "Nobody has both an answer and a known behaviour."
    )
    assert chart_of(measures.GammaGamma(6, 0.9, 15)).title.startswith("Mean amount of a purchase:")


def test_respondents_like_those_asked_are_said_to_be_so() -> None:
    assert chart_of(_composition([1, 1, 0, 0])).title == (
        "Those who answered are made up like those asked, within chance (p = 1.000)."
    )


def test_raking_shows_before_after_and_target() -> None:
    rows = [row for row in rows_of("Raking", "tick") if row["name"] == "region: West"]
    assert [(row["hollow"], round(row["filled"], 6), row["tick"]) for row in rows] == [(50, 70, 70)]


def test_customers_kept_are_drawn_for_customers_lost() -> None:
    kept = next(
        row for row in rows_of("RevenueRetention", "marked") if row["name"] == "Customers kept"
    )
    assert kept["value"] == 75
    assert kept["low"] < 75 < kept["high"]


def test_hidden_groups_have_no_bar_and_no_number() -> None:
    bars = {row["group"] for row in rows_of("Suppressed", "people")}
    assert "Legal" not in bars
    assert "Legal hidden" in drawn(RESULTS["Suppressed"]).summary
    boxes = {
        (row["row"], row["column"]): (row["state"], row["text"])
        for row in rows_of("Suppressed, two-way", "state")
    }
    assert boxes["Service", "yes"] == ("hidden", "")
    assert boxes["Total", "Total"] == ("shown", "32")


def test_teams_to_look_into_say_so_without_colour() -> None:
    notes = {row["name"][0]: row["note"] for row in rows_of("TeamSignals", "under")}
    assert notes["West"].endswith("; look into")
    assert not notes["East"].endswith("look into")


def test_time_is_named_after_the_labels() -> None:
    def x_title(labels: list[str]) -> str:
        spec = chart_of(measures.xmr(CALLS[: len(labels)], labels=labels)).spec()
        return str(next(layer for layer in spec["layer"] if "x2" in layer["encoding"]))

    assert "Month (shaded" in x_title(MONTHS)
    assert "Quarter (shaded" in x_title([f"2023-Q{one}" for one in (1, 2, 3, 4)])
    assert "Point (shaded" in x_title(["first", "second", "third", "fourth"])


def test_a_reference_line_leaves_out_the_heads_of_rows() -> None:
    line, heads = rows_of("Grouped", "end"), rows_of("Grouped", "top")
    assert len(heads) == 2
    for piece in line:
        for head in heads:
            assert piece["y"] >= head["top"] + 15 or piece["end"] <= head["top"]


@pytest.mark.parametrize("name", ["Raking", "Suppressed, two-way"])
def test_pictures_are_drawn_on_a_phone(name: str) -> None:
    assert drawn(RESULTS[name]).png(358, scale=1).startswith(b"\x89PNG")
