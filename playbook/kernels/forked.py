"""A process that another one forked: watched and ended through a handle of its own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import subprocess
from collections.abc import Callable


class ForkedProcess:
    """What `LocalProvisioner` needs of a process, for one that isn't our child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        """Hold the process. Raises ProcessLookupError when it has ended already."""
        self.pid = pid
        self.returncode: int | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listener: Callable[[], None] = lambda: None
        self.handle = -1
        """A descriptor that becomes readable when the process ends; -1 after that was seen."""
        self.handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """Give 0 when the process has ended, else None."""
        return self._look(0)

    def _look(self, seconds: float | None) -> int | None:
        """Give 0 when the process has ended, or does so within this time."""
        if self.returncode is None:
            poll = select.poll()  # select() can't take descriptors above 1,023
            poll.register(self.handle, select.POLLIN)
            if poll.poll(None if seconds is None else 1000 * seconds):
                self._ended()
        return self.returncode

    def on_end(self, listener: Callable[[], None]) -> None:
        """Call `listener` from the running event loop as soon as the process has ended."""
        self._loop = asyncio.get_running_loop()
        if self.poll() is not None:
            self._loop.call_soon(listener)
            return
        self._loop.add_reader(self.handle, self._ended)
        self._listener = listener

    def _ended(self) -> None:
        self.returncode = 0
        self._let_go()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)  # it is ours once its template is gone
        self._listener()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end. Raises TimeoutExpired after `timeout` seconds."""
        if self._look(timeout) is None:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _let_go(self) -> None:
        if self.handle < 0:
            return
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self.handle)
        os.close(self.handle)
        self.handle = -1

    def __del__(self) -> None:
        self._let_go()
