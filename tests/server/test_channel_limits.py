"""What a hostile page can do to its channel, and that nobody else notices."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websocket

from playbook.server.limits import CHANNELS_A_LEARNER, LARGEST_MESSAGE, UNREAD_BYTES
from tests.server.conftest import OpenLesson, Visitor, changed, small_lesson, wait_until
from tests.server.wire import answers, connect, message, packed, reply_to
from tests.serving import Served

pytestmark = pytest.mark.xdist_group("kernels")

STATE = 2_000_000
WIDGETS = f"""
import ipywidgets
text = ipywidgets.Textarea(value="x" * {STATE})
text.layout.width = "50%"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose lesson has a widget with a large state."""
    folder = tmp_path_factory.mktemp("channels")
    with Served(folder / "data", changed(small_lesson(folder / "notebooks", WIDGETS))) as running:
        yield running


@pytest.fixture(scope="module")
def owner(server: Served) -> Visitor:
    return Visitor(server)


@pytest.fixture(scope="module")
def lesson(owner: Visitor) -> OpenLesson:
    return owner.open_lesson()


@pytest.fixture
def channel(owner: Visitor, lesson: OpenLesson) -> Iterator[websocket.WebSocket]:
    opened = connect(owner, lesson.kernel_id)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def clean_log(server: Served) -> Iterator[None]:
    """Nothing that a page does puts a traceback into the server's log."""
    yield
    assert "Traceback" not in server.log.read_text()


def close_code(channel: websocket.WebSocket) -> int:
    """Read to the end of a channel; give the code that it was closed with."""
    while True:
        kind, data = channel.recv_data()
        if kind == websocket.ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big")


def still_answers(owner: Visitor, lesson: OpenLesson) -> bool:
    """Whether the lesson's kernel is alive for a new channel."""
    channel = connect(owner, lesson.kernel_id)
    reply = reply_to(channel, message("kernel_info_request", {}))
    channel.close()
    return bool(reply["content"]["status"] == "ok")


UPDATE: dict[str, Any] = {"comm_id": "c", "data": {"method": "update", "state": {}}}


@pytest.mark.parametrize(
    "garbage",
    [
        b"\xff" * 100,
        (2**62).to_bytes(8, "little") * 4,
        b"",
        packed(message("comm_msg", {"comm_id": 7})),
        packed(message("comm_msg", UPDATE, header={})),
        packed(message("comm_msg", UPDATE))[:-3],
    ],
    ids=["noise", "huge numbers", "nothing", "no comm", "no header", "cut short"],
)
def test_garbage_closes_the_channel_and_the_kernel_never_hears_it(
    owner: Visitor, lesson: OpenLesson, channel: websocket.WebSocket, garbage: bytes
) -> None:
    channel.send_binary(garbage)

    assert close_code(channel) == 1003
    assert still_answers(owner, lesson)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", json.dumps(message("comm_msg", UPDATE))],
    ids=["nothing", "cut off", "a list", "a message"],
)
def test_text_closes_the_channel(channel: websocket.WebSocket, text: str) -> None:
    channel.send(text)

    assert close_code(channel) == 1003


def test_orders_to_a_kernel_are_dropped_and_the_channel_goes_on(
    channel: websocket.WebSocket, tmp_path: Path
) -> None:
    written = tmp_path / "written"
    code = {"code": f"open({str(written)!r}, 'w')", "silent": False}
    for kind, content, where in (
        ("execute_request", code, "shell"),
        ("execute_request", code, "control"),
        ("shutdown_request", {"restart": False}, "control"),
        ("shutdown_request", {"restart": False}, "shell"),
        ("interrupt_request", {}, "control"),
        ("debug_request", {"command": "initialize"}, "control"),
        ("input_reply", {"value": "x"}, "stdin"),
        ("comm_msg", UPDATE, "nowhere"),
        ("comm_open", {"comm_id": "c", "target_name": "jupyter.widget", "data": {}}, "shell"),
    ):
        channel.send_binary(packed(message(kind, content, channel=where)))

    reply = reply_to(channel, message("kernel_info_request", {}))

    assert reply["content"]["status"] == "ok"
    assert not written.exists()


def test_the_server_itself_says_that_the_line_is_there(channel: websocket.WebSocket) -> None:
    asked = message("kernel_info_request", {}, channel="control")

    assert reply_to(channel, asked)["channel"] == "control"


