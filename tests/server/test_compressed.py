from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import Iterator

import brotli
import pytest
import tornado.httpserver
import tornado.web

from playbook.server import compressed
from playbook.server.compressed import Compressed, answer, best_encoding, send_compressed
from tests.server.running import Running, ask

TEXT = b"a text that repeats itself " * 10_000
CONTENT = Compressed.of(TEXT, "text/plain; charset=utf-8", quality=1)
LARGE = Compressed(TEXT * 150, b"", b"", "text/plain; charset=utf-8")


class Kept(tornado.web.RequestHandler):
    async def get(self) -> None:
        await answer(self, CONTENT)

    head = get


class Large(tornado.web.RequestHandler):
    async def get(self) -> None:
        await answer(self, LARGE)


class Fresh(tornado.web.RequestHandler):
    def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        send_compressed(self, "<p>Größe</p>" * 1000)


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    application = tornado.web.Application(
        [("/kept", Kept), ("/large", Large), ("/fresh", Fresh)], log_function=lambda handler: None
    )
    with Running(lambda: tornado.httpserver.HTTPServer(application)) as server:
        yield server


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("identity", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR; q=0.0, GZIP; q=0", ""),
        ("brotli", ""),
        (",;q=,=,;", ""),
    ],
)
def test_the_best_encoding_that_the_browser_takes_is_chosen(accepted: str, encoding: str) -> None:
    assert best_encoding(accepted) == encoding


@pytest.mark.parametrize(
    ("accepted", "decode"),
    [("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)],
)
def test_kept_content_comes_in_the_encoding_asked_for_and_may_be_kept_for_ever(
    running: Running, accepted: str, decode
) -> None:
    got = ask(running, "/kept", Accept_Encoding=accepted)

    assert got.status == 200
    assert decode(got.content) == TEXT
    assert got.headers.get("Content-Encoding", "") == accepted
    assert got.headers["Vary"] == "Accept-Encoding"
    assert got.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert got.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert int(got.headers["Content-Length"]) == len(got.content)


def test_a_head_request_gets_the_headers_alone(running: Running) -> None:
    got = ask(running, "/kept", method="HEAD", Accept_Encoding="br")

    assert got.status == 200
    assert got.content == b""
    assert int(got.headers["Content-Length"]) == len(CONTENT.brotli)


@pytest.mark.parametrize(
    ("accepted", "decode"),
    [("gzip, br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)],
)
def test_a_page_made_for_one_visitor_is_compressed_and_never_kept(
    running: Running, accepted: str, decode
) -> None:
    got = ask(running, "/fresh", Accept_Encoding=accepted)

    assert decode(got.content).decode() == "<p>Größe</p>" * 1000
    assert got.headers["Cache-Control"] == "no-store"
    assert got.headers["Vary"] == "Accept-Encoding"


def test_a_reader_who_takes_nothing_is_cut_off_and_holds_little_memory(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(compressed, "PIECE_SECONDS", 0.3)
    held = []
    flush = tornado.web.RequestHandler.flush

    def noting(self, **named):
        done = flush(self, **named)
        if not self.request.connection.stream.closed():
            held.append(len(self.request.connection.stream._write_buffer))
        return done

    monkeypatch.setattr(tornado.web.RequestHandler, "flush", noting)
    with socket.create_connection(("127.0.0.1", running.port)) as slow:
        slow.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        asyncio.run_coroutine_threadsafe(asyncio.sleep(1), running.loop).result()
        received = 0
        try:
            while piece := slow.recv(1_000_000):
                received += len(piece)
        except ConnectionResetError:
            pass

    assert received < len(LARGE.plain)
    assert max(held) < 3 * compressed.PIECE
    assert not [each for each in caplog.records if each.exc_info]


def test_the_fingerprint_changes_with_the_content_alone() -> None:
    other = Compressed.of(TEXT, "text/css", quality=5)

    assert CONTENT.fingerprint == other.fingerprint
    assert CONTENT.fingerprint != Compressed.of(TEXT + b".", "text/plain", 1).fingerprint
    assert len(CONTENT.fingerprint) == 12
