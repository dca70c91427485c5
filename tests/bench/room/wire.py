"""A visitor's side of HTTP and of a kernel's channel, as cheap as asyncio gives it.

The load that asks shares the machine with the server that answers; so nothing is parsed that
nobody asked for, and frames are masked with zeros, which changes no byte.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

HOST = "127.0.0.1"
PROTOCOL = "v1.kernel.websocket.jupyter.org"
MASK = b"\0\0\0\0"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
PARTS = 5
"""Channel, header, parent's header, metadata, content; buffers may follow."""

message_number = count(1)


@dataclass(frozen=True)
class Answer:
    """What came back; `whole` is False where it broke off, or was broken off."""

    status: int
    headers: dict[str, str]
    cookies: dict[str, str]
    body: bytes
    whole: bool

    @property
    def text(self) -> str:
        content = self.body
        if self.headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        return content.decode("utf-8", "replace")


async def fetch(
    port: int,
    path: str,
    *,
    method: str = "GET",
    cookie: str = "",
    form: str | None = None,
    source: str = HOST,
    leave_after: float | None = None,
) -> Answer:
    """Ask once, on a connection of its own; leave after so many seconds, if asked to.

    Raises OSError where nobody answers.
    """
    body = (form or "").encode()
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if form is not None:
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    reader, writer = await asyncio.open_connection(HOST, port, local_addr=(source, 0))
    received = bytearray()
    try:
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        async with asyncio.timeout(leave_after):
            while piece := await reader.read(1 << 18):
                received += piece
    except TimeoutError:
        pass
    finally:
        writer.transport.abort()
    return answer_of(bytes(received))


def answer_of(received: bytes) -> Answer:
    """Read an answer from its bytes."""
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return Answer(0, {}, {}, b"", whole=False)
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            key, _, rest = value.strip().partition("=")
            cookies[key] = rest.split(";", 1)[0]
        else:
            headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body, whole = joined(body)
    else:
        whole = len(body) == int(headers.get("content-length", len(body)))
    return Answer(int(first.split()[1]), headers, cookies, body, whole)


def joined(chunks: bytes) -> tuple[bytes, bool]:
    """Join a chunked body; tells too whether its end came."""
    pieces = []
    place = 0
    while (line := chunks.find(b"\r\n", place)) > 0:
        size = int(chunks[place:line], 16)
        if size == 0:
            return b"".join(pieces), True
        pieces.append(chunks[line + 2 : line + 2 + size])
        place = line + 4 + size
    return b"".join(pieces), False


class RefusedError(ConnectionError):
    """The server answered the handshake with something else than a channel."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the channel was refused with {status}")
        self.status = status


class Channel(asyncio.Protocol):
    """A websocket to a kernel; `heard` gets the content of each message, and its kind's header."""

    def __init__(self, heard: Callable[[bytes, bytes], None], lost: Callable[[], None]) -> None:
        self._heard = heard
        self._lost = lost
        self._received = bytearray()
        self._pieces: list[bytes] = []
        self._open = False
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None
        self.messages = 0
        self.bytes = 0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        self.bytes += len(data)
        if not self._open and not self._shake_hands():
            return
        while (frame := self._next_frame()) is not None:
            self._take(*frame)

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(problem or ConnectionError("the server hung up"))
        self._lost()

    def send(self, payload: bytes, kind: int = BINARY) -> None:
        """Send one message; raises ConnectionError when the connection is gone."""
        if self.transport is None or self.transport.is_closing():
            raise ConnectionError("the channel is closed")
        self.transport.write(framed(payload, kind))

    def close(self) -> None:
        """Leave as a browser does that closes a page."""
        if self.transport is not None and not self.transport.is_closing():
            self.transport.write(framed((1001).to_bytes(2, "big"), CLOSE))
            self.transport.close()

    def drop(self) -> None:
        """Leave as a laptop does whose lid is shut: without a word."""
        if self.transport is not None:
            self.transport.abort()

    def _shake_hands(self) -> bool:
        head, found, rest = bytes(self._received).partition(b"\r\n\r\n")
        if not found:
            return False
        status = int(head.split(None, 2)[1])
        if status != 101 or PROTOCOL.encode() not in head:
            if not self.opened.done():
                self.opened.set_exception(RefusedError(status))
            self.drop()
            return False
        self._received = bytearray(rest)
        self._open = True
        if not self.opened.done():
            self.opened.set_result(None)
        return True

    def _next_frame(self) -> tuple[int, bool, bytes] | None:
        data = self._received
        if len(data) < 2:
            return None
        size, start = data[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(data[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(data[2:10], "big"), 10
        if len(data) < start + size:
            return None
        first, payload = data[0], bytes(data[start : start + size])
        del data[: start + size]
        return first & 0x0F, bool(first & 0x80), payload

    def _take(self, kind: int, last: bool, payload: bytes) -> None:
        if kind == PING:
            self.send(payload, PONG)
        elif kind == CLOSE:
            self.close()
        elif kind in (0, TEXT, BINARY):
            self._pieces.append(payload)
            if last:
                message, self._pieces = b"".join(self._pieces), []
                self.messages += 1
                self._read(message)

    def _read(self, message: bytes) -> None:
        offsets = struct.unpack_from(f"<{PARTS + 1}Q", message, 8)
        header = message[offsets[1] : offsets[2]]
        self._heard(header, message[offsets[4] : offsets[5]])


def framed(payload: bytes, kind: int = BINARY) -> bytes:
    """A websocket's frame of this payload, from the visitor to the server."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | kind, 0x80 | size))
    elif size < 1 << 16:
        head = bytes((0x80 | kind, 0xFE)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | kind, 0xFF)) + size.to_bytes(8, "big")
    return head + MASK + payload


def packed(kind: str, content: dict[str, Any], session: str) -> bytes:
    """A message to the kernel in the binary protocol."""
    header = (
        f'{{"msg_id":"{session}-{next(message_number)}","msg_type":"{kind}","session":"{session}",'
        '"username":"","version":"5.3","date":"2026-01-01T00:00:00Z"}'
    )
    version = '{"version":"1.0.0"}' if kind == "comm_open" else "{}"
    written = json.dumps(content, separators=(",", ":"))
    parts = [part.encode() for part in ("shell", header, "{}", version, written)]
    place = 8 * (len(parts) + 2)
    offsets = [place]
    for part in parts:
        place += len(part)
        offsets.append(place)
    return struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts)


async def connect(
    port: int,
    path: str,
    *,
    cookie: str,
    heard: Callable[[bytes, bytes], None],
    lost: Callable[[], None],
    source: str = HOST,
) -> Channel:
    """Open a channel. Raises RefusedError, or OSError where nobody answers."""
    loop = asyncio.get_running_loop()
    _, channel = await loop.create_connection(
        lambda: Channel(heard, lost), HOST, port, local_addr=(source, 0)
    )
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {HOST}:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Origin: http://{HOST}:{port}",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {PROTOCOL}",
        f"Cookie: {cookie}",
    ]
    assert channel.transport is not None
    channel.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
    try:
        await channel.opened
    except BaseException:
        channel.drop()
        raise
    return channel
