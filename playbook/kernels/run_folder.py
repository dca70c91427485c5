"""A server's folder for sockets, connection files and snapshots; all of it ends with the server."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "cco-run-"
LONGEST = 50
"""Characters of the folder's path: a socket's path has 107 at most, and its name takes the rest."""


def make_run_folder() -> Path:
    """Make a folder for this process, and remove those of servers that were killed."""
    parent = Path(tempfile.gettempdir())
    if len(str(parent)) > LONGEST - len(PREFIX) - 18:
        parent = Path("/tmp")
    sweep(parent)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))


def sweep(parent: Path) -> None:
    """Remove the folders whose process has ended."""
    for folder in parent.glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def is_running(pid: int) -> bool:
    """Whether there is a process of this id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
