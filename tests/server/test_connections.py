"""Slow and greedy connections, with real sockets."""

from __future__ import annotations

import gc
import socket
from collections.abc import Iterator

import pytest
import tornado.web
from tornado.iostream import IOStream

from playbook.server import connections
from playbook.server.connections import (
    ENDED_CONNECTIONS,
    DoorKeeper,
    connections_in_all,
    connections_of_address,
)
from tests.server.conftest import wait_until
from tests.server.running import Running, ask

PLACES = 1
HOSTILE = "127.0.0.2"


class Who(tornado.web.RequestHandler):
    def get(self) -> None:
        self.finish(f"{self.request.protocol} {self.request.remote_ip}")

    def post(self) -> None:
        self.finish("taken")


APPLICATION = tornado.web.Application([("/", Who)], log_function=lambda handler: None)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """A server that waits for nobody."""
    monkeypatch.setattr(connections, "IDLE_CONNECTION_SECONDS", 0.2)
    monkeypatch.setattr(connections, "BODY_SECONDS", 0.2)
    with Running(lambda: DoorKeeper(APPLICATION, places=PLACES, behind_proxy=False)) as server:
        yield server


@pytest.fixture
def server() -> Iterator[Running]:
    with Running(lambda: DoorKeeper(APPLICATION, places=PLACES, behind_proxy=False)) as server:
        yield server


@pytest.fixture
def proxied() -> Iterator[Running]:
    with Running(lambda: DoorKeeper(APPLICATION, places=PLACES, behind_proxy=True)) as server:
        yield server


def opened(server: Running, source: str) -> socket.socket:
    return socket.create_connection(
        ("127.0.0.1", server.port), timeout=10, source_address=(source, 0)
    )


def is_served(connection: socket.socket) -> bool:
    """Whether a request on this connection is answered."""
    try:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        return connection.recv(1000).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return False


def comes_in(server: Running, source: str = "127.0.0.1") -> bool:
    """Whether a new connection is served."""
    with opened(server, source) as connection:
        return is_served(connection)


def comes_and_goes(server: Running, source: str) -> None:
    """Be served once; the server has closed the connection when this returns."""
    with opened(server, source) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        while connection.recv(1000):
            pass


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost:",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
    ],
    ids=["nothing", "headers", "body"],
)
def test_a_request_that_takes_too_long_is_closed(impatient: Running, begun: bytes) -> None:
    with opened(impatient, HOSTILE) as slow:
        slow.sendall(begun)

        assert b"200" not in slow.recv(1000)


def test_an_address_holds_so_many_connections_and_others_are_served_all_the_same(
    server: Running,
) -> None:
    most = connections_of_address(PLACES)
    held = [opened(server, HOSTILE) for _ in range(most)]
    assert all(is_served(each) for each in held)

    with opened(server, HOSTILE) as one_more:
        assert not is_served(one_more)
    assert ask(server, "/").status == 200

    for each in held[:5]:
        each.close()
    wait_until(lambda: comes_in(server, HOSTILE))
    for each in held[5:]:
        each.close()


def test_there_is_a_limit_to_all_connections_together(server: Running) -> None:
    most = connections_in_all(PLACES)
    held = [opened(server, f"127.0.0.{2 + number % 10}") for number in range(most)]
    assert all(is_served(each) for each in held)

    with opened(server, "127.0.0.20") as one_more:
        assert not is_served(one_more)
    for each in held:
        each.close()
    wait_until(lambda: comes_in(server))


def test_connections_that_have_ended_are_forgotten() -> None:
    others = streams()
    with Running(lambda: DoorKeeper(APPLICATION, places=100, behind_proxy=False)) as server:
        for number in range(400):
            comes_and_goes(server, f"127.0.0.{2 + number % 50}")

        assert streams() - others <= ENDED_CONNECTIONS + 1


def streams() -> int:
    """How many connections this process remembers, open or not."""
    gc.collect()
    return sum(isinstance(each, IOStream) for each in gc.get_objects())


def test_headers_of_a_proxy_are_believed_only_where_there_is_one(
    server: Running, proxied: Running
) -> None:
    told = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "https"}

    assert ask(server, "/", **told).text == "http 127.0.0.1"
    assert ask(proxied, "/", **told).text == "https 203.0.113.9"
    assert ask(proxied, "/").text == "http 127.0.0.1"


def test_a_proxy_may_hold_all_connections(proxied: Running) -> None:
    held = [opened(proxied, "127.0.0.1") for _ in range(connections_in_all(PLACES))]

    assert all(is_served(each) for each in held)
    for each in held:
        each.close()
