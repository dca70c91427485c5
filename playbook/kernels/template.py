"""The template process of a lesson: it runs the notebook once, then forks a kernel a visitor.

`python -m playbook.kernels.template NOTEBOOK SNAPSHOT SERVER LIFELINE`: the notebook, the file
to write its snapshot to, and two inherited descriptors: a socket to the server, and a pipe that
closes when the server is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from playbook.kernels import private, protocol, visitor
from playbook.kernels.capture import CannotCarryError, Capture
from playbook.kernels.chance import Chance
from playbook.kernels.child import become
from playbook.kernels.doubts import doubts, open_files
from playbook.kernels.holes import fill_holes
from playbook.kernels.printed import Printed
from playbook.kernels.snapshot import Snapshot

PR_SET_PDEATHSIG = 1


def run(app: Any, capture: Capture, notebook: Path) -> dict[int, list[dict[str, Any]]]:
    """Run a notebook's code cells once; give the outputs of each, by its index.

    Raises CannotCarryError when a cell fails, or does what can't be carried.
    """
    cells = nbformat.read(notebook, as_version=4).cells
    outputs = {}
    for index, cell in enumerate(cells):
        if cell.cell_type != "code":
            continue
        capture.begin_cell()
        private.begin_cell(app, index)
        result = app.kernel.shell.run_cell(cell.source, store_history=False)
        if not result.success:
            problem = result.error_before_exec or result.error_in_exec
            raise CannotCarryError(f"its cell {index} fails: {problem!r}")
        outputs[index] = list(capture.outputs)
    private.end_cells(app)
    return outputs


def rehearse(app: Any, capture: Capture, notebook: Path, folder: Path) -> None:
    """Run the notebook for nobody, then clear the stage. Raises CannotCarryError.

    Its records lie in `folder` meanwhile, which is swept also if this process is killed.
    """
    real = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=folder) as records:
        os.environ["CCO_DATA_DIR"] = records
        os.environ.pop("CCO_DATABASE_URL", None)
        try:
            run(app, capture, notebook)
            visitor.rehearse()
        finally:
            os.environ.clear()
            os.environ.update(real)
    private.clear(app)


def prepare(notebook: Path, chance: Chance, folder: Path) -> tuple[Any, Snapshot]:
    """Make the kernel and run the notebook in it; `folder` is for what is thrown away.

    Raises CannotCarryError.
    """
    capture = Capture()
    app = private.build_app(capture.send)
    files = open_files()
    with (
        contextlib.redirect_stdout(Printed("stdout", capture.printed)),
        contextlib.redirect_stderr(Printed("stderr", capture.printed)),
    ):
        rehearse(app, capture, notebook, folder)
        app.filling = close_up()  # so that the lesson's own objects lie side by side
        with private.same_names(notebook.name), chance.watched():
            outputs = run(app, capture, notebook)
    private.register_widgets()
    visitor.awaited()
    found = doubts(files)
    if chance.shared:
        found.append("it draws from numpy.random without a seed")
    if found:
        raise CannotCarryError("; ".join(found))
    return app, Snapshot(outputs, private.widget_states())


def close_up() -> list[object]:
    """Let go of what nobody uses and fill the holes it leaves; the caller keeps the filling."""
    gc.collect()
    filling = fill_holes()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return filling


def reap(signum: int, frame: object) -> None:
    """Let children that have ended go."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve(app: Any, chance: Chance, server: socket.socket, lifeline: int) -> None:
    """Fork a kernel for each request until the server is gone."""
    signal.signal(signal.SIGCHLD, reap)
    poll = select.poll()
    poll.register(server, select.POLLIN)
    poll.register(lifeline, 0)
    while True:
        if any(descriptor == lifeline for descriptor, _ in poll.poll()):
            return
        request = protocol.read(server)
        if request is None:
            return
        try:
            child = os.fork()
        except OSError as problem:  # no memory, or too many processes: for now
            protocol.write(server, {"id": request["id"], "failed": repr(problem)})
            continue
        if child == 0:
            fork_child(request, app, chance, server, lifeline)


def fork_child(
    request: dict[str, Any], app: Any, chance: Chance, server: socket.socket, lifeline: int
) -> None:
    """Be the visitor's kernel, and end with it; nothing of the template's own follows."""
    try:
        become(request, app=app, chance=chance, server=server, lifeline=lifeline)
    except BaseException as problem:
        with contextlib.suppress(OSError):
            protocol.write(server, {"id": request["id"], "failed": repr(problem)})
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(0)


def main(notebook: Path, snapshot: Path, server: socket.socket, lifeline: int) -> None:
    """Run the notebook, tell the server, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a notebook may run for ever
    os.chdir(notebook.parent)
    chance = Chance()
    try:
        app, result = prepare(notebook, chance, snapshot.parent)
    except CannotCarryError as why:
        protocol.write(server, {"doubts": [str(why)]})
        return
    result.write(snapshot)
    del result
    app.filling += close_up()
    gc.freeze()  # what exists now stays out of every later collection, so children share its memory
    protocol.write(server, {"ready": str(snapshot)})
    serve(app, chance, server, lifeline)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        socket.socket(fileno=int(sys.argv[3])),
        int(sys.argv[4]),
    )
