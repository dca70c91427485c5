"""A page, a server and a kernel made of this process's own ipywidgets, for the client alone."""

from __future__ import annotations

import asyncio
import html
import json
import threading
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

import comm
import ipywidgets
import tornado.httpserver
import tornado.netutil
import tornado.web
import tornado.websocket
from comm.base_comm import BaseComm, CommManager
from ipywidgets.widgets import widget as ipywidgets_core
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)

from playbook.locations import client_dir
from playbook.server.security import LESSON_POLICY

PROTOCOL = "v1.kernel.websocket.jupyter.org"
TYPES = {".js": "text/javascript", ".css": "text/css"}


class Stage:
    """Serves one page with some widgets; its parts can be broken while a browser looks at it."""

    def __init__(self, monkeypatch: Any) -> None:
        self.manager = CommManager()
        monkeypatch.setattr(comm, "create_comm", lambda **given: StageComm(self, **given))
        monkeypatch.setattr(comm, "get_comm_manager", lambda: self.manager)
        monkeypatch.setattr(ipywidgets_core, "_instances", {})
        self.manager.register_target(
            "jupyter.widget.control", ipywidgets.Widget.handle_control_comm_opened
        )
        self.kernels = ["kernel-0"]
        self.channels: set[Channel] = set()
        self.parent: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self._came = threading.Condition()
        self.deaf = False
        self.refusing = False
        self.visit_answers: list[tuple[int, dict[str, Any]]] = []
        self.goodbyes: list[str] = []
        self.on_goodbye: Callable[[], None] = lambda: None
        self.snapshot: str | None = "first"
        self.states: dict[str, Any] = {}
        self.page = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._started: Future[int] = Future()

    def __enter__(self) -> Stage:
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._started.result(10)}"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        application = tornado.web.Application(
            [
                (r"/", PageHandler),
                (r"/static/(.*)", BuiltFile),
                (r"/states.json", StatesHandler),
                (r"/visits", NewVisit),
                (r"/visits/(.*)/end", EndOfVisit),
                (r"/api/kernels/([^/]*)", KernelHandler),
                (r"/api/kernels/(.*)/channels", Channel),
            ],
            stage=self,
        )
        sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")

        async def start() -> None:
            tornado.httpserver.HTTPServer(application).add_sockets(sockets)
            self._started.set_result(sockets[0].getsockname()[1])

        self._loop.create_task(start())
        self._loop.run_forever()

    def show(self, *widgets: ipywidgets.Widget, from_snapshot: bool = True) -> str:
        """Put widgets into the page; gives its address."""
        if from_snapshot:
            self.states = snapshot_states()
        else:
            self.snapshot = None
        self.page = page(self, [each.model_id for each in widgets])
        return self.url

    def do(self, action: Callable[[], Any]) -> Any:
        """Run something as the kernel would: in the thread that its messages come in."""
        done: Future[Any] = Future()

        def run() -> None:
            try:
                done.set_result(action())
            except Exception as problem:
                done.set_exception(problem)

        self._loop.call_soon_threadsafe(run)
        return done.result(10)

    def drop(self) -> None:
        """Close all channels."""

        def close_all() -> None:
            while self.channels:
                self.channels.pop().close()

        self.do(close_all)

    def end_kernel(self) -> None:
        """Let the kernel be gone."""
        self.kernels.clear()
        self.drop()

    def new_kernel(self) -> str:
        """Make a kernel and give its id."""
        self.kernels = [f"kernel-{uuid.uuid4().hex[:6]}"]
        return self.kernels[0]

    def publish(self, kind: str, content: dict[str, Any], buffers: Iterable[bytes] = ()) -> None:
        """Send a message to every page."""
        message = {
            "header": header(kind),
            "parent_header": self.parent,
            "metadata": {"version": ipywidgets_core.__protocol_version__},
            "content": content,
            "buffers": list(buffers),
        }
        for channel in list(self.channels):
            channel.send("iopub", message)

    def hear(self, message: dict[str, Any]) -> None:
        """Note a message that came."""
        with self._came:
            self.heard.append(message)
            self._came.notify_all()

    def receive(self, kind: str, message: dict[str, Any]) -> None:
        """Do what a kernel does with a message."""
        self.parent = message["header"]
        self.publish("status", {"execution_state": "busy"})
        if kind.startswith("comm_"):
            getattr(self.manager, kind)(None, None, message)
        self.publish("status", {"execution_state": "idle"})
        self.parent = {}

    def wait_for(self, kind: str) -> None:
        """Wait until a message of this kind has come."""
        with self._came:
            assert self._came.wait_for(
                lambda: any(each["header"]["msg_type"] == kind for each in self.heard), 10
            ), f"no {kind} came"

    def custom(self) -> list[Any]:
        """Custom messages that came, in their order."""
        return [
            each["content"]["data"]["content"]
            for each in self.heard
            if each["content"].get("data", {}).get("method") == "custom"
        ]


def header(kind: str) -> dict[str, Any]:
    return {
        "msg_id": uuid.uuid4().hex,
        "msg_type": kind,
        "username": "",
        "session": "stage",
        "date": datetime.now(UTC).isoformat(),
        "version": "5.4",
    }


