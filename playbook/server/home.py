"""The home page and the pages of the three ways in; no kernel stands behind them."""

from __future__ import annotations

from datetime import UTC, datetime

import tornado.web

from playbook.curriculum import course
from playbook.curriculum.schema import LessonKind
from playbook.server.page import Page
from playbook.server.progress import learner_progress

GROUPS: tuple[tuple[str, LessonKind], ...] = (
    ("Begin", "start"),
    ("The role", "role"),
    ("Ten must-dos", "must-do"),
    ("Three focus areas", "focus-area"),
)


class Home(Page):
    """`/`: what this is, where you left, the three doors, the map."""

    def get(self) -> None:
        """Answer the home page."""
        progress = learner_progress(self.learner, datetime.now(UTC).date())
        self.show(
            "home.html",
            groups=[(title, course().of_kind(kind)) for title, kind in GROUPS],
            focus_areas=[area for area in course().areas if area.slug != "role"],
            progress=progress,
            deliverables=self.learner.deliverables(),
        )


class Path(Page):
    """`/paths/<slug>`: one way through the kit."""

    def get(self, slug: str) -> None:
        """Answer a path's page."""
        try:
            path = course().path(slug)
        except KeyError as unknown:
            raise tornado.web.HTTPError(404) from unknown
        progress = learner_progress(self.learner, datetime.now(UTC).date())
        self.show("path.html", path=path, progress=progress)


class Text(Page):
    """A page of text only, such as help."""

    def initialize(self, template: str) -> None:
        """Say which page it is."""
        self.template = template

    def get(self) -> None:
        """Answer the page."""
        self.show(self.template)
