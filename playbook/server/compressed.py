"""Content that is sent as brotli or gzip, whichever the browser takes."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import brotli
import tornado.web

BEST = 11
"""Brotli quality for what is compressed once and kept: up to two seconds a megabyte."""

QUICK = 5
"""Brotli quality for a page made for one visitor: about a millisecond for 60 KB."""

PIECE = 65_536
"""Bytes handed to a connection at a time, so that a slow reader holds no whole file in memory."""

PIECE_SECONDS = 30
"""Time that a reader has for one piece; who takes longer is gone, or means harm."""

FOR_EVER = "public, max-age=31536000, immutable"
"""A year: the address of such content changes with the content."""

Encoding = Literal["br", "gzip", ""]


@dataclass(frozen=True)
class Compressed:
    """Content that doesn't change, with its compressed forms made beforehand."""

    plain: bytes
    brotli: bytes
    gzip: bytes
    content_type: str

    @classmethod
    def of(cls, content: bytes, content_type: str, quality: int = BEST) -> Compressed:
        """Compress content; `quality` is brotli's, from 0 (fast) to 11 (small)."""
        return cls(
            plain=content,
            brotli=brotli.compress(content, quality=quality),
            gzip=gzip.compress(content, 9, mtime=0),
            content_type=content_type,
        )

    @cached_property
    def fingerprint(self) -> str:
        """Twelve digits that change with the content, for its address."""
        return hashlib.sha256(self.plain).hexdigest()[:12]

    def encoded(self, encoding: Encoding) -> bytes:
        """The content in one of its forms."""
        return {"br": self.brotli, "gzip": self.gzip, "": self.plain}[encoding]


def best_encoding(accepted: str) -> Encoding:
    """Choose from the value of an Accept-Encoding header; '' where nothing is named."""
    named = {}
    for part in accepted.split(","):
        name, _, weight = part.partition(";")
        named[name.strip().lower()] = weight.replace(" ", "").lower()
    best: tuple[Encoding, ...] = ("br", "gzip")
    for encoding in best:
        if encoding in named and named[encoding].rstrip("0.") != "q=":
            return encoding
    return ""


def _announce(handler: tornado.web.RequestHandler, encoding: Encoding) -> None:
    handler.set_header("Vary", "Accept-Encoding")
    if encoding:
        handler.set_header("Content-Encoding", encoding)


async def answer(handler: tornado.web.RequestHandler, content: Compressed) -> None:
    """Answer a GET or HEAD request with content whose address carries its fingerprint.

    A reader who doesn't take a piece in time is cut off.
    """
    encoding = best_encoding(handler.request.headers.get("Accept-Encoding", ""))
    body = content.encoded(encoding)
    handler.set_header("Content-Type", content.content_type)
    handler.set_header("Content-Length", str(len(body)))
    handler.set_header("Cache-Control", FOR_EVER)
    _announce(handler, encoding)
    if handler.request.method == "HEAD":
        await handler.finish()
        return
    for begin in range(0, len(body), PIECE):
        handler.write(body[begin : begin + PIECE])
        taken = handler.flush()
        await asyncio.wait([taken], timeout=PIECE_SECONDS)
        if not taken.done():
            cut_off(handler)
            await asyncio.wait([taken])
        if taken.exception() is not None:  # the reader has gone, or was cut off
            return
    handler.finish()


def cut_off(handler: tornado.web.RequestHandler) -> None:
    """Close the connection of a request at once."""
    stream = getattr(handler.request.connection, "stream", None)
    if stream is not None:
        stream.close()


def send_compressed(handler: tornado.web.RequestHandler, html: str) -> asyncio.Future[None]:
    """Finish an answer with a page made for this visitor, compressed quickly."""
    content = html.encode()
    encoding = best_encoding(handler.request.headers.get("Accept-Encoding", ""))
    _announce(handler, encoding)
    if encoding == "br":
        content = brotli.compress(content, quality=QUICK)
    elif encoding == "gzip":
        content = gzip.compress(content, 5, mtime=0)
    return handler.finish(content)
