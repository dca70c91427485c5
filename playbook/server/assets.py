"""Static files of the server, each with its version in its address, kept by the browser."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import cache
from pathlib import Path

import tornado.web

from playbook import vega_library
from playbook.charts.tokens import TOKENS_CSS
from playbook.server.page import PlainErrors, refuse_odd_path

STATIC = Path(__file__).parent / "static"


def library_file(cache_dir: Path) -> Path:
    """Where this version of the chart library lies, or will."""
    return cache_dir / f"vega-{vega_library.VERSION}.js"


def prepare_library(cache_dir: Path) -> subprocess.Popen[bytes] | None:
    """Have the chart library written by a process beside this one, if it isn't there yet."""
    path = library_file(cache_dir)
    if path.exists():
        return None
    return subprocess.Popen([sys.executable, "-m", "playbook.vega_library", str(path)])


def ready_library(cache_dir: Path) -> Path:
    """The chart library's file; written now if nobody has written it yet."""
    path = library_file(cache_dir)
    if not path.exists():
        vega_library.write_library(path)
    return path


class Asset(PlainErrors, tornado.web.StaticFileHandler):
    """`/static/<file>`: the server's own files, the design tokens and the chart library."""

    def initialize(self, cache_dir: Path) -> None:  # type: ignore[override]
        """Remember where the chart library is kept."""
        self.cache_dir = cache_dir
        super().initialize(path=str(STATIC))

    @classmethod
    def get_absolute_path(cls, root: str, path: str) -> str:
        """Find the file for an address."""
        refuse_odd_path(path)
        if path == TOKENS_CSS.name:
            return str(TOKENS_CSS)
        return str(super().get_absolute_path(root, path))

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Allow the files of this folder, the tokens and the chart library, nothing else."""
        name = Path(absolute_path).name
        if absolute_path == str(STATIC / "vega.js"):
            return str(ready_library(self.cache_dir))
        if name == TOKENS_CSS.name:
            return absolute_path
        return super().validate_absolute_path(root, absolute_path)

    def get_cache_time(self, path: str, modified: object, mime_type: str) -> int:
        """A year, for an address that carries its version."""
        return 365 * 24 * 3600 if self.get_argument("v", None) else 0


@cache
def version_of(name: str) -> str:
    """Give a short fingerprint of a static file; of vega.js, of the library's version."""
    if name == "vega.js":
        return vega_library.VERSION
    path = TOKENS_CSS if name == TOKENS_CSS.name else STATIC / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
