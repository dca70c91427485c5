"""Templates of tiny notebooks, and kernels forked from them, without a server around."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import os
import shutil
import signal
import uuid
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import nbformat
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager

from playbook.kernels import provisioner
from playbook.kernels.run_folder import make_run_folder
from playbook.kernels.templates import Template, Templates

PATIENCE_SECONDS = 60
T = TypeVar("T")


def write_notebook(path: Path, *cells: str) -> Path:
    """Write a notebook of these code cells, below a line of text."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("A tiny lesson."),
            *(nbformat.v4.new_code_cell(cell) for cell in cells),
        ]
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


class Rig:
    """A server's templates; its event loop runs only while a test waits in `do`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run_folder = make_run_folder()
        self._runner = asyncio.Runner()
        self._kernels: list[Kernel] = []
        self._written = 0
        self.fell_back: list[tuple[str, str]] = []
        """Notebooks without a snapshot, and why."""
        self.templates = self.new_templates()

    def new_templates(self) -> Templates:
        """Another server's templates."""

        async def make() -> Templates:
            return Templates(self.run_folder, fell_back=lambda *what: self.fell_back.append(what))

        return self.do(make())

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run to the end, or fail after a long time."""
        return self._runner.run(asyncio.wait_for(work, PATIENCE_SECONDS))

    def notebook(self, *cells: str) -> Path:
        """Write a notebook that no other test has."""
        self._written += 1
        return write_notebook(self.folder / f"lesson_{self._written}.ipynb", *cells)

    def template_of(self, notebook: Path) -> Template:
        """The template of a notebook; fails with the reason where there is none."""
        template = self.do(self.templates.get(notebook))
        assert template is not None, self.fell_back
        return template

    def template(self, *cells: str) -> Template:
        """The template of a notebook with these cells."""
        return self.template_of(self.notebook(*cells))

    def why_not(self, *cells: str) -> str:
        """Why a notebook with these cells has no snapshot."""
        notebook = self.notebook(*cells)
        assert self.do(self.templates.get(notebook)) is None
        return dict(self.fell_back)[notebook.name]

    def kernel(self, template: Template | None, **asked: Any) -> Kernel:
        """Start a kernel as the server does; `asked` is what the provisioner takes."""
        kernel = self.do(self.start_kernel(template, **asked))
        self._kernels.append(kernel)
        return kernel

    def kernels(self, template: Template, number: int, **asked: Any) -> list[Kernel]:
        """Start several kernels at once."""

        async def together() -> list[Kernel]:
            return await asyncio.gather(
                *(self.start_kernel(template, **asked) for _ in range(number))
            )

        kernels = self.do(together())
        self._kernels += kernels
        return kernels

    async def start_kernel(self, template: Template | None, **asked: Any) -> Kernel:
        """Start a kernel, on a loop that runs."""
        manager = SnapshotManager(
            transport="ipc",
            connection_file=str(self.run_folder / f"kernel-{uuid.uuid4()}.json"),
        )
        await manager.start_kernel(template=template, **asked)
        return Kernel(self, manager)

    def end(self) -> None:
        """End all kernels and templates."""
        for kernel in self._kernels:
            kernel.end()
        self.templates.end()
        self._runner.close()
        shutil.rmtree(self.run_folder)


class SnapshotManager(AsyncKernelManager):
    """A manager of one kernel that asks for the kit's provisioner, whatever the default is."""

    @property
    def kernel_spec(self) -> KernelSpec:
        spec = super().kernel_spec
        spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner.NAME}
        return spec


class Kernel:
    """A visitor's kernel, and a page's way to talk to it."""

    def __init__(self, rig: Rig, manager: AsyncKernelManager) -> None:
        self._rig = rig
        self.manager = manager
        self.pid: int = manager.provisioner.pid
        self._client: BlockingKernelClient | None = None

    @property
    def client(self) -> BlockingKernelClient:
        """A client that is connected."""
        if self._client is None:
            info = self.manager.get_connection_info(session=True)
            self._client = BlockingKernelClient(**info)
            self._client.start_channels(stdin=False, hb=False)
            self._client.wait_for_ready(timeout=PATIENCE_SECONDS)
        return self._client

    def run(self, code: str) -> str:
        """Run code; give what it prints. Fails when the code does."""
        said: list[str] = []
        errors: list[dict[str, Any]] = []

        def hear(message: dict[str, Any]) -> None:
            if message["msg_type"] == "stream":
                said.append(message["content"]["text"])
            elif message["msg_type"] == "error":
                errors.append(message["content"])

        reply = self.client.execute_interactive(
            code, store_history=False, timeout=PATIENCE_SECONDS, output_hook=hear
        )
        assert reply["content"]["status"] == "ok", errors
        return "".join(said)

    def value(self, expression: str) -> Any:
        """The value of an expression of plain values."""
        return ast.literal_eval(self.run(f"print(repr(({expression})))"))

    def send(self, kind: str, content: dict[str, Any], **metadata: Any) -> Iterator[dict[str, Any]]:
        """Send a message; give what is heard in answer, up to the kernel being idle again."""
        message = self.client.session.msg(kind, content, metadata=metadata)
        self.client.shell_channel.send(message)
        while True:
            heard = self.client.get_iopub_msg(timeout=PATIENCE_SECONDS)
            if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if heard["msg_type"] == "status" and heard["content"]["execution_state"] == "idle":
                return
            yield heard

    def ask_for_states(self) -> dict[str, Any]:
        """All widgets' states, as a page asks for them when it comes back."""
        comm = uuid.uuid4().hex
        opening = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
        list(self.send("comm_open", opening, version="1.0.0"))
        asked = self.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
        [answer] = [each for each in asked if each["msg_type"] == "comm_msg"]
        states: dict[str, Any] = answer["content"]["data"]["states"]
        return states

    def end(self) -> None:
        """End the kernel, if it still runs."""
        if self._client is not None:
            self._client.stop_channels()
            self._client = None
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._rig.do(self.manager.shutdown_kernel(now=True))


def alive(process: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
