from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import zmq

from playbook.kernels.publisher import Publisher

ADDRESS = "inproc://iopub"
PATIENCE = 5.0
TURNS = 100  # of the event loop, until it rests


@pytest.fixture
def context() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    made: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield made
    made.destroy(linger=0)


@pytest.fixture
def publisher(context: zmq.Context[zmq.Socket[bytes]]) -> Publisher:
    made = context.socket(zmq.XPUB, socket_class=Publisher)
    made.xpub_verbose = True
    made.bind(ADDRESS)
    return made


def listen(context: zmq.Context[zmq.Socket[bytes]]) -> zmq.Socket[bytes]:
    """Keep what it returns: a listener that leaves is news too."""
    listener = context.socket(zmq.SUB)
    listener.subscribe(b"")
    listener.connect(ADDRESS)
    return listener


def test_each_who_begins_to_listen_is_welcomed(
    context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher
) -> None:
    async def watch() -> None:
        welcomed = asyncio.Event()
        publisher.on_subscription(welcomed.set)
        first = listen(context)
        await asyncio.wait_for(welcomed.wait(), PATIENCE)
        welcomed.clear()
        second = listen(context)
        await asyncio.wait_for(welcomed.wait(), PATIENCE)
        assert not first.closed
        assert not second.closed

    asyncio.run(watch())


def test_a_subscription_that_a_send_hears_of_first_is_not_overlooked(
    context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher
) -> None:
    async def watch() -> None:
        welcomed = asyncio.Event()
        publisher.on_subscription(welcomed.set)
        first = listen(context)
        await asyncio.wait_for(welcomed.wait(), PATIENCE)
        welcomed.clear()
        for _ in range(TURNS):
            await asyncio.sleep(0)  # from here on only news wakes the stream

        second = listen(context)
        while not publisher.getsockopt(zmq.EVENTS) & zmq.POLLIN:
            pass  # until it has come, and been told
        assert not welcomed.is_set()
        publisher.send_multipart([b"starting"])
        await asyncio.wait_for(welcomed.wait(), PATIENCE)
        assert not first.closed
        assert not second.closed

    asyncio.run(watch())
