"""The pages of everyone in a real browser, side by side, in an order shuffled in each round.

In each round every page gets a browser profile of its own: a first visit with nothing cached, one
that isn't measured, and one more, which finds the files and the compiled scripts in the cache.
Server and browser share the machine, so ratios are quoted: those of one round, by Panel's.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, Playwright, async_playwright

from tests import system_chromium
from tests.bench.room.figures import Row, ratios, short, spread
from tests.bench.room.kit import serve, small_notebooks
from tests.bench.room.page import Seen, Site, answers_the_question, visit
from tests.bench.room.peer_servers import ENVIRONMENTS, PEERS, serve_peer
from tests.bench.room.peers.small_page import TITLE
from tests.bench.room.ready import prepared, raise_limits

REST_SECONDS = 1.0
"""After the browser's start."""

QUIET_SECONDS = 0.5
"""Between two visits, so that one page's end is not another one's beginning."""

BASE = "Panel"
SMALL, LESSON = "the kit, small page", "the kit, real lesson"


@dataclass
class Rounds:
    """What each page gave in each round; None where it never answered."""

    first: list[Seen | None] = field(default_factory=list)
    returning: list[Seen | None] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def times(self, what: str, *, returning: bool = False) -> list[float | None]:
        """Milliseconds in each round."""
        seen = self.returning if returning else self.first
        return [each.times.get(what) if each else None for each in seen]


async def profile(playwright: Playwright, folder: Path) -> BrowserContext:
    """A browser with nothing cached, that has come to rest after its start."""
    context = await playwright.chromium.launch_persistent_context(
        folder,
        executable_path=system_chromium.for_benches(),
        args=system_chromium.ARGUMENTS,
        viewport={"width": 1280, "height": 900},
    )
    await context.pages[0].goto("data:text/html,<title>at rest</title>")
    await asyncio.sleep(REST_SECONDS)
    return context


async def one_round(
    playwright: Playwright, sites: Sequence[Site], rounds: dict[str, Rounds], picture: Path | None
) -> None:
    """Visit every page three times, each in a fresh profile, in any order."""
    for site in random.sample(sites, len(sites)):
        with tempfile.TemporaryDirectory(prefix="cco-") as folder:
            context = await profile(playwright, Path(folder))
            try:
                shot = picture / f"{site.name.replace(' ', '-')}.png" if picture else None
                visits = []
                for number in range(3):
                    visits.append(await visit(context, site, shot if number == 0 else None))
                    await asyncio.sleep(QUIET_SECONDS)
            finally:
                await context.close()
        if shot:
            addresses = visits[0].wire.addresses.values()
            shot.with_suffix(".txt").write_text("\n".join(addresses), encoding="utf-8")
        mine = rounds[site.name]
        for seen in visits:
            mine.errors += seen.errors
        mine.first.append(visits[0])
        mine.returning.append(visits[2])


async def examine(playwright: Playwright, sites: Sequence[Site]) -> list[str]:
    """Names of the small pages whose question doesn't answer; warms every server up."""
    silent = []
    for site in sites:
        with tempfile.TemporaryDirectory(prefix="cco-") as folder:
            context = await profile(playwright, Path(folder))
            await visit(context, site)
            if site.act == "slider" and not await answers_the_question(context, site):
                silent.append(site.name)
            await context.close()
    return silent


async def measure(
    folder: Path,
    *,
    rounds: int = 9,
    only: Sequence[str] = (),
    pictures: Path | None = None,
    environments: Path = ENVIRONMENTS,
) -> list[Row]:
    """Measure; gives the table's rows."""
    modes = {}
    with ExitStack() as stack:
        sites = []
        for key, peer in PEERS.items():
            if not only or key in only:
                address = stack.enter_context(serve_peer(key, folder, environments))
                sites.append(Site(peer.name, address, TITLE, "slider"))
        pages = (
            ("small", SMALL, TITLE, "slider", small_notebooks(folder / "notebooks")),
            ("lesson", LESSON, "Why it matters", "question", None),
        )
        for key, name, heading, act, notebooks in pages:
            if not only or key in only:
                kit = stack.enter_context(serve(folder / key, notebooks=notebooks))
                modes[name] = await prepared(kit, attach=notebooks is None)
                sites.append(Site(name, kit.address, heading, act))
        async with async_playwright() as playwright:
            silent = await examine(playwright, sites)
            found = {site.name: Rounds() for site in sites}
            for number in range(rounds):
                shown = pictures if number == 0 else None
                await one_round(playwright, sites, found, shown)
    return told(found, modes, silent)


