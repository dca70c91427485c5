"""The process of one visitor, right after the fork."""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import socket
import threading
from functools import partial
from typing import Any

from playbook.kernels import private, protocol, visitor
from playbook.kernels.chance import Chance
from playbook.kernels.printed import Printed


def end_with(lifeline: int) -> None:
    """End this process at once when nobody holds the other end of the lifeline any more."""

    def watch() -> None:
        poll = select.poll()
        poll.register(lifeline, 0)
        poll.poll()
        os._exit(1)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


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
