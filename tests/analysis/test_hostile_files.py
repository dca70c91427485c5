"""Files as they come: both ways of reading give the same rows, or the same one-line refusal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from playbook.analysis import MEASURES, AnalysisError, analyse
from playbook.analysis.data import Data
from playbook.analysis.marks import Marks
from playbook.analysis.out_of_core import TextSource
from playbook.analysis.output import plain
from playbook.analysis.parameters import Options, Results
from playbook.analysis.source import open_source
from playbook.measures import Estimate, MeasureError, average

Write = Callable[..., Path]

HEAD = "id,score,town\n"
BODY = "".join(f"{row},{row % 11},{'Köln' if row % 2 else 'Genf'}\n" for row in range(60))
ODD = {
    "blank between comma and quote": HEAD + BODY + '70,9, "Genf, CH"\n71,8,Genf\n',
    "blank after a quote": HEAD + BODY + '70,9,"Genf" \n71,8,Genf\n',
    "quote never closed": HEAD + BODY + '70,9,"Genf\n71,8,Genf\n',
    "quote never closed, another inside": HEAD + BODY + '70,9,5" x\n71,8,"Genf\n72,1,x\n',
    "text after a quote": HEAD + BODY + '70,9,"Ge"nf\n71,8,Genf\n',
    "quote inside a cell": HEAD + BODY + '70,9,5" pipe\n71,8,Genf\n',
    "a few rows of another width": HEAD + BODY + "70,9\n71,8,Genf,x\n72,8,Genf,\n",
    "many rows of another width": HEAD + BODY + "70,9\n" * 9,
    "footer": HEAD + BODY + "\nTotal,60,\nReport generated 2025-01-01\n",
    "delimiter at each end": HEAD + BODY.replace("\n", ",\n"),
    "blank lines": HEAD + BODY + "\n\n" + BODY,
    "two ways of ending a line": HEAD + BODY + "70,9,Genf\r\n71,9,Genf\r",
    "returns only": (HEAD + BODY).replace("\n", "\r"),
    "white space of all kinds": HEAD + BODY + "70,\u00a09\u2003,Genf\x0b\n71,9,\x1cKöln\n",
    "rows of blank cells": HEAD + BODY + ",,\n \t, ,\u00a0\n" + BODY,
    "columns separated by blanks": "id score\n" + "".join(f"{n} {n % 11}\n" for n in range(40)),
    "NUL": HEAD + BODY + "70,9\0,Genf\n",
    "a web page": "<html><body>Please log in</body></html>",
    "nothing but a header": HEAD,
    "lines like rows inside quotes": HEAD
    + "".join(f'{n},{n % 11},"x\n{n},10,y\n5,9,z"\n' for n in range(80)),
}


def outcome(path: Path, out_of_core: bool) -> object:
    try:
        found = open_source(path, out_of_core=out_of_core).distinct(["score"], lambda share: None)
    except ValueError as problem:
        return str(problem)
    return found.rows, found.dropped, found.frame.to_dict("list")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_alike_or_refused_alike(tmp_path: Path, name: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(ODD[name].encode())
    in_memory = outcome(path, out_of_core=False)
    assert outcome(path, out_of_core=True) == in_memory
    if isinstance(in_memory, str):
        assert "\n" not in in_memory


def test_a_plain_file_is_split_by_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(TextSource, "_split_by_row")
    path = tmp_path / "plain.csv"
    quoted = "".join(f'{row},{row % 11},"a ""b""\nc"\n' for row in range(40))
    for text in (HEAD + BODY, HEAD + quoted + BODY):
        path.write_text(text, encoding="utf-8")
        assert outcome(path, out_of_core=True) == outcome(path, out_of_core=False)


def test_marks_are_the_same_however_the_file_is_cut() -> None:
    for text in ODD.values():
        whole = Marks()
        whole.add(text.encode())
        for size in (1, 2, 3, 7):
            cut = Marks()
            for start in range(0, len(text.encode()), size):
                cut.add(text.encode()[start : start + size])
            assert (cut.plain, cut.rows, cut.quotes) == (whole.plain, whole.rows, whole.quotes)


def test_many_lines_are_read_out_of_core(survey: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("playbook.analysis.source.MAX_ROWS", 100)
    assert isinstance(open_source(survey), TextSource)


def test_more_different_rows_than_are_held_are_handed_to_duckdb(
    survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = {"x": "waited", "y": "answer_id"}
    expected = analyse(survey, "correlation", columns).results
    monkeypatch.setattr("playbook.analysis.out_of_core.MOST_HELD", 50)
    monkeypatch.setattr(TextSource, "_split_by_duckdb", lambda *arguments: None)
    assert analyse(survey, "correlation", columns, out_of_core=True).results == expected


def test_no_folder_for_temporary_files_is_said(
    survey: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**options: object) -> None:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("tempfile.TemporaryDirectory", refuse)
    with pytest.raises(AnalysisError, match="TMPDIR"):
        analyse(survey, "share", {"column": "churned"}, out_of_core=True)


PARQUET = """
SELECT CASE WHEN i % 10 = 0 THEN NULL ELSE 9007199254740993 + i END AS id,
  (i % 11)::TINYINT AS score, CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 = 0 END AS gone,
  CASE WHEN i % 2 = 0 THEN 'N' ELSE 'S' END::ENUM('S', 'N') AS region,
  (i % 11)::DECIMAL(10, 2) / 4 AS paid, DATE '2025-01-01' + i::INT AS joined,
  make_timestamptz(1735774200000000 + i * 86400000000) AS seen, [i, i] AS many,
  CASE WHEN i % 3 = 0 THEN ' ' ELSE ' y ' END AS kind, i AS "count"
