"""What a learner sees and asks while the room is full."""

from __future__ import annotations

from http import HTTPStatus

from playbook.curriculum import Lesson
from playbook.server.page import Page
from playbook.server.room import Room
from playbook.server.security import WAITING_POLICY

RETRY_SECONDS = 5
"""When a client without the page's script should ask again; well below a turn's length."""


def show_full(handler: Page, lesson: Lesson, ahead: int) -> None:
    """Answer that the room is full; the page comes in by itself when it is the learner's turn."""
    handler.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
    handler.set_header("Retry-After", str(RETRY_SECONDS))
    handler.set_header("X-Lesson-Policy", WAITING_POLICY)
    handler.show("full.html", lesson=lesson, ahead=ahead)


class Turn(Page):
    """`/room`: whether there is a place for the visitor, and how many are before them."""

    def get(self) -> None:
        """Answer the visitor's turn as JSON, and keep it."""
        room: Room = self.settings["room"]
        turn = room.ask(self.learner_id)
        self.set_header("Cache-Control", "no-store")
        self.finish({"open": turn.admitted, "ahead": turn.ahead})
