"""Whether the port that was asked for can be listened on, and if not, why."""

from __future__ import annotations

import errno

import tornado.netutil


class PortError(RuntimeError):
    """A command can't listen on its port. `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


def check_port(command: str, address: str, port: int) -> None:
    """Make sure that `cco <command>` can listen there, before it does anything slow.

    Raises PortError.
    """
    try:
        sockets = tornado.netutil.bind_sockets(port, address)
    except OSError as problem:
        raise port_error(problem, command, address, port) from problem
    for each in sockets:
        each.close()


def port_error(problem: OSError, command: str, address: str, port: int) -> PortError:
    """Say why `cco <command>` can't listen on this port of this address."""
    if problem.errno == errno.EADDRINUSE:
        another = port + 1 if port < 65535 else port - 1
        return PortError(
            f"Port {port} is taken.", f"Choose another one: cco {command} --port {another}"
        )
    if problem.errno == errno.EACCES:
        return PortError(
            f"Port {port} needs more rights than you have.",
            f"Choose one above 1024: cco {command} --port 8866",
        )
    return PortError(
        f"Can't listen on {address}, port {port}: {problem.strerror}.", "Check --host and --port."
    )
