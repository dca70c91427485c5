"""The chart library as a script, for pages that draw a chart in the browser.

`python -m playbook.vega_library FILE` writes it; making it keeps Python's lock for two seconds, so
a server has that done beside it.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path

import vl_convert

VERSION = version("vl-convert-python")
"""The version of vl-convert, which brings Vega; screen and documents draw with the same one."""

_AS_GLOBAL = "window.vegaEmbed = vegaEmbed;"


def vega_script() -> str:
    """Give Vega, Vega-Lite and Vega-Embed as one module that sets `window.vegaEmbed`.

    Takes about two seconds; nothing is fetched from outside.
    """
    return vl_convert.javascript_bundle(_AS_GLOBAL)


def write_library(path: Path) -> None:
    """Write the script to `path`, whole or not at all; raises OSError where it can't be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.write_text(vega_script(), encoding="utf-8")
    fresh.replace(path)


if __name__ == "__main__":
    write_library(Path(sys.argv[1]))
