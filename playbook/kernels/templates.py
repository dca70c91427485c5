"""All templates of a server: one a lesson, built beforehand, replaced when the notebook changes."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playbook.kernels.run_folder import make_run_folder
from playbook.kernels.snapshot import Snapshot
from playbook.kernels.template_process import NoSnapshotError, TemplateLostError, TemplateProcess

log = logging.getLogger(__name__)

PR_SET_CHILD_SUBREAPER = 36
AT_ONCE = 1
"""Templates that are built at the same time, so that visitors still get a core."""

MOST_FAILURES = 3
"""After so many early ends of a notebook's template in a row, ordinary kernels serve it."""

EARLY_SECONDS = 60
"""A template that ends sooner than this after it was ready has ended early."""


@dataclass(frozen=True)
class Template:
    """A notebook that has run, ready to be forked."""

    notebook: Path
    version: int
    process: TemplateProcess = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    ready_at: float = field(default_factory=time.monotonic)


def version_of(notebook: Path) -> int:
    """Tell two states of a notebook's file apart."""
    return notebook.stat().st_mtime_ns


class Templates:
    """The templates of a server's notebooks.

    `get` never raises: it gives None where there is no snapshot, and an ordinary kernel serves.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        fell_back: Callable[[str, str], None] = lambda notebook, why: None,
    ) -> None:
        """`folder` takes the snapshots; without one, a run folder is made.

        `fell_back(notebook, why)` is called when a notebook turns out to have no snapshot.
        """
        self._fell_back = fell_back
        self._builds: dict[Path, asyncio.Task[Template]] = {}
        self._refused: dict[Path, int] = {}
        self._failures: dict[Path, int] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._building: set[TemplateProcess] = set()
        self.unavailable = why_unavailable()
        """Why no snapshot can be made on this machine; empty where it can."""
        if not self.unavailable:
            adopt_orphans()
            self._folder = folder or make_run_folder()
            self._folder_is_ours = folder is None
            self._lifeline, self._held = os.pipe()

    def ready(self, notebook: Path) -> Template | None:
        """Give the template of a notebook if it is there now; else see to it that it comes."""
        if self.unavailable:
            return None
        build = self._builds.get(notebook)
        if build is not None and build.done():
            template = None if build.cancelled() or build.exception() else build.result()
            if template and template.process.alive and template.version == version_of(notebook):
                return template
            if template and not template.process.alive:
                early = time.monotonic() - template.ready_at < EARLY_SECONDS
                self._failures[notebook] = self._failures.get(notebook, 0) + 1 if early else 0
            elif template:
                self._failures.pop(notebook, None)
                template.process.end()
            del self._builds[notebook]
        self._begin(notebook)
        return None

    async def get(self, notebook: Path) -> Template | None:
        """Wait for the template of a notebook; None where an ordinary kernel has to serve."""
        template = self.ready(notebook)
        build = self._builds.get(notebook)
        if template is not None or build is None:
            return template
        try:
            return await asyncio.shield(build)
        except (NoSnapshotError, OSError):
            return None

    def count(self) -> int:
        """How many templates are ready."""
        done = [each for each in self._builds.values() if each.done() and not each.cancelled()]
        return sum(1 for each in done if not each.exception() and each.result().process.alive)

    def _begin(self, notebook: Path) -> None:
        if notebook in self._builds or self._refused.get(notebook) == version_of(notebook):
            return
        if self._failures.get(notebook, 0) >= MOST_FAILURES:
            self._refuse(notebook, f"its template has ended {MOST_FAILURES} times")
            return
        task = asyncio.create_task(self._build(notebook))
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._builds[notebook] = task

    async def _build(self, notebook: Path) -> Template:
        async with self._turn:
            version = version_of(notebook)
            process = TemplateProcess.start(notebook, self._folder, self._lifeline)
            self._building.add(process)
            try:
                snapshot = await process.built()
            except NoSnapshotError as why:
                process.end()
                self._builds.pop(notebook, None)
                if isinstance(why, TemplateLostError):
                    self._failures[notebook] = self._failures.get(notebook, 0) + 1
                else:
                    self._refuse(notebook, str(why))
                raise
            finally:
                self._building.discard(process)
        process.on_loss = lambda: self.ready(notebook)
        return Template(notebook, version, process, snapshot)

    def _refuse(self, notebook: Path, why: str) -> None:
        self._refused[notebook] = version_of(notebook)
        log.warning("An ordinary kernel serves %s: %s", notebook.name, why)
        self._fell_back(notebook.name, why)

    def end(self) -> None:
        """End all templates, and with them their kernels, as nobody holds the lifeline any more."""
        if self.unavailable:
            return
        for build in self._builds.values():
            if build.done() and not build.cancelled() and not build.exception():
                build.result().process.end()
            else:
                build.cancel()
        for process in self._building:
            process.end()
        os.close(self._held)
        os.close(self._lifeline)
        if self._folder_is_ours:
            shutil.rmtree(self._folder, ignore_errors=True)


def why_unavailable() -> str:
    """Say why this machine can't fork kernels; empty where it can."""
    if sys.platform != "linux":
        return "kernels are forked on Linux only"
    if os.environ.get("CCO_KERNELS") == "ordinary":
        return "CCO_KERNELS asks for ordinary kernels"
    from playbook.kernels import private

    if moved := private.moved():
        return f"the installed Jupyter has moved {', '.join(moved)}"
    return ""


def adopt_orphans() -> None:
    """Become the parent of kernels whose template ends, so that none stays as a zombie."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
