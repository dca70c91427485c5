"""A kernel's channel, open to its own learner alone."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import APIHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from playbook.server.bindings import KernelBindings
from playbook.server.cookie import learner_of
from playbook.server.page import PlainErrors

GRACE_SECONDS = 5.0
"""Time between the page's goodbye and the kernel's end, for entries still on their way."""

log = logging.getLogger(__name__)


def refuse_strangers(handler: tornado.web.RequestHandler, kernel_id: str) -> None:
    """Raise 403 unless the request's learner owns the kernel."""
    bindings: KernelBindings = handler.settings["bindings"]
    if not bindings.belongs(kernel_id, learner_of(handler)):
        raise tornado.web.HTTPError(403, "This kernel belongs to another learner")


class BoundChannel(PlainErrors, VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """The websocket to a kernel."""

    async def get(self, kernel_id: str) -> None:
        """Open the channel for the kernel's own learner."""
        refuse_strangers(self, kernel_id)
        await super().get(kernel_id=kernel_id)


class BoundKernel(APIHandler):
    """A kernel's state; the page asks for it after a lost connection."""

    async def get(self, kernel_id: str) -> None:
        """Answer the kernel's model, or 404 when it has ended."""
        refuse_strangers(self, kernel_id)
        if kernel_id not in self.kernel_manager:
            raise tornado.web.HTTPError(404, "This kernel has ended")
        model = self.kernel_manager.kernel_model(kernel_id)  # type: ignore[no-untyped-call]
        self.finish(await ensure_async(model))


class EndOfVisit(PlainErrors, tornado.web.RequestHandler):
    """The page says goodbye: its kernel ends a moment later."""

    def post(self, kernel_id: str) -> None:
        """End the kernel after a moment's grace."""
        refuse_strangers(self, kernel_id)
        task = asyncio.create_task(end_kernel(self.settings, kernel_id, GRACE_SECONDS))
        endings: set[asyncio.Task[None]] = self.settings["endings"]
        endings.add(task)
        task.add_done_callback(endings.discard)
        self.set_status(204)


class StockGoodbye(tornado.web.RequestHandler):
    """The goodbye that Voila's own script sends, without a token: it is heard and changes nothing.

    `EndOfVisit` is the one that ends the kernel.
    """

    def check_xsrf_cookie(self) -> None:
        """Nothing is changed here, so nothing needs protection."""

    def post(self) -> None:
        """Answer that there is nothing to say."""
        self.set_status(204)


async def end_kernel(settings: dict[str, Any], kernel_id: str, grace: float = 0.0) -> None:
    """End a kernel and forget whose it was."""
    await asyncio.sleep(grace)
    kernels = settings["kernel_manager"]
    if kernel_id in kernels:
        await ensure_async(kernels.shutdown_kernel(kernel_id, now=True))
    settings["bindings"].release(kernel_id)
