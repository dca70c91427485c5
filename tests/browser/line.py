"""A line between browser and server that a test can cut, hold up and mend."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from types import TracebackType

BLOCK = 65_536


class Line:
    """Passes on what comes to its port; ends with the block."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Line:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Where the browser finds the server."""
        return f"http://127.0.0.1:{self._port}"

    def cut(self) -> None:
        """Break all connections, and let none come about."""
        self._do(self._whole.clear, self._break)

    def hold(self) -> None:
        """Pass nothing on, and say nothing about it."""
        self._do(self._flows.clear)

    def mend(self) -> None:
        """Be as before."""
        self._do(self._whole.set, self._flows.set)

    def _do(self, *steps: object) -> None:
        done = threading.Event()
        for step in (*steps, done.set):
            self._loop.call_soon_threadsafe(step)  # type: ignore[arg-type]
        done.wait(10)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over, self._whole, self._flows = (asyncio.Event() for _ in range(3))
        self._whole.set()
        self._flows.set()
        self._open: set[asyncio.StreamWriter] = set()
        listening = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self._port: int = listening.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        listening.close()
        self._flows.set()
        self._break()

    def _break(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not self._whole.is_set():
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
        ends = {writer, back}
        self._open |= ends
        try:
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        finally:
            self._open -= ends
            for end in ends:
                end.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while content := await reader.read(BLOCK):
                await self._flows.wait()
                writer.write(content)
                await writer.drain()
        writer.close()