def snapshot_states() -> dict[str, Any]:
    """All widgets' states, in the form of a snapshot's file."""
    states: dict[str, Any] = json.loads(json.dumps(ipywidgets.Widget.get_manager_state()["state"]))
    modules: list[str] = []
    for described in states.values():
        text = described["state"].get("_esm")
        if text is not None:
            if text not in modules:
                modules.append(text)
            described["state"]["_esm"] = {"module": modules.index(text)}
    return {"modules": modules, "styles": [], "states": states}


def page(stage: Stage, model_ids: list[str]) -> str:
    """The frame of a lesson's page, with a place for each widget."""
    manifest = json.loads((client_dir() / "manifest.json").read_text())
    kernel = stage.kernels[0]
    visit = {
        "baseUrl": "/",
        "kernelId": kernel,
        "states": "/states.json" if stage.snapshot else None,
        "snapshot": stage.snapshot,
        "visits": "/visits",
    }
    places = [
        f'<div class="place" id="place-{number}"><div class="output">'
        '<script type="application/vnd.jupyter.widget-view+json">'
        f'{json.dumps({"model_id": model_id})}</script><p class="waiting">Getting ready</p>'
        "</div></div>"
        for number, model_id in enumerate(model_ids)
    ]
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A stage</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/{html.escape(manifest["client.css"])}">
<meta name="cco-visit-end" content="/visits/{kernel}/end"><meta name="cco-xsrf" content="token">
<script type="application/json" id="cco-visit">{json.dumps(visit)}</script>
<script type="module" async src="/static/{html.escape(manifest["client.js"])}"></script></head>
<body><div class="lesson"><p id="saved" role="status">Getting ready</p>
<nav class="rail"><details open><summary><span id="rail-here"></span></summary></details></nav>
{"".join(places)}</div></body></html>"""


class StageComm(BaseComm):  # type: ignore[misc]
    """A comm whose messages go to the page."""

    def __init__(self, stage: Stage, **given: Any) -> None:
        self._stage = stage
        super().__init__(**given)

    def publish_msg(
        self,
        msg_type: str,
        data: dict[str, Any] | None = None,
        metadata: dict[str, Any] | None = None,
        buffers: list[bytes] | None = None,
        **keys: Any,
    ) -> None:
        content = {"comm_id": self.comm_id, "data": data or {}, **keys}
        self._stage.publish(msg_type, json.loads(json.dumps(content)), buffers or [])


class Handler(tornado.web.RequestHandler):
    @property
    def stage(self) -> Stage:
        stage: Stage = self.settings["stage"]
        return stage


class PageHandler(Handler):
    def get(self) -> None:
        self.set_header("Content-Security-Policy", LESSON_POLICY)
        self.finish(self.stage.page)


class BuiltFile(Handler):
    def get(self, name: str) -> None:
        path = client_dir() / name
        self.set_header("Content-Type", TYPES[path.suffix])
        self.finish(path.read_bytes())


class StatesHandler(Handler):
    def get(self) -> None:
        self.finish(self.stage.states)


class KernelHandler(Handler):
    def get(self, kernel: str) -> None:
        if kernel not in self.stage.kernels:
            raise tornado.web.HTTPError(404)
        self.finish({"id": kernel})


class NewVisit(Handler):
    def post(self) -> None:
        assert self.get_body_argument("_xsrf") == "token"
        if self.stage.visit_answers:
            status, content = self.stage.visit_answers.pop(0)
        else:
            kernel = self.stage.new_kernel()
            status, content = 201, {"kernelId": kernel, "snapshot": self.stage.snapshot}
        self.set_status(status)
        self.finish(content)


class EndOfVisit(Handler):
    def post(self, kernel: str) -> None:
        assert self.get_body_argument("_xsrf") == "token"
        self.stage.goodbyes.append(kernel)
        self.stage.on_goodbye()
        self.set_status(204)


class Channel(tornado.websocket.WebSocketHandler):
    @property
    def stage(self) -> Stage:
        stage: Stage = self.settings["stage"]
        return stage

    def select_subprotocol(self, offered: list[str]) -> str | None:
        return PROTOCOL if PROTOCOL in offered else None

    def prepare(self) -> None:
        kernel = self.path_args[0]
        if self.stage.refusing or kernel not in self.stage.kernels:
            raise tornado.web.HTTPError(403)

    def open(self, kernel: str) -> None:
        self.stage.channels.add(self)

    def on_close(self) -> None:
        self.stage.channels.discard(self)

    def send(self, channel: str, message: dict[str, Any]) -> None:
        if self.stage.deaf:
            return
        parts = [json.dumps(message[name]).encode() for name in PARTS] + message["buffers"]
        self.write_message(serialize_msg_to_ws_v1(parts, channel), binary=True)

    def on_message(self, packed: str | bytes) -> None:
        if self.stage.deaf:
            return
        channel, parts = deserialize_msg_from_ws_v1(packed)
        message = {name: json.loads(part) for name, part in zip(PARTS, parts, strict=False)}
        message["buffers"] = parts[len(PARTS) :]
        kind = message["header"]["msg_type"]
        self.stage.hear(message)
        if kind == "kernel_info_request":
            reply = {**message, "header": header("kernel_info_reply"), "content": {}}
            self.send(channel, {**reply, "parent_header": message["header"], "buffers": []})
        else:
            self.stage.receive(kind, message)


PARTS = ("header", "parent_header", "metadata", "content")
