"""What is planted in the surveys of Ordanvale and Ellermoor, found with the kit's own measures.

Those asked are people at an account, or the stays of a guest: `Survey.key` names which.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
import pytest
import yaml

from playbook.locations import datasets_dir
from playbook.measures import (
    DriverImportance,
    SayDo,
    answer_timing,
    cohen_kappa,
    composition,
    driver_importance,
    heaping,
    invitation_change,
    nps,
    rake,
    say_do,
    share_difference,
    stated_against_derived,
)
from playbook.samples import load

RECOMMEND = "likelihood_to_recommend"
CLOCK = "Europe/Berlin"


@dataclass(frozen=True)
class Survey:
    """A company's survey; `margins` has the margins of those asked, by `key`."""

    company: str
    key: str
    truth: dict[str, Any]
    answers: pd.DataFrame
    invitations: pd.DataFrame
    contacts: pd.DataFrame
    margins: pd.DataFrame

    @property
    def drivers(self) -> list[str]:
        """The names of the drivers."""
        return list(self.truth["drivers"]["planned_effects"])


def _margins(company: str, key: str) -> pd.DataFrame:
    parent = {"contact_id": "contacts", "stay_id": "stays"}[key]
    customers = load(company, "customers")
    people = load(company, parent).merge(customers, on="customer_id", suffixes=("_here", ""))
    return people.set_index(key)


@cache
def _survey(company: str, key: str) -> Survey:
    path = datasets_dir() / company / "truth.yaml"
    return Survey(
        company,
        key,
        yaml.safe_load(path.read_text(encoding="utf-8")),
        load(company, "responses").drop_duplicates("response_id"),
        load(company, "invitations"),
        load(company, "touchpoints").drop_duplicates("event_id"),
        _margins(company, key),
    )


@pytest.fixture(
    scope="module",
    params=[("ordanvale", "contact_id"), ("ellermoor", "stay_id")],
    ids=lambda param: param[0],
)
def survey(request: pytest.FixtureRequest) -> Survey:
    return _survey(*request.param)


@pytest.fixture(scope="module")
def importance(survey: Survey) -> DriverImportance:
    names = [f"rated_{name}" for name in survey.drivers]
    return driver_importance(survey.answers, RECOMMEND, names, bootstraps=200)


@pytest.fixture(scope="module")
def timed(survey: Survey) -> pd.DataFrame:
    """Answers since the team began to game, with the minutes since their contact."""
    events = survey.invitations[["invitation_id", "event_id"]].dropna()
    found = survey.answers.merge(events, on="invitation_id").merge(
        survey.contacts[["event_id", "happened_at"]], on="event_id", validate="many_to_one"
    )
    minutes = (found["answered_at"] - found["happened_at"]).dt.total_seconds() / 60
    found = found.assign(minutes=minutes).dropna(subset=["team"])
    return found[found["answered_at"] >= survey.truth["gaming"]["since"]]


def test_plain_correlation_puts_the_wrong_driver_first(
    survey: Survey, importance: DriverImportance
) -> None:
    first = min(importance.drivers, key=lambda each: each.correlation_rank)
    assert first.name == f"rated_{survey.truth['drivers']['first_by_correlation']}"


def test_shares_of_explained_variation_name_the_right_two(
    survey: Survey, importance: DriverImportance
) -> None:
    wrong = f"rated_{survey.truth['drivers']['first_by_correlation']}"
    right = {f"rated_{name}" for name in survey.truth["drivers"]["top_two"]}
    assert {each.name for each in importance.top(2)} == right
    assert importance.driver(wrong).rank == 3
    assert all(importance.distinguishable(name, wrong) for name in right)


def test_stated_importance_hides_a_feeling_and_overrates_the_cost_of_entry(
    survey: Survey, importance: DriverImportance
) -> None:
    stated = {name: float(survey.answers[f"importance_{name}"].mean()) for name in survey.drivers}
    derived = {name: importance.driver(f"rated_{name}").percent for name in survey.drivers}
    found = stated_against_derived(stated, derived, cut=survey.truth["drivers"]["quadrants_cut"])
    for quadrant, names in survey.truth["drivers"]["quadrants"].items():
        assert sorted(item.name for item in found.within(quadrant)) == sorted(names)
    assert found.movers == ()


