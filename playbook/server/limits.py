"""What one visitor or one address may ask of the server, so that the others stay well served."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tornado.web

from playbook.server import metrics


@dataclass(frozen=True)
class Rate:
    """So much at once, and so much a second in the long run."""

    burst: float
    a_second: float


LARGEST_BODY = 1_000_000
"""Bytes of a request; files come in pieces through a kernel's channel, which has its own limit."""

IDLE_CONNECTION_SECONDS = 60
"""How long a connection may take for the headers of its next request; slow ones are closed."""

BODY_SECONDS = 30
"""How long a request's body may take: a megabyte over a poor line."""

BACKLOG = 1_024
"""Connections that may wait to be accepted: a whole class that opens the kit at one moment."""

CONNECTIONS_A_PLACE = 8
"""A browser opens six connections to a server at most, and a channel or two beside them."""

CONNECTIONS_BESIDE = 64
"""Connections for visitors without a place: those who wait, read the map, or watch the server."""

CONNECTIONS_IN_RESERVE = 64
"""Connections that no single address can use up."""

CHANNELS_A_LEARNER = 16
"""A lesson has one channel, and for a moment a second one after a lost connection."""

CHANNEL_OPENS = Rate(200, 5)
"""Channels that a learner opens: a page tries again at most every fraction of a second."""

LARGEST_MESSAGE = 4 * 1024 * 1024
"""Bytes of a message on a channel; a file's pieces have a million."""

UNREAD_BYTES = 8 * 1024 * 1024
"""What waits for a page that doesn't read; all states of a lesson are below two megabytes."""

UNANSWERED_BYTES = 4 * LARGEST_MESSAGE
"""What waits for a busy kernel; a page sends a file's next piece when the last was taken."""

UNANSWERED_MESSAGES = 2_000
"""Messages that wait for a busy kernel: minutes of typing."""

KEYS_REMEMBERED = 20_000
"""Addresses or learners of whom it is known how much they asked lately."""


MESSAGES = Rate(2_000, 200)
"""Messages of a learner: dragging over a chart sends sixty a second."""

MESSAGE_BYTES = Rate(256_000_000, 16_000_000)
"""Bytes of a learner's messages: the largest file, 200 MB, passes without a pause."""

OPENS_OF_LEARNER = Rate(20, 1)
"""Lessons that a learner opens: nobody reads faster."""


def opens_of_address(places: int) -> Rate:
    """Lessons that an address opens: a full room behind one address, a few times over."""
    return Rate(max(300, 4 * places), max(20, places / 10))


def requests_of_address(places: int) -> Rate:
    """Pages that an address asks for: a room behind one address, and as many in line."""
    return Rate(2_000 + 10 * places, 200 + places)


class TooManyError(tornado.web.HTTPError):
    """Somebody asked too often: 429. `after` says in how many seconds to ask again."""

    def __init__(self, limit: str, after: float) -> None:
        super().__init__(429)
        self.after = max(1, math.ceil(after))
        metrics.refused(limit)


def retry_after(handler: tornado.web.RequestHandler, failure: dict[str, Any]) -> None:
    """Say in the answer when to ask again, if that is why the request failed."""
    problem = (failure.get("exc_info") or (None, None))[1]
    if isinstance(problem, TooManyError):
        handler.set_header("Retry-After", str(problem.after))


class Buckets:
    """A token bucket for each key: filled at a steady rate, emptied by what is asked for."""

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str, amount: float = 1.0) -> float:
        """Take from the key's bucket; gives 0, or in how many seconds there will be enough."""
        now = self._clock()
        self._forget_full(now)
        level, then = self._levels.get(key, (self._rate.burst, now))
        level = min(self._rate.burst, level + (now - then) * self._rate.a_second)
        missing = amount - level
        self._levels[key] = (level if missing > 0 else level - amount, now)
        self._levels.move_to_end(key)
        if len(self._levels) > KEYS_REMEMBERED:
            self._levels.popitem(last=False)
        return max(0.0, missing / self._rate.a_second)

    def _forget_full(self, now: float) -> None:
        """Let go of the buckets that are full again; the one longest untouched comes first."""
        while self._levels:
            key, (_, then) = next(iter(self._levels.items()))
            if now - then < self._rate.burst / self._rate.a_second:
                return
            del self._levels[key]


class Limits:
    """All limits by learner and by address, for a room of so many places."""

    def __init__(self, places: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._learner_opens = Buckets(OPENS_OF_LEARNER, clock)
        self._address_opens = Buckets(opens_of_address(places), clock)
        self._address_requests = Buckets(requests_of_address(places), clock)
        self._messages = Buckets(MESSAGES, clock)
        self._message_bytes = Buckets(MESSAGE_BYTES, clock)
        self._channel_opens = Buckets(CHANNEL_OPENS, clock)
        self._channels: Counter[str] = Counter()

    def opening(self, learner_id: str, address: str) -> None:
        """Note that a learner opens a lesson. Raises TooManyError."""
        if after := self._address_opens.take(neighbourhood(address)):
            raise TooManyError("opens of an address", after)
        if after := self._learner_opens.take(learner_id):
            raise TooManyError("opens of a learner", after)

    def request(self, address: str) -> None:
        """Note that an address asks for a page. Raises TooManyError."""
        if after := self._address_requests.take(neighbourhood(address)):
            raise TooManyError("requests of an address", after)

    def channel_opened(self, learner_id: str) -> None:
        """Note that a learner opens a channel. Raises TooManyError."""
        if self._channels[learner_id] >= CHANNELS_A_LEARNER:
            raise TooManyError("channels of a learner", 1)
        if after := self._channel_opens.take(learner_id):
            raise TooManyError("channels of a learner", after)
        self._channels[learner_id] += 1

    def channel_closed(self, learner_id: str) -> None:
        """Note that a learner's channel is closed."""
        self._channels[learner_id] -= 1
        if self._channels[learner_id] <= 0:
            del self._channels[learner_id]

    def message(self, learner_id: str, size: int) -> bool:
        """Note a message on a learner's channel; False where it is one too many."""
        return not (self._messages.take(learner_id) or self._message_bytes.take(learner_id, size))


def neighbourhood(address: str) -> str:
    """What counts as one address: of IPv6 the network, since each visitor has a whole one."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
