from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from playbook.analysis import AnalysisError, analyse
from playbook.measures import Estimate, nps, share

Write = Callable[..., Path]

RECOMMEND = "recommend (0-10)"


def frame(survey: Path) -> pd.DataFrame:
    return pd.read_csv(survey)


def only(results: object) -> Estimate:
    [(label, result)] = list(results)  # type: ignore[call-overload]
    assert label == ""
    assert isinstance(result, Estimate)
    return result


def test_gives_what_the_measure_gives(survey: Path) -> None:
    found = analyse(survey, "nps", {"column": RECOMMEND})
    expected = nps(frame(survey)[RECOMMEND])
    result = only(found.results)
    assert (result.value, result.low, result.high) == (expected.value, expected.low, expected.high)
    assert result.dropped == {"blank": 80, "out of range 0–10": 40, "not a whole number": 40}
    assert found.rows == result.n + sum(result.dropped.values()) == 400


def test_groups_are_computed_each_on_its_own_and_rows_without_one_counted(survey: Path) -> None:
    found = analyse(survey, "share", {"column": "churned", "by": "region"})
    table = frame(survey)
    for region, result in found.results:
        churned = table.loc[table["region"] == region, "churned"] == "Yes"
        assert isinstance(result, Estimate)
        assert result.value == share(int(churned.sum()), len(churned)).value
    assert [label for label, _ in found.results] == ["North", "South"]
    assert found.dropped == {'without a group in "region"': 133}


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("nps", {"column": RECOMMEND, "by": "region"}),
        ("average", {"column": "waited"}),
        ("share", {"column": "churned", "by": "region"}),
        ("correlation", {"x": "waited", "y": RECOMMEND, "by": "churned"}),
    ],
    ids=["nps", "average", "share", "correlation"],
)
def test_out_of_core_gives_the_same_digits(
    survey: Path, measure: str, columns: dict[str, str]
) -> None:
    in_memory = analyse(survey, measure, columns, out_of_core=False)
    out_of_core = analyse(survey, measure, columns, out_of_core=True)
    assert out_of_core.results == in_memory.results
    assert out_of_core.rows == in_memory.rows


@pytest.mark.parametrize("out_of_core", [False, True])
def test_rows_of_another_width_and_blank_rows_are_counted(write: Write, out_of_core: bool) -> None:
    rows = [f"{number % 11},x" for number in range(100)]
    path = write("ragged.csv", ["score,group", *rows, "9", ",", "1,2,3"])
    found = analyse(path, "nps", {"column": "score"}, out_of_core=out_of_core)
    assert only(found.results).n == 100
    assert sum(found.dropped.values()) == 3
    assert found.rows == 103


