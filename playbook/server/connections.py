"""How many connections there may be, in all and from one address."""

from __future__ import annotations

from typing import Any

import tornado.httpserver
import tornado.iostream

from playbook.server import metrics
from playbook.server.limits import (
    BODY_SECONDS,
    CONNECTIONS_A_PLACE,
    CONNECTIONS_BESIDE,
    CONNECTIONS_IN_RESERVE,
    IDLE_CONNECTION_SECONDS,
    LARGEST_BODY,
    neighbourhood,
)

ENDED_CONNECTIONS = 100
"""Connections that may have ended without being counted out yet, beside as many as are open."""


def connections_of_address(places: int) -> int:
    """Connections that one address may have: a whole room can sit behind it."""
    return CONNECTIONS_BESIDE + CONNECTIONS_A_PLACE * places


def connections_in_all(places: int) -> int:
    """Connections that the server holds."""
    return connections_of_address(places) + CONNECTIONS_IN_RESERVE


class DoorKeeper(tornado.httpserver.HTTPServer):
    """Closes a connection that is one too many, and those that are too slow to ask.

    `places` is the number of learners that the room takes. Behind a proxy every connection comes
    from the proxy's address, so only their sum counts, and the headers say whose request it is.
    """

    def initialize(  # type: ignore[override]
        self, request_callback: Any, *, places: int, behind_proxy: bool
    ) -> None:
        """Set the server up with its limits."""
        super().initialize(
            request_callback,
            xheaders=behind_proxy,
            max_body_size=LARGEST_BODY,
            idle_connection_timeout=IDLE_CONNECTION_SECONDS,
            body_timeout=BODY_SECONDS,
        )
        self._in_all = connections_in_all(places)
        self._of_address = self._in_all if behind_proxy else connections_of_address(places)
        self._open: dict[str, set[tornado.iostream.IOStream]] = {}
        self._held = 0
        self._count_at = ENDED_CONNECTIONS

    def handle_stream(self, stream: tornado.iostream.IOStream, address: tuple[Any, ...]) -> None:
        """Serve a new connection, or close it at once."""
        key = neighbourhood(address[0]) if address else ""
        theirs = self._open.get(key, set())
        if len(theirs) >= self._of_address:
            theirs -= {each for each in theirs if each.closed()}
        if len(theirs) >= self._of_address or not self._room_for_one():
            metrics.refused("connections")
            stream.close()
            return
        self._open.setdefault(key, theirs).add(stream)
        self._held += 1
        super().handle_stream(stream, address)

    def _room_for_one(self) -> bool:
        """Let go of those that have ended, now and then or when there could be too many."""
        if self._held >= min(self._count_at, self._in_all):
            for key, streams in list(self._open.items()):
                streams -= {each for each in streams if each.closed()}
                if not streams:
                    del self._open[key]
            self._held = sum(map(len, self._open.values()))
            self._count_at = 2 * self._held + ENDED_CONNECTIONS
        return self._held < self._in_all
