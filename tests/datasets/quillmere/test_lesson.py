from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import yaml
from scipy.stats import chi2_contingency

from playbook.locations import datasets_dir
from playbook.measures import (
    chain_completion,
    correlation,
    effort,
    nps,
    nps_difference,
    satisfaction,
    xmr,
)
from playbook.samples import load

TRUTH: dict[str, Any] = yaml.safe_load(
    (datasets_dir() / "quillmere" / "truth.yaml").read_text(encoding="utf-8")
)
TOUCHPOINTS = [f"touchpoint_{number}" for number in range(1, 7)]


@pytest.fixture(scope="module")
def journeys() -> pd.DataFrame:
    return load("quillmere", "journeys")


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return load("quillmere", "customers")


@pytest.fixture(scope="module")
def monthly() -> pd.DataFrame:
    return load("quillmere", "monthly")


@pytest.fixture(scope="module")
def once() -> pd.DataFrame:
    return load("quillmere", "responses").drop_duplicates("response_id")


@pytest.fixture(scope="module")
def export() -> pd.DataFrame:
    return load("quillmere", "survey_export")


@pytest.fixture(scope="module")
def counting(export: pd.DataFrame) -> pd.DataFrame:
    return export[export["Status"] == 0].drop_duplicates("ResponseId")


def test_customers_leave_less_with_longer_contracts(customers: pd.DataFrame) -> None:
    truth = TRUTH["customers"]
    assert len(customers) == truth["rows"]
    assert customers["left"].sum() == truth["left"]
    left = customers.groupby("contract")["left"].mean()
    assert list(left.sort_values(ascending=False).index) == truth["contracts_by_leaving"]
    assert chi2_contingency(pd.crosstab(customers["contract"], customers["left"])).pvalue < 0.01


def test_regions_do_not_differ_in_leaving(customers: pd.DataFrame) -> None:
    assert chi2_contingency(pd.crosstab(customers["region"], customers["left"])).pvalue > 0.05


def test_each_step_satisfies_about_nine_in_ten(journeys: pd.DataFrame) -> None:
    planned = TRUTH["journeys"]["step_success_planned"]
    for column, success in zip(TOUCHPOINTS, planned, strict=True):
        found = satisfaction(journeys[column])
        assert found.low is not None
        assert found.high is not None
        assert found.low <= 100 * success <= found.high


def test_a_little_over_half_of_the_journeys_go_well_end_to_end(journeys: pd.DataFrame) -> None:
    truth = TRUTH["journeys"]
    all_six = (journeys[TOUCHPOINTS] >= 4).all(axis=1)
    whole = journeys["journey_satisfaction"] >= 4
    assert len(journeys) == truth["rows"]
    assert all_six.sum() == truth["all_six_steps_satisfied"]
    assert whole.sum() == truth["journey_satisfied"]
    low, high = truth["end_to_end_between"]
    assert low <= all_six.mean() <= high
    assert low <= whole.mean() <= high
    rates = [(journeys[column] >= 4).mean() for column in TOUCHPOINTS]
    assert low - 0.01 <= chain_completion(rates) <= high


def test_journey_score_explains_leaving_better_than_the_touchpoints(
    journeys: pd.DataFrame, customers: pd.DataFrame
) -> None:
    truth = TRUTH["journeys"]
    scores = journeys.assign(touchpoints=journeys[TOUCHPOINTS].mean(axis=1))
    scores = scores.groupby("customer_id")[["journey_satisfaction", "touchpoints"]].mean()
    left = customers.set_index("customer_id")["left"].astype(int).loc[scores.index]
    whole = correlation(scores["journey_satisfaction"], left, name="Journey score and leaving")
    parts = correlation(scores["touchpoints"], left, name="Touchpoint score and leaving")
    assert whole.n == parts.n == truth["customers"]
    assert 1 - left.mean() == pytest.approx(1 - truth["left_in_the_year_after"] / whole.n)
    assert whole.r_squared is not None
    assert parts.r_squared is not None
    assert whole.r_squared >= truth["journey_r_squared_at_least"]
    assert parts.r_squared <= truth["touchpoint_r_squared_at_most"]
    assert whole.high is not None
    assert parts.low is not None
    assert whole.high < parts.low < 0


