"""The Makefile's first steps; what it installs is tested where it is used."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with what make looks at, and nothing installed."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


FROM_ANOTHER_MAKE = ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        env={name: value for name, value in os.environ.items() if name not in FROM_ANOTHER_MAKE},
    )


def a_python(folder: Path, version: str) -> Path:
    """A program that runs Python's `-c` as that version would, and refuses all else."""
    program = folder / "python-of-the-test"
    program.write_text(
        "#!/usr/bin/env python3\n"
        "import collections, sys\n"
        "assert sys.argv[1] == '-c', 'only -c'\n"
        "kind = collections.namedtuple('kind', 'major minor micro releaselevel serial')\n"
        f"sys.version_info = kind(*{tuple(map(int, version.split('.')))}, 'final', 0)\n"
        f"sys.executable = {str(program)!r}\n"
        "exec(sys.argv[2])\n"
    )
    program.chmod(0o755)
    return program


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the user reads, without make's own report of the failure."""
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if not line.startswith("make: ***")]


@pytest.mark.parametrize("version", ["3.9.18", "3.10.0", "2.7.18", "3.14.0"])
@pytest.mark.parametrize("target", ["serve", "test"])
def test_an_unsuitable_python_is_said_in_one_line(
    checkout: Path, target: str, version: str
) -> None:
    done = make(checkout, target, f"PYTHON={a_python(checkout, version)}")

    assert done.returncode != 0
    [line] = said(done)
    assert line.startswith("The CCO Playbook needs Python 3.11, 3.12 or 3.13")
    assert version.rsplit(".", 1)[0] in line
    assert "PYTHON=python3.12" in line
    assert not (checkout / ".venv").exists()


def test_a_missing_python_is_said_in_one_line(checkout: Path) -> None:
    done = make(checkout, "serve", "PYTHON=no-such-python")

    assert done.returncode != 0
    [line] = said(done)
    assert "no-such-python" in line
    assert "Install Python 3.11" in line
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("version", ["3.11.0", "3.12.4", "3.13.1"])
def test_a_suitable_python_is_taken(checkout: Path, version: str) -> None:
    done = make(checkout, "serve", f"PYTHON={a_python(checkout, version)}")

    assert "Making a virtual environment" in done.stdout
    assert "needs Python" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("target", "steps"),
    [
        ("serve", ["-m venv .venv", "pip install", "--constraint constraints.txt", "cco serve"]),
        ("test", ["-m venv .venv", "--constraint constraints.txt", "'.[dev,postgres]'", "pytest"]),
        (
            "check",
            [
                "ruff check .",
                "ruff format --check .",
                "lint-imports",
                "mypy",
                "tests.notebooks.hygiene",
            ],
        ),
        ("lab", ["cco lab"]),
        ("wheel", ["build --wheel"]),
    ],
)
def test_each_command_installs_what_it_needs_and_then_does_its_work(
    checkout: Path, target: str, steps: list[str]
) -> None:
    done = make(checkout, "--dry-run", target)

    assert done.returncode == 0
    places = [done.stdout.find(step) for step in steps]
    assert -1 not in places, (steps, done.stdout)
    assert places == sorted(places)


def test_what_is_installed_is_not_installed_again(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    for mark in (".python", ".installed", ".installed-dev"):
        (checkout / ".venv" / mark).touch()

    done = make(checkout, "--dry-run", "test")

    assert "pip install" not in done.stdout
    assert "pytest" in done.stdout


def test_serve_takes_another_port(checkout: Path) -> None:
    assert "cco serve --port 9000" in make(checkout, "--dry-run", "serve", "PORT=9000").stdout
