"""Static files of the server: joined, compressed once, each with a hash in its address."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

import tornado.web

from playbook.locations import client_dir
from playbook.server.compressed import Compressed, answer
from playbook.server.library import ChartLibrary
from playbook.server.page import PlainErrors
from playbook.tokens import TOKENS_CSS
from playbook.vega_library import FILE_NAME

STATIC = Path(__file__).parent / "static"
MANIFEST = "manifest.json"
CLIENT_SHEET = "client.css"
LIBRARY = "vega.js"

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


class Assets:
    """All static files, found by the address that a page names; nothing else can be asked for."""

    def __init__(self, library: ChartLibrary) -> None:
        self.library = library
        self._names: dict[str, str] = {LIBRARY: FILE_NAME}
        self._files: dict[str, Compressed] = {}
        client = ClientFiles(client_dir())
        self.lesson_sheet = (
            site_sheet() + (STATIC / "lesson.css").read_bytes() + client.sheet
        ).decode()
        """The style that stands in a lesson's page, so that its text waits for no other file."""
        for name, content in own_files():
            path = PurePath(name)
            self._names[name] = f"{path.stem}-{content.fingerprint}{path.suffix}"
            self._files[self._names[name]] = content
        self._names.update(client.names)
        self._files.update(client.files)

    def file_name(self, name: str) -> str:
        """The last part of a file's address; raises KeyError where there is no such file."""
        return self._names[name]

    async def find(self, file_name: str) -> Compressed | None:
        """The content at an address; None where there is none."""
        if file_name == FILE_NAME:
            return await self.library.content()
        return self._files.get(file_name)


class ClientFiles:
    """What the page client was built into."""

    def __init__(self, folder: Path) -> None:
        self.names: Mapping[str, str] = json.loads((folder / MANIFEST).read_text())
        self.files = {
            path.name: compressed_beforehand(path)
            for path in sorted(folder.iterdir())
            if path.suffix in CONTENT_TYPES and path.name != MANIFEST
        }

    @property
    def sheet(self) -> bytes:
        """Its style sheet."""
        return self.files[self.names[CLIENT_SHEET]].plain


def compressed_beforehand(path: Path) -> Compressed:
    """Read a built file and its compressed forms beside it."""
    return Compressed(
        plain=path.read_bytes(),
        brotli=path.with_name(f"{path.name}.br").read_bytes(),
        gzip=path.with_name(f"{path.name}.gz").read_bytes(),
        content_type=CONTENT_TYPES[path.suffix],
    )


def site_sheet() -> bytes:
    """The style that all pages share."""
    return TOKENS_CSS.read_bytes() + (STATIC / "page.css").read_bytes()


def own_files() -> Iterator[tuple[str, Compressed]]:
    """The server's own files; the style sheets of a page are one."""
    yield "site.css", Compressed.of(site_sheet(), CONTENT_TYPES[".css"])
    for path in sorted(STATIC.iterdir()):
        if path.suffix != ".css":
            yield path.name, Compressed.of(path.read_bytes(), CONTENT_TYPES[path.suffix])


class Asset(PlainErrors, tornado.web.RequestHandler):
    """`/static/<file>`."""

    async def get(self, file_name: str) -> None:
        """Answer the file, for ever the same at this address."""
        assets: Assets = self.settings["assets"]
        content = await assets.find(file_name)
        if content is None:
            raise tornado.web.HTTPError(404)
        await answer(self, content)

    head = get
