"""One learner with one open page, as the kit's server sees them; there is no browser.

A page tells its kernel in `#cco-visit`, and where the states of its widgets lie if a snapshot
serves it; an ordinary page names its kernel alone, and the states come from the kernel.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.bench.room import wire
from tests.bench.room.kit import PAGE

CONTROL = "jupyter.widget.control"
BUSY = (429, 503)
REFUSED = (403, 404)

entry_number = count(1)
learner_number = count(1)
visit_number = count(1)
known_states: dict[str, dict[str, Any]] = {}
"""The states by their address, which never changes what it gives: read once in this process."""


class FailedError(Exception):
    """A visit went wrong; the message says how."""


@dataclass
class Learner:
    """Someone with cookies, at an address of their own on this machine."""

    cookies: dict[str, str] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        number = next(learner_number)
        self.source = f"127.{1 + (number >> 14)}.{(number >> 7) & 0x7F}.{1 + (number & 0x7F)}"

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    @property
    def id(self) -> str:
        """The learner's id in the records."""
        signed = self.cookies["cco_learner"].strip('"').split("|")[4]
        return base64.b64decode(signed.split(":")[1]).decode()


@dataclass(frozen=True)
class Facts:
    """What a page says of its visit."""

    kernel_id: str
    states: str | None
    snapshot: str | None
    visits: str | None
    xsrf: str


def facts_of(page: str) -> Facts:
    """Read a page. Raises FailedError where it names no kernel."""
    xsrf = re.search(r'name="cco-xsrf" content="([^"]*)"', page)
    token = xsrf[1] if xsrf else ""
    if told := re.search(r'<script[^>]* id="cco-visit"[^>]*>(.*?)</script>', page, re.DOTALL):
        visit = json.loads(told[1])
        return Facts(
            visit["kernelId"], visit["states"], visit["snapshot"], visit.get("visits"), token
        )
    named = re.search(r'"kernelId": "([^"]+)"', page)
    if named is None:
        raise FailedError("the page names no kernel")
    return Facts(named[1], None, None, None, token)


