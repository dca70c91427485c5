"""What server, template and child say to each other: JSON messages over one pair of sockets.

The pair is SOCK_SEQPACKET, so a message arrives whole and template and children may all write
to their end. The server asks `{"id", "connection", "cwd", "environment", "visitor"}`: what Jupyter
writes into a connection file, the folder to work in, variables to set, and what is known of the
visitor. The child that was forked for it answers `{"id", "pid"}` once its sockets can be reached,
or `{"id", "failed"}`. Before that the template says once `{"ready": path of its snapshot}` or
`{"doubts": [text]}`.
"""

from __future__ import annotations

import json
import socket
from typing import Any

LARGEST = 131_072
"""Bytes of a message; the pair holds a little more than that."""


def fits(message: dict[str, Any]) -> bool:
    """Whether a message is small enough to be sent."""
    return len(json.dumps(message).encode()) <= LARGEST


def write(end: socket.socket, message: dict[str, Any]) -> None:
    """Send a message. Raises OSError when the other end is gone or the message is too large."""
    content = json.dumps(message).encode()
    if len(content) > LARGEST:
        raise OSError(f"a message of {len(content)} bytes is too large")
    end.send(content)


def read(end: socket.socket) -> dict[str, Any] | None:
    """Receive a message; None when the other end is gone."""
    content = end.recv(LARGEST)
    if not content:
        return None
    message: dict[str, Any] = json.loads(content)
    return message
