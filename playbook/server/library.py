"""The chart library: made once by a process beside the server, kept in the cache folder."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import tornado.web

from playbook.server.compressed import Compressed
from playbook.vega_library import FILE_NAME, library_files

LOOK_SECONDS = 0.1


class ChartLibrary:
    """Gives the library's content as soon as it has been made."""

    def __init__(self, cache_dir: Path) -> None:
        self._path = cache_dir / FILE_NAME
        self._maker: subprocess.Popen[bytes] | None = None
        self._content: Compressed | None = None

    @property
    def _made(self) -> bool:
        return all(each.exists() for each in library_files(self._path))

    def prepare(self) -> None:
        """Have the library made, unless it is there or being made."""
        if not self._made and self._maker is None:
            command = [sys.executable, "-m", "playbook.vega_library", str(self._path)]
            self._maker = subprocess.Popen(command)

    async def content(self) -> Compressed:
        """Give the library; waits while it is being made, raises 503 where it can't be."""
        if self._content is None:
            await self._wait_until_made()
            brotli, gzip, plain = (each.read_bytes() for each in library_files(self._path))
            self._content = Compressed(plain, brotli, gzip, "text/javascript; charset=utf-8")
        return self._content

    async def _wait_until_made(self) -> None:
        while not self._made:
            self.prepare()
            assert self._maker is not None
            if self._maker.poll() is not None and not self._made:
                self._maker = None
                raise tornado.web.HTTPError(503, "The chart library could not be made")
            await asyncio.sleep(LOOK_SECONDS)
        self.end()

    def end(self) -> None:
        """End the process that makes the library, if there is one; another server begins anew."""
        if self._maker is not None:
            self._maker.terminate()
            self._maker.wait()
            self._maker = None
