"""The flaws that Quillmere's tables are said to have, and what must hold all the same."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from playbook.locations import datasets_dir
from playbook.samples import load


def test_contacts_were_written_twice_as_often_as_stated(
    truth: dict[str, Any],
) -> None:
    log, planted = load("quillmere", "touchpoints"), truth["touchpoints"]
    assert len(log) == planted["rows"]
    assert log["event_id"].duplicated().sum() == planted["duplicate_rows"] > 0
    assert log.duplicated().sum() == planted["duplicate_rows"]


def test_survey_tools_clock_is_utc_and_the_companys_is_not() -> None:
    raw = {
        name: pd.read_csv(datasets_dir() / "quillmere" / f"{name}.csv", dtype="str")[column]
        for name, column in (("invitations", "sent_at"), ("responses", "answered_at"))
    }
    assert raw["invitations"].str.endswith("+00:00").all()
    assert set(raw["responses"].str[-6:]) == {"+00:00", "+01:00"}


def test_answers_follow_their_invitation_and_invitations_their_contact(
    answers: pd.DataFrame,
    invitations: pd.DataFrame,
    contacts: pd.DataFrame,
) -> None:
    asked = answers.merge(invitations, on="invitation_id", validate="one_to_one")
    assert (asked["answered_at"] > asked["sent_at"]).all()
    assert (asked["customer_id_x"] == asked["customer_id_y"]).all()
    after = invitations.dropna(subset=["event_id"]).merge(
        contacts, on="event_id", validate="one_to_one"
    )
    assert (after["sent_at"] > after["happened_at"]).all()


def test_nothing_happens_before_joining_or_after_leaving(
    contacts: pd.DataFrame, customers: pd.DataFrame
) -> None:
    known = contacts.merge(customers, on="customer_id", validate="many_to_one")
    day = known["happened_at"].dt.tz_localize(None).dt.normalize()
    assert (day >= known["joined"]).all()
    assert (known["left_on"].isna() | (day < known["left_on"])).all()


def test_names_are_in_several_scripts(customers: pd.DataFrame) -> None:
    for script in (r"[\u0370-\u03ff]", r"[\u0400-\u04ff]", r"[\u0600-\u06ff]", r"[\u4e00-\u9fff]"):
        assert customers["name"].str.contains(script).any()


def test_a_few_comments_give_away_who_wrote_them(answers: pd.DataFrame) -> None:
    personal = re.compile(r"07700[ -]900\d{3}|@example\.(?:com|org)")
    comments = answers["comment"].dropna()
    found = comments[comments.str.contains(personal)]
    assert 5 <= len(found) <= 0.03 * len(comments)
    assert comments.str.startswith(("=", "+", "-")).any()
