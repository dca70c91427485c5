"""The socket on which a forked kernel is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import zmq
from zmq.eventloop.zmqstream import ZMQStream

SUBSCRIBES = b"\x01"


class Publisher(zmq.Socket[bytes]):
    """An XPUB socket that welcomes whoever begins to listen.

    ZeroMQ tells of a subscription only once, and a send that happens to come at that moment hears
    of it in the loop's place. So each send looks whether somebody waits to be welcomed.
    """

    _subscriptions: ZMQStream | None = None

    def on_subscription(self, welcome: Callable[[], object]) -> None:
        """Call `welcome` in the event loop for each who begins to listen."""

        def received(frames: list[bytes]) -> None:
            if frames[0][:1] == SUBSCRIBES:
                welcome()

        self._subscriptions = ZMQStream(self)
        self._subscriptions.on_recv(received)

    def send_multipart(self, *arguments: Any, **options: Any) -> Any:
        """Send a message; the parameters are those of `zmq.Socket.send_multipart`."""
        sent = super().send_multipart(*arguments, **options)
        waiting = self._subscriptions
        if waiting is not None and int(self.get(zmq.EVENTS)) & zmq.POLLIN:
            waiting.io_loop.add_callback(waiting.flush, zmq.POLLIN)
        return sent
