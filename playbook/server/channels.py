"""A kernel's channel, open to its own learner alone."""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

import tornado.web
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from tornado.websocket import WebSocketClosedError

from playbook.kernels.template_process import NoSnapshotError
from playbook.server import metrics
from playbook.server.bindings import KernelBindings
from playbook.server.cookie import learner_of
from playbook.server.frames import (
    PROTOCOL,
    BadFrameError,
    read_frame,
    read_kernel_message,
    sign_of_life,
)
from playbook.server.limits import UNREAD_BYTES, Limits
from playbook.server.page import PlainErrors
from playbook.server.traffic import Traffic
from playbook.server.visits import Visits

GRACE_SECONDS = 5.0
"""Time between the page's goodbye and the kernel's end, for entries still on their way."""

OPEN_SECONDS = 60
"""How long a kernel may take to answer a channel that opens."""

SESSION = re.compile(r"[0-9A-Za-z_-]{1,64}")

NOT_UNDERSTOOD, BAD_MANNERS, CANNOT_GO_ON = 1003, 1008, 1011
"""Codes of the websocket protocol for why a channel is closed."""

log = logging.getLogger(__name__)


def refuse_strangers(handler: tornado.web.RequestHandler, kernel_id: str) -> None:
    """Raise 403 unless the request's learner owns the kernel."""
    bindings: KernelBindings = handler.settings["bindings"]
    if not bindings.belongs(kernel_id, learner_of(handler)):
        raise tornado.web.HTTPError(403, "This kernel belongs to another learner")


def refuse_other_protocols(handler: KernelWebsocketHandler) -> None:
    """Raise 400 or 403 for what is not a channel as the kit's own pages open it."""
    headers = handler.request.headers
    offered = [each.strip() for each in headers.get("Sec-WebSocket-Protocol", "").split(",")]
    if not (
        headers.get("Upgrade", "").lower() == "websocket"
        and "upgrade" in headers.get("Connection", "").lower()
        and headers.get("Sec-WebSocket-Version") == "13"
        and headers.get("Sec-WebSocket-Key")
        and PROTOCOL in offered
        and SESSION.fullmatch(handler.get_argument("session_id", ""))
    ):
        raise tornado.web.HTTPError(400, "This is not how a channel is opened")
    if not handler.check_origin():
        raise tornado.web.HTTPError(403, "Another site's page has no channel here")


class BoundChannel(PlainErrors, KernelWebsocketHandler):
    """The websocket to a kernel.

    What a page has no reason to send never reaches the kernel; who sends garbage, floods the line
    or doesn't read is cut off.
    """

    async def get(self, kernel_id: str) -> None:
        """Open the channel for the kernel's own learner, and serve it to its end."""
        refuse_strangers(self, kernel_id)
        refuse_other_protocols(self)
        visits: Visits = self.settings["visits"]
        try:
            await visits.kernel(kernel_id)
        except (KeyError, NoSnapshotError) as gone:
            visits.end_soon(kernel_id)  # its template may have ended; the page asks for a new visit
            raise tornado.web.HTTPError(404, "This kernel has ended") from gone
        self.learner_id = str(learner_of(self))
        self.limits: Limits = self.settings["limits"]
        self.limits.channel_opened(self.learner_id)
        self._traffic = Traffic()
        try:
            await super().get(kernel_id=kernel_id)  # type: ignore[no-untyped-call]
        finally:
            self.limits.channel_closed(self.learner_id)

    async def open(self, kernel_id: str) -> None:
        """Begin to pass messages on, each at once.

        The system otherwise holds a small message back until the one before is acknowledged, and
        browsers take 40 ms for that.
        """
        self.set_nodelay(True)
        self.settings["visits"].connected(kernel_id, self)
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                await super().open(kernel_id)  # type: ignore[no-untyped-call]
        except Exception as problem:
            log.warning("The channel of a kernel could not be opened: %r", problem)
            metrics.failed("channel")
            self.close(CANNOT_GO_ON, "The kernel does not answer")

    def on_message(self, message: str | bytes) -> None:
        """Pass a page's message on, if the page has reason to send it."""
        if self._traffic.cut_off or self.connection is None:
            return
        try:
            frame = read_frame(message)
        except BadFrameError:
            self.cut_off("garbage", NOT_UNDERSTOOD)
            return
        size = len(message)
        if not self.limits.message(self.learner_id, size):
            self.cut_off("messages of a learner", BAD_MANNERS)
        elif frame.asks_for_life:
            self.write_message(sign_of_life(frame), binary=True)
        elif not frame.wanted:
            metrics.refused("message type")
        elif not self._traffic.asks(frame.message_id, size):
            self.cut_off("messages to a busy kernel", BAD_MANNERS)
        else:
            super().on_message(message)  # type: ignore[no-untyped-call]

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send a kernel's message to the page, unless it is not for the page or never read."""
        if self._traffic.cut_off or self.ws_connection is None:
            return None
        heard = read_kernel_message(message)
        self._traffic.answered(heard.answered)
        if heard.hidden:
            return None
        if self._traffic.unread > UNREAD_BYTES:
            self.cut_off("slow reader", BAD_MANNERS)
            return None
        try:
            written = super().write_message(message, binary)
        except WebSocketClosedError:
            return None
        self._traffic.sent(len(message), written)
        return written

    def cut_off(self, limit: str, code: int) -> None:
        """Close the channel for good; what still comes is not heard."""
        self._traffic.cut_off = True
        metrics.refused(limit)
        self.close(code, "Too much, or not understood")

    def on_close(self) -> None:
        """Note that the page is gone, for good or for a moment."""
        self.settings["visits"].disconnected(self.kernel_id, self)
        super().on_close()  # type: ignore[no-untyped-call]


class BoundKernel(PlainErrors, tornado.web.RequestHandler):
    """Whether a kernel is still there; the page asks after a lost connection."""

    def get(self, kernel_id: str) -> None:
        """Answer 200 for a kernel that runs or can start, 404 for one that has ended."""
        refuse_strangers(self, kernel_id)
        if kernel_id not in self.settings["visits"]:
            raise tornado.web.HTTPError(404, "This kernel has ended")
        self.finish({"id": kernel_id})


class EndOfVisit(PlainErrors, tornado.web.RequestHandler):
    """The page says goodbye: its kernel ends a moment later."""

    def post(self, kernel_id: str) -> None:
        """End the kernel after a moment's grace."""
        refuse_strangers(self, kernel_id)
        visits: Visits = self.settings["visits"]
        visits.end_soon(kernel_id, GRACE_SECONDS)
        self.set_status(204)
