"""A chart with its sentence and its summary; selections come back to Python."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import anywidget
import traitlets
from altair.utils.schemapi import disable_debug_mode

from playbook.charts import ChartWithSummary
from playbook.vega_library import vega_script
from widgets.common.assets import module, style

HERE = Path(__file__).parent

disable_debug_mode()  # nobody waits while parts are held against a schema; tests do that


class Chart(anywidget.AnyWidget):
    """Draws a Vega-Lite specification with the page's one copy of the Vega library.

    A page of the training server names its address in `<meta name="cco-vega">`; elsewhere, in
    JupyterLab, the page asks this widget for the library once and shares it among all charts.
    `selections` maps the name of each selection parameter to what is selected.
    """

    _esm = module("dom", file=HERE / "chart.js")
    _css = style(HERE / "chart.css")

    spec = traitlets.Dict().tag(sync=True)
    title = traitlets.Unicode().tag(sync=True)
    summary = traitlets.Unicode().tag(sync=True)
    selections = traitlets.Dict().tag(sync=True)

    def __init__(self, spec: Mapping[str, Any], *, title: str, summary: str) -> None:
        """Show a Vega-Lite `spec`; `title` says what it shows, `summary` what can be read off."""
        super().__init__(spec=dict(spec), title=title, summary=summary)
        self.on_msg(self._received)

    @classmethod
    def of(cls, drawn: ChartWithSummary) -> Self:
        """Show a chart of `playbook.charts`."""
        return cls(drawn.spec(), title=drawn.title, summary=drawn.summary)

    def show(self, drawn: ChartWithSummary) -> None:
        """Show another chart in this one's place."""
        with self.hold_sync():
            self.spec, self.title, self.summary = drawn.spec(), drawn.title, drawn.summary

    def _received(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        if content.get("type") == "library":
            script = vega_script().encode()
            self.send({"type": "library"}, buffers=[script])
