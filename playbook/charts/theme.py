"""The Altair theme "cco", made from the tokens.

Charts use the light scheme and bring their own light background, in a dark page too: so the same
picture serves the page, print and documents.
"""

from __future__ import annotations

import altair as alt

from playbook.tokens import token

FONT_SIZE = 12
STRONG_SIZE = 13


@alt.theme.register("cco", enable=False)
def theme() -> alt.theme.ThemeConfig:
    """Give the part of a Vega-Lite specification that every chart shares."""
    font, ink, soft, line = (token(name) for name in ("font-ui", "ink", "ink-soft", "line"))
    return {
        "background": token("paper-raised"),
        "config": {
            "autosize": {"type": "fit-x", "contains": "padding"},
            "padding": 8,
            "font": font,
            "view": {"stroke": "transparent"},
            "axis": {
                "labelColor": soft,
                "labelFontSize": FONT_SIZE,
                "titleColor": soft,
                "titleFontSize": FONT_SIZE,
                "titleFontWeight": "normal",
                "titlePadding": 10,
                "titleLineHeight": 15,
                "gridColor": line,
                "gridOpacity": 0.6,
                "domainColor": token("line-strong"),
                "tickColor": line,
                "tickSize": 4,
                "labelPadding": 5,
            },
            "axisX": {
                "grid": False,
                "labelAngle": 0,
                "tickCount": 6,
                "labelSeparation": 8,
            },
            "axisY": {
                "domain": False,
                "ticks": False,
                "tickCount": 5,
                "titleAngle": 0,
                "titleAlign": "left",
                "titleBaseline": "bottom",
                "titleX": 0,
            },
            "text": {"color": ink, "fontSize": FONT_SIZE, "font": font},
            "line": {"color": token("accent"), "strokeWidth": 2},
            "point": {"color": token("accent"), "size": 45, "filled": True, "opacity": 1},
            "bar": {"color": token("accent")},
            "rule": {"color": soft},
            "rect": {"color": token("accent-soft")},
            "legend": {"labelFontSize": FONT_SIZE, "titleFontSize": FONT_SIZE, "labelColor": ink},
            "range": {
                "category": [token(f"cat-{step}") for step in range(1, 7)],
                "ordinal": [token(f"seq-{step}") for step in range(1, 6)],
                "ramp": [token(f"seq-{step}") for step in range(1, 6)],
                "heatmap": [token(f"seq-{step}") for step in range(1, 6)],
                "diverging": [token(f"div-{step}") for step in range(1, 6)],
            },
        },
    }


def use_theme() -> None:
    """Make "cco" the theme of every Altair chart drawn from now on."""
    alt.theme.enable("cco")
