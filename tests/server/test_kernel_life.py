"""When a kernel ends: idle, left, killed, or with its server; forked kernels and ordinary ones."""

from __future__ import annotations

import http.client
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import websocket

from tests.server.conftest import (
    LESSON,
    Visitor,
    changed,
    small_lesson,
    visit_of,
    wait_for_end,
    wait_until,
)
from tests.server.wire import connect, message, reply_to
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernel life")

FORKED: dict[str, str] = {}
ORDINARY = {"CCO_KERNELS": "ordinary"}

IMPATIENT = ("app.IDLE_SECONDS = 2", "app.CULL_SECONDS = 1", "visits.UNSEEN_SECONDS = 0.5")
SLOW_START = """
import asyncio
start = visits.Visits.start_kernel
async def slowly(self, visit):
    await asyncio.sleep(0.3)
    kernel = await start(self, visit)
    Path({!r}).write_text(str(kernel.provisioner.pid))
    return kernel
visits.Visits.start_kernel = slowly
"""


def serving(folder: Path, cell: str, *lines: str, **settings: str) -> Served:
    """A server of a lesson of one cell, after running these lines of Python."""
    return Served(
        folder / "data", changed(small_lesson(folder / "notebooks", cell), *lines), **settings
    )


@pytest.fixture(scope="module", params=[FORKED, ORDINARY], ids=["forked", "ordinary"])
def either(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A server of forked kernels, then one of ordinary kernels; a test may bring it down."""
    with serving(tmp_path_factory.mktemp("either"), "print('first')", **request.param) as server:
        yield server


@pytest.fixture
def server(either: Served) -> Served:
    """The server, up again where an earlier test has brought it down."""
    if not either.running:
        either.start()
    return either


def run_folders(server: int) -> list[Path]:
    """The folders of sockets and snapshots of this process."""
    return list(Path(tempfile.gettempdir()).glob(f"cco-run-{server}-*"))


def leave_while_opening(visitor: Visitor) -> None:
    """Ask for the lesson and go as soon as its text is there."""
    connection = http.client.HTTPConnection("127.0.0.1", visitor.server.port)
    connection.request("GET", LESSON, headers={"Cookie": visitor.cookie})
    connection.getresponse().read(100)
    connection.sock.close()
    connection.close()


@pytest.mark.parametrize("settings", [FORKED, ORDINARY], ids=["forked", "ordinary"])
def test_an_idle_kernel_ends_and_is_nobody_s_from_then_on(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    with serving(tmp_path, "print('first')", *IMPATIENT, **settings) as server:
        visitor = Visitor(server)
        opened = visitor.open_lesson()
        channel = connect(visitor, opened.kernel_id)
        [process] = server.kernels()

        wait_for_end(process)

        wait_until(lambda: visitor.get(f"/api/kernels/{opened.kernel_id}").status == 403)
        again = visitor.open_lesson()
        assert again.answer.status == 200
        if not settings:  # its page never connects
            wait_until(lambda: visitor.get(f"/api/kernels/{again.kernel_id}").status == 403)
            wait_until(lambda: not server.kernels())
            assert len(server.templates()) == 1
        channel.close()


@pytest.mark.parametrize(
    ("settings", "seconds"), [(FORKED, 0.5), (ORDINARY, 60)], ids=["forked", "ordinary"]
)
def test_a_visitor_who_leaves_while_the_lesson_opens_leaves_no_kernel(
    tmp_path: Path, settings: dict[str, str], seconds: float
) -> None:
    """Even when the server notices before the kernel has started."""
    note = tmp_path / "started"
    lines = ("lesson.KEEP_ALIVE_SECONDS = 0.01", SLOW_START.format(str(note)))
    cell = f"import time; time.sleep({seconds})"
    with serving(tmp_path, cell, *lines, **settings) as server:
        leave_while_opening(Visitor(server))

        wait_until(lambda: note.exists() and note.read_text())
        wait_for_end(int(note.read_text()))


def test_a_killed_server_leaves_no_kernel_no_template_and_no_folder_behind(server: Served) -> None:
    Visitor(server).open_lesson()
    wait_until(server.kernels)
    processes = [*server.kernels(), *server.templates()]
    assert len(processes) == (1 if server.settings else 2)
    before = server.pid
    assert run_folders(before)

    server.kill()

    for process in processes:
        wait_for_end(process)
    server.start()
    assert not run_folders(before)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_server_that_is_stopped_ends_its_kernels_and_then_itself_in_peace(
    server: Served, how: signal.Signals
) -> None:
    Visitor(server).open_lesson()
    wait_until(server.kernels)

    ends_in_peace(server, how)


def test_a_server_that_is_stopped_while_it_prepares_a_lesson_ends_in_peace(tmp_path: Path) -> None:
    with serving(tmp_path, "import time; time.sleep(60)") as server:
        wait_until(server.templates)

        ends_in_peace(server, signal.SIGTERM)


def ends_in_peace(server: Served, how: signal.Signals) -> None:
    """Stop the server; fail unless all ends with it, with not a word."""
    processes = [*server.kernels(), *server.templates()]
    assert processes

    os.kill(server.pid, how)

    assert server.ended() == 0
    for process in processes:
        wait_for_end(process)
    assert not run_folders(server.pid)
    assert "Traceback" not in server.log.read_text()
    assert "Error" not in server.log.read_text()


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own, to take its templates away."""
    folder = tmp_path_factory.mktemp("late")
    with serving(folder, "print('first')") as server:
        yield server.prepared()


def test_kernels_live_on_without_their_template_and_the_next_visitor_gets_a_new_one(
    late: Served,
) -> None:
    visitor = Visitor(late)
    opened = visitor.open_lesson()
    channel = connect(visitor, opened.kernel_id)
    [template], [kernel] = late.templates(), late.kernels()

    os.kill(template, signal.SIGKILL)

    wait_for_end(template)
    wait_until(lambda: late.kernels() == [kernel])
    assert reply_to(channel, message("kernel_info_request", {}))["content"]["status"] == "ok"
    assert "first" in visitor.open_lesson().answer.text
    [new] = late.templates()
    assert new != template
    os.kill(kernel, signal.SIGKILL)
    wait_for_end(kernel)
    wait_until(lambda: visitor.get(f"/api/kernels/{opened.kernel_id}").status == 403)
    channel.close()


def test_a_visit_whose_template_ended_before_its_kernel_was_forked_is_soon_over(
    late: Served,
) -> None:
    """So the page asks for another visit."""
    late.prepared()
    visitor = Visitor(late)
    opened = visitor.open_lesson()
    [template] = late.templates()
    os.kill(template, signal.SIGKILL)
    wait_for_end(template)

    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(visitor, opened.kernel_id)

    assert refused.value.status_code == 404
    wait_until(lambda: visitor.get(f"/api/kernels/{opened.kernel_id}").status == 403)
    renewed = visitor.post(f"{LESSON}/visits")
    assert renewed.status == 201
    assert json.loads(renewed.content)["snapshot"] == visit_of(opened.answer.text)["snapshot"]