def test_flaws_of_the_answers_are_the_stated_ones(once: pd.DataFrame) -> None:
    truth = TRUTH["responses"]
    responses = load("quillmere", "responses")
    assert len(responses) == truth["rows"]
    assert len(responses) - len(once) == truth["duplicate_rows"]
    assert len(once) == truth["rows_once"]
    assert len(responses.drop_duplicates()) == truth["rows_once"]
    for question in ("likelihood_to_recommend", "satisfaction", "effort"):
        assert once[question].isna().sum() == truth[f"blank_{question}_once"]
    found = nps(once["likelihood_to_recommend"])
    counts = [truth[f"{group}_once"] for group in ("promoters", "passives", "detractors")]
    assert found.n == sum(counts)
    assert found.value == pytest.approx(100 * (counts[0] - counts[2]) / sum(counts))
    assert found.dropped == {"blank": truth["blank_likelihood_to_recommend_once"]}


def test_those_in_the_study_were_all_there_when_it_ended(
    journeys: pd.DataFrame, customers: pd.DataFrame
) -> None:
    taken = customers[customers["customer_id"].isin(journeys["customer_id"])]
    assert len(taken) == TRUTH["journeys"]["customers"]
    assert (taken["joined"] < "2024-10-01").all()
    assert (taken["left_on"].isna() | (taken["left_on"] >= "2025-01-01")).all()


def test_effort_runs_the_same_way_as_satisfaction(once: pd.DataFrame) -> None:
    found = correlation(once["effort"], once["satisfaction"], name="Effort and satisfaction")
    assert found.low is not None
    assert found.low > 0.5


def test_comments_hold_quotes_line_breaks_and_other_scripts(once: pd.DataFrame) -> None:
    comments = once["comment"].dropna()
    assert comments.str.contains('"').any()
    assert comments.str.contains("\n").any()
    assert comments.str.contains(r"[\u0370-\u9fff]").any()


def test_monthly_score_is_that_of_the_months_answers(
    monthly: pd.DataFrame, once: pd.DataFrame
) -> None:
    months = once["answered_at"].dt.tz_localize(None).dt.to_period("M").dt.to_timestamp()
    for month, answers in once.groupby(months):
        found = nps(answers["likelihood_to_recommend"])
        row = monthly[monthly["month"] == month].iloc[0]
        assert found.n == row["recommend_answers"]
        assert found.value == pytest.approx(row["nps"], abs=0.0501)


@pytest.mark.parametrize("baseline", [12, 14, 16])
def test_signal_is_found_where_it_was_planted(monthly: pd.DataFrame, baseline: int) -> None:
    truth = TRUTH["monthly"]
    months = monthly["month"].dt.strftime("%Y-%m")
    found = xmr(monthly[truth["signal_measure"]], baseline=baseline, labels=list(months))
    first = truth["signal_from_row"] - 1
    assert months[first] == truth["signal_from_month"]
    outside = [signal.index for signal in found.signals if signal.rule == "outside limits"]
    runs = [signal.index for signal in found.signals if signal.rule == "eight on one side"]
    assert min(outside) == first
    assert runs == [first + 7]


@pytest.mark.parametrize("baseline", [12, 14, 16, 24, None])
def test_the_single_special_month_is_found_and_no_other(
    monthly: pd.DataFrame, baseline: int | None
) -> None:
    truth = TRUTH["monthly"]
    found = xmr(monthly[truth["special_measure"]], baseline=baseline)
    assert [(signal.index, signal.rule) for signal in found.signals] == [
        (truth["special_row"] - 1, "outside limits")
    ]
    assert (
        monthly["month"].iloc[truth["special_row"] - 1].strftime("%Y-%m")
        == (truth["special_month"])
    )


