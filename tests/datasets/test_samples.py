from __future__ import annotations

import pandas as pd
import pytest

from playbook.samples import UnknownSampleError, companies, load, tables


def test_quillmere_is_a_sample_company() -> None:
    assert "quillmere" in companies()
    assert "journeys" in tables("quillmere")


def test_ids_keep_their_leading_zeros() -> None:
    assert load("quillmere", "customers")["customer_id"].iloc[16] == "Q000017"


def test_dates_and_months_are_datetimes() -> None:
    assert pd.api.types.is_datetime64_dtype(load("quillmere", "responses")["answered_on"])
    assert load("quillmere", "monthly")["month"].iloc[0] == pd.Timestamp("2023-01-01")


def test_whole_numbers_stay_whole_beside_blanks() -> None:
    answers = load("quillmere", "responses")["likelihood_to_recommend"]
    assert str(answers.dtype) == "Int64"
    assert answers.isna().any()


def test_yes_and_no_are_booleans() -> None:
    assert load("quillmere", "customers")["left"].dtype == bool


def test_what_a_customer_wrote_is_not_taken_for_a_blank() -> None:
    assert (load("quillmere", "responses")["comment"] == "n/a").any()


@pytest.mark.parametrize(
    ("company", "table", "remedy"),
    [("quilmere", "journeys", "quillmere"), ("quillmere", "journey", "journeys")],
)
def test_unknown_name_is_answered_with_the_known_ones(
    company: str, table: str, remedy: str
) -> None:
    with pytest.raises(UnknownSampleError) as caught:
        load(company, table)
    assert remedy in caught.value.remedy
    assert str(caught.value) == f"{caught.value.reason} {caught.value.remedy}"
