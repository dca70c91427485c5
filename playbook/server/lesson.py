"""A lesson's page: its text at once, its exercises with it or as soon as a kernel has run them."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import tornado.web

from playbook.curriculum import Lesson, course
from playbook.kernels.renderer import LessonRenderer, Source
from playbook.kernels.template_process import NoSnapshotError
from playbook.kernels.templates import Template, Templates
from playbook.records import Introduction
from playbook.server import metrics
from playbook.server.compressed import send_compressed
from playbook.server.limits import Limits
from playbook.server.page import Page
from playbook.server.rendering import lesson_renderer
from playbook.server.security import LESSON_POLICY
from playbook.server.snapshot_pages import SnapshotPages
from playbook.server.visits import RoomFullError, Visit, Visits
from playbook.server.waiting import show_full

log = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 10
STILL_WORKING = "<!-- the lesson is being prepared -->\n"


class OfALesson(Page):
    """What the page of a lesson and a new visit to it share."""

    @property
    def visits(self) -> Visits:
        """All visits of this server."""
        visits: Visits = self.settings["visits"]
        return visits

    @property
    def templates(self) -> Templates:
        """The templates of this server's notebooks."""
        templates: Templates = self.settings["templates"]
        return templates

    @property
    def limits(self) -> Limits:
        """What one visitor or one address may ask for."""
        limits: Limits = self.settings["limits"]
        return limits

    def lesson(self, slug: str) -> Lesson:
        """The lesson at this address; 404 where there is none."""
        try:
            return course().lesson(slug)
        except KeyError as unknown:
            raise tornado.web.HTTPError(404) from unknown

    async def introduce(self, lesson: Lesson) -> Introduction:
        """Note the visit, and read what the learner entered in this lesson before."""
        return await asyncio.to_thread(self.records.introduce, self.learner_id, lesson.slug)

    def file(self, notebook: str) -> Path:
        """Where a notebook lies."""
        return Path(self.settings["voila"].root_dir) / notebook


class LessonPage(OfALesson):
    """`/lessons/<slug>`."""

    async def get(self, slug: str) -> None:
        """Send the lesson: whole when it has a snapshot, else its text first."""
        lesson = self.lesson(slug)
        if lesson.notebook is None:
            self.not_yet(lesson)
            return
        self.limits.opening(self.learner_id, str(self.request.remote_ip))
        template = self.templates.ready(self.file(lesson.notebook))
        learner = await self.introduce(lesson)
        try:
            visit = self.visits.begin(self.learner_id, lesson.notebook, template, learner.to_json())
        except RoomFullError as full:
            show_full(self, lesson, full.ahead)
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Lesson-Policy", LESSON_POLICY)
        if template is not None:
            await self.send_whole(lesson, template, self.of_the_visitor(visit, learner))
        else:
            await self.send_text_first(lesson, visit, self.of_the_visitor(visit, learner))

    def not_yet(self, lesson: Lesson) -> None:
        """Say what the lesson will be about, and that it can't be opened yet."""
        self.set_status(404)
        self.show(
            "error.html",
            status=404,
            title=f"“{lesson.title}” is not yet available",
            what_to_do=f"{lesson.promise} The map shows the lessons that can be opened today.",
        )

    def of_the_visitor(self, visit: Visit, learner: Introduction) -> dict[str, str]:
        """What of the page is this visitor's alone."""
        return {
            "kernel_id": visit.kernel_id,
            "learner_tag": learner.public_tag,
            "xsrf": self.xsrf_token.decode(),
        }

    async def send_whole(
        self, lesson: Lesson, template: Template, of_the_visitor: dict[str, str]
    ) -> None:
        """Send the page of a snapshot; its kernel comes with its channel."""
        pages: SnapshotPages = self.settings["snapshot_pages"]
        page = await pages.of(lesson, template)
        metrics.opened("snapshot")
        await send_compressed(self, page.filled(**of_the_visitor))

    async def send_text_first(
        self, lesson: Lesson, visit: Visit, of_the_visitor: dict[str, str]
    ) -> None:
        """Send the text, then what the code cells give.

        They come from a template that is being built, else from a kernel that runs the notebook.
        """
        renderer = await lesson_renderer(self.settings, lesson, of_the_visitor)
        source = asyncio.ensure_future(self.source(visit))
        await self.stream(renderer, visit.kernel_id, source)

    async def source(self, visit: Visit) -> Source:
        """Start the visit's kernel and say where the outputs come from."""
        visit.template = await self.templates.get(self.file(visit.notebook))
        try:
            manager = await self.visits.kernel(visit.kernel_id)
        except NoSnapshotError:
            if visit.template is None:
                raise
            visit.template = None
            manager = await self.visits.kernel(visit.kernel_id)
        metrics.opened("snapshot" if visit.template else "ordinary")
        return Source(visit.template.snapshot if visit.template else None, manager)

    async def stream(
        self, renderer: LessonRenderer, kernel_id: str, source: asyncio.Future[Source]
    ) -> None:
        """Send the page piece by piece; a failure ends it with words, never with silence.

        When the visitor leaves meanwhile, a kernel that is just starting is awaited, then ended.
        """
        pieces: asyncio.Queue[str | None] = asyncio.Queue()

        async def produce() -> None:
            try:
                async for piece, _ in renderer.generate_content_generator(
                    kernel_id, asyncio.shield(source)
                ):
                    pieces.put_nowait(piece)
            except Exception:
                log.exception("The lesson %s could not be prepared", self.request.path)
                metrics.failed("lesson")
                pieces.put_nowait(failure(self.request.path))
                await renderer.release()
                await self.visits.end(kernel_id)
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
            await asyncio.gather(source, producer, return_exceptions=True)
            await renderer.release()
            await self.visits.end(kernel_id)

    @staticmethod
    async def next_piece(pieces: asyncio.Queue[str | None]) -> str | None:
        """Wait for the next piece of the page; a comment keeps the connection open meanwhile."""
        try:
            return await asyncio.wait_for(pieces.get(), KEEP_ALIVE_SECONDS)
        except TimeoutError:
            return STILL_WORKING


class NewVisit(OfALesson):
    """`/lessons/<slug>/visits`: an open page whose kernel has ended asks for another one."""

    async def post(self, slug: str) -> None:
        """Answer the new kernel, or 409 where only opening the lesson anew can help."""
        lesson = self.lesson(slug)
        if lesson.notebook is None:
            raise tornado.web.HTTPError(404)
        self.limits.opening(self.learner_id, str(self.request.remote_ip))
        template = await self.templates.get(self.file(lesson.notebook))
        if template is None:
            self.answer(409, {"snapshot": None})
            return
        try:
            learner = await self.introduce(lesson)
            visit = self.visits.begin(self.learner_id, lesson.notebook, template, learner.to_json())
        except RoomFullError as full:
            self.answer(503, {"ahead": full.ahead})
            return
        self.answer(201, {"kernelId": visit.kernel_id, "snapshot": template.snapshot.id})

    def answer(self, status: int, content: dict[str, object]) -> None:
        """Answer as JSON."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish(content)


def failure(address: str) -> str:
    """What a learner reads in place of exercises that could not be started."""
    return (
        '<div class="page-notice" id="no-exercises" role="alert"><p><strong>The exercises could '
        "not be started.</strong> The text above is complete, and what you entered before is kept. "
        f'<a href="{address}">Open the lesson again</a>; if it happens twice, tell the person '
        "who runs this server to look at its log.</p></div>"
    )