FROM range(200) numbers(i)
"""


@pytest.fixture
def parquet(tmp_path: Path) -> tuple[Path, Path]:
    """A Parquet file of many types, and the same rows as CSV."""
    one, other = tmp_path / "types.parquet", tmp_path / "types.csv"
    with duckdb.connect() as duck:
        duck.execute(f"COPY ({PARQUET}) TO '{one}' (FORMAT parquet)")
        duck.execute(f"COPY (SELECT * EXCLUDE (many) FROM '{one}') TO '{other}' (HEADER)")
    return one, other


@pytest.mark.parametrize(
    ("measure", "columns"),
    [
        ("nps", {"column": "score", "by": "region"}),
        ("share", {"column": "gone", "by": "kind"}),
        ("average", {"column": "gone"}),
        ("average", {"column": "paid", "by": "gone"}),
        ("average", {"column": "count"}),
        ("nps", {"column": "joined"}),
        ("xmr", {"column": "score", "period": "joined"}),
        ("suppression", {"group": "id"}),
    ],
)
def test_parquet_types_say_what_the_same_csv_says(
    parquet: tuple[Path, Path], measure: str, columns: dict[str, str]
) -> None:
    found, expected = (analyse(path, measure, columns) for path in parquet)
    assert plain(found.results) == plain(expected.results)
    assert found.rows == expected.rows == 200


def test_a_time_zone_of_parquet_moves_no_day(parquet: tuple[Path, Path]) -> None:
    columns = {"joined": "joined", "left": "seen"}
    days = {"start": "2025-01-10", "end": "2025-02-01"}
    found, expected = (analyse(path, "churn", columns, days).results for path in parquet)
    assert found == expected


def test_cells_of_several_values_are_refused(parquet: tuple[Path, Path]) -> None:
    with pytest.raises(AnalysisError, match="several values"):
        analyse(parquet[0], "nps", {"column": "many"})


def test_a_damaged_parquet_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cut.parquet").write_bytes(b"PAR1xxxxPAR1")
    with pytest.raises(AnalysisError, match="can't be read as Parquet"):
        analyse(tmp_path / "cut.parquet", "nps", {"column": "score"})


def test_parquet_is_fingerprinted(parquet: tuple[Path, Path]) -> None:
    import hashlib

    found = analyse(parquet[0], "nps", {"column": "score"})
    assert found.sha256 == hashlib.sha256(parquet[0].read_bytes()).hexdigest()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="is a folder"):
        analyse(tmp_path, "nps", {"column": "score"})


NAMES = 'by,column,count,"a, b",outcome,e=f\n' + "".join(
    f"{'NS'[row % 2]},{row % 11},{row},{row * 7 % 13},{row * 3 % 11},{row % 3}\n"
    for row in range(60)
)


def test_columns_may_be_called_as_the_options_are(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(NAMES)
    [(first, one), (second, _)] = analyse(path, "nps", {"column": "column", "by": "by"}).results
    assert (first, second) == ("N", "S")
    assert isinstance(one, Estimate)
    [(_, found)] = analyse(
        path,
        "drivers",
        {"outcome": "column", "drivers": ["outcome", "a, b"]},
        {"bootstraps": 100},
    ).results
    assert {driver.name for driver in found.drivers} == {"outcome", "a, b"}  # type: ignore[attr-defined]


@pytest.mark.parametrize("drivers", [["outcome", "outcome"], ["column", "outcome"]])
def test_a_column_named_twice_is_refused(tmp_path: Path, drivers: list[str]) -> None:
    path = tmp_path / "names.csv"
    path.write_text(NAMES)
    with pytest.raises(AnalysisError, match="named twice"):
        analyse(path, "drivers", {"outcome": "column", "drivers": drivers})


def test_numbers_as_programs_write_them_are_read(write: Write) -> None:
    path = write("p.csv", ["p,id", "1e-05,a", "3.2E-7,b", "1e999,c", "inf,d", "NaN,e", "0.5,f"])
    [(_, found)] = analyse(path, "average", {"column": "p"}).results
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx((1e-05 + 3.2e-07 + 0.5) / 3)
    assert found.dropped == {"blank": 1, "not a number": 2}


def test_day_numbers_of_spreadsheets_are_read_where_said(write: Write) -> None:
    rows = [f"{45_000 + day},{'2024-06-01' if day % 3 else ''}" for day in range(40)]
    path = write("days.csv", ["joined,left", *rows])
    columns, days = (
        {"joined": "joined", "left": "left"},
        {"start": "2024-05-01", "end": "2025-01-01"},
    )
    with pytest.raises(AnalysisError, match="excel 1900"):
        analyse(path, "churn", columns, days)
    [(_, found)] = analyse(path, "churn", columns, {**days, "date_order": "excel 1900"}).results
    assert isinstance(found, Estimate)
    assert found.n == 40


def test_a_group_of_which_nothing_can_be_said_holds_up_no_other(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compute(data: Data, options: Options) -> Results:
        if data.rows < 3:
            raise MeasureError("Three rows are needed.", "Collect more.")
        return [("", average(data.column("column"), name="Mean", unit=""))]

    average_of = replace(MEASURES["average"], compute=compute)
    monkeypatch.setitem(MEASURES, "average", average_of)
    path = write("groups.csv", ["g,y", "A,1", "A,2", "A,3", "B,1"])
    [(_, good), (label, tiny)] = analyse(path, "average", {"column": "y", "by": "g"}).results
    assert isinstance(good, Estimate)
    assert good.n == 3
    assert label == "B"
    assert tiny.sentence() == "not available (1 row). Three rows are needed."  # type: ignore[attr-defined]
    with pytest.raises(MeasureError):
        analyse(path, "average", {"column": "y", "by": "g"}, where={"g": "B"})


def test_groups_named_by_numbers_come_in_their_order(write: Write) -> None:
    path = write("teams.csv", ["team,score", *(f"{row % 12},{row % 11}" for row in range(60))])
    found = analyse(path, "nps", {"column": "score", "by": "team"}).results
    assert [label for label, _ in found] == [str(team) for team in range(12)]
