from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import zmq

from playbook.kernels.publisher import Publisher

ADDRESS = "inproc://iopub"
PATIENCE = 5.0


@pytest.fixture
def context() -> Iterator[zmq.Context[zmq.Socket[bytes]]]:
    made: zmq.Context[zmq.Socket[bytes]] = zmq.Context()
    yield made
    made.destroy(linger=0)


@pytest.fixture
def publisher(context: zmq.Context[zmq.Socket[bytes]]) -> Publisher:
    made = context.socket(zmq.XPUB, socket_class=Publisher)
    made.bind(ADDRESS)
    return made


def listen(context: zmq.Context[zmq.Socket[bytes]]) -> None:
    listener = context.socket(zmq.SUB)
    listener.subscribe(b"")
    listener.connect(ADDRESS)


async def asleep(publisher: Publisher) -> asyncio.Event:
    """Begin to watch, until only news can wake the stream; the event is the welcome."""
    welcomed = asyncio.Event()
    publisher.on_subscription(welcomed.set)
    for _ in range(3):
        await asyncio.sleep(0)
    return welcomed


def test_who_begins_to_listen_is_welcomed(
    context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher
) -> None:
    async def watch() -> None:
        welcomed = await asleep(publisher)
        listen(context)
        await asyncio.wait_for(welcomed.wait(), PATIENCE)

    asyncio.run(watch())


def test_a_subscription_that_a_send_hears_of_first_is_not_overlooked(
    context: zmq.Context[zmq.Socket[bytes]], publisher: Publisher
) -> None:
    async def watch() -> None:
        welcomed = await asleep(publisher)
        listen(context)
        while not publisher.getsockopt(zmq.EVENTS) & zmq.POLLIN:
            pass  # until it has come, and been told
        assert not welcomed.is_set()
        publisher.send_multipart([b"starting"])
        await asyncio.wait_for(welcomed.wait(), PATIENCE)

    asyncio.run(watch())