def _kept(survey: Survey, asked: pd.DataFrame) -> pd.Series:
    """Who, in the days after the answer, did what they were asked to intend."""
    days = survey.truth["intention"]["days_followed"]
    if survey.company == "ordanvale":
        left = asked[survey.key].map(survey.margins["left_on"])
        return ~((left - asked["day"]).dt.days <= days)
    stays = load(survey.company, "stays")[["customer_id", "arrived_on"]].sort_values("arrived_on")
    following = pd.merge_asof(
        asked.reset_index().sort_values("day"),
        stays,
        left_on="day",
        right_on="arrived_on",
        by="customer_id",
        direction="forward",
        allow_exact_matches=False,
    ).set_index("index")
    came: pd.Series = (following["arrived_on"] - following["day"]).dt.days <= days
    return came.reindex(asked.index)


@pytest.fixture(scope="module")
def promise(survey: Survey) -> SayDo:
    planted, answers = survey.truth["intention"], survey.answers
    day = answers["answered_at"].dt.tz_convert(CLOCK).dt.tz_localize(None).dt.normalize()
    asked = answers.assign(day=day.astype("datetime64[us]"))
    asked = asked[asked["day"].between(planted["answered_from"], planted["answered_to"])]
    asked = asked.dropna(subset=["intention_to_stay"]).drop_duplicates(survey.key)
    return say_do(
        asked["intention_to_stay"],
        _kept(survey, asked),
        levels=[1, 2, 3, 4, 5],
        top=len(planted["top_levels"]),
    )


def test_more_say_they_will_than_do(survey: Survey, promise: SayDo) -> None:
    planted = survey.truth["intention"]["said_and_stayed"]
    for level in promise.levels:
        said, did = planted[f"level_{level.label}"]
        assert level.n == said
        if said:
            assert level.did.value == pytest.approx(100 * did / said)
    assert promise.said.value is not None
    assert promise.said.value > 90
    assert promise.inflation.low is not None
    assert promise.inflation.low > 5


def test_intention_had_another_scale_before_the_stated_day(survey: Survey) -> None:
    planted, answers = survey.truth["responses"], survey.answers
    changed = pd.Timestamp(planted["intention_scale_changed_on"], tz=CLOCK)
    old = answers["answered_at"] < changed
    for rows, (low, high) in (
        (old, planted["intention_scale_before"]),
        (~old, planted["intention_scale_since"]),
    ):
        given = answers.loc[rows, "intention_to_stay"].dropna()
        assert given.between(low, high).all()
        assert given.max() == high


def test_those_who_answer_are_not_those_who_were_invited(survey: Survey) -> None:
    planted = survey.truth["non_response"]
    answered = survey.invitations["invitation_id"].isin(survey.answers["invitation_id"])
    assert len(answered) == planted["invited"]
    assert answered.sum() == planted["answered"]
    for margin in planted["margins"]:
        found = composition(survey.invitations[survey.key].map(survey.margins[margin]), answered)
        assert found.p is not None
        assert found.p < 1e-6


def test_score_of_the_answers_is_too_good_and_raking_brings_most_of_it_back(
    survey: Survey,
) -> None:
    planted = survey.truth["non_response"]
    true_score, rated = planted["score_of_all_invited"], survey.answers.dropna(subset=[RECOMMEND])
    columns = {margin: survey.margins[margin].astype(str) for margin in planted["margins"]}
    targets = {
        margin: survey.invitations[survey.key].map(values).value_counts().to_dict()
        for margin, values in columns.items()
    }
    sample = pd.DataFrame({name: rated[survey.key].map(each) for name, each in columns.items()})
    naive = nps(rated[RECOMMEND])
    raked = nps(rated[RECOMMEND], weights=rake(sample, targets).weights)
    assert naive.low is not None
    assert naive.value is not None
    assert raked.value is not None
    assert naive.low > true_score + 5
    assert abs(raked.value - true_score) < 0.4 * abs(naive.value - true_score)


def test_ratings_of_one_team_alone_heap_at_nine_and_ten(
    survey: Survey, timed: pd.DataFrame
) -> None:
    rated = timed.dropna(subset=[RECOMMEND])
    flagged = heaping(rated[RECOMMEND], rated["team"]).signals.flagged
    assert [row.team for row in flagged] == [survey.truth["gaming"]["team"]]


def test_answers_of_one_team_alone_come_within_the_contact(
    survey: Survey, timed: pd.DataFrame
) -> None:
    flagged = answer_timing(timed["minutes"], timed["team"], within=420).flagged
    assert [row.team for row in flagged] == [survey.truth["gaming"]["team"]]


def test_one_team_alone_invites_fewer_than_before(survey: Survey) -> None:
    staffed = survey.contacts.dropna(subset=["team"])
    flagged = invitation_change(
        staffed["event_id"].isin(survey.invitations["event_id"]),
        staffed["team"],
        staffed["happened_at"] >= survey.truth["gaming"]["since"],
    ).flagged
    assert [row.team for row in flagged] == [survey.truth["gaming"]["team"]]


