"""A lesson's page: its text at once, its exercises as soon as the kernel has run them."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import uuid
from pathlib import PurePosixPath
from typing import Any

import tornado.web
from jupyter_core.utils import ensure_async
from nbformat import NotebookNode
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from playbook.curriculum import Lesson, course
from playbook.server.channels import end_kernel
from playbook.server.page import PAGES, Page
from playbook.server.security import lesson_policy

log = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 10
STILL_WORKING = "<!-- the lesson is being prepared -->\n"


def sections_of(notebook: NotebookNode) -> list[list[int]]:
    """Group a notebook's cells by section: a section begins at a cell that starts with '## '.

    Gives lists of cell indices; the first list holds what stands before the first section.
    """
    groups: list[list[int]] = [[]]
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            groups.append([])
        groups[-1].append(index)
    return groups


class LessonPage(Page):
    """`/lessons/<slug>`."""

    async def get(self, slug: str) -> None:
        """Send the lesson's text, then start its kernel and send what the code cells give."""
        lesson = self.lesson(slug)
        if lesson.notebook is None:
            self.not_yet(lesson)
            return
        kernel_id = str(uuid.uuid4())
        nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Lesson-Policy", lesson_policy(nonce))
        renderer = self.renderer(lesson.notebook)
        await renderer.initialize()
        renderer.exporter.environment.globals["page"] = {
            **self.frame(),
            **self.neighbours(lesson),
            "lesson": lesson,
            "sections": sections_of(renderer.notebook),
            "nonce": nonce,
            "kernel_id": kernel_id,
            "learner_tag": self.learner.public_tag,
            "xsrf": self.xsrf_token.decode(),
            "address": self.request.path,
        }
        self.settings["bindings"].bind(kernel_id, self.learner_id)
        kernel = asyncio.ensure_future(self.start_kernel(kernel_id, lesson.notebook))
        await self.stream(renderer, kernel_id, kernel)

    def lesson(self, slug: str) -> Lesson:
        """The lesson at this address; 404 where there is none."""
        try:
            lesson = course().lesson(slug)
        except KeyError as unknown:
            raise tornado.web.HTTPError(404) from unknown
        return lesson

    def not_yet(self, lesson: Lesson) -> None:
        """Say what the lesson will be about, and that it can't be opened yet."""
        self.set_status(404)
        self.show(
            "error.html",
            status=404,
            title=f"“{lesson.title}” is not yet available",
            what_to_do=f"{lesson.promise} The map shows the lessons that can be opened today.",
        )

    def renderer(self, notebook: str) -> NotebookRenderer:
        """Make Voila's renderer for a notebook, with the kit's template."""
        voila = self.settings["voila"]
        return NotebookRenderer(
            request_handler=self,
            voila_configuration=voila.voila_configuration,
            traitlet_config=voila.config,
            notebook_path=notebook,
            template_paths=[*voila.template_paths, str(PAGES)],
            config_manager=voila.config_manager,
            contents_manager=voila.contents_manager,
            base_url=voila.base_url,
            kernel_spec_manager=voila.kernel_spec_manager,
            prelaunch_hook=None,
            page_config=get_page_config(
                base_url=voila.base_url,
                settings=self.settings,
                log=log,
                voila_configuration=voila.voila_configuration,
            ),
            mathjax_config=None,
            mathjax_url=None,
        )

    def neighbours(self, lesson: Lesson) -> dict[str, Lesson | None]:
        """The lessons before and after this one that can be opened."""
        open_lessons = [each for each in course().lessons if each.notebook]
        place = open_lessons.index(lesson)
        return {
            "previous": open_lessons[place - 1] if place > 0 else None,
            "following": open_lessons[place + 1] if place + 1 < len(open_lessons) else None,
        }

    async def start_kernel(self, kernel_id: str, notebook: str) -> Any:
        """Start the kernel of this visit; only its environment knows the learner."""
        kernels = self.settings["kernel_manager"]
        environment = {
            **os.environ,
            "CCO_LEARNER": self.learner_id,
        }
        await ensure_async(
            kernels.start_kernel(
                kernel_name="python3",
                kernel_id=kernel_id,
                path=str(PurePosixPath(notebook).parent),
                env=environment,
            )
        )
        return kernels.get_kernel(kernel_id)

    async def stream(
        self, renderer: NotebookRenderer, kernel_id: str, kernel: asyncio.Future[Any]
    ) -> None:
        """Send the page piece by piece; a failure ends it with words, never with silence.

        When the visitor leaves meanwhile, a kernel that is just starting is awaited, then ended.
        """
        pieces: asyncio.Queue[str | None] = asyncio.Queue()

        async def produce() -> None:
            try:
                async for piece, _ in renderer.generate_content_generator(
                    kernel_id, asyncio.shield(kernel)
                ):
                    pieces.put_nowait(piece)
            except Exception:
                log.exception("The lesson %s could not be prepared", self.request.path)
                pieces.put_nowait(failure(self.request.path))
                await end_kernel(self.settings, kernel_id)
            finally:
                pieces.put_nowait(None)

        producer = asyncio.create_task(produce())
        try:
            while (piece := await self.next_piece(pieces)) is not None:
                self.write(piece)
                if pieces.empty():
                    await self.flush()
        except tornado.iostream.StreamClosedError:
            producer.cancel()
            await asyncio.wait([kernel])
            await end_kernel(self.settings, kernel_id)

    @staticmethod
    async def next_piece(pieces: asyncio.Queue[str | None]) -> str | None:
        """Wait for the next piece of the page; a comment keeps the connection open meanwhile."""
        try:
            return await asyncio.wait_for(pieces.get(), KEEP_ALIVE_SECONDS)
        except TimeoutError:
            return STILL_WORKING


def failure(address: str) -> str:
    """What a learner reads in place of exercises that could not be started."""
    return (
        '<div class="page-notice" id="no-exercises" role="alert"><p><strong>The exercises could '
        "not be started.</strong> The text above is complete, and what you entered before is kept. "
        f'<a href="{address}">Open the lesson again</a>; if it happens twice, tell the person '
        "who runs this server to look at its log.</p></div>"
    )
