"""Every name of Jupyter's packages that is used without being part of their public interface.

A snapshot kernel takes an IPKernelApp apart: what belongs to every visitor is made once, in the
template, what belongs to one is made after the fork. Beside this file only `renderer` and
`connection` touch such names: they override steps of Voila and of Jupyter's server. `moved` says
which of them all a new version no longer has; then ordinary kernels serve.
"""

from __future__ import annotations

import inspect
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

import ipykernel.ipkernel  # replaces `comm.create_comm`, so it comes before ipywidgets
import ipykernel.kernelapp
import jupyter_client.session
import tornado.platform.asyncio  # noqa: F401  what every kernel would import at its start
import zmq
from zmq.eventloop.zmqstream import ZMQStream

from playbook.kernels.publisher import Publisher

APP_STEPS = (
    "init_pdb",
    "init_path",
    "init_shell",
    "init_gui_pylab",
    "init_extensions",
    "init_code",
    "init_signal",
)
APP_PARTS = (
    "shell_socket",
    "control_socket",
    "iopub_socket",
    "capture_fd_output",
    "connection_file",
)
KERNEL_PARTS = (
    "shell_stream",
    "control_stream",
    "iopub_socket",
    "session",
    "ident",
    "shell",
    "set_parent",
    "get_parent",
)
SESSION_PARTS = ("send", "pid", "session")
RENDERER_STEPS = ("_jinja_kernel_start", "_jinja_cell_generator")
CONNECTION_STEPS = ("prepare", "create_stream", "nudge", "_register_session")

LINGER_MS = 1000
"""How long a kernel that ends still sends what it said last."""

Send = Callable[..., Any]


def moved() -> list[str]:
    """Name what this file relies on and the installed versions no longer have; best empty."""
    app = ipykernel.kernelapp.IPKernelApp
    kernel = ipykernel.ipkernel.IPythonKernel
    missing = [f"IPKernelApp.{name}" for name in (*APP_STEPS, *APP_PARTS) if not hasattr(app, name)]
    missing += [f"IPythonKernel.{name}" for name in KERNEL_PARTS if not hasattr(kernel, name)]
    missing += [
        f"Session.{name}"
        for name in SESSION_PARTS
        if not hasattr(jupyter_client.session.Session, name)
    ]
    send = getattr(jupyter_client.session.Session, "send", None)
    parameters = inspect.signature(send).parameters if send else {}
    wanted = (
        "stream",
        "msg_or_type",
        "content",
        "parent",
        "ident",
        "buffers",
        "header",
        "metadata",
    )
    missing += [f"Session.send({name})" for name in wanted if name not in parameters]
    return missing + _moved_widgets() + _moved_server()


def _moved_widgets() -> list[str]:
    import comm.base_comm
    import ipywidgets

    missing = []
    if getattr(comm.base_comm, "uuid", None) is not uuid:
        missing.append("comm.base_comm.uuid")
    if not hasattr(ipywidgets, "register_comm_target"):
        missing.append("ipywidgets.register_comm_target")
    if not hasattr(ipywidgets.widgets.widget, "_instances"):
        missing.append("ipywidgets.widgets.widget._instances")
    return missing


def _moved_server() -> list[str]:
    from jupyter_server.services.kernels.connection import channels
    from voila.notebook_renderer import NotebookRenderer

    connection = channels.ZMQChannelsWebsocketConnection
    missing = [
        f"NotebookRenderer.{name}" for name in RENDERER_STEPS if not hasattr(NotebookRenderer, name)
    ]
    return missing + [
        f"ZMQChannelsWebsocketConnection.{name}"
        for name in CONNECTION_STEPS
        if not hasattr(connection, name)
    ]


def build_app(send: Send) -> Any:
    """Make an IPKernelApp with its kernel and shell, but without socket, thread or event loop.

    `send` takes the place of the session's own, with the same parameters, until `open_sockets`.
    """
    sys.modules.setdefault("debugpy", None)  # type: ignore[arg-type]  # its import starts threads
    app: Any = ipykernel.kernelapp.IPKernelApp.instance()
    app.connection_file = os.devnull
    app.config.IPKernelApp.log_level = 40
    app.capture_fd_output = False
    app.config.HistoryManager.enabled = False
    app.config.InteractiveShell.colors = "nocolor"
    app.config.InteractiveShell.enable_tip = False  # it is drawn with what the notebook seeded
    super(ipykernel.kernelapp.IPKernelApp, app).initialize([])
    app.log.setLevel(app.log_level)  # traitlets only tells its handlers, and the rest is for nobody
    app.init_pdb()
    app.session.send = send
    app.kernel = app.kernel_class.instance(
        parent=app,
        session=app.session,
        log=app.log,
        profile_dir=app.profile_dir,
        user_ns=app.user_ns,
        iopub_socket=None,
    )
    app.init_path()
    app.init_shell()
    app.init_gui_pylab()
    app.init_extensions()
    app.init_code()
    return app


