"""A cell's outputs, in the order in which they came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Outputs = list[dict[str, Any]]


def appended(outputs: Iterable[Mapping[str, Any]], output: Mapping[str, Any]) -> Outputs:
    """Give `outputs` with one more; what was printed joins what was printed right before it.

    A kernel sends what is printed in as many pieces as its clock makes of it.
    """
    before = [dict(each) for each in outputs]
    last = before[-1] if before else {}
    if output["output_type"] == "stream" and last.get("name") == output["name"]:
        return [*before[:-1], {**last, "text": last["text"] + output["text"]}]
    return [*before, dict(output)]


def joined(outputs: Iterable[Mapping[str, Any]]) -> Outputs:
    """Give `outputs` with what was printed in one go as one output, however many pieces came."""
    whole: Outputs = []
    for each in outputs:
        whole = appended(whole, each)
    return whole
