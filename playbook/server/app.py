"""The training server: one standalone Voila application with the kit's own handlers."""

from __future__ import annotations

import logging
import os
import threading
import webbrowser
from pathlib import Path
from typing import Any

import tornado.ioloop
import tornado.web
from traitlets import Unicode, default
from voila.app import Voila

from playbook.locations import notebooks_dir, share_dir
from playbook.records import Records, open_records
from playbook.server import assets, channels, home, lesson, page, record, voila_files
from playbook.server.bindings import BoundKernels
from playbook.server.cookie import cookie_secret
from playbook.server.port import port_error
from playbook.server.security import SecurityHeaders

KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
PAGE_EXTENSIONS = [
    "@jupyter-widgets/jupyterlab-manager",
    "@voila-dashboards/widgets-manager8",
    "anywidget",
]
"""All that a lesson's page loads of what JupyterLab has installed."""

IDLE_SECONDS = 30 * 60
"""After this time without a message a kernel ends; a reload finds everything that was entered."""

CULL_SECONDS = 60
"""How often the server looks for idle kernels."""

LARGEST_BODY = 1_000_000
"""Bytes of a request; files come in pieces through a kernel's channel, which has its own limit."""

PING_MS = 30_000
"""How often an open channel is asked for a sign of life, and how long it may take to give one."""


def worth_a_line(record: logging.LogRecord) -> bool:
    """Leave out what says nothing: our notebooks are served whether Jupyter trusts them or not."""
    return "is not trusted" not in record.getMessage()


class TrainingServer(Voila):  # type: ignore[misc]
    """Serves the kit. Nothing of Voila's own pages, file access or overrides is reachable."""

    data_dir = Unicode(help="Folder of the records").tag(config=True)

    @default("log_level")
    def _default_log_level(self) -> int:
        return logging.WARNING

    def initialize(self, argv: list[str] | None = None) -> None:
        """Set Voila up for the kit's notebooks; no configuration file of the machine is read."""
        self.config_file_paths: list[str] = []
        self.root_dir = str(notebooks_dir())
        self.config.MappingKernelManager.cull_idle_timeout = IDLE_SECONDS
        self.config.MappingKernelManager.cull_interval = CULL_SECONDS
        self.config.MappingKernelManager.cull_connected = True
        if os.name == "posix":
            self.config.KernelManager.transport = "ipc"
        self.config.VoilaConfiguration.template = "cco"
        self.config.VoilaConfiguration.extension_allowlist = PAGE_EXTENSIONS
        self.config.VoilaConfiguration.file_allowlist = []
        self.config.VoilaConfiguration.allow_template_override = "NO"
        self.config.VoilaConfiguration.allow_theme_override = "NO"
        self.config.VoilaConfiguration.preheat_kernel = False
        self.config.VoilaConfiguration.show_tracebacks = False
        self.config.VoilaConfiguration.multi_kernel_manager_class = BoundKernels
        super().initialize(argv or [])
        self.log.addFilter(worth_a_line)

    def setup_template_dirs(self) -> None:
        """Take the kit's template from the checkout or the installed wheel."""
        super().setup_template_dirs()
        ours = share_dir() / "jupyter" / "voila" / "templates" / "cco"
        self.template_paths.insert(0, str(ours))

    def init_settings(self) -> dict[str, Any]:
        """Add the records, the visitors' cookie and the security headers to Voila's settings."""
        data_dir = Path(self.data_dir)
        self.cookie_secret = cookie_secret(data_dir)
        records: Records = open_records()
        settings = super().init_settings()
        return {
            **settings,
            "transforms": [SecurityHeaders],
            "records": records,
            "data_dir": data_dir,
            "bindings": self.kernel_manager.bindings,
            "endings": set(),
            "asset_url": self.asset_url,
            "cookie_secret": self.cookie_secret,
            "ws_ping_interval": PING_MS,
            "ws_ping_timeout": PING_MS,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "Strict"},
        }

    def asset_url(self, name: str) -> str:
        """Address of a static file, with its version."""
        return f"{self.base_url}static/{name}?v={assets.version_of(name)}"

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """All addresses of the server; what is not listed answers 404."""
        routes: list[tuple[Any, ...]] = [
            ("", home.Home),
            (r"paths/([a-z0-9-]+)", home.Path),
            (r"lessons/([a-z0-9-]+)", lesson.LessonPage),
            (r"deliverables/([A-Za-z0-9_-]+)/([^/]+)", record.Download),
            (r"record", record.Record),
            (r"record/export/(json|csv)", record.RecordExport),
            (r"record/erase", record.RecordErase),
            (r"help", home.Text, {"template": "help.html"}),
            (r"trademarks", home.Text, {"template": "trademarks.html"}),
            (r"healthz", home.Health),
            (r"static/(.*)", assets.Asset, {"cache_dir": Path(self.data_dir) / "cache"}),
            (rf"visits/{KERNEL_ID}/end", channels.EndOfVisit),
            (r"voila/api/shutdown/.*", channels.StockGoodbye),
            (rf"api/kernels/{KERNEL_ID}", channels.BoundKernel),
            (rf"api/kernels/{KERNEL_ID}/channels", channels.BoundChannel),
            (r"voila/templates/(.*)", voila_files.TemplateFile),
            (r"voila/static/(.*)", voila_files.StaticFile, {"paths": self.static_paths}),
            (r"voila/labextensions/(.*)", voila_files.Extension, {"path": self.labextensions_path}),
            (r"(.*)", page.NotFound),
        ]
        return [(self.base_url + pattern, *rest) for pattern, *rest in routes]

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        """End as Ctrl-C does, at whatever moment the signal to terminate comes."""
        raise KeyboardInterrupt

    def listen(self) -> None:
        """Listen on the one port that was asked for, say the address, and serve."""
        try:
            self.app.listen(self.port, self.ip, xheaders=False, max_body_size=LARGEST_BODY)
        except OSError as problem:
            raise port_error(problem, "serve", self.ip, self.port) from problem
        self.ioloop = tornado.ioloop.IOLoop.current()
        library = assets.prepare_library(Path(self.data_dir) / "cache")
        print(f"\nThe CCO Playbook is ready:  {self.connection_url}\n", flush=True)
        if self.open_browser:
            threading.Thread(
                target=webbrowser.open, args=(self.connection_url,), daemon=True
            ).start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            if library is not None:
                library.wait()
            self.stop()
