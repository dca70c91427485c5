"""One visit of a page in a real browser, and what the page told of itself meanwhile."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, CDPSession, Error, Page

PROBE = Path(__file__).with_name("probe.js")
AGAIN_MS = 50
"""Time between two tries to move the slider, or to answer: the same for everyone."""

MOVED_AGAIN_MS = 500
"""The same once the slider has moved: who computes anew for each move must have time to do it."""

PATIENCE_SECONDS = 60.0
LATE_SECONDS = 1.0
"""How long after the page has answered its requests still count."""


@dataclass(frozen=True)
class Site:
    """A page to visit: its name, address, the heading of its text, and how it is tried out."""

    name: str
    address: str
    heading: str
    act: str


@dataclass
class Wire:
    """What came over the wire, as the browser counts it; a websocket's handshake is a request."""

    sizes: dict[str, float] = field(default_factory=dict)
    in_channels: int = 0
    addresses: dict[str, str] = field(default_factory=dict)

    def listen(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketCreated", self._asked)
        session.on("Network.webSocketFrameReceived", self._framed)

    def _asked(self, event: dict[str, Any]) -> None:
        address = event.get("url") or event["request"]["url"]
        if address.startswith(("http:", "https:", "ws:", "wss:")):
            self.addresses[event["requestId"]] = address

    def _finished(self, event: dict[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def _framed(self, event: dict[str, Any]) -> None:
        frame = event["response"]
        data = frame["payloadData"]
        self.in_channels += len(base64.b64decode(data) if frame["opcode"] == 2 else data.encode())

    @property
    def requests(self) -> int:
        return len(self.addresses)

    @property
    def megabytes(self) -> float:
        """Of the answers, with their headers, and of what came over websockets."""
        return (sum(self.sizes.get(each, 0) for each in self.addresses) + self.in_channels) / 1e6


@dataclass
class Seen:
    """What one visit gave: milliseconds since the visitor asked for the page."""

    times: dict[str, float]
    wire: Wire
    errors: list[str]


async def visit(context: BrowserContext, site: Site, picture: Path | None = None) -> Seen:
    """Open the page in a new tab, try it until it answers, close it."""
    page = await context.new_page()
    try:
        return await _visit(page, context, site, picture)
    finally:
        await page.close()


async def _visit(page: Page, context: BrowserContext, site: Site, picture: Path | None) -> Seen:
    times: dict[str, float] = {}
    errors: list[str] = []
    wire = Wire()
    ready, answered = asyncio.Event(), asyncio.Event()

    def report(name: str, milliseconds: float) -> None:
        times[name] = milliseconds
        if name == "ready":
            ready.set()
        if {"text", "interactive"} <= times.keys():
            answered.set()

    page.on("pageerror", lambda problem: errors.append(str(problem)))
    session = await context.new_cdp_session(page)
    wire.listen(session)
    await session.send("Network.enable")
    await page.expose_function("ccoReport", report)
    wanted = {"text": site.heading, "act": site.act, "again": AGAIN_MS}
    await page.add_init_script(f"{PROBE.read_text()}\nccoProbe({json.dumps(wanted)});")
    await page.goto(site.address, wait_until="commit", timeout=1000 * PATIENCE_SECONDS)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            if site.act == "slider":
                await ready.wait()
                await press_until(page, answered, times)
            await answered.wait()
    except TimeoutError:
        errors.append(f"it never answered; it told {times}")
    await asyncio.sleep(LATE_SECONDS)
    entries = "performance.getEntriesByName('first-contentful-paint').map((e) => e.startTime)"
    for painted in await page.evaluate(entries):
        times["first paint"] = painted
        if "text" in times:  # what was found in a frame is seen when the frame is painted
            times["text"] = max(times["text"], painted)
    if picture is not None:
        await page.screenshot(path=picture, full_page=True)
    return Seen(times, wire, errors)


async def press_until(page: Page, answered: asyncio.Event, times: dict[str, float]) -> None:
    """Press the key that moves the slider, again and again, until the page has answered."""
    while not answered.is_set():
        try:
            await page.keyboard.press("ArrowRight")
        except Error:
            return
        try:
            pause = MOVED_AGAIN_MS if "moved" in times else AGAIN_MS
            await asyncio.wait_for(answered.wait(), pause / 1000)
        except TimeoutError:
            continue


async def answers_the_question(context: BrowserContext, site: Site) -> bool:
    """Whether the small page's question answers back; no part of any figure."""
    page = await context.new_page()
    try:
        await page.goto(site.address, timeout=1000 * PATIENCE_SECONDS)
        option = page.get_by_text("4", exact=True).locator("visible=true").first
        await option.click(timeout=1000 * PATIENCE_SECONDS)
        await page.get_by_role("button", name="Check").click()
        await page.get_by_text("That is right.").first.wait_for(timeout=10_000)
    except Error:
        return False
    else:
        return True
    finally:
        await page.close()