@pytest.mark.parametrize("out_of_core", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_spreadsheets_are_read(write: Write, encoding: str, out_of_core: bool) -> None:
    rows = [f"{number % 11};{'Köln' if number % 2 else 'Genève'}" for number in range(60)]
    path = write("town.csv", ["Note;Stadt", *rows], encoding)
    found = analyse(path, "nps", {"column": "Note", "by": "Stadt"}, out_of_core=out_of_core)
    assert [label for label, _ in found.results] == ["Genève", "Köln"]


@pytest.mark.parametrize("out_of_core", [False, True])
def test_three_header_rows_with_line_breaks_and_previews_are_left_out(
    write: Write, out_of_core: bool
) -> None:
    header = [
        "StartDate,EndDate,Status,Finished,RecordedDate,ResponseId,DistributionChannel,"
        "Duration (in seconds),Q1",
        'Start,End,Type,Finished,Recorded,Response ID,Channel,Duration,"How likely\nare you?"',
        ",".join('"{""ImportId"":""x""}"' for _ in range(9)),
    ]
    rows = [
        f"2025-01-01,2025-01-01,{1 if number < 5 else 0},1,2025-01-01,R_{number},email,60,"
        f"{number % 11}"
        for number in range(55)
    ]
    path = write("qualtrics.csv", [*header, *rows])
    found = analyse(path, "nps", {"column": "Q1"}, out_of_core=out_of_core)
    assert only(found.results).n == 50
    assert found.dropped == {"survey preview": 5}


def test_parquet_gives_what_csv_gives(survey: Path, tmp_path: Path) -> None:
    table = frame(survey).drop(columns="comment")
    table.to_csv(tmp_path / "same.csv", index=False)
    copy = tmp_path / "same.parquet"
    _write_parquet(tmp_path / "same.csv", copy)
    columns = {"x": "waited", "y": "answer_id", "by": "region"}
    assert (
        analyse(copy, "correlation", columns).results
        == analyse(tmp_path / "same.csv", "correlation", columns).results
    )


def _write_parquet(source: Path, target: Path) -> None:
    import duckdb

    with duckdb.connect() as duck:
        duck.execute(f"COPY (SELECT * FROM read_csv('{source}')) TO '{target}' (FORMAT parquet)")


def test_excel_gives_what_csv_gives(survey: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in pd.read_csv(survey, header=None, dtype="str", keep_default_na=False).to_numpy():
        book.active.append(list(row))
    book.save(tmp_path / "survey.xlsx")
    columns = {"column": RECOMMEND, "by": "churned"}
    assert (
        analyse(tmp_path / "survey.xlsx", "nps", columns).results
        == analyse(survey, "nps", columns).results
    )


def test_decimal_commas_are_read(write: Write) -> None:
    path = write("amounts.csv", ["betrag;kunde", "1.234,50;a", "€ 0,50;b", ";c", "k.A.;d"])
    result = only(analyse(path, "average", {"column": "betrag"}).results)
    assert result.value == 617.5
    assert result.dropped == {"blank": 2}


@pytest.mark.parametrize(
    ("columns", "reason", "remedy"),
    [
        ({"column": "recomend (0-10)"}, "no column", RECOMMEND),
        ({}, "--column is missing", "answer_id"),
        ({"column": RECOMMEND, "group": "region"}, "takes no column --group", "--column"),
    ],
    ids=["mistyped", "missing", "unknown"],
)
def test_a_wrong_column_is_answered_with_the_right_ones(
    survey: Path, columns: dict[str, str], reason: str, remedy: str
) -> None:
    with pytest.raises(AnalysisError) as caught:
        analyse(survey, "nps", columns)
    assert reason in caught.value.reason
    assert remedy in caught.value.remedy


def test_an_unknown_measure_is_answered_with_the_nearest(survey: Path) -> None:
    with pytest.raises(AnalysisError, match="satisfaction"):
        analyse(survey, "satisfacton", {"column": RECOMMEND})


def test_a_flag_that_can_be_read_two_ways_is_asked_for(write: Write) -> None:
    path = write("renewals.csv", ["state,n", "renewed,1", "lapsed,2", "renewed,3"])
    with pytest.raises(AnalysisError, match="--counts-as"):
        analyse(path, "share", {"column": "state"})
    found = analyse(path, "share", {"column": "state"}, {"counts_as": "renewed", "name": "Share"})
    assert only(found.results).value == pytest.approx(200 / 3)


def test_numbers_that_can_be_read_two_ways_are_asked_for(write: Write) -> None:
    path = write("unclear.csv", ["amount;x", "1.234;a", "2.500;b", "9.100;c"])
    with pytest.raises(AnalysisError, match="--decimal"):
        analyse(path, "average", {"column": "amount"})
    read = analyse(path, "average", {"column": "amount"}, {"decimal": ",", "name": "m", "unit": ""})
    assert only(read.results).value == pytest.approx(12834 / 3)


@pytest.mark.parametrize("name", ["nothing.csv", "empty.csv"])
def test_a_file_that_is_missing_or_empty_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(ValueError, match=r"no file|empty"):
        analyse(tmp_path / name, "nps", {"column": "score"})


@pytest.mark.parametrize("out_of_core", [False, True])
def test_only_rows_of_a_kind_and_each_id_once(write: Write, out_of_core: bool) -> None:
    rows = ["a1,10,North", "a2,0,South", "a1,10,North", ",9,North", ",9,North"]
    path = write("twice.csv", ["id,score,region", *rows])
    found = analyse(
        path,
        "nps",
        {"column": "score"},
        where={"region": "North"},
        identity="id",
        out_of_core=out_of_core,
    )
    assert only(found.results).n == 3
    assert found.dropped == {'without "North" in "region"': 1, "repeated id": 1}


def test_an_id_whose_rows_differ_is_refused(write: Write) -> None:
    path = write("differ.csv", ["id,score", "a1,10", "a1,9", "a2,3"])
    with pytest.raises(AnalysisError, match="a1"):
        analyse(path, "nps", {"column": "score"}, identity="id")


def test_a_text_that_no_row_holds_is_refused(survey: Path) -> None:
    with pytest.raises(AnalysisError, match="East"):
        analyse(survey, "nps", {"column": RECOMMEND}, where={"region": "East"})