class Visit:
    """A page, its channel, and what is said over it. `took` holds seconds since the visit began."""

    def __init__(self, port: int, learner: Learner | None = None, patience: float = 120) -> None:
        self.port = port
        self.learner = learner or Learner()
        self.patience = patience
        self.took: dict[str, float] = {}
        self.waits = 0
        self.lost = False
        self._channel: wire.Channel | None = None
        self._asked: dict[str, asyncio.Future[Any]] = {}
        self._session = f"bench-{next(visit_number)}"
        self._begun = time.perf_counter()

    async def fetch(self, path: str, **options: Any) -> wire.Answer:
        """Ask for an address as this learner."""
        answer = await wire.fetch(
            self.port, path, cookie=self.learner.cookie, source=self.learner.source, **options
        )
        self.learner.cookies.update(answer.cookies)
        return answer

    async def open(self) -> None:
        """Get the page and the states of its widgets; waits where the room is full.

        Raises FailedError, TimeoutError, or OSError where nobody answers.
        """
        async with asyncio.timeout(self.patience):
            while (page := await self.fetch(PAGE)).status in BUSY:
                self.waits += 1
                await asyncio.sleep(min(1.0, float(page.headers.get("retry-after", "0.5"))))
            if page.status != 200 or not page.text.rstrip().endswith("</html>"):
                raise FailedError(f"the page broke off (status {page.status})")
            self.facts = facts_of(page.text)
            self.kernel_id = self.facts.kernel_id
            self._note("page")
            if self.facts.states is not None:
                await self._get_states(self.facts.states)

    async def _get_states(self, address: str) -> None:
        answer = await self.fetch(address)
        if answer.status != 200 or not answer.whole:
            raise FailedError(f"the states broke off (status {answer.status})")
        if address not in known_states:
            known_states[address] = json.loads(answer.text)["states"]
        self.states = known_states[address]
        self._note("states")

    async def connect(self) -> None:
        """Open the channel and wait for the kernel's answer, with all states if it has them."""
        async with asyncio.timeout(self.patience):
            self.lost = False
            self._channel = await wire.connect(
                self.port,
                f"/api/kernels/{self.kernel_id}/channels?session_id={self._session}",
                cookie=self.learner.cookie,
                heard=self._heard,
                lost=self._was_lost,
                source=self.learner.source,
            )
            self._note("channel")
            if self.facts.states is None:
                self.states = await self._ask_for_states()
            else:
                await self._ask("info", "kernel_info_request", {})
            self._note("alive")

    async def _ask_for_states(self) -> dict[str, Any]:
        comm = f"{self._session}-control"
        opening = {"comm_id": comm, "target_name": CONTROL, "target_module": None, "data": {}}
        self._send("comm_open", opening)
        states: dict[str, Any] = await self._ask(
            "states", "comm_msg", {"comm_id": comm, "data": {"method": "request_states"}}
        )
        return states

    async def attach(self) -> None:
        """Say that the page has arrived; the lesson then knows its learner."""
        async with asyncio.timeout(self.patience):
            reply = await self._ask(
                "here", "comm_msg", custom(self.model("lesson"), {"type": "arrive"})
            )
        if reply["type"] != "here":
            raise FailedError(f"the learner was not attached: {reply}")
        self._note("attached")

    async def come_in(self, attach: bool = True) -> None:
        """All of it: page, states, channel, the kernel's answer, and the learner known."""
        await self.open()
        await self.connect()
        if attach:
            await self.attach()

    async def come_back(self) -> bool:
        """Go on after a lost connection as the page does; tells whether the kernel is a new one.

        Raises OSError where nobody answers, FailedError where the page must be opened anew.
        """
        self.close()
        alive = (await self.fetch(f"/api/kernels/{self.kernel_id}")).status
        if alive not in (200, *REFUSED):
            raise FailedError(f"the server answered {alive}")
        if alive != 200:
            await self._new_kernel()
        try:
            await self.connect()
        except wire.RefusedError as problem:
            raise FailedError(str(problem)) from problem
        await self.attach()
        return alive != 200

    async def _new_kernel(self) -> None:
        if self.facts.visits is None:
            await self.open()
            return
        answer = await self.fetch(self.facts.visits, method="POST", form=f"_xsrf={self.facts.xsrf}")
        if answer.status == 409:
            await self.open()
            return
        if answer.status != 201:
            raise FailedError(f"no new kernel (status {answer.status})")
        given = json.loads(answer.text)
        self.kernel_id = given["kernelId"]
        if given["snapshot"] is None or given["snapshot"] != self.facts.snapshot:
            await self.open()

    def model(self, key: str) -> str:
        """The model of a widget of the lesson."""
        for model_id, each in self.states.items():
            if each["state"].get("key") == key:
                return model_id
        raise FailedError(f"there is no widget '{key}'")

    def exercises(self) -> Iterator[dict[str, Any]]:
        """The states of the lesson's exercises, in no order that matters."""
        for each in self.states.values():
            if str(each["state"].get("key", "")).startswith("exercise-"):
                yield each["state"]

    async def enter(self, key: str, part: str, value: Any, patience: float = 30) -> float:
        """Enter something and wait until it is kept; gives the seconds that took."""
        number = next(entry_number)
        entry = {"type": "enter", "part": part, "value": value, "seq": number}
        begun = time.perf_counter()
        async with asyncio.timeout(patience):
            reply = await self._ask(f"kept {number}", "comm_msg", custom(self.model(key), entry))
        if reply["type"] != "kept":
            raise FailedError(f"not kept: {reply.get('reason')}")
        return time.perf_counter() - begun

    async def goodbye(self) -> None:
        """Leave as a page does that is closed: a word to the server, then the channel."""
        path = f"/visits/{self.kernel_id}/end"
        await self.fetch(path, method="POST", form=f"_xsrf={self.facts.xsrf}")
        self.close()

    def drop(self) -> None:
        """Leave without a word."""
        if self._channel is not None:
            self._channel.drop()

    def close(self) -> None:
        """Leave with the channel's own word, and none to the server."""
        if self._channel is not None:
            self._channel.close()

    def _note(self, what: str) -> None:
        self.took[what] = time.perf_counter() - self._begun

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        assert self._channel is not None
        self._channel.send(wire.packed(kind, content, self._session))

    async def _ask(self, name: str, kind: str, content: dict[str, Any]) -> Any:
        answer = self._asked[name] = asyncio.get_running_loop().create_future()
        try:
            self._send(kind, content)
            return await answer
        finally:
            self._asked.pop(name, None)

    def _heard(self, header: bytes, content: bytes) -> None:
        """Look at what somebody waits for, and at nothing else."""
        if b"kernel_info_reply" in header:
            self._answered("info", None)
        elif b'"comm_msg"' not in header:
            return
        elif b'kept"' in content[:400]:
            reply = json.loads(content)["data"].get("content", {})
            self._answered(f"kept {reply.get('seq')}", reply)
        elif "here" in self._asked and b'"custom"' in content[:400]:
            reply = json.loads(content)["data"]["content"]
            if reply.get("type") in ("here", "trouble"):
                self._answered("here", reply)
        elif "states" in self._asked and b'"update_states"' in content:
            self._answered("states", json.loads(content)["data"]["states"])

    def _answered(self, name: str, reply: Any) -> None:
        asked = self._asked.get(name)
        if asked is not None and not asked.done():
            asked.set_result(reply)

    def _was_lost(self) -> None:
        self.lost = True
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(ConnectionError("the channel was lost"))


def custom(model_id: str, content: dict[str, Any]) -> dict[str, Any]:
    """A widget's own message."""
    return {"comm_id": model_id, "data": {"method": "custom", "content": content}}
