from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from playbook.locations import datasets_dir

WRITTEN = (
    "customers.csv",
    "journeys.csv",
    "monthly.csv",
    "responses.csv",
    "survey_export.csv",
    "truth.yaml",
)


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("datasets")
    script = datasets_dir() / "generate.py"
    subprocess.run([sys.executable, str(script), "--out", str(out)], check=True)
    return out / "quillmere"


def test_generator_writes_the_files_it_should_and_no_other(made_again: Path) -> None:
    assert sorted(path.name for path in made_again.iterdir()) == sorted(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_generator_gives_the_committed_bytes(made_again: Path, name: str) -> None:
    assert (made_again / name).read_bytes() == (datasets_dir() / "quillmere" / name).read_bytes()


@pytest.mark.parametrize("name", WRITTEN)
def test_files_have_line_feeds_and_no_byte_order_mark(name: str) -> None:
    content = (datasets_dir() / "quillmere" / name).read_bytes()
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    content.decode("utf-8")


def test_company_is_smaller_than_three_megabytes() -> None:
    size = sum(path.stat().st_size for path in (datasets_dir() / "quillmere").iterdir())
    assert size <= 3_000_000
