from __future__ import annotations

import csv
from pathlib import Path

import pytest

from playbook.cli import main
from playbook.samples import tables


def _generate(*options: str) -> int:
    return main(["data", "generate", *options])


def test_company_is_written_with_as_many_customers_as_asked(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine"
    assert _generate("--company", "quillmere", "--customers", "40", "--out", str(out)) == 0
    said = capfd.readouterr().out
    assert "quillmere customers: 40 rows" in said
    assert f"Wrote {out}" in said
    assert [path.name for path in out.iterdir()] == ["quillmere"]
    written = {path.stem for path in (out / "quillmere").glob("*.csv")}
    assert written == set(tables("quillmere"))
    with (out / "quillmere" / "customers.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 40


def test_folder_that_is_not_named_is_made_in_the_current_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _generate("--company", "quillmere", "--customers", "5") == 0
    assert (tmp_path / "datasets-generated" / "quillmere" / "truth.yaml").is_file()


def test_folder_that_holds_something_is_left_alone_unless_forced(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    asked = ("--company", "quillmere", "--customers", "5", "--out", str(tmp_path))
    assert _generate(*asked) == 1
    assert "--force" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert _generate(*asked, "--force") == 0
    assert (tmp_path / "quillmere" / "customers.csv").is_file()
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_file_in_place_of_a_folder_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").touch()
    assert _generate("--out", str(tmp_path / "mine.txt")) == 1
    assert "is a file" in capfd.readouterr().err


def test_unknown_company_is_answered_with_the_known_ones(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert _generate("--company", "quilmere", "--out", str(tmp_path / "mine")) == 1
    said = capfd.readouterr().err
    assert "quilmere" in said
    assert "quillmere" in said
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("customers", ["0", "-3", "many"])
def test_number_of_customers_must_be_at_least_one(
    customers: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _generate("--customers", customers)
    assert ended.value.code == 2
    assert "--customers" in capfd.readouterr().err