def test_a_message_that_is_too_large_closes_the_channel(
    owner: Visitor, lesson: OpenLesson, channel: websocket.WebSocket
) -> None:
    try:
        channel.send_binary(b"x" * (LARGEST_MESSAGE + 1))
        assert close_code(channel) == 1009
    except ConnectionError:
        pass  # the server did not wait for the end of it
    assert still_answers(owner, lesson)


def test_a_flood_closes_the_channel(server: Served) -> None:
    flooding = Visitor(server)
    channel = connect(flooding, flooding.open_lesson().kernel_id)
    asked = packed(message("kernel_info_request", {}, channel="control"))
    try:
        for _ in range(5000):
            channel.send_binary(asked)
        assert close_code(channel) == 1008
    except ConnectionError:
        pass  # closed while the flood went on
    assert 'cco_refused_total{limit="messages of a learner"}' in server.get("/metrics").text


def test_pieces_of_a_file_flow_without_a_pause(channel: websocket.WebSocket) -> None:
    piece = {"comm_id": "c", "data": {"method": "custom", "content": {"type": "chunk"}}}
    for _ in range(60):
        asked = message("comm_msg", piece, buffers=[b"\0" * 1_000_000])
        channel.send_binary(packed(asked))
        next(
            each
            for each in answers(channel)
            if each["content"].get("execution_state") == "idle"
            and each["parent_header"]["msg_id"] == asked["header"]["msg_id"]
        )


def memory(process: int) -> int:
    """Bytes that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024


def test_a_page_that_does_not_read_is_cut_off_before_it_fills_the_server(
    server: Served, owner: Visitor, lesson: OpenLesson, channel: websocket.WebSocket
) -> None:
    Visitor(server).open_lesson()  # waits until the lesson's page is made, which takes memory too
    before = memory(server.pid)
    control = {"comm_id": "states", "target_name": "jupyter.widget.control", "data": {}}
    ask = {"comm_id": "states", "data": {"method": "request_states"}}
    channel.send_binary(packed(message("comm_open", control, metadata={"version": "1.0.0"})))
    for _ in range(40):
        channel.send_binary(packed(message("comm_msg", ask)))

    refused = re.compile(r'cco_refused_total\{limit="slow reader"\} 1.0')
    wait_until(lambda: refused.search(server.get("/metrics").text))
    bound = before + 4 * UNREAD_BYTES
    wait_until(lambda: memory(server.pid) < bound)  # what was under way is gone at once

    assert still_answers(owner, lesson)


def test_a_learner_s_channels_are_counted_and_given_back(
    owner: Visitor, lesson: OpenLesson
) -> None:
    opened = [connect(owner, lesson.kernel_id) for _ in range(CHANNELS_A_LEARNER)]
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(owner, lesson.kernel_id)
    for each in opened:
        each.close()

    assert refused.value.status_code == 429
    assert refused.value.resp_headers["retry-after"] == "1"
    assert still_answers(owner, lesson)


@pytest.mark.parametrize(
    "options",
    [
        {"session": ""},
        {"session": "x" * 300},
        {"session": "%00"},
        {"subprotocols": []},
        {"subprotocols": ["another"]},
    ],
    ids=["no session", "long session", "odd session", "no protocol", "another protocol"],
)
def test_a_channel_is_opened_as_the_kit_s_pages_do_or_not_at_all(
    owner: Visitor, lesson: OpenLesson, options: dict[str, Any]
) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        connect(owner, lesson.kernel_id, **options)

    assert refused.value.status_code == 400


def test_a_channel_s_address_is_no_page(owner: Visitor, lesson: OpenLesson) -> None:
    answer = owner.get(f"/api/kernels/{lesson.kernel_id}/channels?session_id=x")

    assert answer.status == 400


def test_a_page_that_leaves_in_the_middle_of_anything_leaves_no_trace_in_the_log(
    owner: Visitor, lesson: OpenLesson
) -> None:
    for number in range(20):
        channel = connect(owner, lesson.kernel_id)
        for _ in range(number % 4):
            channel.send_binary(packed(message("kernel_info_request", {})))
        channel.sock.close() if number % 2 else channel.shutdown()

    assert still_answers(owner, lesson)
