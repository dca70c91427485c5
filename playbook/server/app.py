"""The training server: one standalone Voila application with the kit's own handlers."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import shutil
import threading
import time
import webbrowser
from http import HTTPStatus
from pathlib import Path
from typing import Any

import tornado.ioloop
import tornado.web
from traitlets import Bool, Int, Unicode, default
from voila.app import Voila

from playbook.curriculum import course
from playbook.kernels import provisioner
from playbook.kernels.connection import LessonConnection
from playbook.kernels.run_folder import make_run_folder
from playbook.kernels.templates import Templates
from playbook.locations import notebooks_dir, share_dir
from playbook.records import Records, open_records
from playbook.server import (
    assets,
    capacity,
    channels,
    home,
    lesson,
    limits,
    metrics,
    page,
    record,
    watching,
)
from playbook.server.bindings import BoundKernels
from playbook.server.connections import DoorKeeper
from playbook.server.cookie import cookie_secret
from playbook.server.library import ChartLibrary
from playbook.server.port import port_error
from playbook.server.room import Room
from playbook.server.security import SecurityHeaders
from playbook.server.snapshot_pages import SnapshotPages, States
from playbook.server.visits import Visits
from playbook.server.waiting import Turn

KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
IDLE_SECONDS = 30 * 60
"""After this time without a message a kernel ends; a reload finds everything that was entered."""

CULL_SECONDS = 60
"""How often the server looks for idle kernels."""

PING_MS = 20_000
"""How often an open channel is asked for a sign of life."""

PONG_MS = 3 * PING_MS
"""How long it may take to give one. Jupyter counts from the opening, before the first question."""


def worth_a_line(record: logging.LogRecord) -> bool:
    """Leave out what says nothing: our notebooks are served whether Jupyter trusts them or not.

    What is below a warning is not even put into words; there are dozens of those an open.
    """
    return record.levelno >= logging.WARNING and "is not trusted" not in record.getMessage()


def note_request(handler: tornado.web.RequestHandler) -> None:
    """Count requests that the server failed at; what visitors do wrong fills no log."""
    if handler.get_status() == HTTPStatus.INTERNAL_SERVER_ERROR:
        metrics.failed("request")


def note_fallback(notebook: str, why: str) -> None:
    """Count a notebook that ordinary kernels serve; the log has said why."""
    metrics.fell_back("no snapshot of the notebook")


class TrainingServer(Voila):  # type: ignore[misc]
    """Serves the kit. Nothing of Voila's own pages, file access or overrides is reachable."""

    data_dir = Unicode(help="Folder of the records").tag(config=True)
    places = Int(500, help="Learners who can be inside at once").tag(config=True)
    behind_proxy = Bool(False, help="Believe a proxy for whom it asks").tag(config=True)

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
        self.config.VoilaConfiguration.file_allowlist = []
        self.config.VoilaConfiguration.allow_template_override = "NO"
        self.config.VoilaConfiguration.allow_theme_override = "NO"
        self.config.VoilaConfiguration.preheat_kernel = False
        self.config.VoilaConfiguration.show_tracebacks = False
        self.config.VoilaConfiguration.multi_kernel_manager_class = BoundKernels
        self.config.KernelProvisionerFactory.default_provisioner_name = provisioner.NAME
        self.config.MappingKernelManager.buffer_offline_messages = False  # pages ask
        self.config.ZMQChannelsWebsocketConnection.limit_rate = False  # ours do that
        super().initialize(argv or [])
        self.log.addFilter(worth_a_line)
        logging.getLogger("tornado.general").setLevel(logging.ERROR)  # visitors can't fill the log

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
        self.assets = assets.Assets(ChartLibrary(data_dir / "cache"))
        shutil.rmtree(str(self.connection_dir))  # Voila's own would stay when the server is killed
        run_folder = make_run_folder()
        self.connection_dir: str = str(run_folder)
        settings: dict[str, Any] = super().init_settings()
        capacity.allow_sockets(self.kernel_manager.context, self.places)
        room = Room(self.places, time.monotonic)
        visits = Visits(self.kernel_manager, room)
        self.templates = Templates(run_folder, fell_back=note_fallback)
        settings |= {
            "room": room,
            "limits": limits.Limits(self.places),
            "log_function": note_request,
            "websocket_max_message_size": limits.LARGEST_MESSAGE,
            "visits": visits,
            "templates": self.templates,
            "kernel_websocket_connection_class": LessonConnection,
            "transforms": [SecurityHeaders],
            "records": records,
            "data_dir": data_dir,
            "bindings": self.kernel_manager.bindings,
            "assets": self.assets,
            "asset_url": self.asset_url,
            "cookie_secret": self.cookie_secret,
            "ws_ping_interval": PING_MS,
            "ws_ping_timeout": PONG_MS,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "Strict"},
        }
        self.snapshot_pages = settings["snapshot_pages"] = SnapshotPages(settings)
        metrics.watch("places", lambda: room.places)
        metrics.watch("inside", lambda: room.inside)
        metrics.watch("waiting", lambda: room.waiting)
        metrics.watch("kernels", lambda: room.kernels)
        metrics.watch("templates", self.templates.count)
        return settings

    def asset_url(self, name: str) -> str:
        """Address of a static file, with its hash."""
        return f"{self.base_url}static/{self.assets.file_name(name)}"

    def init_handlers(self) -> list[tuple[Any, ...]]:
        """All addresses of the server; what is not listed answers 404."""
        routes: list[tuple[Any, ...]] = [
            ("", home.Home),
            (r"paths/([a-z0-9-]+)", home.Path),
            (r"lessons/([a-z0-9-]+)", lesson.LessonPage),
            (r"lessons/([a-z0-9-]+)/visits", lesson.NewVisit),
            (r"snapshots/([a-z0-9.-]+)", States),
            (r"room", Turn),
            (r"deliverables/([A-Za-z0-9_-]+)/([^/]+)", record.Download),
            (r"record", record.Record),
            (r"record/export/(json|csv)", record.RecordExport),
            (r"record/erase", record.RecordErase),
            (r"help", home.Text, {"template": "help.html"}),
            (r"trademarks", home.Text, {"template": "trademarks.html"}),
            (r"healthz", watching.Health),
            (r"metrics", watching.Metrics),
            (r"static/(.*)", assets.Asset),
            (rf"visits/{KERNEL_ID}/end", channels.EndOfVisit),
            (rf"api/kernels/{KERNEL_ID}", channels.BoundKernel),
            (rf"api/kernels/{KERNEL_ID}/channels", channels.BoundChannel),
            (r"(.*)", page.NotFound),
        ]
        return [(self.base_url + pattern, *rest) for pattern, *rest in routes]

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        """End as Ctrl-C does, at whatever moment the signal to terminate comes."""
        raise KeyboardInterrupt

    def listen(self) -> None:
        """Listen on the one port that was asked for, say the address, and serve."""
        try:
            door = DoorKeeper(self.app, places=self.places, behind_proxy=self.behind_proxy)
            door.listen(self.port, self.ip, backlog=limits.BACKLOG)
        except OSError as problem:
            raise port_error(problem, "serve", self.ip, self.port) from problem
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.assets.library.prepare()
        self.ioloop.add_callback(self.prepare_lessons)
        print(
            f"\nThe CCO Playbook is ready:  {self.connection_url}\n"
            f"It takes {self.places:,} {'learner' if self.places == 1 else 'learners'} at once.\n",
            flush=True,
        )
        if self.open_browser:
            threading.Thread(
                target=webbrowser.open, args=(self.connection_url,), daemon=True
            ).start()
        records: Records = self.app.settings["records"]
        try:
            with records.held_open():
                self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            self.assets.library.end()
            self.templates.end()
            self.stop()

    async def prepare_lessons(self) -> None:
        """Run each lesson's notebook once and make its page, before anyone comes."""
        if self.templates.unavailable:
            self.log.warning("Ordinary kernels serve all lessons: %s.", self.templates.unavailable)
            metrics.fell_back("kernels can't be forked here")
        open_lessons = [each for each in course().lessons if each.notebook]
        for each in open_lessons:
            template = await self.templates.get(Path(self.root_dir) / str(each.notebook))
            if template is not None:
                await self.snapshot_pages.of(each, template)
        with contextlib.suppress(tornado.web.HTTPError):  # whoever asks for it is told
            await self.assets.library.content()
        gc.collect()
        gc.freeze()  # what a page leaves behind is then looked for among what came since, and often
