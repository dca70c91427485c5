"""What is on its way through a channel: to a page that may not read, to a busy kernel."""

from __future__ import annotations

import asyncio
from typing import Any

from playbook.server.limits import UNANSWERED_BYTES, UNANSWERED_MESSAGES


class Traffic:
    """Counts what was sent and not yet taken, in both directions."""

    def __init__(self) -> None:
        self.unread = 0
        """Bytes that wait for the page to read them."""

        self.cut_off = False
        """The channel is being closed; nothing goes through any more."""

        self._unanswered: dict[str, int] = {}
        self._unanswered_bytes = 0

    def asks(self, message_id: str, size: int) -> bool:
        """Note a message to the kernel; False where too much waits there already."""
        if (
            len(self._unanswered) >= UNANSWERED_MESSAGES
            or self._unanswered_bytes + size > UNANSWERED_BYTES
        ):
            return False
        self._unanswered_bytes += size - self._unanswered.get(message_id, 0)
        self._unanswered[message_id] = size
        return True

    def answered(self, message_id: str) -> None:
        """Note that the kernel has dealt with a message; ids of others are not known here."""
        self._unanswered_bytes -= self._unanswered.pop(message_id, 0)

    def sent(self, size: int, written: asyncio.Future[Any]) -> None:
        """Note bytes on their way to the page, until they are written."""
        self.unread += size

        def taken(done: asyncio.Future[Any]) -> None:
            self.unread -= size
            if not done.cancelled():
                done.exception()  # a page that has gone is no surprise

        written.add_done_callback(taken)
