"""A Tornado server in a thread of the test, for tests of one part with real sockets."""

from __future__ import annotations

import asyncio
import http.client
import threading
from collections.abc import Callable
from types import TracebackType

import tornado.httpserver
import tornado.netutil

from tests.serving import Answer


class Running:
    """A server on a free port, with its own loop; it ends with the block."""

    def __init__(self, make: Callable[[], tornado.httpserver.HTTPServer]) -> None:
        self._make = make
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    async def _serve(self) -> None:
        self.loop = asyncio.get_running_loop()
        self._end = asyncio.Event()
        self.server = self._make()
        [listening] = tornado.netutil.bind_sockets(0, "127.0.0.1")
        self.port: int = listening.getsockname()[1]
        self.server.add_socket(listening)
        self._ready.set()
        await self._end.wait()
        self.server.stop()
        await self.server.close_all_connections()

    def __enter__(self) -> Running:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)


def ask(
    server: Running, path: str, method: str = "GET", source: str = "127.0.0.1", **headers: str
) -> Answer:
    """Ask once, on a connection of its own; `source` is the address to ask from."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", server.port, timeout=30, source_address=(source, 0)
    )
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()
