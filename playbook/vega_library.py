"""The chart library as a script, for pages that draw a chart in the browser.

`python -m playbook.vega_library FILE` writes it, with its compressed forms beside it. Making it
keeps Python's lock for two seconds and compressing takes as long, so a server has that done beside
it.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

import brotli
import vl_convert

VERSION = version("vl-convert-python")
"""The version of vl-convert, which brings Vega; screen and documents draw with the same one."""

_AS_GLOBAL = "window.vegaEmbed = vegaEmbed;"

_FRAME = '(() => {{"use strict";\n{bundle}\n}})();\n'
"""Makes a plain script of a module: browsers keep a plain one compiled for the next visit."""

FILE_NAME = (
    f"vega-{hashlib.sha256(f'{VERSION} {_AS_GLOBAL} {_FRAME}'.encode()).hexdigest()[:12]}.js"
)
"""The script's name, known before it is made: it changes with what goes into it."""


def vega_script() -> str:
    """Give Vega, Vega-Lite and Vega-Embed as one script that sets `window.vegaEmbed`.

    Takes about two seconds; nothing is fetched from outside.
    """
    return _FRAME.format(bundle=vl_convert.javascript_bundle(_AS_GLOBAL))


def write_library(path: Path) -> None:
    """Write the script to `path`, and compressed to `path` with `.gz` and `.br`.

    Each file is written whole or not at all, the script last: where it is, all three are. Raises
    OSError where they can't be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    script = vega_script().encode()
    brotli_path, gzip_path, _ = library_files(path)
    _write_whole(brotli_path, brotli.compress(script))
    _write_whole(gzip_path, gzip.compress(script, mtime=0))
    _write_whole(path, script)


def library_files(path: Path) -> tuple[Path, Path, Path]:
    """Where brotli's, gzip's and the plain form of the script at `path` lie."""
    return path.with_name(f"{path.name}.br"), path.with_name(f"{path.name}.gz"), path


def _write_whole(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


if __name__ == "__main__":
    write_library(Path(sys.argv[1]))
