"""The files of Voila and of the Jupyter widgets that a lesson's page loads."""

from __future__ import annotations

from jupyter_server.base.handlers import FileFindHandler
from tornado.web import HTTPError
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler

from playbook.server.page import PlainErrors, refuse_odd_path


class TemplateFile(PlainErrors, TemplateStaticFileHandler):  # type: ignore[misc]
    """`/voila/templates/<template>/static/<file>`."""

    def parse_url_path(self, path: str) -> str:
        """Refuse an address of any other form before Voila takes it apart."""
        parts = path.split("/")
        if len(parts) < 3 or parts[1] != "static" or ".." in parts:
            raise HTTPError(404)
        refuse_odd_path(path)
        return str(super().parse_url_path(path))


class StaticFile(PlainErrors, MultiStaticFileHandler):  # type: ignore[misc]
    """`/voila/static/<file>`."""


class Extension(PlainErrors, FileFindHandler):
    """`/voila/labextensions/<extension>/<file>`."""
