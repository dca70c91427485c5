"""Voila's renderer of a notebook, which takes the outputs of a snapshot where there is one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import nbformat
from nbformat import NotebookNode
from voila.notebook_renderer import NotebookRenderer

from playbook.kernels.outputs import joined
from playbook.kernels.snapshot import Snapshot


@dataclass(frozen=True)
class Source:
    """Where the outputs of a notebook come from: a snapshot, or a kernel that is to run it."""

    snapshot: Snapshot | None
    manager: Any = None


class LessonRenderer(NotebookRenderer):  # type: ignore[misc]
    """Renders a notebook; its `kernel_future` gives a `Source`."""

    _snapshot: Snapshot | None = None

    async def _jinja_kernel_start(
        self, nb: NotebookNode, kernel_id: str, kernel_future: asyncio.Future[Source]
    ) -> str:
        source = await kernel_future
        self._snapshot = source.snapshot
        if self._snapshot is None:
            manager = asyncio.get_running_loop().create_future()
            manager.set_result(source.manager)
            await super()._jinja_kernel_start(nb, kernel_id, manager)
        return kernel_id

    async def _jinja_cell_generator(
        self, nb: NotebookNode, kernel_id: str
    ) -> AsyncIterator[NotebookNode]:
        if self._snapshot is None:
            async for cell in super()._jinja_cell_generator(nb, kernel_id):
                if cell.cell_type == "code":
                    cell.outputs = nbformat.from_dict(joined(cell.outputs))
                yield cell
            return
        for index, cell in enumerate(nb.cells):
            if cell.cell_type == "code":
                cell.outputs = nbformat.from_dict(self._snapshot.outputs.get(index, []))
            yield cell

    async def release(self) -> None:
        """Let go of the kernel that ran the notebook, when its page was left before the end."""
        client = getattr(getattr(self, "executor", None), "kc", None)
        if client is not None:
            client.stop_channels()
