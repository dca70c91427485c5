"""What comes before every part: room for connections, and a server that is ready for visitors."""

from __future__ import annotations

import asyncio
import resource
import time

from tests.bench.room.kit import Kit
from tests.bench.room.visit import Visit

BUILD_SECONDS = 60
"""How long a server may take to run its notebooks before anyone comes."""


def raise_limits() -> None:
    """Allow this process, and the servers that it starts, as many open files as there may be."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def prepared(kit: Kit, attach: bool = True) -> str:
    """Visit until a snapshot serves the page, if one ever does; gives the kind of its kernels."""
    give_up = time.monotonic() + BUILD_SECONDS
    while True:
        visit = Visit(kit.port)
        await visit.come_in(attach)
        await visit.goodbye()
        await asyncio.sleep(1)
        if visit.facts.states is not None:
            await asyncio.sleep(6)
            return "forked"
        if visit.facts.visits is None or not kit.templates() or time.monotonic() > give_up:
            return "ordinary"
