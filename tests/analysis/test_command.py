from __future__ import annotations

import io
import json
import shlex
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from playbook.analysis import MEASURES, analyse
from playbook.analysis.catalogue import TOPICS
from playbook.analysis.command import Working, _parser, example
from playbook.cli import main
from playbook.locations import datasets_dir

RUN_EXAMPLES = ("nps", "effort", "churn", "drivers", "raking", "league", "maturity", "bunching")


def test_list_names_every_measure_once_under_its_topic(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["analyse", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == list(MEASURES)
    assert set(TOPICS) <= set(lines)


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_example_can_be_typed_in(name: str) -> None:
    _, command, file, *arguments = shlex.split(example(MEASURES[name]))
    options = _parser(MEASURES[name]).parse_args([file, *arguments])
    assert command == "analyse"
    for column in MEASURES[name].columns:
        assert not column.required or getattr(options, column.flag)
    table = datasets_dir() / "quillmere" / file
    if name in RUN_EXAMPLES:
        names = pd.read_csv(table, nrows=1).columns
        given = [getattr(options, column.flag) for column in MEASURES[name].columns]
        assert set(np.hstack([one for one in given if one])) <= set(names)


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


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--bogus"],
        ["--measure"],
        ["--measure", "nps"],
        ["--list", "--bogus"],
        ["--meas", "nps"],
    ],
    ids=str,
)
def test_wrong_usage_is_said_in_one_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(["analyse", *arguments])
    assert done.value.code == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1
    assert "--help" in shown.err


def test_names_with_commas_and_equals_are_quoted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "names.csv"
    rows = "".join(f"{row},{row % 3},{row % 5},{row % 2}\n" for row in range(40))
    path.write_text('y,"a, b",c,e=f\n' + rows)
    arguments = ["--measure", "cronbach", "--items", '"a, b",c,y', "--where", '"e=f"=1']
    assert main(["analyse", str(path), *arguments]) == 0
    assert '20 without "1" in "e=f"' in capsys.readouterr().out


def test_a_reader_who_has_seen_enough_is_no_failure(
    survey: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Closed(io.TextIOWrapper):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with (tmp_path / "out").open("wb") as out:
        monkeypatch.setattr(sys, "stdout", Closed(out))
        assert main(["analyse", str(survey), "--measure", "share", "--column", "churned"]) == 0


def test_stopping_it_is_said_in_one_line(
    survey: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("playbook.analysis.command.analyse", stop)
    assert main(["analyse", str(survey), "--measure", "share", "--column", "churned"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_progress_is_shown_on_a_terminal_and_wiped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("playbook.analysis.command.PROGRESS_SECONDS", -1.0)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with Working() as working:
        working.tick(1.0)
    shown = capsys.readouterr().err
    assert "Computing" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize("ending", ["svg", "json"])
def test_a_chart_is_drawn_of_all_groups(survey: Path, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"picture.{ending}"
    arguments = ["--measure", "share", "--column", "churned", "--by", "region"]
    assert main(["analyse", str(survey), *arguments, "--chart", str(file)]) == 0
    assert "South" in file.read_text(encoding="utf-8")


def test_a_chart_of_another_kind_is_wrong_usage(survey: Path) -> None:
    arguments = ["--measure", "share", "--column", "churned", "--chart", "picture.gif"]
    with pytest.raises(SystemExit) as done:
        main(["analyse", str(survey), *arguments])
    assert done.value.code == 2


def test_every_measure_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "analyse.md").read_text(encoding="utf-8")
    for measure in MEASURES.values():
        assert f"| `{measure.name}` | {measure.says} |" in text
