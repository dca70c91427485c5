"""What a page is sure to load beyond its client, so that the browser asks for it at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from playbook.kernels.snapshot import Snapshot

BOXES = ("BoxModel", "HBoxModel", "VBoxModel", "GridBoxModel")
"""The controls of ipywidgets that the client's first part holds."""

LAZY_MODULES = ("@jupyter-widgets/controls", "@jupyter-widgets/output")
REFERENCE = re.compile(r'IPY_MODEL_([0-9a-f]+)|"model_id": "([0-9a-f]+)"')


def hints(snapshot: Snapshot, opening: Iterable[int]) -> list[str]:
    """Name the static files that the page of a snapshot will load.

    `opening` holds the indices of the cells that are looked at first: the chart library is named
    only where one of these shows a chart; other charts come when they are looked at.
    """
    wanted = []
    if any(
        model["model_module"] in LAZY_MODULES and model["model_name"] not in BOXES
        for model in snapshot.states.values()
    ):
        wanted += ["controls.js", "controls.css"]
    shown = shown_by(snapshot, opening)
    if any("vega" in json.dumps(snapshot.states[each]["state"].get("spec", "")) for each in shown):
        wanted.append("vega.js")
    return wanted


def shown_by(snapshot: Snapshot, cells: Iterable[int]) -> set[str]:
    """The models that the outputs of these cells show, and all that these refer to."""
    texts = [json.dumps(snapshot.outputs.get(index, [])) for index in cells]
    found: set[str] = set()
    while texts:
        named = {one or other for one, other in REFERENCE.findall(texts.pop())}
        fresh = (named & snapshot.states.keys()) - found
        found |= fresh
        texts += [json.dumps(snapshot.states[each]["state"]) for each in fresh]
    return found