@pytest.mark.parametrize("baseline", [None, 12, 14, 16, 24])
@pytest.mark.parametrize("measure", TRUTH["monthly"]["steady_measures"])
def test_no_signal_is_found_where_none_was_planted(
    monthly: pd.DataFrame, measure: str, baseline: int | None
) -> None:
    assert xmr(monthly[measure], baseline=baseline).signals == ()


def test_every_measure_of_the_month_is_steady_shifted_or_special(
    monthly: pd.DataFrame,
) -> None:
    truth = TRUTH["monthly"]
    measures = set(monthly.columns) - {"month", "recommend_answers"}
    assert measures == {
        *truth["steady_measures"],
        truth["signal_measure"],
        truth["special_measure"],
    }
    for measure in truth["steady_measures"]:
        by_month = monthly.set_index(monthly["month"].dt.strftime("%Y-%m"))[measure]
        assert by_month[truth["tempting_peaks"][measure]] == by_month.max()
        assert by_month[truth["tempting_dips"][measure]] == by_month.min()


def test_export_holds_the_stated_rows_that_do_not_count(
    export: pd.DataFrame, counting: pd.DataFrame
) -> None:
    truth = TRUTH["survey_export"]
    assert len(export) == truth["rows"]
    status = export["Status"].value_counts()
    assert status[1] == truth["status_preview"]
    assert status[2] == truth["status_test"]
    assert status[8] == truth["status_spam"]
    assert export["ResponseId"].duplicated().sum() == truth["duplicate_rows"]
    assert len(counting) == truth["rows_that_count"]


def test_export_gives_the_stated_scores_once_it_is_clean(counting: pd.DataFrame) -> None:
    truth = TRUTH["survey_export"]
    found = nps(counting["Q1"])
    assert found.n == truth["recommend_valid"]
    assert found.value == pytest.approx(
        100 * (truth["promoters"] - truth["detractors"]) / truth["recommend_valid"]
    )
    assert found.dropped["blank"] == truth["recommend_blank"]
    assert sum(found.dropped.values()) == truth["recommend_blank"] + truth["recommend_minus_99"]
    assert (counting["Q1"] == 0).sum() == truth["recommend_zeros"] > 0
    groups = counting["Q1_NPS_GROUP"].value_counts()
    assert [groups[3], groups[2], groups[1]] == [
        truth["promoters"],
        truth["passives"],
        truth["detractors"],
    ]
    satisfied = satisfaction(counting["Q2"])
    assert satisfied.n == truth["satisfaction_valid"]
    assert satisfied.value == pytest.approx(100 * truth["satisfied"] / satisfied.n)
    easy = effort(counting["Q3"], version="ces2").easy
    assert easy.n == truth["effort_valid"]
    assert easy.value == pytest.approx(100 * truth["easy"] / easy.n)


def test_export_shows_a_difference_between_contracts(counting: pd.DataFrame) -> None:
    by_contract = counting.groupby("Contract")["Q1"]
    two_year = by_contract.get_group("two-year")
    found = nps_difference(two_year, by_contract.get_group("month-to-month"))
    assert found.low is not None
    assert found.low > 0


def test_export_has_three_header_rows_with_import_ids_in_the_third() -> None:
    raw = pd.read_csv(datasets_dir() / "quillmere" / "survey_export.csv", header=None, dtype="str")
    assert raw.iloc[0, 10] == "Q1"
    assert raw.iloc[2, 10] == '{"ImportId":"QID1"}'
    assert raw.iloc[2].str.startswith('{"ImportId":').all()
    assert len(raw) == TRUTH["survey_export"]["rows"] + TRUTH["survey_export"]["header_rows"]