def register_widgets() -> None:
    """Let the kernel answer a page that asks for all widgets at once.

    ipywidgets does so when it is imported, but only where `get_ipython` exists already.
    """
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is not None:
        ipywidgets.register_comm_target()


def begin_cell(app: Any, index: int) -> None:
    """Tell kernel and shell which request they answer, as before any execution."""
    header = {
        "msg_id": f"cell-{index}",
        "msg_type": "execute_request",
        "session": "template",
        "username": "",
        "version": "5.4",
        "date": "",
    }
    app.kernel.set_parent(
        [b"template"],
        {"header": header, "parent_header": {}, "metadata": {}, "content": {}, **header},
    )


def end_cells(app: Any) -> None:
    """Forget the last request."""
    app.kernel.set_parent([], {})


def clear(app: Any) -> None:
    """Take all widgets and names of a notebook that has run out of the kernel."""
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is not None:
        for each in ipywidgets.widgets.widget._instances.values():
            each.unobserve_all()  # closing is a change too, and not one that a notebook expects
        ipywidgets.Widget.close_all()
    app.kernel.shell.reset(new_session=True)


def open_sockets(app: Any, connection: Mapping[str, Any]) -> None:
    """Give the kernel of a forked process its own identity and its sockets.

    `connection` is what Jupyter writes into a connection file, for the transport "ipc". Three
    sockets: a page uses no other. No heartbeat: whoever forked this process holds a handle that
    tells when it ends.
    """
    session = app.session
    del session.send
    session.pid = os.getpid()
    session.session = str(uuid.uuid4())
    session.key = connection["key"].encode()
    app.kernel.ident = str(uuid.uuid4())
    app.context = zmq.Context()
    app.shell_socket = _router(app.context, _address(connection, "shell_port"))
    app.control_socket = _router(app.context, _address(connection, "control_port"))
    app.iopub_socket = _publisher(app.context, _address(connection, "iopub_port"))


def _address(connection: Mapping[str, Any], port: str) -> str:
    return f"ipc://{connection['ip']}-{connection[port]}"


def _router(context: zmq.Context[zmq.Socket[bytes]], address: str) -> zmq.Socket[bytes]:
    made = context.socket(zmq.ROUTER)
    made.linger = LINGER_MS
    made.router_handover = True  # a page that comes back keeps its name
    made.bind(address)
    return made


def _publisher(context: zmq.Context[zmq.Socket[bytes]], address: str) -> zmq.Socket[bytes]:
    made = context.socket(zmq.XPUB, socket_class=Publisher)
    made.linger = LINGER_MS
    made.xpub_verbose = True  # a page is welcomed also while its earlier connection is open
    made.bind(address)
    return made


def start_app(app: Any) -> None:
    """Put the sockets into the kernel that exists already, and serve.

    Returns when the kernel was asked to end. One thread does everything: there are no subshells,
    and what a page hears while a callback runs is sent by it.
    """
    app.init_signal()
    kernel, shell, session = app.kernel, app.kernel.shell, app.session
    kernel.shell_stream = ZMQStream(app.shell_socket)
    kernel.control_stream = ZMQStream(app.control_socket)
    kernel.iopub_socket = app.iopub_socket
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.pub_socket, publisher.session = app.iopub_socket, session

    app.iopub_socket.on_subscription(
        lambda: session.send(app.iopub_socket, "iopub_welcome", {"subscription": ""})
    )
    app.start()


def publish_text(app: Any, name: str, text: str) -> None:
    """Send what was printed to the page, as an answer to the request that is being handled."""
    app.session.send(
        app.iopub_socket, "stream", {"name": name, "text": text}, parent=app.kernel.get_parent()
    )


@contextmanager
def same_names(seed: str) -> Iterator[None]:
    """While it lasts, what names itself at random (widgets do) gets the same names each time.

    So two templates of one notebook are alike, and a page goes on with a kernel of the second.
    """
    original, random = uuid.uuid4, Random(seed)
    uuid.uuid4 = lambda: uuid.UUID(int=random.getrandbits(128), version=4)
    try:
        yield
    finally:
        uuid.uuid4 = original


def widget_states() -> Mapping[str, Any]:
    """All widgets of this process in the Jupyter widget-state format, by model id."""
    ipywidgets = sys.modules.get("ipywidgets")
    if ipywidgets is None:
        return {}
    states: Mapping[str, Any] = ipywidgets.Widget.get_manager_state()["state"]
    return states


def widget(model_id: str) -> Any:
    """The widget of this model id. Raises KeyError."""
    return sys.modules["ipywidgets"].widgets.widget._instances[model_id]
