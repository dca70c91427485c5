"""A training server of its own for tests: on 127.0.0.1, on a free port, ended with the test."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from playbook.curriculum import course

START_SECONDS = 60
BUILD_SECONDS = 120

library_folder: Path | None = None
"""Where servers find the chart library that an earlier one has made."""


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Process:
    """What the system knows of a process."""

    pid: int
    parent: int
    threads: int
    command: bytes

    @property
    def is_forked(self) -> bool:
        """Whether it is a template, or came out of one: a fork keeps the command line."""
        return b"playbook.kernels.template" in self.command


def processes() -> list[Process]:
    """All processes of this machine."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        found.append(Process(int(entry.name), int(stat[1]), int(stat[17]), command))
    return found


class Served:
    """A running server with its own data folder; `kill` and `start` bring it down and back.

    `settings` are variables of its environment.
    """

    def __init__(self, data_dir: Path, command: list[str] | None = None, **settings: str) -> None:
        self.data_dir = data_dir
        self.settings = settings
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = command or [sys.executable, "-m", "playbook.cli", "serve"]
        self._process: subprocess.Popen[bytes] | None = None
        self.log = data_dir.parent / f"{data_dir.name}.log"

    def __enter__(self) -> Served:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the server and wait until it answers; fail with its own words if it ends."""
        environment = {**os.environ, "CCO_DATA_DIR": str(self.data_dir), **self.settings}
        environment.pop("CCO_DATABASE_URL", None)
        self._share_library()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "--port", str(self.port)],
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                self._wait_briefly()
        raise RuntimeError(f"The server did not start:\n{self.log.read_text()[-3000:]}")

    def _share_library(self) -> None:
        cache = self.data_dir / "cache"
        if library_folder is not None and not cache.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            cache.symlink_to(library_folder)

    def prepared(self) -> Served:
        """Wait until each lesson has a snapshot, so that the next page comes whole."""
        lessons = sum(1 for each in course().lessons if each.notebook)
        ready = f"cco_templates_ready {lessons:.1f}\n"
        deadline = time.monotonic() + BUILD_SECONDS
        while ready not in self.get("/metrics").text:
            assert time.monotonic() < deadline, self.log.read_text()[-3000:]
            self._wait_briefly()
        return self

    def _wait_briefly(self) -> None:
        assert self._process is not None
        try:
            self._process.wait(0.1)
        except subprocess.TimeoutExpired:
            return

    @property
    def pid(self) -> int:
        """The server's process id."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the server is up."""
        return self._process is not None and self._process.poll() is None

    def ended(self) -> int:
        """Wait until the server has ended by itself; give its exit code."""
        assert self._process is not None
        return self._process.wait(20)

    def kill(self) -> None:
        """End the server without any chance to tidy up."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the server as a user would."""
        if self._process is None or not self.running:
            return
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def templates(self) -> list[int]:
        """Process ids of this server's templates: a kernel that it adopted has more threads."""
        return [
            each.pid
            for each in processes()
            if each.parent == self.pid and each.is_forked and each.threads == 1
        ]

    def kernels(self) -> list[int]:
        """Process ids of this server's kernels: ordinary, forked, and those it adopted."""
        found, templates = processes(), self.templates()
        return [
            each.pid
            for each in found
            if (each.parent in templates and each.is_forked)
            or (each.parent == self.pid and b"ipykernel" in each.command)
            or (each.parent == self.pid and each.is_forked and each.pid not in templates)
        ]

    def get(
        self, path: str, cookie: str = "", method: str = "GET", body: str = "", **more: str
    ) -> Answer:
        """Ask the server for a page; redirects are not followed. `more` are headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if cookie:
            headers["Cookie"] = cookie
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=body or None, headers=headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer


class Answer:
    """What the server answered."""

    def __init__(self, status: int, headers: http.client.HTTPMessage, content: bytes) -> None:
        self.status = status
        self.headers = headers
        self.content = content

    @property
    def text(self) -> str:
        """The content as text."""
        return self.content.decode("utf-8", "replace")

    @property
    def cookies(self) -> str:
        """The cookies that were set, as they are sent back."""
        values = self.headers.get_all("Set-Cookie") or []
        return "; ".join(value.split(";", 1)[0] for value in values)
