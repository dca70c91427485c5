"""Collects what a notebook puts out while a template runs it, in place of a front end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ipykernel.jsonutil import json_clean
from nbformat.v4 import output_from_msg

from playbook.kernels import private
from playbook.kernels.outputs import appended

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
OUTPUTS = {"stream", "display_data", "execute_result", "error"}
CELL = ""
"""Stands for the running cell where others have the id of an Output widget."""


class CannotCarryError(Exception):
    """A notebook does what a snapshot can't carry; the message says what."""


class Capture:
    """Takes the kernel's messages and keeps the outputs of the cell that is running."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self._capturing: list[str] = []  # Output widgets that are open, the innermost last
        self._outdated: set[str] = set()  # where the next output takes the place of the others

    def begin_cell(self) -> None:
        """Start a cell with an empty list of outputs."""
        self.outputs = []
        self._capturing.clear()
        self._outdated.discard(CELL)

    def send(
        self,
        stream: object,
        msg_or_type: Mapping[str, Any] | str,
        content: Mapping[str, Any] | None = None,
        parent: object = None,
        ident: object = None,
        buffers: object = None,
        track: bool = False,
        header: object = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """Stand in for `Session.send`. Raises CannotCarryError for `update_display`."""
        if isinstance(msg_or_type, str):
            kind, content, metadata = msg_or_type, content or {}, metadata or {}
        else:
            kind = msg_or_type["header"]["msg_type"]
            content, metadata = msg_or_type["content"], msg_or_type.get("metadata", {})
        if kind == "comm_msg":
            self._follow_output_widgets(content)
        elif kind == "clear_output" and content.get("wait"):
            self._outdated.add(self._place())
        elif kind == "clear_output":
            self._put([])
        elif kind == "update_display_data":
            raise CannotCarryError("it updates a display that was shown before (update_display)")
        elif kind in OUTPUTS:
            message = {"header": {"msg_type": kind}, "content": content, "metadata": metadata}
            self._add(plain(output_from_msg(json.loads(json.dumps(json_clean(message))))))

    def printed(self, name: str, text: str) -> None:
        """Take what was printed on `name`, stdout or stderr."""
        self.send(None, "stream", {"name": name, "text": text})

    def _follow_output_widgets(self, content: Mapping[str, Any]) -> None:
        state = (content.get("data") or {}).get("state") or {}
        if "msg_id" not in state:
            return
        widget = content["comm_id"]
        if state["msg_id"]:
            self._capturing.append(widget)
        elif widget in self._capturing:
            self._capturing.remove(widget)

    def _add(self, output: dict[str, Any]) -> None:
        before = [] if self._place() in self._outdated else self._current()
        self._put(appended(before, output))

    def _place(self) -> str:
        return self._capturing[-1] if self._capturing else CELL

    def _current(self) -> list[dict[str, Any]]:
        return list(self._output_widget().outputs) if self._capturing else self.outputs

    def _put(self, outputs: list[dict[str, Any]]) -> None:
        self._outdated.discard(self._place())
        if self._capturing:
            self._output_widget().outputs = tuple(outputs)
        else:
            self.outputs[:] = outputs

    def _output_widget(self) -> Any:
        return private.widget(self._capturing[-1])


def plain(output: dict[str, Any]) -> dict[str, Any]:
    """Leave out how a widget calls itself in text: a page never shows it, and it holds addresses.

    So the snapshots of two runs of a notebook are equal.
    """
    view = output.get("data", {}).get(WIDGET_VIEW)
    return {**output, "data": {WIDGET_VIEW: view}} if view else output
