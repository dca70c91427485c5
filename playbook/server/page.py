"""What every page of the server shares: its frame, its errors, who is looking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from http.client import responses
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
import tornado.web

from playbook import __version__
from playbook.curriculum import course
from playbook.records import Learner, Records
from playbook.server.compressed import send_compressed
from playbook.server.cookie import welcome
from playbook.server.limits import Limits, retry_after

HERE = Path(__file__).parent
PAGES = HERE / "pages"
ICON = "data:image/svg+xml," + quote((HERE / "static" / "icon.svg").read_text(encoding="utf-8"))
"""The kit's icon as an address of its own, so that no page has to ask for it."""


@cache
def pages() -> jinja2.Environment:
    """The templates of the server's own pages."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(PAGES), autoescape=True, undefined=jinja2.StrictUndefined
    )


def readable_date(when: date | datetime) -> str:
    """Write a date as people do, such as '3 November 2026'."""
    return f"{when.day} {when:%B %Y}"


def hours(minutes: int) -> str:
    """Write a length of time as people do: minutes below two hours, else hours."""
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


WHAT_TO_DO = {
    400: "Something in this request could not be read. Go back and try again.",
    403: "This page belongs to another visit, or it was open for too long. "
    "Go to the map and open it again.",
    404: "There is no page at this address. The map shows everything that there is.",
    405: "This address can't be used in this way. Go back to the map.",
    429: "More was asked for than one place may ask in so short a time. What you entered is kept. "
    "Wait a moment, then try again.",
    500: "Something went wrong on our side. What you entered is kept. Try again in a moment.",
    503: "The kit is busy. What you entered is kept. Try again in a moment.",
}


class PlainErrors:
    """Answers an error in one line of text, for addresses that only a page's own code asks for."""

    def write_error(self: Any, status_code: int, **kwargs: Any) -> None:
        """Answer the error's name."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        retry_after(self, kwargs)
        self.finish(f"{responses.get(status_code, 'Error')}\n")


class Page(tornado.web.RequestHandler):
    """A page of the server, with the learner who looks at it."""

    def prepare(self) -> None:
        """Know the visitor before anything else, and refuse who asks too often."""
        self.learner_id = welcome(self)
        limits: Limits = self.settings["limits"]
        limits.request(self.request.remote_ip or "")

    @property
    def records(self) -> Records:
        """The database of what is kept."""
        records: Records = self.settings["records"]
        return records

    @property
    def learner(self) -> Learner:
        """The visitor's own record."""
        return self.records.learner(self.learner_id)

    def at(self, path: str) -> str:
        """Address of a page of this server."""
        return str(self.settings["base_url"]) + path.lstrip("/")

    def asset(self, name: str) -> str:
        """Address of a static file, with its version."""
        address: Callable[[str], str] = self.settings["asset_url"]
        return address(name)

    def frame(self) -> dict[str, Any]:
        """What the frame around every page needs."""
        return {
            "at": self.at,
            "asset": self.asset,
            "icon": ICON,
            "version": __version__,
            "course": course(),
            "readable_date": readable_date,
            "hours": hours,
            "zip": zip,
            "xsrf_form_html": self.xsrf_form_html,
        }

    def show(self, template: str, **values: Any) -> None:
        """Answer with a page made from a template."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        send_compressed(self, pages().get_template(template).render({**self.frame(), **values}))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error with a page that says what to do."""
        self.set_status(status_code)
        retry_after(self, kwargs)
        self.show(
            "error.html",
            status=status_code,
            title=responses.get(status_code, "Error"),
            what_to_do=WHAT_TO_DO.get(status_code, WHAT_TO_DO[500]),
        )


class NotFound(Page):
    """Every address that no other handler knows."""

    def prepare(self) -> None:
        """Answer at once, for every method."""
        super().prepare()
        raise tornado.web.HTTPError(404)
