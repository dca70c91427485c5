from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator

import pytest

from playbook.kernels.forked import ForkedProcess


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


def open_descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_a_process_that_runs_has_no_return_code(sleeper: subprocess.Popen[bytes]) -> None:
    forked = ForkedProcess(sleeper.pid)

    assert forked.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        forked.wait(timeout=0.02)


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_a_process_is_ended_and_its_end_is_seen(sleeper: subprocess.Popen[bytes], how: str) -> None:
    forked = ForkedProcess(sleeper.pid)

    getattr(forked, how)()

    assert forked.wait(timeout=10) == 0
    assert forked.poll() == 0


def test_the_end_is_told_at_once(sleeper: subprocess.Popen[bytes]) -> None:
    async def wait_for_end() -> int | None:
        ended = asyncio.Event()
        forked = ForkedProcess(sleeper.pid)
        forked.on_end(ended.set)
        assert not ended.is_set()
        sleeper.kill()
        await asyncio.wait_for(ended.wait(), 10)
        return forked.returncode

    assert asyncio.run(wait_for_end()) == 0


def test_an_end_that_was_seen_before_anybody_listened_is_told_too(
    sleeper: subprocess.Popen[bytes],
) -> None:
    async def listen_late() -> None:
        ended = asyncio.Event()
        forked = ForkedProcess(sleeper.pid)
        forked.kill()
        forked.wait(timeout=10)
        forked.on_end(ended.set)
        await asyncio.wait_for(ended.wait(), 10)

    asyncio.run(listen_late())


def test_signals_for_a_process_that_has_ended_reach_nobody(
    sleeper: subprocess.Popen[bytes],
) -> None:
    forked = ForkedProcess(sleeper.pid)
    forked.kill()
    forked.wait(timeout=10)

    forked.send_signal(signal.SIGTERM)
    forked.kill()

    assert forked.poll() == 0


def test_no_descriptor_is_left_when_it_has_ended_or_is_forgotten(
    sleeper: subprocess.Popen[bytes],
) -> None:
    before = open_descriptors()
    ended, forgotten = ForkedProcess(sleeper.pid), ForkedProcess(sleeper.pid)
    assert open_descriptors() == before + 2

    del forgotten
    ended.kill()
    ended.wait(timeout=10)

    assert open_descriptors() == before


def test_a_process_that_is_gone_can_t_be_held() -> None:
    process = subprocess.Popen(["true"])
    process.wait()

    with pytest.raises(ProcessLookupError):
        ForkedProcess(process.pid)
