"""The start-up check: is everything there that is touched although it isn't public?"""

from __future__ import annotations

import uuid

import comm.base_comm
import ipykernel.ipkernel
import ipykernel.kernelapp
import ipywidgets
import jupyter_client.session
import pytest
import voila.notebook_renderer
from jupyter_server.services.kernels.connection import channels

from playbook.kernels import private, templates

PARTS = [
    *((ipykernel.kernelapp.IPKernelApp, name) for name in private.APP_STEPS),
    *((ipykernel.ipkernel.IPythonKernel, name) for name in ("set_parent", "get_parent", "shell")),
    (jupyter_client.session.Session, "send"),
    (ipywidgets, "register_comm_target"),
    (ipywidgets.widgets.widget, "_instances"),
    *((voila.notebook_renderer.NotebookRenderer, name) for name in private.RENDERER_STEPS),
    (channels.ZMQChannelsWebsocketConnection, "nudge"),
]


def owners(owner: object, name: str) -> list[object]:
    """Where something has a name from: itself, and all that it derives from."""
    if isinstance(owner, type):
        return [each for each in owner.__mro__ if name in vars(each)]
    return [owner]


def test_the_installed_versions_have_everything() -> None:
    assert private.moved() == []


@pytest.mark.parametrize(
    ("owner", "name"), PARTS, ids=[f"{getattr(o, '__name__', o)}.{n}" for o, n in PARTS]
)
def test_a_part_that_is_missing_is_named(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in owners(owner, name):
        monkeypatch.delattr(each, name)

    assert private.moved()[0].endswith(f".{name}")


def test_a_parameter_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def send(self, stream, msg_or_type, content, buffers, header, metadata, ident) -> None: ...

    monkeypatch.setattr(jupyter_client.session.Session, "send", send)

    assert private.moved() == ["Session.send(parent)"]


def test_widgets_that_are_named_in_another_way_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comm.base_comm, "uuid", object())

    assert private.moved() == ["comm.base_comm.uuid"]


def test_a_part_that_is_missing_means_ordinary_kernels_and_says_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CCO_KERNELS", raising=False)
    monkeypatch.setattr(templates.sys, "platform", "linux")
    monkeypatch.delattr(ipywidgets.widgets.widget, "_instances")

    why = templates.why_unavailable()

    assert why == "the installed Jupyter has moved ipywidgets.widgets.widget._instances"


def test_names_made_at_random_are_the_same_for_the_same_seed() -> None:
    def names(seed: str) -> list[str]:
        with private.same_names(seed):
            return [uuid.uuid4().hex for _ in range(3)]

    assert names("one") == names("one")
    assert names("one") != names("two")
    assert len(set(names("one"))) == 3
    assert uuid.uuid4() != uuid.uuid4()


def test_names_are_made_at_random_again_after_a_failure() -> None:
    original = uuid.uuid4
    seen = []

    def failing_notebook() -> None:
        with private.same_names("one"):
            seen.append(uuid.uuid4)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_notebook()

    assert seen != [original]
    assert uuid.uuid4 is original
