from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest

from playbook import samples
from playbook.locations import datasets_dir
from playbook.samples import SampleError, UnknownSampleError, companies, load, tables


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Quillmere that may be altered, and that is loaded instead of the real one."""
    shutil.copytree(datasets_dir() / "quillmere", tmp_path / "quillmere")
    monkeypatch.setattr(samples, "datasets_dir", lambda: tmp_path)
    return tmp_path / "quillmere"


def _alter(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_quillmere_is_a_sample_company() -> None:
    assert "quillmere" in companies()
    assert "journeys" in tables("quillmere")


def test_ids_keep_their_leading_zeros() -> None:
    assert load("quillmere", "customers")["customer_id"].iloc[16] == "Q000017"


def test_dates_and_months_are_datetimes() -> None:
    assert pd.api.types.is_datetime64_dtype(load("quillmere", "customers")["joined"])
    assert load("quillmere", "monthly")["month"].iloc[0] == pd.Timestamp("2023-01-01")


def test_moments_with_an_offset_are_in_utc() -> None:
    events = load("quillmere", "touchpoints")
    assert str(events["happened_at"].dt.tz) == "UTC"
    raw = pd.read_csv(datasets_dir() / "quillmere" / "touchpoints.csv")["happened_at"]
    summer = raw.str.endswith("+01:00")
    assert 0 < summer.mean() < 1
    clock = pd.to_datetime(raw.str[:19])
    ahead = clock - events["happened_at"].dt.tz_localize(None)
    assert (ahead[summer] == pd.Timedelta(hours=1)).all()
    assert (ahead[~summer] == pd.Timedelta(0)).all()


def test_whole_numbers_stay_whole_beside_blanks() -> None:
    answers = load("quillmere", "responses")["likelihood_to_recommend"]
    assert str(answers.dtype) == "Int64"
    assert answers.isna().any()


def test_yes_and_no_are_booleans() -> None:
    assert load("quillmere", "customers")["left"].dtype == bool


def test_what_a_customer_wrote_is_not_taken_for_a_blank() -> None:
    assert (load("quillmere", "responses")["comment"] == "n/a").any()


def test_columns_bring_their_units_and_meanings() -> None:
    frame = load("quillmere", "contracts")
    assert frame.attrs["units"]["monthly_fee"] == "GBP a month"
    assert "customer" in frame.attrs["meaning"]["customer_id"].lower()
    assert "kind" not in frame.attrs["units"]


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


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("\nQ000001,", "\nQ1,", ("row 2, column 'customer_id'", "'Q1'")),
        (",month-to-month,", ",monthly,", ("column 'contract'", "'monthly'")),
        (",no,\n", ",perhaps,\n", ("column 'left'", "'perhaps'", "no boolean")),
        ("\nQ000002,", "\nQ000001,", ("row 2, column 'customer_id'", "'Q000001'")),
        (",Mereside,", ",,", ("column 'region'", "blank")),
    ],
)
def test_altered_value_is_named_with_file_row_and_column(
    copy: Path, old: str, new: str, said: tuple[str, ...]
) -> None:
    _alter(copy / "customers.csv", old, new)
    with pytest.raises(SampleError) as caught:
        load("quillmere", "customers")
    assert str(copy / "customers.csv") in caught.value.reason
    for part in said:
        assert part in caught.value.reason
    assert "generate.py" in caught.value.remedy
    assert str(caught.value) == f"{caught.value.reason} {caught.value.remedy}"


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("monthly", "2023-01,", "2023-13,", "'2023-13', which is no yearmonth"),
        ("customers", "\nQ000001,", "\nQ000001,x,", "other columns"),
        ("customers", "\nQ000002,", "\nQ000002,x,", "can't be read as a table"),
        ("customers", "customer_id,name", "customer,name", "other columns"),
        ("responses", ",email,", ",post,", "'post'"),
    ],
)
def test_other_damage_is_said_too(copy: Path, table: str, old: str, new: str, said: str) -> None:
    _alter(copy / f"{table}.csv", old, new)
    with pytest.raises(SampleError, match=said):
        load("quillmere", table)


def test_rating_beyond_its_scale_is_refused(copy: Path) -> None:
    lines = (copy / "journeys.csv").read_text(encoding="utf-8").splitlines()
    lines[3] = ",".join([*lines[3].split(",")[:2], "9", *lines[3].split(",")[3:]])
    (copy / "journeys.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SampleError, match=r"row 4, column 'journey_satisfaction' is '9'"):
        load("quillmere", "journeys")


def test_header_rows_that_are_not_data_are_counted(copy: Path) -> None:
    path = copy / "survey_export.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    fourth = lines[3].split(",")
    lines[3] = ",".join([*fourth[:2], "5", *fourth[3:]])
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    with pytest.raises(SampleError, match="row 4, column 'Status' is '5'"):
        load("quillmere", "survey_export")


def test_missing_file_is_said(copy: Path) -> None:
    (copy / "monthly.csv").unlink()
    with pytest.raises(SampleError, match=r"monthly\.csv is missing"):
        load("quillmere", "monthly")
