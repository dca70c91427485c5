"""The visits to lessons: each has a place from the page's request on, and a kernel of its own."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
import uuid
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import tornado.websocket
from jupyter_server.utils import ApiPath

from playbook.kernels.templates import Template
from playbook.server import metrics
from playbook.server.bindings import BoundKernels
from playbook.server.room import Room

log = logging.getLogger(__name__)

UNSEEN_SECONDS = 30.0
"""A page that has not connected by then will not: its place is free again."""

LEFT_SECONDS = 120.0
"""How long a forked kernel outlives its page's connection. A new one takes its place in no time."""


class RoomFullError(Exception):
    """There is no place; `ahead` others wait before this learner."""

    def __init__(self, ahead: int) -> None:
        super().__init__(f"the room is full, {ahead} wait")
        self.ahead = ahead


@dataclass(eq=False)
class Visit:
    """One opened lesson. `template` is None where an ordinary kernel serves it."""

    kernel_id: str
    learner_id: str
    notebook: str
    template: Template | None
    introduction: dict[str, Any]
    start: asyncio.Task[Any] | None = None
    channels: set[tornado.websocket.WebSocketHandler] = field(default_factory=set)
    seen: bool = False
    deadline: asyncio.TimerHandle | None = None


class Visits:
    """All visits of a server; they alone start and end kernels."""

    def __init__(self, kernels: BoundKernels, room: Room) -> None:
        self._kernels = kernels
        self._room = room
        self._visits: dict[str, Visit] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        kernels.on_removed = self.forget

    def begin(
        self,
        learner_id: str,
        notebook: str,
        template: Template | None,
        introduction: dict[str, Any],
    ) -> Visit:
        """Let a learner into a lesson. Raises RoomFullError.

        `introduction` is what a forked kernel is told of the learner. The kernel starts when
        `kernel` asks for it: who never opens a channel has none.
        """
        kernel_id = str(uuid.uuid4())
        admission = self._room.admit(learner_id, kernel_id)
        if not admission.admitted:
            raise RoomFullError(admission.ahead)
        visit = Visit(kernel_id, learner_id, notebook, template, introduction)
        self._visits[kernel_id] = visit
        self._kernels.bindings.bind(kernel_id, learner_id)
        for oldest in self._room.overdue(learner_id):
            self.end_soon(oldest)
        if template is not None:
            self._end_after(visit, UNSEEN_SECONDS)
        return visit

    def __contains__(self, kernel_id: str) -> bool:
        """Whether a visit is going on."""
        return kernel_id in self._visits

    async def kernel(self, kernel_id: str) -> Any:
        """Give a visit's kernel manager when the kernel runs; raises what kept it from starting.

        Raises KeyError for a visit that has ended.
        """
        visit = self._visits[kernel_id]
        return await asyncio.shield(self._started(visit))

    def _started(self, visit: Visit) -> asyncio.Task[Any]:
        if visit.start is None:
            visit.start = asyncio.create_task(self._start(visit))
            visit.start.add_done_callback(lambda start: start.cancelled() or start.exception())
        return visit.start

    async def _start(self, visit: Visit) -> Any:
        begun = time.monotonic()
        try:
            manager = await self.start_kernel(visit)
        except Exception as problem:
            metrics.failed("kernel")
            log.warning("The kernel of a visit to %s did not start: %r", visit.notebook, problem)
            visit.start = None  # whoever needs it asks again
            raise
        metrics.kernel_ready(time.monotonic() - begun)
        if visit.template is not None:
            manager.provisioner.process.on_end(lambda: self.end_soon(visit.kernel_id))
            if not visit.seen and visit.deadline is None:  # its template was still being built
                self._end_after(visit, UNSEEN_SECONDS)
        return manager

    async def start_kernel(self, visit: Visit) -> Any:
        """Start the kernel of a visit; only its environment knows the learner."""
        await self._kernels.start_kernel(
            kernel_name="python3",
            kernel_id=visit.kernel_id,
            path=ApiPath(str(PurePosixPath(visit.notebook).parent)),
            template=visit.template,
            environment={"CCO_LEARNER": visit.learner_id},
            visitor=visit.introduction,
        )
        return self._kernels.get_kernel(visit.kernel_id)

    def connected(self, kernel_id: str, channel: tornado.websocket.WebSocketHandler) -> None:
        """Note that the visit's page has opened a channel."""
        visit = self._visits.get(kernel_id)
        if visit is not None:
            visit.seen = True
            visit.channels.add(channel)
            self._end_after(visit, None)

    def disconnected(self, kernel_id: str, channel: tornado.websocket.WebSocketHandler) -> None:
        """Note that a channel has closed; with the last one, a forked kernel's time runs out."""
        visit = self._visits.get(kernel_id)
        if visit is not None:
            visit.channels.discard(channel)
            if visit.template is not None and not visit.channels:
                self._end_after(visit, LEFT_SECONDS)

    def _end_after(self, visit: Visit, seconds: float | None) -> None:
        if visit.deadline is not None:
            visit.deadline.cancel()
            visit.deadline = None
        if seconds is not None:
            loop = asyncio.get_running_loop()
            visit.deadline = loop.call_later(seconds, self.end_soon, visit.kernel_id)

    def end_soon(self, kernel_id: str, grace: float = 0.0) -> None:
        """End a visit, after `grace` seconds for entries that are still on their way."""
        task = asyncio.get_running_loop().create_task(self.end(kernel_id, grace))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self, kernel_id: str, grace: float = 0.0) -> None:
        """End a visit and its kernel; one that is just starting is awaited first."""
        await asyncio.sleep(grace)
        visit = self._visits.get(kernel_id)
        if visit is not None and visit.start is not None and not visit.start.done():
            await asyncio.wait([visit.start])
        if kernel_id in self._kernels:
            with contextlib.suppress(KeyError, tornado.web.HTTPError):  # somebody else was faster
                await self._kernels.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]
        self.forget(kernel_id)

    def forget(self, kernel_id: str) -> None:
        """Give the place back of a visit whose kernel has ended, and tell its page."""
        self._kernels.bindings.release(kernel_id)
        self._room.leave(kernel_id)
        visit = self._visits.pop(kernel_id, None)
        if visit is None:
            return
        self._end_after(visit, None)
        for channel in list(visit.channels):
            channel.close(1001, "This kernel has ended")
