"""Everything that is asked of a room on one laptop, measured and printed as one table.

`--quick` is for trying the bench itself: its figures say little. Each part can be run alone, by its
name here or as a program of its own with more options.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests import system_chromium
from tests.bench.room import browser, held, opens, room, storm
from tests.bench.room.figures import Row, table
from tests.bench.room.peer_servers import ENVIRONMENTS, PEERS
from tests.bench.room.peer_servers import version as peer_version
from tests.bench.room.ready import raise_limits

Part = Callable[[Path, argparse.Namespace], Awaitable[list[Row]]]


def in_browser(folder: Path, chosen: argparse.Namespace) -> Awaitable[list[Row]]:
    return browser.measure(
        folder,
        rounds=2 if chosen.quick else 9,
        pictures=chosen.pictures,
        environments=chosen.environments,
    )


def by_opens(folder: Path, chosen: argparse.Namespace) -> Awaitable[list[Row]]:
    if chosen.quick:
        return opens.measure(folder, opens=5, crowd=5, bursts=1)
    return opens.measure(folder)


def by_holding(folder: Path, chosen: argparse.Namespace) -> Awaitable[list[Row]]:
    return held.measure(folder, learners=5 if chosen.quick else 200)


def in_a_room(folder: Path, chosen: argparse.Namespace) -> Awaitable[list[Row]]:
    if chosen.quick:
        return room.measure(folder, learners=5, seconds=10, period=2)
    return room.measure(folder)


def in_a_storm(folder: Path, chosen: argparse.Namespace) -> Awaitable[list[Row]]:
    return storm.measure(folder, opens=30 if chosen.quick else 10_000)


PARTS: dict[str, Part] = {
    "browser": in_browser,
    "opens": by_opens,
    "held": by_holding,
    "room": in_a_room,
    "storm": in_a_storm,
}


def measured(name: str, chosen: argparse.Namespace) -> list[Row]:
    """The rows of one part; a part that fails gives a row that says so."""
    begun = time.monotonic()
    try:
        with tempfile.TemporaryDirectory(prefix="cco-") as folder:
            rows = asyncio.run(PARTS[name](Path(folder), chosen))  # type: ignore[arg-type]
    except Exception as problem:
        traceback.print_exc()
        rows = [Row(f"the part '{name}'", "", f"was not measured: {problem!r}")]
    print(f"{name}: {time.monotonic() - begun:.0f} s", *rows, sep="\n", file=sys.stderr, flush=True)
    return rows


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def surroundings(environments: Path) -> str:
    """Date, machine and versions, in one line."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    told = [
        f"{datetime.now(UTC):%Y-%m-%d}",
        f"{os.cpu_count()} CPUs ({processor()}), {memory:.0f} GiB",
        f"{platform.system()} {platform.release()}",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in ("voila", "ipykernel", "ipywidgets", "tornado")),
    ]
    for key, peer in PEERS.items():
        if (environments / key).exists():
            told.append(f"beside it {peer.name} {peer_version(key, environments)}")
    asked = subprocess.run(
        [system_chromium.for_benches(), "--version"], capture_output=True, text=True
    )
    told.append(asked.stdout.strip().splitlines()[-1] if asked.stdout.strip() else "Chromium")
    return ", ".join(told)


def main() -> int:
    """Measure and print; gives 1 if a part could not be measured."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)} (all)")
    options.add_argument("--quick", action="store_true", help="a few of everything")
    options.add_argument("--pictures", type=Path, help="folder for pictures and requests")
    options.add_argument("--environments", type=Path, default=ENVIRONMENTS, help="of the peers")
    chosen = options.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        options.error(f"there is no part '{unknown.pop()}'")
    raise_limits()
    rows = [row for name in chosen.parts or PARTS for row in measured(name, chosen)]
    print(f"\nA room on one laptop: {surroundings(chosen.environments)}\n")
    print(table(rows))
    print("\nIn detail")
    for row in rows:
        if row.detail:
            print(f"- {row.what}: {row.detail}")
    return int(any("was not measured" in row.measured for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
