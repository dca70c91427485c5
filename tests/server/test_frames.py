from __future__ import annotations

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.server.frames import (
    BadFrameError,
    Heard,
    packed,
    parts_of,
    read_frame,
    read_kernel_message,
    sign_of_life,
)
from tests.server import wire
from tests.server.wire import message

UPDATE = {"comm_id": "c", "data": {"method": "update", "state": {"value": 3}}}
CONTROL = {"comm_id": "c", "target_name": "jupyter.widget.control", "data": {}}
VERSION = {"version": "1.0.0"}


def sent(kind: str, content: dict[str, Any], **changed: Any) -> bytes:
    return wire.packed(message(kind, content, **changed))


@pytest.mark.parametrize(
    "asked",
    [
        sent("comm_msg", UPDATE),
        sent("comm_msg", UPDATE, buffers=[b"\0" * 1000, b""]),
        sent("comm_msg", {"comm_id": "c", "data": {"method": "request_states"}}),
        sent("comm_open", CONTROL, metadata=VERSION),
        sent("comm_close", {"comm_id": "c", "data": {}}),
        sent("comm_info_request", {}),
        sent("kernel_info_request", {}),
    ],
    ids=map(str, count()),
)
def test_what_a_page_needs_is_wanted(asked: bytes) -> None:
    assert read_frame(asked).wanted


@pytest.mark.parametrize(
    "asked",
    [
        sent("execute_request", {"code": "1"}),
        sent("inspect_request", {}),
        sent("complete_request", {}),
        sent("history_request", {}),
        sent("shutdown_request", {}),
        sent("shutdown_request", {}, channel="control"),
        sent("interrupt_request", {}, channel="control"),
        sent("debug_request", {}, channel="control"),
        sent("comm_msg", UPDATE, channel="control"),
        sent("input_reply", {"value": "x"}, channel="stdin"),
        sent("status", {}, channel="iopub"),
        sent("comm_msg", UPDATE, channel="somewhere"),
        sent("comm_open", {"comm_id": "c", "target_name": "jupyter.widget", "data": {}}),
        sent("comm_open", {"comm_id": "c", "target_name": ["x"], "data": {}}),
        sent("x", {}),
    ],
    ids=map(str, count()),
)
def test_what_a_page_has_no_reason_to_send_is_not_wanted(asked: bytes) -> None:
    assert not read_frame(asked).wanted


def header(**changed: Any) -> dict[str, Any]:
    return message("comm_msg", UPDATE)["header"] | changed


@pytest.mark.parametrize(
    "asked",
    [
        "{}",
        json.dumps(message("comm_msg", UPDATE)),
        b"",
        b"\0" * 8,
        b"\xff" * 8,
        b"\xff" * 4000,
        (2**63).to_bytes(8, "little") + b"x" * 100,
        b"\x06" + b"\0" * 7,
        sent("comm_msg", UPDATE)[:-1],
        sent("comm_msg", UPDATE) + b"x",
        sent("comm_msg", UPDATE, buffers=[b""] * 300),
        packed("shell", [], {}, {}, {}),  # type: ignore[arg-type]
        packed("shell", {}, {}, {}, {}),
        packed("shell", header(), None, {}, UPDATE),  # type: ignore[arg-type]
        packed("shell", header(msg_id=7), {}, {}, UPDATE),
        packed("shell", header(msg_id=""), {}, {}, UPDATE),
        packed("shell", header(msg_id="x" * 1000), {}, {}, UPDATE),
        packed("shell", header(msg_type=None), {}, {}, UPDATE),
        packed("shell", header(session={}), {}, {}, UPDATE),
        packed("shell", header(version="four"), {}, {}, UPDATE),
        packed("shell", header(version=None), {}, {}, UPDATE),
        sent("comm_msg", {}),
        sent("comm_msg", {"comm_id": 3, "data": {"method": "update"}}),
        sent("comm_msg", {"comm_id": "c", "data": []}),
        sent("comm_msg", {"comm_id": "c", "data": {}}),
        sent("comm_msg", {"comm_id": "c", "data": {"method": "run"}}),
        sent("comm_open", CONTROL),
        sent("comm_open", CONTROL, metadata={"version": "2.0.0"}),
        sent("comm_open", CONTROL, metadata={"version": 1}),
        packed("shell", header(version=5), {}, {}, UPDATE),
        sent("comm_close", {"comm_id": "c"}),
        sent("comm_msg", UPDATE).replace(b'"update"', b'"\xff\xff\xff\xff\xff\xff"'),
    ],
    ids=map(str, count()),
)
def test_garbage_is_known_as_such(asked: str | bytes) -> None:
    with pytest.raises(BadFrameError):
        read_frame(asked)


def test_json_that_is_nested_without_end_is_garbage() -> None:
    deep = b"[" * 200_000
    head, parent, metadata = (json.dumps(each).encode() for each in (header(), {}, {}))
    parts = [b"shell", head, parent, metadata, deep]
    places = [8 * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    numbers = [len(places), *places]
    asked = b"".join(each.to_bytes(8, "little") for each in numbers) + b"".join(parts)

    with pytest.raises(BadFrameError):
        read_frame(asked)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_garbage_and_nothing_else(data: bytes) -> None:
    try:
        read_frame(data)
    except BadFrameError:
        return


@given(st.integers(0, 300), st.binary(min_size=1, max_size=9))
def test_a_message_with_any_bytes_changed_is_a_message_or_garbage(at: int, other: bytes) -> None:
    whole = sent("comm_msg", UPDATE, buffers=[b"abc"])
    try:
        read_frame(whole[:at] + other + whole[at + len(other) :])
    except BadFrameError:
        return


def test_what_was_packed_comes_apart_as_it_was() -> None:
    texts = [{"a": 1}, {}, {"b": "ü"}, {"c": [None]}]

    channel, *parts = parts_of(packed("shell", *texts))

    assert channel == b"shell"
    assert [json.loads(part) for part in parts] == texts


def test_the_sign_of_life_answers_the_page_s_question() -> None:
    asked = read_frame(sent("kernel_info_request", {}, channel="control"))

    got = wire.unpacked(sign_of_life(asked))

    assert asked.asks_for_life
    assert not asked.wanted
    assert got["channel"] == "control"
    assert got["header"]["msg_type"] == "kernel_info_reply"
    assert got["parent_header"] == asked.header


def kernel_says(kind: str, content: dict[str, Any], channel: str = "iopub") -> bytes:
    return packed(channel, {"msg_type": kind}, {"msg_id": "asked"}, {}, content)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (kernel_says("status", {"execution_state": "idle"}), Heard(answered="asked")),
        (kernel_says("status", {"execution_state": "busy"}), Heard()),
        (kernel_says("comm_msg", {"idle": "idle"}), Heard()),
        (kernel_says("execute_input", {"code": "secret"}), Heard(hidden=True)),
        (kernel_says("stream", {"text": '"execute_input"'}), Heard()),
        (kernel_says("status", {"execution_state": "idle"}, "shell"), Heard()),
    ],
    ids=map(str, count()),
)
def test_of_what_a_kernel_says_only_code_is_hidden_and_only_idleness_answers(
    said: bytes, heard: Heard
) -> None:
    assert read_kernel_message(said) == heard
