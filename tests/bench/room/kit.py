"""How the bench serves the kit, and what it knows of the server's processes and records."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playbook.records import Records, open_records
from tests.bench.room import processes
from tests.bench.room.peer_servers import PAGES, write_notebook
from tests.bench.room.peers.kit_cells import CELLS
from tests.bench.room.peers.small_page import TITLE
from tests.bench.room.processes import Process
from tests.serving import Served

SLUG = "measure-your-impact"
PAGE = f"/lessons/{SLUG}"
NOTEBOOK = "must_dos/03_measure_your_impact.ipynb"

SHORT_LIVES = {
    "playbook.server.app:IDLE_SECONDS": 20,
    "playbook.server.app:CULL_SECONDS": 5,
    "playbook.server.visits:UNSEEN_SECONDS": 10.0,
    "playbook.server.visits:LEFT_SECONDS": 20.0,
}
"""A server whose kernels end soon after their page has gone, for runs that can't wait for it."""

PROGRAM = """
import importlib, os, sys
from pathlib import Path
import playbook.locations
if {notebooks!r}:
    playbook.locations.notebooks_dir = lambda: Path({notebooks!r})
for place, value in {settings!r}.items():
    module, name = place.split(":")
    try:
        setattr(importlib.import_module(module), name, value)
    except ModuleNotFoundError:
        pass
from playbook.cli import main
raise SystemExit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Kit:
    """A running server of the kit, with folders of its own."""

    served: Served
    mark: str
    folder: Path

    @property
    def port(self) -> int:
        return self.served.port

    @property
    def address(self) -> str:
        return f"{self.served.url}{PAGE}"

    @property
    def pid(self) -> int:
        return self.served.pid

    @property
    def records(self) -> Records:
        """The server's database, opened beside it."""
        return open_records(f"sqlite:///{self.served.data_dir / 'records.sqlite'}")

    def processes(self) -> list[Process]:
        """All processes that the server has started, directly or not, and the server itself."""
        return processes.marked(self.mark)

    def memory(self) -> float:
        """Memory of all of them, in MiB."""
        return processes.memory_of(self.mark)

    def seconds(self) -> processes.Seconds:
        """Processor time of the server and of all that it started."""
        return processes.seconds(self.mark, self.pid)

    def templates(self) -> list[Process]:
        """The processes that kernels are forked from."""
        return [
            each
            for each in self.processes()
            if "playbook.kernels" in each.command and each.parent == self.pid
        ]

    def kernels(self) -> list[Process]:
        """The kernels' processes."""
        templates = {each.pid for each in self.templates()}
        return [
            each
            for each in self.processes()
            if each.pid not in templates
            and ("ipykernel" in each.command or "playbook.kernels" in each.command)
        ]

    def litter(self) -> list[str]:
        """Files and sockets in the folders for what is in use only while a kernel runs."""
        folders = (self.folder / "run", self.folder / "tmp")
        return sorted(
            str(path.relative_to(self.folder))
            for folder in folders
            for path in folder.rglob("*")
            if not path.is_dir()
        )


@cache
def takes_learners() -> bool:
    """Whether `cco serve` can be told the size of the room."""
    asked = [sys.executable, "-m", "playbook.cli", "serve", "--help"]
    return "--learners" in subprocess.run(asked, capture_output=True, text=True).stdout


@contextmanager
def serve(
    folder: Path,
    *,
    learners: int = 100,
    notebooks: Path | None = None,
    settings: Mapping[str, object] | None = None,
) -> Iterator[Kit]:
    """Serve the kit for so many learners, with other notebooks or settings if there are any.

    What the environment says of kernels (`CCO_KERNELS=ordinary`) holds.
    """
    for name in ("run", "tmp", "config", "ipython"):
        (folder / name).mkdir(parents=True)
    mark = secrets.token_hex(8)
    environment = {
        processes.MARK: mark,
        "TMPDIR": folder / "tmp",
        "JUPYTER_RUNTIME_DIR": folder / "run",
        "JUPYTER_CONFIG_DIR": folder / "config",
        "IPYTHONDIR": folder / "ipython",
        "PYTHONPATH": os.pathsep.join([str(PAGES), *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    program = PROGRAM.format(
        notebooks=str(notebooks) if notebooks else "", settings=dict(settings or {})
    )
    command = ["env", *(f"{name}={value}" for name, value in environment.items())]
    command += [sys.executable, "-c", program, "serve"]
    if takes_learners():
        command += ["--learners", str(learners)]
    with Served(folder / "data", command) as served:
        yield Kit(served, mark, folder)


def small_notebooks(folder: Path) -> Path:
    """A folder of notebooks with the small page in the lesson's place."""
    write_notebook(folder / NOTEBOOK, TITLE, CELLS)
    return folder


def wait_until(condition: Callable[[], object], patience: float) -> float:
    """Wait until `condition()` holds; gives after how many seconds, or infinity for never."""
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > patience:
            return float("inf")
        time.sleep(0.05)
    return time.monotonic() - begun
