"""Widgets with all that belongs to them, to compare what two executions of a notebook gave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
REFERENCE = re.compile(r"(?:IPY_MODEL_|anywidget:)([0-9a-f]{32})")
NOBODY_S = {"msg_id", "_view_count"}
"""Parts of a state that say nothing about the notebook."""


def tree(model_id: str, states: Mapping[str, Any]) -> Any:
    """A widget's state, with the widgets it names in place of their ids, which are chance.

    `states` are in the Jupyter widget-state format.
    """
    model = states[model_id]
    state = {
        key: resolved(each, states)
        for key, each in model["state"].items()
        if each is not None and key not in NOBODY_S
    }
    return {"model": model["model_name"], "state": state}


def resolved(value: Any, states: Mapping[str, Any]) -> Any:
    """A value of a state, with trees in place of ids."""
    if isinstance(value, str) and (named := REFERENCE.fullmatch(value)):
        return tree(named[1], states)
    if isinstance(value, Mapping):
        if VIEW in value.get("data", {}):
            return {"view": tree(value["data"][VIEW]["model_id"], states)}
        return {key: resolved(each, states) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [resolved(each, states) for each in value]
    return value
