"""Pages of lessons that have run: rendered once, filled in for each visitor."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import tornado.web

from playbook.curriculum import Lesson
from playbook.kernels.renderer import Source
from playbook.kernels.templates import Template
from playbook.server.compressed import Compressed, answer
from playbook.server.page import PlainErrors
from playbook.server.rendering import lesson_renderer

OF_THE_VISITOR = ("kernel_id", "learner_tag", "xsrf")
PLACE = re.compile(f"@@({'|'.join(OF_THE_VISITOR)})@@")

STATES_QUALITY = 9
"""Brotli quality for the states: nearly as small as the best, in a tenth of the time."""


@dataclass(frozen=True)
class SnapshotPage:
    """The page of one snapshot.

    `pieces` alternate between text and the name of what comes in from the visitor.
    """

    pieces: tuple[str, ...]
    states: Compressed
    states_name: str

    def filled(self, **visitor: str) -> str:
        """Give the page for a visitor: `kernel_id`, `learner_tag` and `xsrf`."""
        return "".join(
            visitor[piece] if index % 2 else piece for index, piece in enumerate(self.pieces)
        )


class SnapshotPages:
    """The pages of all snapshots, and their states by the name in their address."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        self._pages: dict[str, asyncio.Task[SnapshotPage]] = {}
        self._states: dict[str, Compressed] = {}

    async def of(self, lesson: Lesson, template: Template) -> SnapshotPage:
        """Give the page of a lesson's snapshot; the first who asks has it made."""
        name = f"{lesson.slug}-{template.snapshot.id}.json"
        if name not in self._pages or self._failed(name):
            self._pages[name] = asyncio.create_task(self._make(lesson, template, name))
        return await asyncio.shield(self._pages[name])

    def _failed(self, name: str) -> bool:
        made = self._pages[name]
        return made.done() and (made.cancelled() or made.exception() is not None)

    async def _make(self, lesson: Lesson, template: Template, name: str) -> SnapshotPage:
        places = {each: f"@@{each}@@" for each in OF_THE_VISITOR}
        renderer = await lesson_renderer(
            self._settings,
            lesson,
            places,
            snapshot=template.snapshot,
            states=f"{self._settings['base_url']}snapshots/{name}",
        )
        source = asyncio.get_running_loop().create_future()
        source.set_result(Source(template.snapshot))
        html = await renderer.generate_content_str(places["kernel_id"], source)
        self._states[name] = await asyncio.to_thread(
            Compressed.of, template.snapshot.for_page(), "application/json", STATES_QUALITY
        )
        return SnapshotPage(tuple(PLACE.split(html)), self._states[name], name)

    def states(self, name: str) -> Compressed | None:
        """The states of this name; None where there are none."""
        return self._states.get(name)


class States(PlainErrors, tornado.web.RequestHandler):
    """`/snapshots/<lesson>-<snapshot>.json`: what every visitor's widgets are at first."""

    async def get(self, name: str) -> None:
        """Answer the states, for ever the same at this address."""
        pages: SnapshotPages = self.settings["snapshot_pages"]
        states = pages.states(name)
        if states is None:
            raise tornado.web.HTTPError(404)
        await answer(self, states)

    head = get
