"""The server's side of a template: starts its process and asks it for kernels."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playbook.kernels import protocol
from playbook.kernels.snapshot import Snapshot

BUILD_SECONDS = 120
"""A template that isn't ready by then never will be."""

FORK_SECONDS = 20
"""How long a fork may take on a machine that is busy with a whole room."""

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A process with threads can't be forked safely, and learners are many: one thread each."""


class NoSnapshotError(Exception):
    """There is no snapshot of this notebook; the message says why."""


class TemplateLostError(NoSnapshotError):
    """The template's process has ended; another one may do better."""


class TemplateProcess:
    """One running template. Its kernels live on when it ends."""

    def __init__(self, process: subprocess.Popen[bytes], end: socket.socket) -> None:
        self._process = process
        self._end = end
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[int]] = {}
        self._loop = asyncio.get_running_loop()
        self._built: asyncio.Future[Snapshot] = self._loop.create_future()
        self._built.add_done_callback(_look_at)
        self.on_loss: Callable[[], object] = lambda: None
        """Called when the template ends by itself, or is killed."""
        end.setblocking(False)
        self._loop.add_reader(end, self._readable)

    @classmethod
    def start(cls, notebook: Path, folder: Path, lifeline: int) -> TemplateProcess:
        """Start the template of a notebook; `folder` takes its snapshot.

        `lifeline` is the reading end of a pipe that nobody but the server holds open.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        snapshot = folder / f"{notebook.stem}-{theirs.fileno()}.json"
        arguments = [str(notebook), str(snapshot), str(theirs.fileno()), str(lifeline)]
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", "playbook.kernels.template", *arguments],
                env={**os.environ, **ONE_THREAD},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno(), lifeline],
                start_new_session=True,
            )
        return cls(process, ours)

    @property
    def pid(self) -> int:
        """The template's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can still fork."""
        return self._process.poll() is None and self._end.fileno() >= 0

    async def built(self) -> Snapshot:
        """Wait until the notebook has run. Raises NoSnapshotError, also after `BUILD_SECONDS`."""
        try:
            return await asyncio.wait_for(asyncio.shield(self._built), BUILD_SECONDS)
        except TimeoutError:
            self.end()
            raise NoSnapshotError(f"it ran for more than {BUILD_SECONDS} s") from None

    async def fork(self, wanted: Mapping[str, Any]) -> int:
        """Fork a kernel; give its process id once it can be reached. Raises NoSnapshotError.

        `wanted` is a request of `protocol` without its id.
        """
        number = next(self._numbers)
        answer: asyncio.Future[int] = self._loop.create_future()
        self._asked[number] = answer
        request = {"id": number, **wanted}
        if not protocol.fits(request):
            request["visitor"] = {}  # the kernel then looks it up
        try:
            await self._write(request)
            return await asyncio.wait_for(answer, FORK_SECONDS)
        except (OSError, TimeoutError) as problem:
            self.end()
            raise NoSnapshotError(f"its template does not answer: {problem!r}") from problem
        finally:
            self._asked.pop(number, None)

    async def _write(self, request: dict[str, Any]) -> None:
        while True:
            try:
                protocol.write(self._end, request)
                return
            except BlockingIOError:
                await asyncio.sleep(0.005)  # the template is behind with forking

    def _readable(self) -> None:
        try:
            message = protocol.read(self._end)
        except BlockingIOError:
            return
        except OSError:
            message = None
        if message is None:
            self._gone()
            self.on_loss()
        elif "ready" in message:
            path = Path(message["ready"])
            if not self._built.done():
                self._built.set_result(Snapshot.read(path))
            path.unlink()
        elif "doubts" in message:
            if not self._built.done():
                self._built.set_exception(NoSnapshotError("; ".join(message["doubts"])))
        else:
            self._answered(message)

    def _answered(self, message: dict[str, Any]) -> None:
        answer = self._asked.get(message["id"])
        if answer is None or answer.done():
            if "pid" in message:  # nobody waits for this kernel any more
                with contextlib.suppress(ProcessLookupError):
                    os.kill(message["pid"], signal.SIGKILL)
        elif "pid" in message:
            answer.set_result(message["pid"])
        else:
            answer.set_exception(NoSnapshotError(f"its fork failed: {message['failed']}"))

    def _gone(self) -> None:
        self._loop.remove_reader(self._end)
        self._end.close()
        gone = TemplateLostError("its template has ended")
        futures: list[asyncio.Future[Any]] = [self._built, *self._asked.values()]
        for waiting in futures:
            if not waiting.done():
                waiting.set_exception(gone)

    def end(self) -> None:
        """End the template, also when its loop runs no more; the kernels that it forked stay."""
        if self._end.fileno() >= 0:
            self._gone()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()


def _look_at(future: asyncio.Future[Snapshot]) -> None:
    """Fetch a result that perhaps nobody waits for, so that it isn't called forgotten."""
    if not future.cancelled():
        future.exception()
