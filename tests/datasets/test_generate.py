from __future__ import annotations

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from playbook.locations import datasets_dir
from playbook.samples import companies

BY_HAND = "README.md"
MOST_ROWS = 25_000
MOST_BYTES = 20_000_000


def _written(company: str) -> list[str]:
    folder = datasets_dir() / company
    return sorted(path.name for path in folder.iterdir() if path.name != BY_HAND)


FILES = [
    pytest.param(company, name, id=f"{company}-{name}")
    for company in companies()
    for name in _written(company)
]


def _generate(out: Path, *options: str) -> str:
    script = datasets_dir() / "generate.py"
    done = subprocess.run(
        [sys.executable, str(script), "--out", str(out), *options],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("datasets")
    _generate(out)
    return out


def test_every_company_of_the_generator_is_there(made_again: Path) -> None:
    assert sorted(path.name for path in made_again.iterdir()) == sorted(companies())


@pytest.mark.parametrize("company", companies())
def test_generator_writes_the_files_that_are_there_and_no_other(
    made_again: Path, company: str
) -> None:
    assert sorted(path.name for path in (made_again / company).iterdir()) == _written(company)


@pytest.mark.parametrize(("company", "name"), FILES)
def test_generator_gives_the_committed_bytes(made_again: Path, company: str, name: str) -> None:
    assert _hash(made_again / company / name) == _hash(datasets_dir() / company / name)


@pytest.mark.parametrize(("company", "name"), FILES)
def test_files_have_line_feeds_and_no_byte_order_mark(company: str, name: str) -> None:
    content = (datasets_dir() / company / name).read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    content.decode("utf-8")


def test_all_companies_together_are_small() -> None:
    sizes = [
        path.stat().st_size
        for company in companies()
        for path in (datasets_dir() / company).iterdir()
    ]
    assert sum(sizes) <= MOST_BYTES


@pytest.mark.parametrize("company", companies())
def test_no_table_is_long(company: str) -> None:
    for path in (datasets_dir() / company).glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert sum(1 for _ in csv.reader(file)) <= MOST_ROWS, path.name


def test_one_company_can_be_written_larger_or_smaller(tmp_path: Path) -> None:
    said = _generate(tmp_path, "--company", "quillmere", "--customers", "60")
    assert [path.name for path in tmp_path.iterdir()] == ["quillmere"]
    assert "quillmere customers: 60 rows" in said
    with (tmp_path / "quillmere" / "customers.csv").open(encoding="utf-8") as file:
        assert len(file.readlines()) == 61


def test_a_single_customer_is_enough(tmp_path: Path) -> None:
    _generate(tmp_path, "--company", "quillmere", "--customers", "1")
    assert (tmp_path / "quillmere" / "truth.yaml").is_file()
