from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from playbook import doctor
from playbook.cli import main
from playbook.records import new_learner_id, open_records

EXAMINED = [
    "Python",
    *doctor.PACKAGES,
    "kit",
    "lessons",
    "sample companies",
    "lesson template",
    "data folder",
    "records",
    "disk space",
]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and no database named elsewhere."""
    monkeypatch.setenv("CCO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("CCO_DATABASE_URL", "")
    return tmp_path / "data"


def findings() -> dict[str, doctor.Finding]:
    return {each.what: each for each in doctor.examine()}


def test_a_good_installation_is_said_to_be_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0

    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "All is well."
    assert [re.match(r"ok +([^:]+):", line)[1] for line in lines] == EXAMINED


def test_the_doctor_counts_records_and_names_the_folder(data: Path) -> None:
    open_records().learner(new_learner_id())

    found = findings()

    assert found["records"].found.startswith("1 record")
    assert str(data) in found["data folder"].found
    assert [each.name for each in data.iterdir() if "doctor" in each.name] == []


def test_a_broken_data_folder_is_named_with_its_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a file"
    file.write_text("")

    assert main(["doctor", "--data-dir", str(file / "data")]) == 1

    told = capsys.readouterr()
    assert f"WRONG  data folder: The playbook may not write to {file / 'data'}" in told.out
    assert "--data-dir or CCO_DATA_DIR" in told.out
    assert "All is well" not in told.out
    assert "ok     lessons" in told.out
    assert re.fullmatch(r"cco: \d+ of \d+ need mending\.\n", told.err)


def test_a_database_that_can_t_be_used_is_named_with_its_remedy(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["doctor", "--database-url", "mysql://localhost/x"]) == 1

    told = capsys.readouterr().out
    assert "WRONG  records: " in told
    assert "postgresql://" in told


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        if name == "voila":
            raise PackageNotFoundError(name)
        return "1.0"

    monkeypatch.setattr(doctor, "version", version)

    found = findings()

    assert (found["voila"].good, found["voila"].found) == (False, "not installed")
    assert "make serve" in found["voila"].remedy
    assert found["pandas"].good


def test_a_missing_notebook_and_a_missing_template_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "notebooks_dir", lambda: tmp_path)
    monkeypatch.setattr(doctor, "share_dir", lambda: tmp_path)

    found = findings()

    assert "03_measure_your_impact.ipynb is missing" in found["lessons"].found
    assert "index.html.j2 is missing" in found["lesson template"].found
    assert not found["lessons"].good
    assert not found["lesson template"].good


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_SPACE", 10**18)

    found = findings()["disk space"]

    assert not found.good
    assert "MB free" in found.found
    assert "Free some space" in found.remedy


def test_an_error_without_words_is_still_a_finding() -> None:
    def fail() -> str:
        raise ValueError

    assert doctor.guarded("x", fail, "Mend it.") == doctor.Finding(
        "x", False, "ValueError", "Mend it."
    )
