"""What is printed in a kernel, passed on as messages."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable


class Printed:
    """Stands in for stdout or stderr; `publish(name, text)` takes what is printed.

    What another thread prints goes to the server's log: sockets are the main thread's.
    """

    encoding = "utf-8"

    def __init__(self, name: str, publish: Callable[[str, str], object]) -> None:
        self._name = name
        self._publish = publish

    def write(self, text: str) -> int:
        """Pass text on."""
        if threading.current_thread() is not threading.main_thread():
            return sys.__stderr__.write(text) if sys.__stderr__ else 0
        if text:
            self._publish(self._name, text)
        return len(text)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        """Say that nobody sits at it."""
        return False

    def fileno(self) -> int:
        """Give the descriptor that lies below, for whoever writes past Python."""
        return 2
