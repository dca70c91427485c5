"""Vega-Lite written directly, for a picture that is drawn anew at every answer.

Altair's objects for one control chart take 25 ms and 5 MiB of each learner's own memory; a room of
hundreds can't spare either.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Layer = dict[str, Any]


def layer(
    mark: str,
    encoding: Mapping[str, Any],
    *,
    rows: Sequence[Mapping[str, Any]] | None = None,
    where: str | None = None,
    **look: Any,
) -> Layer:
    """One layer: its mark, how that looks, and what it encodes.

    It draws its own `rows`, else those of the whole chart; of these, the ones for which the Vega
    expression `where` holds.
    """
    drawn: Layer = {"mark": {"type": mark, **look}, "encoding": dict(encoding)}
    if rows is not None:
        drawn["data"] = {"values": list(rows)}
    if where is not None:
        drawn["transform"] = [{"filter": where}]
    return drawn
