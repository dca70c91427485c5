"""A page's side of a kernel's channel: messages in the binary protocol."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import websocket

from tests.server.conftest import Visitor

PROTOCOL = "v1.kernel.websocket.jupyter.org"
TEXTS = ("header", "parent_header", "metadata", "content")


def connect(
    visitor: Visitor, kernel_id: str, cookie: str | None = None, **options: Any
) -> websocket.WebSocket:
    """Open a channel as a page does."""
    cookie = visitor.cookie if cookie is None else cookie
    options = {"subprotocols": [PROTOCOL], "timeout": 30, **options}
    return websocket.create_connection(
        f"ws://127.0.0.1:{visitor.server.port}/api/kernels/{kernel_id}/channels"
        f"?session_id={options.pop('session', uuid.uuid4().hex)}",
        cookie=cookie,
        **options,
    )


def message(kind: str, content: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A message to the kernel; `changed` replaces parts of it, or adds to its header."""
    header = {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "session": "a-session",
        "username": "",
        "version": "5.3",
        "date": "2026-01-01T00:00:00Z",
    }
    parts = {
        "channel": "shell",
        "header": header,
        "parent_header": {},
        "metadata": {},
        "content": content,
        "buffers": [],
    }
    return {**parts, **changed}


def packed(asked: dict[str, Any]) -> bytes:
    """A message as bytes."""
    parts = [
        str(asked["channel"]).encode(),
        *(json.dumps(asked[text]).encode() for text in TEXTS),
        *asked["buffers"],
    ]
    place = 8 * (len(parts) + 2)
    offsets = [place]
    for part in parts:
        place += len(part)
        offsets.append(place)
    numbers = [len(offsets), *offsets]
    return b"".join(number.to_bytes(8, "little") for number in numbers) + b"".join(parts)


def unpacked(received: bytes) -> dict[str, Any]:
    """Bytes as a message, without its buffers."""
    number = [int.from_bytes(received[8 * i : 8 * (i + 1)], "little") for i in range(7)]
    texts = [json.loads(received[number[i] : number[i + 1]]) for i in range(2, 6)]
    channel = received[number[1] : number[2]].decode()
    return {"channel": channel, **dict(zip(TEXTS, texts, strict=True))}


def answers(channel: websocket.WebSocket) -> Iterator[dict[str, Any]]:
    """What comes from the kernel, until the channel is closed."""
    while received := channel.recv():
        yield unpacked(received)


def reply_to(channel: websocket.WebSocket, asked: dict[str, Any]) -> dict[str, Any]:
    """Send a message, and wait for the reply to it."""
    channel.send_binary(packed(asked))
    return next(
        each
        for each in answers(channel)
        if each["parent_header"].get("msg_id") == asked["header"]["msg_id"]
        and each["header"]["msg_type"].endswith("_reply")
    )
