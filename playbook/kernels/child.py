"""The process of one visitor, right after the fork."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import select
import signal
import socket
from functools import partial
from typing import Any

from playbook.kernels import private, protocol, visitor
from playbook.kernels.chance import Chance
from playbook.kernels.printed import Printed


def end_with(lifeline: int) -> None:
    """Have the system end this process at once when nobody holds the lifeline's other end any more.

    Whatever the process is doing then. It takes a descriptor that is this process's alone, since
    all forks share what they inherited.
    """
    own = os.open(f"/proc/self/fd/{lifeline}", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(own, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(own, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(own, fcntl.F_SETFL, fcntl.fcntl(own, fcntl.F_GETFL) | os.O_ASYNC)
    poll = select.poll()
    poll.register(own, 0)
    if poll.poll(0):  # it was let go before
        os._exit(1)


def become(
    request: dict[str, Any], *, app: Any, chance: Chance, server: socket.socket, lifeline: int
) -> None:
    """Turn a fork of the template into the visitor's kernel; returns when the kernel ends."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.environ.update(request["environment"])
    if request["cwd"]:
        os.chdir(request["cwd"])
    chance.after_fork()
    asyncio.set_event_loop(asyncio.new_event_loop())
    private.open_sockets(app, request["connection"])
    protocol.write(server, {"id": request["id"], "pid": os.getpid()})
    server.close()
    end_with(lifeline)
    visitor.arrived(request["visitor"])
    publish = partial(private.publish_text, app)
    with (
        contextlib.redirect_stdout(Printed("stdout", publish)),
        contextlib.redirect_stderr(Printed("stderr", publish)),
    ):
        private.start_app(app)
