"""The chart library as a script, for pages that draw a chart in the browser."""

from __future__ import annotations

from importlib.metadata import version

import vl_convert

VERSION = version("vl-convert-python")
"""The version of vl-convert, which brings Vega; screen and documents draw with the same one."""

_AS_GLOBAL = "window.vegaEmbed = vegaEmbed;"


def vega_script() -> str:
    """Give Vega, Vega-Lite and Vega-Embed as one module that sets `window.vegaEmbed`.

    Takes about two seconds; nothing is fetched from outside.
    """
    return vl_convert.javascript_bundle(_AS_GLOBAL)
