from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from playbook.locations import client_dir

CLIENT = Path(__file__).parents[3] / "widgets" / "client"


def node() -> str:
    """The program; without it these tests are skipped on a laptop and fail in CI."""
    program = shutil.which("node")
    if program is None:
        message = "There is no Node.js on this machine: install it to test the page's client."
        if os.environ.get("CI") == "true" or os.environ.get("CCO_TEST_BROWSER") == "required":
            pytest.fail(message)
        pytest.skip(message)
    return program


def test_the_scripts_hold_their_own_tests() -> None:
    tests = sorted(str(path) for path in Path(__file__).parent.glob("*.test.mjs"))
    result = subprocess.run([node(), "--test", *tests], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:]


def test_the_committed_build_is_what_the_sources_give() -> None:
    if not (CLIENT / "node_modules").is_dir():
        pytest.skip("The client's libraries are not installed: npm ci in widgets/client.")
    result = subprocess.run(
        [node(), "build.mjs", "--check"], cwd=CLIENT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_the_manifest_names_every_file_and_no_other() -> None:
    built = client_dir()
    manifest = json.loads((built / "manifest.json").read_text())
    assert sorted(manifest) == [
        "client.css",
        "client.js",
        "controls.css",
        "controls.js",
        "licences.txt",
    ]
    named = {f"{name}{ending}" for name in manifest.values() for ending in ("", ".br", ".gz")}
    assert {path.name for path in built.iterdir()} == {*named, "manifest.json"}


def test_the_lock_names_no_place_to_download_from() -> None:
    lock = (CLIENT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert "registry." not in lock
    assert '"integrity"' in lock


def test_every_library_has_one_exact_version() -> None:
    package = json.loads((CLIENT / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions


def test_the_client_fits_a_first_visit() -> None:
    built = client_dir()
    manifest = json.loads((built / "manifest.json").read_text())
    assert (built / f"{manifest['client.js']}.br").stat().st_size < 50_000
    assert (built / f"{manifest['controls.js']}.br").stat().st_size < 70_000


def test_no_script_needs_evaluation_of_text() -> None:
    built = client_dir()
    for path in built.glob("*.js"):
        text = path.read_text()
        assert not re.search(r"\beval\(|new Function\(", text), path.name
