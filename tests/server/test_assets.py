from __future__ import annotations

import asyncio
import gzip
import json
import re
import sys
from pathlib import Path

import brotli
import pytest
import tornado.web

from playbook import vega_library
from playbook.server import assets
from playbook.server.assets import STATIC, Assets
from playbook.server.library import ChartLibrary
from playbook.tokens import TOKENS_CSS
from playbook.vega_library import FILE_NAME, library_files, write_library
from tests.server.conftest import Visitor
from tests.serving import Served

FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built client of two scripts and a style sheet."""
    folder = tmp_path / "built"
    folder.mkdir()
    names = {
        "client.js": "client-1.js",
        "controls.js": "controls-2.js",
        "client.css": "client-3.css",
    }
    for file in names.values():
        content = f"/* {file} */".encode()
        (folder / file).write_bytes(content)
        (folder / f"{file}.br").write_bytes(brotli.compress(content))
        (folder / f"{file}.gz").write_bytes(gzip.compress(content))
    (folder / "manifest.json").write_text(json.dumps(names))
    monkeypatch.setattr(assets, "client_dir", lambda: folder)
    return folder


def found(kept: Assets, file_name: str) -> bytes | None:
    content = asyncio.run(kept.find(file_name))
    return content.plain if content else None


def test_style_sheets_are_joined_to_one_a_page(client: Path, tmp_path: Path) -> None:
    kept = Assets(ChartLibrary(tmp_path))
    site = TOKENS_CSS.read_bytes() + (STATIC / "page.css").read_bytes()
    lesson = site + (STATIC / "lesson.css").read_bytes() + b"/* client-3.css */"

    assert found(kept, kept.file_name("site.css")) == site
    assert kept.lesson_sheet == lesson.decode()


def test_the_client_s_files_keep_their_names_and_forms(client: Path, tmp_path: Path) -> None:
    kept = Assets(ChartLibrary(tmp_path))

    assert kept.file_name("client.js") == "client-1.js"
    content = asyncio.run(kept.find("controls-2.js"))
    assert content is not None
    assert content.plain == b"/* controls-2.js */"
    assert content.brotli == (client / "controls-2.js.br").read_bytes()
    assert content.content_type == "text/javascript; charset=utf-8"


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json",
        "client-1.js.br",
        "page.css",
        "",
        ".",
        "..",
        "../page.py",
        "\0",
        "/etc/passwd",
    ],
)
def test_nothing_else_is_found(client: Path, tmp_path: Path, name: str) -> None:
    assert found(Assets(ChartLibrary(tmp_path)), name) is None


def test_a_change_changes_the_address(
    client: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Assets(ChartLibrary(tmp_path))
    monkeypatch.setattr(assets, "site_sheet", lambda: b"/* other */")
    after = Assets(ChartLibrary(tmp_path))

    assert before.file_name("site.css") != after.file_name("site.css")
    assert before.file_name("room.js") == after.file_name("room.js")


def test_every_static_file_that_a_page_names_is_there_and_kept_for_ever(visitor: Visitor) -> None:
    named = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.get("/").text))

    assert named
    for address in named:
        answer = visitor.get(address)
        assert re.search(r"-[0-9A-Za-z_]{8,}\.[a-z]+$", address), address
        assert answer.status == 200, address
        assert answer.headers["Cache-Control"] == FOR_EVER
        assert visitor.get(address, "HEAD").content == b""


def test_the_home_page_fetches_what_a_lesson_needs_beforehand(visitor: Visitor) -> None:
    page = visitor.get("/").text
    fetched = re.findall(r'<link rel="prefetch" href="/static/([a-z]+)-[^"]+"', page)

    assert fetched == ["client", "vega"]


@pytest.fixture
def quick_vega(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is made in no time."""
    monkeypatch.setattr(vega_library, "vega_script", lambda: "the library")


def test_the_chart_library_is_written_in_all_forms(quick_vega: None, tmp_path: Path) -> None:
    path = tmp_path / "cache" / FILE_NAME

    write_library(path)

    packed, zipped, plain = (each.read_bytes() for each in library_files(path))
    assert brotli.decompress(packed) == gzip.decompress(zipped) == plain == b"the library"
    assert len(list(path.parent.iterdir())) == 3


def test_the_chart_library_is_waited_for_and_then_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE_NAME
    making = (
        "from playbook import vega_library; from pathlib import Path;"
        "vega_library.vega_script = lambda: 'the library';"
        f"vega_library.write_library(Path({str(path)!r}))"
    )
    popen = assets.ChartLibrary.prepare.__globals__["subprocess"].Popen
    started = []

    def start(command: list[str]):
        started.append(command)
        return popen([sys.executable, "-c", making])

    monkeypatch.setattr("playbook.server.library.subprocess.Popen", start)
    library = ChartLibrary(tmp_path)

    async def both():
        return await asyncio.gather(library.content(), library.content())

    first, second = asyncio.run(both())
    for each in library_files(path):
        each.unlink()

    assert first.plain == second.plain == b"the library"
    assert asyncio.run(library.content()) is second
    assert len(started) == 1


def test_a_chart_library_that_can_t_be_made_is_said_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    popen = assets.ChartLibrary.prepare.__globals__["subprocess"].Popen
    monkeypatch.setattr(
        "playbook.server.library.subprocess.Popen", lambda command: popen(["false"])
    )
    library = ChartLibrary(tmp_path)

    for _ in range(2):
        with pytest.raises(tornado.web.HTTPError) as failed:
            asyncio.run(library.content())
        assert failed.value.status_code == 503


def test_a_chart_library_that_is_being_made_is_given_up_when_the_server_ends(
    tmp_path: Path,
) -> None:
    library = ChartLibrary(tmp_path)

    library.prepare()
    library.end()

    assert not list(tmp_path.iterdir())


def test_the_server_s_chart_library_is_the_whole_one(served: Served) -> None:
    answer = served.get(f"/static/{FILE_NAME}", Accept_Encoding="br")

    assert answer.status == 200
    assert answer.headers["Content-Encoding"] == "br"
    assert b"vegaEmbed" in brotli.decompress(answer.content)
    assert len(answer.content) < 300_000
