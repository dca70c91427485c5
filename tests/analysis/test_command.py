from __future__ import annotations

import json
from pathlib import Path

import pytest

from playbook.analysis import MEASURES, analyse
from playbook.cli import main


def test_list_names_every_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(MEASURES)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_tells_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["analyse", "--measure", name, "--help"])
    assert done.value.code == 0
    shown = capsys.readouterr().out
    for column in MEASURES[name].columns:
        assert "--" + column.flag.replace("_", "-") in shown


def test_prints_a_sentence_a_group(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--measure", "nps", "--column", "recommend (0-10)", "--by", "region"]
    assert main(["analyse", str(survey), *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("survey.csv: 400 rows. Left out: 133 without a group")
    assert lines[1].startswith("North: Net Promoter Score ")
    assert lines[2].startswith("South: Net Promoter Score ")


def test_json_holds_the_numbers_unrounded(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--measure", "nps", "--column", "recommend (0-10)", "--json"]
    assert main(["analyse", str(survey), *arguments]) == 0
    found = json.loads(capsys.readouterr().out)
    [(_, expected)] = analyse(survey, "nps", {"column": "recommend (0-10)"}).results
    [result] = found["results"]
    assert result["low"] == expected.low  # type: ignore[attr-defined]
    assert result["sentence"] == expected.sentence()  # type: ignore[attr-defined]
    assert found["file"]["rows"] == 400
    assert len(found["file"]["sha256"]) == 64


def test_a_problem_is_said_in_one_line(survey: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", str(survey), "--measure", "nps", "--column", "recomend"]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "Did you mean recommend (0-10)" in shown.err
