"""What a program that watches the server asks: is it well, and what are its figures."""

from __future__ import annotations

import ipaddress
import logging
from http import HTTPStatus
from typing import Any

import tornado.web

from playbook.records import RecordsError
from playbook.server import metrics
from playbook.server.page import PlainErrors
from playbook.server.room import Room

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")
"""Headers by which a proxy says for whom it asks."""

log = logging.getLogger(__name__)


class Health(PlainErrors, tornado.web.RequestHandler):
    """`/healthz`."""

    def get(self) -> None:
        """Answer how the server is; 503 when its database doesn't work."""
        room: Room = self.settings["room"]
        try:
            self.settings["records"].check()
            database = "ok"
        except RecordsError as problem:
            log.error("The database doesn't answer: %s", problem)
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
            database = "does not answer"
        self.set_header("Cache-Control", "no-store")
        self.finish(
            {
                "status": "ok" if database == "ok" else "failing",
                "database": database,
                "places": room.places,
                "inside": room.inside,
                "waiting": room.waiting,
                "kernels": room.kernels,
            }
        )


class Metrics(PlainErrors, tornado.web.RequestHandler):
    """`/metrics`."""

    def get(self) -> None:
        """Answer all figures; 404 to anyone but this machine."""
        if not asked_by_this_machine(self):
            raise tornado.web.HTTPError(404)
        content, content_type = metrics.figures()
        self.set_header("Content-Type", content_type)
        self.set_header("Cache-Control", "no-store")
        self.finish(content)


def asked_by_this_machine(handler: tornado.web.RequestHandler) -> bool:
    """Tell whether a request comes from this machine itself, and through no proxy."""
    if any(name in handler.request.headers for name in FORWARDED):
        return False
    context: Any = getattr(handler.request.connection, "context", None)
    peer = context.address[0] if context and isinstance(context.address, tuple) else ""
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_loopback
    except ValueError:
        return False
