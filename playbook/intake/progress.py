"""Telling how far the work is, and hearing that it should stop."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done; may raise to cancel."""

BEAT_SECONDS = 0.2


def stretch(
    progress: Progress | None, start: float, stop: float, text: str
) -> Callable[[float], None]:
    """A callback for one part of the work, whose own 0 to 1 is start to stop of the whole."""

    def tick(share: float) -> None:
        if progress is not None:
            progress(start + (stop - start) * min(max(share, 0.0), 1.0), text)

    return tick


class WatchedFile(io.FileIO):
    """A file opened for reading that calls `tick` with the last share known while it is read.

    openpyxl reads a workbook's texts in one go; this is how its work is seen and cancelled.
    """

    def __init__(self, path: Path, tick: Callable[[float], None]) -> None:
        super().__init__(path, "rb")
        self._tick = tick
        self._last = time.monotonic()
        self.share = 0.0

    def read(self, size: int | None = -1, /) -> bytes:
        """Bytes of the file, as FileIO.read."""
        self._beat()
        return super().read(-1 if size is None else size) or b""

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._last >= BEAT_SECONDS:
            self._last = now
            self._tick(self.share)