def told(found: dict[str, Rounds], modes: dict[str, str], silent: Sequence[str]) -> list[Row]:
    """The table's rows: what was asked, then the times of everyone."""
    rows = []
    base = found.get(BASE)
    if base is not None:
        rows += asked(found, base)
    for name, mine in found.items():
        measured = (
            f"text {middle(mine.times('text'))} s, interactive "
            f"{middle(mine.times('interactive'))} s, returning "
            f"{middle(mine.times('interactive', returning=True))} s; {traffic(mine)}"
        )
        if mine.errors:
            measured += f"; {len(mine.errors)} errors"
        if name in silent:
            measured += "; its question did not answer"
        mode = f" ({modes[name]} kernels)" if name in modes else ""
        detail = (
            f"{len(mine.first)} rounds, s; first paint {seconds(mine.times('first paint'))}; "
            f"text {seconds(mine.times('text'))}; "
            f"interactive {seconds(mine.times('interactive'))}; returning "
            f"{seconds(mine.times('interactive', returning=True))}"
            f"{'; ' + mine.errors[0][:200] if mine.errors else ''}"
        )
        rows.append(Row(f"{name}{mode}", "", measured, "", detail))
    return rows


def asked(found: dict[str, Rounds], base: Rounds) -> list[Row]:
    """The rows of what was asked for, as ratios by round to Panel."""
    cold, warm = base.times("interactive"), base.times("interactive", returning=True)
    wanted = (
        (LESSON, "text", False, cold, "first paint of the lesson's text, cold", "0.15", "0.10"),
        (SMALL, "interactive", False, cold, "interactive, first visit, cold cache", "0.5", "0.35"),
        (SMALL, "interactive", True, warm, "interactive, returning visitor", "0.6", "0.4"),
        (LESSON, "interactive", False, cold, "a real lesson of the kit, cold", "0.8", "0.6"),
    )
    rows = []
    for name, what, returning, by, title, limit, stretch in wanted:
        if name in found:
            values = ratios(found[name].times(what, returning=returning), by)
            rows.append(
                Row(title, f"≤ {limit} × {BASE}", f"{short(values)} ×", stretch, spread(values))
            )
    for name in (LESSON, SMALL):
        if name in found:
            title = f"bytes and requests of a first visit, {name}"
            rows.append(Row(title, "≤ 0.7 MB, ≤ 8", traffic(found[name]), "0.5"))
    return rows


def middle(milliseconds: Sequence[float | None]) -> str:
    """The median in seconds."""
    there = [each / 1000 for each in milliseconds if each is not None]
    return f"{statistics.median(there):.2f}" if there else "never"


def seconds(milliseconds: Sequence[float | None]) -> str:
    """Times in seconds, with their spread, and how often there was none."""
    there = [each / 1000 for each in milliseconds if each is not None]
    missing = len(milliseconds) - len(there)
    return spread(there) + (f", {missing} times never" if missing else "")


def traffic(mine: Rounds) -> str:
    """Megabytes and requests of first visits; the most where they differ."""
    seen = [each.wire for each in mine.first if each]
    largest = max(seen, key=lambda wire: wire.megabytes)
    return (
        f"{largest.megabytes:.2f} MB (of which websocket {largest.in_channels / 1e6:.2f}), "
        f"{max(wire.requests for wire in seen)} requests"
    )


def main() -> None:
    """Measure this part alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=9, help="rounds (9)")
    options.add_argument("--only", nargs="*", default=(), help="panel streamlit voila small lesson")
    options.add_argument("--pictures", type=Path, help="folder for pictures and requests")
    options.add_argument("--environments", type=Path, default=ENVIRONMENTS, help="of the peers")
    chosen = options.parse_args()
    raise_limits()
    with tempfile.TemporaryDirectory(prefix="cco-") as folder:
        rows = asyncio.run(
            measure(
                Path(folder),
                rounds=chosen.rounds,
                only=chosen.only,
                pictures=chosen.pictures,
                environments=chosen.environments,
            )
        )
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
