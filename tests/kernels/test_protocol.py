from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from playbook.kernels import protocol

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    server, template = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with server, template:
        yield server, template


def of_size(size: int) -> dict[str, str]:
    """A message of so many bytes."""
    return {"text": "x" * (size - len('{"text": ""}'))}


def test_a_message_arrives_as_it_was_sent(pair: Pair) -> None:
    message = {"id": 1, "environment": {"CCO_LEARNER": "ä"}, "visitor": {"kept": None}}

    protocol.write(pair[0], message)

    assert protocol.read(pair[1]) == message


def test_messages_of_several_writers_stay_whole(pair: Pair) -> None:
    with socket.socket(fileno=socket.dup(pair[1].fileno())) as child:
        protocol.write(pair[1], {"id": 1})
        protocol.write(child, {"id": 2})
        protocol.write(pair[1], {"id": 3})

    assert [protocol.read(pair[0]) for _ in range(3)] == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_the_largest_message_that_fits_arrives_whole(pair: Pair) -> None:
    message = of_size(protocol.LARGEST)

    assert protocol.fits(message)
    protocol.write(pair[0], message)
    assert protocol.read(pair[1]) == message


def test_one_byte_more_does_not_fit_and_is_not_sent_in_part(pair: Pair) -> None:
    message = of_size(protocol.LARGEST + 1)

    assert not protocol.fits(message)
    with pytest.raises(OSError, match="too large"):
        protocol.write(pair[0], message)
    pair[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        protocol.read(pair[1])


def test_letters_count_as_they_are_sent() -> None:
    letters = {"text": "ä" * (protocol.LARGEST // 4)}

    assert not protocol.fits(letters)


def test_the_end_of_the_other_side_is_told(pair: Pair) -> None:
    pair[0].close()

    assert protocol.read(pair[1]) is None
    with pytest.raises(OSError, match="Broken pipe"):
        protocol.write(pair[1], {})
