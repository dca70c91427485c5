"""The servers that the kit is measured against, each in an environment of its own."""

from __future__ import annotations

import http.client
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from tests.bench.room.peers.voila_cells import CELLS as VOILA_CELLS
from tests.serving import free_port

HERE = Path(__file__).parent
PAGES = HERE / "peers"
ENVIRONMENTS = HERE.parents[2] / ".venv-peers"
START_SECONDS = 60


@dataclass(frozen=True)
class Peer:
    """How one of them is started and where its small page is; `{port}` is filled in."""

    name: str
    command: tuple[str, ...]
    path: str = "/"


PEERS = {
    "panel": Peer(
        "Panel",
        ("bin/panel", "serve", "panel_page.py", "--address=127.0.0.1", "--port={port}"),
        "/panel_page",
    ),
    "streamlit": Peer(
        "Streamlit",
        (
            "bin/streamlit",
            "run",
            "streamlit_page.py",
            "--server.address=127.0.0.1",
            "--server.port={port}",
            "--server.headless=true",
            "--server.fileWatcherType=none",
            "--browser.gatherUsageStats=false",
        ),
    ),
    "voila": Peer(
        "Voila",
        (
            "bin/voila",
            "{notebook}",
            "--no-browser",
            "--Voila.ip=127.0.0.1",
            "--port={port}",
            "--Voila.port_retries=0",
            "--MappingKernelManager.cull_idle_timeout=20",
            "--MappingKernelManager.cull_interval=5",
            "--MappingKernelManager.cull_connected=False",
        ),
    ),
}


def write_notebook(path: Path, title: str, cells: list[str]) -> Path:
    """Write a notebook with a heading and these code cells."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell(f"## {title}"),
            *(nbformat.v4.new_code_cell(cell.strip()) for cell in cells),
        ]
    )
    notebook.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def version(key: str, environments: Path = ENVIRONMENTS) -> str:
    """The version of a peer that its environment holds."""
    code = f"import importlib.metadata as m; print(m.version({key!r}))"
    python = environments / key / "bin" / "python"
    return subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


@contextmanager
def serve_peer(key: str, folder: Path, environments: Path = ENVIRONMENTS) -> Iterator[str]:
    """Serve a peer's small page; gives its address. Ends the run if it can't be started."""
    peer = PEERS[key]
    home = folder / key
    home.mkdir(parents=True)
    environment = environments / key
    if not (environment / "bin" / "python").exists():
        raise SystemExit(f"There is no environment for {peer.name}. Make it with: make bench-peers")
    port = free_port()
    notebook = write_notebook(home / "small.ipynb", "A small page", VOILA_CELLS)
    values = {"port": port, "notebook": notebook}
    program, *rest = (word.format(**values) for word in peer.command)
    log = folder / f"{key}.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(environment / program), *rest],
            cwd=PAGES,
            env={
                **os.environ,
                "HOME": str(home),
                "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
                "PYTHONPATH": str(PAGES),
                "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
                "JUPYTER_CONFIG_DIR": str(home / "config"),
                "IPYTHONDIR": str(home / "ipython"),
            },
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_served(process, port, log)
        yield f"http://127.0.0.1:{port}{peer.path}"
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_served(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until a server answers on its port; SystemExit with its own words if it ends."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/a-path-that-is-not-there")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise SystemExit(f"A server did not start:\n{log.read_text()[-2000:]}")