def test_contacts_of_the_gaming_team_go_no_better_for_it(survey: Survey) -> None:
    planted = survey.truth["gaming"]
    own = survey.contacts[survey.contacts["team"] == planted["team"]]
    late = own["happened_at"] >= planted["since"]
    counts = [(int(own.loc[rows, "went_well"].sum()), int(rows.sum())) for rows in (late, ~late)]
    found = share_difference(*counts[0], *counts[1])
    assert found.low is not None
    assert found.low < 0 < found.high


def test_teams_do_not_differ_in_how_a_step_goes(survey: Survey) -> None:
    step = {"ordanvale": "ticket", "ellermoor": "check-out"}[survey.company]
    rows = survey.contacts[survey.contacts["step"] == step].dropna(subset=["team"])
    found = composition(rows["team"], rows["went_well"])
    assert found.p is not None
    assert found.p > 0.05


def test_coders_agree_short_of_what_counts_need(survey: Survey) -> None:
    planted, codes = survey.truth["verbatims"], load(survey.company, "verbatims")
    both = codes.dropna(subset=["coder_a", "coder_b"])
    found = cohen_kappa(both["coder_a"], both["coder_b"])
    assert len(codes) == planted["rows"]
    assert found.n == planted["coded_by_both"]
    assert found.value == pytest.approx(planted["kappa"], abs=1e-4)
    assert found.value < 0.8 < (both["coder_a"] == both["coder_b"]).mean() + 0.05
    pairs = both[both["coder_a"] != both["coder_b"]].groupby(["coder_a", "coder_b"]).size()
    assert pairs.idxmax() == (planted["mistaken"], planted["mistaken_for"])


def test_rows_written_twice_are_as_many_as_stated(survey: Survey) -> None:
    for table, key in (("touchpoints", "event_id"), ("responses", "response_id")):
        rows, planted = load(survey.company, table), survey.truth[table]
        assert len(rows) == planted["rows"]
        assert rows[key].duplicated().sum() == planted["duplicate_rows"] > 0
        assert rows.duplicated().sum() == planted["duplicate_rows"]


def test_questions_are_left_blank_as_often_as_stated(survey: Survey) -> None:
    for question in (RECOMMEND, "satisfaction", "effort"):
        blank = survey.truth["responses"][f"blank_{question}_once"]
        assert survey.answers[question].isna().sum() == blank > 0


def test_survey_tools_clock_is_utc_and_the_companys_is_not(survey: Survey) -> None:
    folder = datasets_dir() / survey.company
    sent = pd.read_csv(folder / "invitations.csv", dtype="str")["sent_at"]
    came = pd.read_csv(folder / "responses.csv", dtype="str")["answered_at"]
    assert sent.str.endswith("+00:00").all()
    assert set(came.str[-6:]) == {"+01:00", "+02:00"}


def test_answers_follow_invitations_and_invitations_contacts_of_the_same_person(
    survey: Survey,
) -> None:
    asked = survey.answers.merge(survey.invitations, on="invitation_id", validate="one_to_one")
    assert (asked["answered_at"] > asked["sent_at"]).all()
    assert (asked[f"{survey.key}_x"] == asked[f"{survey.key}_y"]).all()
    after = survey.invitations.dropna(subset=["event_id"]).merge(survey.contacts, on="event_id")
    assert (after["sent_at"] > after["happened_at"]).all()
    assert (after[f"{survey.key}_x"] == after[f"{survey.key}_y"]).all()
    assert (
        asked[survey.key + "_x"].map(survey.margins["customer_id"]) == asked["customer_id_x"]
    ).all()


def test_names_and_comments_are_in_several_scripts(survey: Survey) -> None:
    names = load(survey.company, "customers")["name"]
    for script in (r"[\u0370-\u03ff]", r"[\u0400-\u04ff]", r"[\u3040-\u9fff]"):
        assert names.str.contains(script).any()
    comments = survey.answers["comment"].dropna()
    assert comments.str.contains(r"[\u0370-\u9fff]").any()
    assert comments.str.contains('"').any()
    assert comments.str.contains("\n").any()


def test_a_few_comments_give_away_who_wrote_them(survey: Survey) -> None:
    comments = survey.answers["comment"].dropna()
    found = comments.str.contains(r"555[ -]0\d{3}|@example\.org").sum()
    assert 5 <= found <= 0.03 * len(comments)
