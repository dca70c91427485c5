"""A chart together with what it says, for those who see it and those who can't."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from playbook.charts.theme import theme

Layers = alt.Chart | alt.LayerChart


@dataclass(frozen=True)
class ChartWithSummary:
    """A chart, the sentence that says what it shows, and a text for those who can't see it.

    `chart` is Altair's, or a specification written directly, without theme and width.
    `title` stands above the chart as text and is not drawn into it. `summary` holds the chart's key
    numbers.
    """

    chart: Layers | dict[str, Any]
    title: str
    summary: str

    def spec(self) -> dict[str, Any]:
        """The full Vega-Lite specification: data inlined, theme applied, as wide as its place.

        It is not held against Vega-Lite's schema, which takes most of a redraw; tests do that.
        """
        if isinstance(self.chart, dict):
            spec = {"$schema": alt.SCHEMA_URL, **theme(), **self.chart}
        else:
            with alt.theme.enable("cco"):
                spec = self.chart.to_dict(validate=False)
        return spec | {"width": "container", "description": self.summary}

    def png(self, width: int = 640, scale: float = 2) -> bytes:
        """The picture as PNG, `width` CSS pixels wide, `scale` dots a pixel; works offline."""
        return vl_convert.vegalite_to_png(
            self.spec() | {"width": width}, scale=scale, allowed_base_urls=[]
        )
