"""What a page and its kernel say to each other: read and checked before it is passed on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

PROTOCOL = "v1.kernel.websocket.jupyter.org"
"""The protocol of a channel: where each part begins, the channel's name, four JSON texts, buffers.

All numbers have eight bytes, the lowest first. There is no other protocol here.
"""

WORD = 8
FEWEST_PARTS = 5
MOST_PARTS = 256
"""A widget's state has at most some dozens of buffers."""

LONGEST_NAME = 200

STATES_OF_ALL = "jupyter.widget.control"
"""The one thing that a page opens by itself: there it asks for the states of all widgets."""

STATES_VERSION = re.compile(r"1(\.\d{1,3}){0,2}")
METHODS = frozenset({"update", "custom", "request_state", "request_states"})
COMMS = frozenset({"comm_open", "comm_msg", "comm_close"})
QUESTIONS = frozenset({"comm_info_request", "kernel_info_request"})
VERSION = re.compile(r"5(\.\d{1,3}){0,2}")


class BadFrameError(ValueError):
    """What came through a channel is not a message."""


@dataclass(frozen=True)
class Frame:
    """A message from a page."""

    channel: str
    header: dict[str, Any]
    metadata: dict[str, Any]
    content: dict[str, Any]

    @property
    def kind(self) -> str:
        """What sort of message it is."""
        return str(self.header["msg_type"])

    @property
    def message_id(self) -> str:
        """What its answers refer to."""
        return str(self.header["msg_id"])

    @property
    def asks_for_life(self) -> bool:
        """Whether the page only wants to know that the line is still there."""
        return self.channel == "control" and self.kind == "kernel_info_request"

    @property
    def wanted(self) -> bool:
        """Whether a page has reason to send this to a kernel.

        Code, input and orders to end never are.
        """
        if self.channel != "shell":
            return False
        if self.kind == "comm_open":
            return self.content.get("target_name") == STATES_OF_ALL
        return self.kind in COMMS | QUESTIONS


def read_frame(message: str | bytes) -> Frame:
    """Read a page's message. Raises BadFrameError."""
    if isinstance(message, str):
        raise BadFrameError("text instead of bytes")
    try:
        channel, *texts = parts_of(message)[:FEWEST_PARTS]
        parts = [json.loads(text) for text in texts]
        name = channel.decode()
    except (ValueError, RecursionError) as problem:
        raise BadFrameError(str(problem)) from None
    if not all(isinstance(part, dict) for part in parts):
        raise BadFrameError("a part that is no object")
    header, _, metadata, content = parts
    for each in ("msg_id", "msg_type", "session"):
        check_name(header, each)
    check_version(header, VERSION)
    frame = Frame(name, header, metadata, content)
    if frame.wanted and frame.kind in COMMS:
        check_comm(frame)
    return frame


def parts_of(message: bytes, most: int = MOST_PARTS) -> list[bytes]:
    """Take a message apart. Raises BadFrameError where its numbers make no sense."""
    count = int.from_bytes(message[:WORD], "little") - 1
    start = WORD * (count + 2)
    if not FEWEST_PARTS <= count <= most or len(message) < start:
        raise BadFrameError("a wrong number of parts")
    places = [
        int.from_bytes(message[begin : begin + WORD], "little")
        for begin in range(WORD, start, WORD)
    ]
    if places[0] != start or places[-1] != len(message) or places != sorted(places):
        raise BadFrameError("parts in the wrong places")
    return [message[begin:end] for begin, end in pairwise(places)]


def check_comm(frame: Frame) -> None:
    """Check what a widget will rely on. Raises BadFrameError."""
    check_name(frame.content, "comm_id")
    data = frame.content.get("data")
    if not isinstance(data, dict):
        raise BadFrameError("data that is no object")
    if frame.kind == "comm_msg" and data.get("method") not in METHODS:
        raise BadFrameError("an unknown method")
    if frame.kind == "comm_open":
        check_version(frame.metadata, STATES_VERSION)


def check_name(where: dict[str, Any], name: str) -> None:
    """Check that there is such a name, of a length that makes sense. Raises BadFrameError."""
    value = where.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_NAME:
        raise BadFrameError(f"no {name}")


def check_version(where: dict[str, Any], known: re.Pattern[str]) -> None:
    """Check that there is a version that is known. Raises BadFrameError."""
    value = where.get("version")
    if not isinstance(value, str) or not known.fullmatch(value):
        raise BadFrameError("an unknown version")


def sign_of_life(asked: Frame) -> bytes:
    """The server's own answer to a page that asks whether the line is still there."""
    header = asked.header | {"msg_type": "kernel_info_reply"}
    return packed("control", header, asked.header, {}, {"status": "ok"})


def packed(channel: str, *texts: dict[str, Any]) -> bytes:
    """Put a message together from its channel and its four JSON texts."""
    parts = [channel.encode(), *(json.dumps(text).encode() for text in texts)]
    places = [WORD * (len(parts) + 2)]
    for part in parts:
        places.append(places[-1] + len(part))
    numbers = [len(places), *places]
    return b"".join([*(each.to_bytes(WORD, "little") for each in numbers), *parts])


@dataclass(frozen=True)
class Heard:
    """What a kernel says, as far as the server cares."""

    hidden: bool = False
    """It repeats code, which is nobody's business."""

    answered: str = ""
    """Id of the message that it has now dealt with."""


def read_kernel_message(message: bytes) -> Heard:
    """Look into a kernel's message that is on its way to the page."""
    channel, header, parent, _, content, *_ = parts_of(message, most=len(message))
    if channel != b"iopub":
        return Heard()
    if b'"execute_input"' in header:
        return Heard(hidden=json.loads(header)["msg_type"] == "execute_input")
    if b'"status"' in header and b'"idle"' in content:
        return Heard(answered=str(json.loads(parent).get("msg_id", "")))
    return Heard()
