"""A learner's own record: see it, take it along, erase it."""

from __future__ import annotations

from urllib.parse import quote

import tornado.web

from playbook.curriculum import course
from playbook.server.cookie import forget
from playbook.server.page import Page

EXPORTS = {"json": "application/json", "csv": "application/zip"}


class Record(Page):
    """`/record`."""

    def get(self) -> None:
        """Show all that is kept of this learner."""
        self.show(
            "record.html",
            tag=self.learner.public_tag,
            kept=self.learner.all_kept(),
            titles={lesson.slug: lesson.title for lesson in course().lessons},
            deliverables=self.learner.deliverables(),
            uploads=self.learner.uploads(),
        )


class RecordExport(Page):
    """`/record/export/<format>`: everything in one file."""

    def get(self, form: str) -> None:
        """Answer the export, as JSON or as a zip of CSV files."""
        content = self.learner.export_json() if form == "json" else self.learner.export_csv()
        ending = "json" if form == "json" else "zip"
        self.set_header("Content-Type", EXPORTS[form])
        self.set_header("Cache-Control", "no-store")
        self.set_header(
            "Content-Disposition", f'attachment; filename="cco-playbook-my-record.{ending}"'
        )
        self.finish(content)


class RecordErase(Page):
    """`/record/erase`: asks once, then erases."""

    def get(self) -> None:
        """Ask whether it is meant."""
        self.show("erase.html", tag=self.learner.public_tag)

    async def post(self) -> None:
        """Erase everything of this learner, end their open lessons, forget the cookie."""
        for kernel_id in self.settings["bindings"].of(self.learner_id):
            await self.settings["visits"].end(kernel_id)
        self.learner.erase()
        forget(self)
        self.show("erased.html")


class Download(Page):
    """`/deliverables/<id>/<file>`: a document that the learner has made."""

    def get(self, deliverable_id: str, filename: str) -> None:
        """Answer the document to its own learner."""
        made = self.learner.deliverable(deliverable_id)
        if made is None or made.filename != filename:
            raise tornado.web.HTTPError(404)
        self.set_header("Content-Type", made.media_type)
        self.set_header("Cache-Control", "private, no-store")
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(filename)}")
        self.finish(made.content)
