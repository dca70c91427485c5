from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from playbook.server import capacity
from playbook.server.capacity import (
    MEMORY_A_LEARNER,
    MEMORY_BASE,
    MIB,
    CapacityError,
    Resource,
    allow_sockets,
    places_for,
    raise_limit,
)


def memory(learners: int) -> Resource:
    """Memory that is enough for so many."""
    return Resource(
        "of memory",
        MEMORY_BASE + learners * MEMORY_A_LEARNER,
        MEMORY_BASE,
        MEMORY_A_LEARNER,
        "GB",
        "Close other programs",
    )


THREADS = Resource("threads", 1000, 100, 6, "", "Raise the limit of processes")
BOUNDLESS = Resource("open files", None, 512, 24, "", "Raise the limit")


def test_as_many_as_were_asked_for_where_they_fit() -> None:
    assert places_for(40, (memory(50), THREADS, BOUNDLESS)) == 40


def test_without_a_number_as_many_as_fit_but_no_more_than_usual() -> None:
    assert places_for(None, (memory(37), THREADS, BOUNDLESS)) == 37
    assert places_for(None, (memory(9000),)) == 500
    assert places_for(None, (BOUNDLESS,)) == 500
    assert places_for(None, (memory(-30),)) == 1


def test_too_many_are_refused_with_the_number_that_fits_and_what_to_do() -> None:
    with pytest.raises(CapacityError) as refused:
        places_for(200, (memory(87), THREADS))

    assert str(refused.value) == (
        "200 learners at once need 6.1 GB of memory; there are 3.3 GB, enough for 87. "
        "Close other programs, or start with --learners 87."
    )


def test_the_scarcest_is_the_one_that_is_named() -> None:
    with pytest.raises(CapacityError) as refused:
        places_for(200, (memory(180), THREADS))

    assert "1,300 threads; there are 1,000, enough for 150" in refused.value.reason
    assert "--learners 150" in refused.value.remedy


def test_one_learner_can_always_come() -> None:
    assert places_for(1, (memory(-30),)) == 1


def test_this_machine_holds_somebody() -> None:
    assert all(each.learners is None or each.learners > 0 for each in capacity.machine())


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of files: 8 GB free, 2,000 threads, in a group of its own."""
    files = {
        "proc/meminfo": "MemTotal: 9000000 kB\nMemAvailable:    8000000 kB\n",
        "proc/loadavg": "0.1 0.1 0.1 2/300 12345\n",
        "proc/self/cgroup": "0::/room/kit\n",
        "proc/sys/kernel/pid_max": "32768\n",
        "proc/sys/kernel/threads-max": "2000\n",
        "groups/room/memory.max": "max\n",
        "groups/room/pids.max": "max\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "groups/room/kit").mkdir()
    monkeypatch.setattr(capacity, "PROC", tmp_path / "proc")
    monkeypatch.setattr(capacity, "CGROUPS", tmp_path / "groups")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def test_free_memory_is_what_the_machine_can_give(system: Path) -> None:
    assert capacity.free_memory() == 8_000_000 * 1024


@pytest.mark.parametrize("folder", ["room", "room/kit", ""])
def test_a_group_s_own_memory_counts_when_it_is_less(system: Path, folder: str) -> None:
    group = system / "groups" / folder
    (group / "memory.max").write_text(f"{3000 * MIB}\n")
    (group / "memory.current").write_text(f"{1000 * MIB}\n")
    (group / "memory.stat").write_text(f"anon 5\ninactive_file {200 * MIB}\n")

    assert capacity.free_memory() == 2200 * MIB


def test_a_machine_that_tells_nothing_still_gives_a_number(system: Path) -> None:
    (system / "proc/meminfo").unlink()

    assert capacity.free_memory()


def test_the_threads_that_are_left_are_those_of_the_smallest_bound(system: Path) -> None:
    assert capacity.most_threads() == 1700

    (system / "groups/room/kit/pids.max").write_text("1000\n")
    (system / "groups/room/kit/pids.current").write_text("100\n")

    assert capacity.most_threads() == 900


def test_a_user_s_threads_are_counted() -> None:
    assert capacity.threads_of_user(os.getuid()) >= 1
    assert capacity.threads_of_user(54321) == 0


@pytest.fixture
def files() -> Iterator[tuple[int, int]]:
    """The limits of open files, as they are again after the test."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield before
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_the_limit_of_open_files_is_raised_as_far_as_needed_and_never_lowered(
    files: tuple[int, int],
) -> None:
    _, hard = files
    resource.setrlimit(resource.RLIMIT_NOFILE, (300, hard))

    raise_limit(resource.RLIMIT_NOFILE, 400)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (400, hard)
    raise_limit(resource.RLIMIT_NOFILE, 350)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (400, hard)
    if hard != resource.RLIM_INFINITY:
        raise_limit(resource.RLIMIT_NOFILE, hard + 1)
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard)


def test_more_sockets_than_usual_can_be_made() -> None:
    with zmq.Context() as context:
        allow_sockets(context, 500)

        assert context.get(zmq.MAX_SOCKETS) >= 500 * 8
