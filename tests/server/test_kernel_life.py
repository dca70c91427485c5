"""When a kernel ends: idle, left, killed, or with its server."""

from __future__ import annotations

import http.client
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.conftest import (
    LESSON,
    Visitor,
    changed,
    small_lesson,
    wait_for_end,
    wait_until,
)
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")


SLOW_START = """
import asyncio
start = lesson.LessonPage.start_kernel
async def slowly(self, *arguments):
    await asyncio.sleep(0.3)
    kernel = await start(self, *arguments)
    Path({!r}).write_text(str(kernel.provisioner.pid))
    return kernel
lesson.LessonPage.start_kernel = slowly
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """A server with a lesson that opens quickly."""
    notebooks = small_lesson(tmp_path / "notebooks", "print('first')", "print('last')")
    with Served(tmp_path / "data", changed(notebooks)) as server:
        yield server


def leave_while_opening(visitor: Visitor) -> None:
    """Ask for the lesson and go as soon as its text is there."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port)
    connection.request("GET", LESSON, headers={"Cookie": visitor.cookie})
    connection.getresponse().read(100)
    connection.sock.close()
    connection.close()


def test_an_idle_kernel_ends_and_is_nobody_s_from_then_on(tmp_path: Path) -> None:
    quick = small_lesson(tmp_path / "notebooks", "print('first')")
    impatient = ["app.IDLE_SECONDS = 2", "app.CULL_SECONDS = 1"]
    with Served(tmp_path / "data", changed(quick, *impatient)) as server:
        visitor = Visitor(server)
        opened = visitor.open_lesson()
        [process] = server.kernels()

        wait_for_end(process)

        wait_until(lambda: visitor.get(f"/api/kernels/{opened.kernel_id}").status == 403)
        assert visitor.open_lesson().answer.status == 200


def test_a_visitor_who_leaves_while_the_lesson_opens_leaves_no_kernel(tmp_path: Path) -> None:
    """Even when the server notices before the kernel has started."""
    quick = small_lesson(tmp_path / "notebooks", "import time; time.sleep(60)")
    note = tmp_path / "started"
    watchful = "lesson.KEEP_ALIVE_SECONDS = 0.01"
    with Served(
        tmp_path / "data", changed(quick, watchful, SLOW_START.format(str(note)))
    ) as server:
        leave_while_opening(Visitor(server))

        wait_until(lambda: note.exists() and note.read_text())
        wait_for_end(int(note.read_text()))


def test_a_killed_server_leaves_no_kernel_behind(small: Served) -> None:
    visitor = Visitor(small)
    visitor.open_lesson()
    [process] = small.kernels()

    small.kill()

    wait_for_end(process)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_ends_its_kernels_and_then_itself_in_peace(
    small: Served, how: signal.Signals
) -> None:
    visitor = Visitor(small)
    visitor.open_lesson()
    [process] = small.kernels()

    os.kill(small.pid, how)

    wait_for_end(small.pid)
    _, status = os.waitpid(small.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    wait_for_end(process)
    assert "Traceback" not in small.log.read_text()
