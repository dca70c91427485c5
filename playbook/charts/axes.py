"""Axes that fit a narrow chart: titles in lines, labels that never overlap."""

from __future__ import annotations

import json
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

TITLE_CHARACTERS = 42
TITLE_RISE, LINE = 10, 15


def points_axis(labels: Sequence[str], title: str) -> dict[str, Any]:
    """An axis for column `place` (0, 1, …) that shows `labels`, leaving out what would overlap."""
    return {
        "field": "place",
        "type": "quantitative",
        "scale": {"domain": [-0.5, len(labels) - 0.5], "nice": False, "zero": False},
        "axis": {
            "title": axis_title(title),
            "values": list(range(len(labels))),
            "labelExpr": f"{json.dumps(list(labels), ensure_ascii=False)}[datum.value]",
            "labelOverlap": "greedy",
            "labelSeparation": 10,
            "labelFlush": False,
        },
    }


def axis_title(text: str) -> str | list[str]:
    """A title in as many lines as a narrow chart needs, of about the same length."""
    lines = wrap(text, TITLE_CHARACTERS)
    if len(lines) <= 1:
        return text
    evenly = -(-len(text) // len(lines))
    widths = range(evenly, TITLE_CHARACTERS)
    return next((even for at in widths if len(even := wrap(text, at)) == len(lines)), lines)


def upright_axis(title: str, **more: Any) -> dict[str, Any]:
    """A vertical axis whose title lies above it; `more` are Vega-Lite's properties of an axis."""
    lines = axis_title(title)
    extra = len(lines) - 1 if isinstance(lines, list) else 0
    return {"title": lines, "titleY": -TITLE_RISE - extra * LINE, **more}
