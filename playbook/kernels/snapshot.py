"""What a template knows of its notebook: each cell's outputs, and every widget's state."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

NULL_IS_DEFAULT = "@jupyter-widgets/base"
"""The module of layouts: null is the default of all that they hold, and most of it is null."""


@dataclass(frozen=True)
class Snapshot:
    """A notebook that has run.

    `outputs` maps the index of each code cell to its outputs in nbformat 4; `states` maps each
    widget's model id to its state in the Jupyter widget-state format.
    """

    outputs: Mapping[int, list[dict[str, Any]]]
    states: Mapping[str, dict[str, Any]]

    @cached_property
    def id(self) -> str:
        """The same for two runs of a notebook that can stand in for one another."""
        text = json.dumps([self.to_json()], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """Give what `from_json` takes."""
        return {
            "outputs": {str(index): outputs for index, outputs in self.outputs.items()},
            "states": dict(self.states),
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Snapshot:
        """Read what `to_json` gave."""
        outputs = {int(index): outputs for index, outputs in content["outputs"].items()}
        return cls(outputs, content["states"])

    def write(self, path: Path) -> None:
        """Write the snapshot to a file."""
        path.write_text(json.dumps(self.to_json()), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Snapshot:
        """Read a snapshot from a file."""
        return cls.from_json(json.loads(path.read_text(encoding="utf-8")))

    def for_page(self) -> bytes:
        """Give the states as a page takes them: each script and style sheet once.

        `{"modules": [text], "styles": [text], "states": {model id: state}}`; a state's `_esm` is
        `{"module": index}` and its `_css` `{"style": index}`.
        """
        modules: dict[str, int] = {}
        styles: dict[str, int] = {}
        states = {}
        for model_id, model in self.states.items():
            state = dict(model["state"])
            if model["model_module"] == NULL_IS_DEFAULT:
                state = {name: value for name, value in state.items() if value is not None}
            for name, texts, kind in (("_esm", modules, "module"), ("_css", styles, "style")):
                if isinstance(state.get(name), str):
                    state[name] = {kind: texts.setdefault(state[name], len(texts))}
            states[model_id] = {**model, "state": state}
        content = {"modules": list(modules), "styles": list(styles), "states": states}
        return json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
