"""A learner's own file, from the browser to Python, then read in the background."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import anywidget
import traitlets

from widgets.common.assets import module, style
from widgets.common.recorded import GETTING_READY
from widgets.upload.transfer import Transfer, UploadError

HERE = Path(__file__).parent
LIMIT_BYTES = 50_000_000
SMALLEST_STEP = 0.01

Progress = Callable[[float, str], None]
OnFile = Callable[[Path, str, str, int], None]
T = TypeVar("T")

log = logging.getLogger(__name__)


class ReadCancelled(Exception):  # noqa: N818 - a wish of the learner, not an error
    """The learner cancelled the reading; raised by the progress function inside of it."""


class Upload(anywidget.AnyWidget):
    """A file field with a drop area, the sending and the reading shown as progress.

    The browser sends `begin` (upload, name, size), `chunk` (upload, offset, one buffer), `end`,
    `where`, `cancel` and `sample`; the answers are `got` (upload, offset: what is wanted next),
    `received`, `refused` (upload, reason, remedy) and `lost` (an upload that is not known here).
    A piece is sent when the one before it was acknowledged.

    `stage` is "idle", "sending", "reading", "done" or "failed"; `reason` and `remedy` say what
    failed and what to do.
    """

    _esm = module("dom", file=HERE / "upload.js")
    _css = style(HERE / "upload.css")

    ready = traitlets.Bool(False).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.List(traitlets.Unicode()).tag(sync=True)
    limit_bytes = traitlets.Int().tag(sync=True)
    sample_label = traitlets.Unicode().tag(sync=True)
    file_name = traitlets.Unicode().tag(sync=True)
    stage = traitlets.Unicode("idle").tag(sync=True)
    fraction = traitlets.Float(0.0).tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    reason = traitlets.Unicode().tag(sync=True)
    remedy = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        *,
        on_file: OnFile,
        folder: Path | None = None,
        label: str = "Your file",
        accept: Iterable[str] = (".csv", ".txt", ".tsv", ".xlsx"),
        limit_bytes: int = LIMIT_BYTES,
        on_sample: Callable[[], None] | None = None,
        sample_label: str = "Use the sample file",
    ) -> None:
        """Take a file into `folder` and call `on_file(path, file_name, sha256, size)`.

        Without a folder the widget is inert until `use_folder`. `path` lies in a new folder of
        its own and belongs to whoever takes it. `accept` lists file endings. `on_sample` adds a
        button that calls it.
        """
        self._on_file = on_file
        self._on_sample = on_sample
        self._folder = folder
        self._upload: str | None = None
        self._transfer: Transfer | None = None
        self._cancelled = threading.Event()
        self._task: asyncio.Task[None] | None = None
        super().__init__(
            ready=folder is not None,
            label=label,
            accept=[ending.lower() for ending in accept],
            limit_bytes=limit_bytes,
            sample_label=sample_label if on_sample else "",
        )
        self.on_msg(self._received)

    def use_folder(self, folder: Path) -> None:
        """Come alive: files go to `folder` from now on."""
        self._folder = folder
        self.ready = True

    def read_in_background(
        self, func: Callable[[Progress], T], done: Callable[[T], None] | None = None
    ) -> None:
        """Run `func(progress)` beside the kernel's loop, then `done(result)` in it.

        `progress(fraction, text)` moves the bar, and ends `func` by an exception if the learner
        cancelled. Without a running loop all happens at once. An error of `func` or `done` is
        shown to the learner, in its own words where it has a reason and a remedy.
        """
        self._cancelled.clear()
        self._show("reading", message="Reading the file")
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._conclude(lambda: func(self._reporter(self._advance)), done)
            return

        def advance(fraction: float, text: str) -> None:
            loop.call_soon_threadsafe(self._advance, fraction, text)

        async def read() -> None:
            work = loop.run_in_executor(None, func, self._reporter(advance))
            await asyncio.wait([work])
            self._conclude(work.result, done)

        self._task = loop.create_task(read())

    def _conclude(self, result: Callable[[], T], done: Callable[[T], None] | None) -> None:
        try:
            value = result()
            self._show("done", message=self._was_read())
            if done is not None:
                done(value)
        except ReadCancelled:
            self._show("idle", message="Cancelled. Nothing was taken from the file.")
        except Exception as error:
            self._fail(error)

    def _reporter(self, advance: Progress) -> Progress:
        last = (-1.0, "")

        def progress(fraction: float, text: str) -> None:
            nonlocal last
            if self._cancelled.is_set():
                raise ReadCancelled
            if text != last[1] or abs(fraction - last[0]) >= SMALLEST_STEP:
                last = (fraction, text)
                advance(fraction, text)

        return progress

    def _advance(self, fraction: float, text: str) -> None:
        if self.stage == "reading":
            with self.hold_sync():
                self.fraction, self.message = min(max(fraction, 0.0), 1.0), text

    def _received(
        self, _: object, content: Mapping[str, Any], buffers: Sequence[Any] | None
    ) -> None:
        kind, upload = content.get("type"), str(content.get("upload", ""))
        try:
            if kind == "begin":
                self._begin(upload, content)
            elif kind == "sample":
                self._sample()
            elif kind == "cancel":
                self._cancel()
            elif kind in ("chunk", "where", "end"):
                self._go_on(upload, str(kind), content, buffers or [])
        except Exception as error:
            self._abandon()
            self._fail(error)
            self._answer(upload, "refused", reason=self.reason, remedy=self.remedy)

    def _begin(self, upload: str, content: Mapping[str, Any]) -> None:
        self._abandon()
        if self._folder is None:
            raise UploadError(GETTING_READY, "Wait a moment and choose the file again.")
        if self.stage == "reading":
            raise UploadError("A file is being read.", "Wait until it is done, or cancel it.")
        name = str(content.get("name", ""))
        if self.accept and not name.lower().endswith(tuple(self.accept)):
            raise UploadError(
                f"“{name}” is not a file of a kind that can be read here.",
                f"Choose a file that ends in {', '.join(self.accept)}.",
            )
        size = int(content.get("size", 0))
        self._transfer = Transfer(self._folder, name, size, self.limit_bytes)
        self._upload = upload
        self.file_name = self._transfer.name
        self._show("sending", message="Sending the file")
        self._answer(upload, "got", offset=0)

    def _go_on(
        self, upload: str, kind: str, content: Mapping[str, Any], buffers: Sequence[Any]
    ) -> None:
        transfer = self._transfer
        if transfer is None or upload != self._upload:
            self._answer(upload, "lost")
            return
        if kind == "chunk" and buffers:
            transfer.add(int(content["offset"]), bytes(buffers[0]))
            self.fraction = transfer.offset / transfer.size
        if kind == "end" and transfer.complete:
            self._answer(upload, "received")
            self._transfer, self._upload = None, None
            self._hand_over(transfer)
        else:
            self._answer(upload, "got", offset=transfer.offset)

    def _hand_over(self, transfer: Transfer) -> None:
        self._show("reading", message="Reading the file")
        try:
            self._on_file(transfer.path, transfer.name, transfer.sha256, transfer.size)
        except Exception as error:
            self._fail(error)
            return
        self._settle()

    def _sample(self) -> None:
        if self._on_sample is None or self._folder is None or self.stage in ("sending", "reading"):
            return
        self._show("reading", message="Reading the sample file")
        self.file_name = ""
        self._on_sample()
        self._settle()

    def _settle(self) -> None:
        """The file is done with, unless someone reads it in the background."""
        if self.stage == "reading" and (self._task is None or self._task.done()):
            self._show("done", message=self._was_read())

    def _was_read(self) -> str:
        return f"{self.file_name or 'The sample file'} was read."

    def _cancel(self) -> None:
        self._cancelled.set()
        if self._transfer is not None:
            self._abandon()
            self._show("idle", message="Cancelled. Nothing was kept of the file.")

    def _abandon(self) -> None:
        if self._transfer is not None:
            self._transfer.abandon()
        self._transfer, self._upload = None, None

    def _fail(self, error: Exception) -> None:
        reason, remedy = getattr(error, "reason", None), getattr(error, "remedy", None)
        if reason is None or remedy is None:
            log.exception("a file could not be taken", exc_info=error)
            reason = "The file could not be read."
            remedy = "Check that it opens on your computer, then choose it again."
        with self.hold_sync():
            self.stage, self.fraction, self.message = "failed", 0.0, ""
            self.reason, self.remedy = str(reason), str(remedy)

    def _show(self, stage: str, *, message: str) -> None:
        with self.hold_sync():
            self.stage, self.message = stage, message
            self.fraction = 0.0 if stage in ("sending", "reading", "idle") else 1.0
            self.reason = self.remedy = ""

    def _answer(self, upload: str, kind: str, **more: Any) -> None:
        self.send({"type": kind, "upload": upload, **more})
