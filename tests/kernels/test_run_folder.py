from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from playbook.kernels.run_folder import LONGEST, PREFIX, is_running, make_run_folder, sweep


@pytest.fixture
def gone() -> int:
    """The id of a process that has ended."""
    process = subprocess.Popen(["true"])
    process.wait()
    return process.pid


def test_the_folder_is_this_process_s_own_and_nobody_else_reads_it() -> None:
    folder = make_run_folder()
    try:
        assert folder.name.startswith(f"{PREFIX}{os.getpid()}-")
        assert folder.stat().st_mode & 0o777 == 0o700
        assert list(folder.iterdir()) == []
    finally:
        folder.rmdir()


def test_its_path_leaves_room_for_the_names_of_sockets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("deep" * 20)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))

    folder = make_run_folder()
    folder.rmdir()

    assert len(str(folder)) <= LONGEST


def test_what_a_killed_server_left_is_swept(tmp_path: Path, gone: int) -> None:
    left = tmp_path / f"{PREFIX}{gone}-abc"
    left.mkdir()
    (left / "lesson.json").write_text("{}")

    sweep(tmp_path)

    assert not left.exists()


def test_a_running_server_s_folder_and_what_is_not_ours_stay(tmp_path: Path, gone: int) -> None:
    stay = [
        tmp_path / f"{PREFIX}{os.getpid()}-abc",
        tmp_path / f"{PREFIX}{os.getppid()}-abc",
        tmp_path / f"{PREFIX}not-a-number",
        tmp_path / f"other-{gone}-abc",
    ]
    for folder in stay:
        folder.mkdir()

    sweep(tmp_path)

    assert all(folder.exists() for folder in stay)


def test_a_process_runs_or_does_not(gone: int) -> None:
    assert is_running(os.getpid())
    assert is_running(1)
    assert not is_running(gone)
