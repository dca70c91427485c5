"""The template's own loop, without a notebook."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from playbook.kernels import protocol, template
from playbook.kernels.chance import Chance

Ends = tuple[socket.socket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """The server's end and the template's."""
    before = signal.getsignal(signal.SIGCHLD)
    server, own = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with server, own:
        yield server, own
    signal.signal(signal.SIGCHLD, before)


@pytest.fixture
def lifeline() -> Iterator[list[int]]:
    """A pipe: the end that is watched, the end that is held."""
    made = list(os.pipe())
    yield made
    for end in made:
        os.close(end)


def no_process() -> int:
    raise BlockingIOError("Resource temporarily unavailable")


def test_a_fork_that_fails_is_answered_and_the_template_goes_on(
    ends: Ends, lifeline: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fork", no_process)
    server, own = ends
    for number in (1, 2):
        protocol.write(server, {"id": number})
    server.shutdown(socket.SHUT_WR)

    template.serve(None, Chance(), own, lifeline[0])

    answers: list[Any] = [protocol.read(server) for _ in range(2)]
    assert [each["id"] for each in answers] == [1, 2]
    assert all("temporarily unavailable" in each["failed"] for each in answers)


def test_it_ends_when_nobody_holds_the_lifeline(ends: Ends, lifeline: list[int]) -> None:
    os.close(lifeline.pop())

    template.serve(None, Chance(), ends[1], lifeline[0])


def test_it_ends_with_the_server_s_socket(ends: Ends, lifeline: list[int]) -> None:
    ends[0].close()

    template.serve(None, Chance(), ends[1], lifeline[0])
