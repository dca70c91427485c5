"""Failure drills: something is killed while a room of learners works; prints what happened.

`kernel`: one learner's kernel. `template`: the process that all kernels are forked from. `server`:
the server itself, which is started again when nothing is left of it. The learners come back as
the page does: a lost entry is sent again until it is acknowledged.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.room import processes
from tests.bench.room.answers import Answering, Ledger
from tests.bench.room.figures import tail
from tests.bench.room.held import a_few_at_a_time
from tests.bench.room.kit import Kit, serve
from tests.bench.room.ready import prepared, raise_limits
from tests.bench.room.visit import FailedError, Visit

PERIOD_SECONDS = 5.0
BEFORE_SECONDS = 6.0
AFTER_SECONDS = 90.0
RETRY_SECONDS = 0.25
TRIES = 3
"""After so many setbacks in a row the learner opens the page again."""

ENTRY_SECONDS = 10.0
ORPHAN_SECONDS = 15.0


class Insistent(Visit):
    """A visit that comes back and enters again whatever was not acknowledged."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.reconnected = 0
        self.new_kernels = 0
        self.opened_again = 0
        self.setbacks: list[str] = []

    async def enter(self, key: str, part: str, value: Any, patience: float = 0) -> float:
        """Enter until it is kept; gives the seconds since the first try."""
        begun = time.perf_counter()
        failures = 0
        while True:
            try:
                if self.lost:
                    await self._return(anew=failures >= TRIES)
                await super().enter(key, part, value, ENTRY_SECONDS)
            except (OSError, TimeoutError, FailedError) as problem:
                self.setbacks.append(repr(problem))
                self.lost = True
                failures += not isinstance(problem, ConnectionRefusedError)
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return time.perf_counter() - begun

    async def _return(self, anew: bool) -> None:
        if anew:
            self.close()
            await self.come_in()
            self.opened_again += 1
        else:
            self.new_kernels += await self.come_back()
            self.reconnected += 1


@dataclass
class Room:
    """Learners at work, and when each had an answer acknowledged."""

    kit: Kit
    visits: list[Insistent]
    ledger: Ledger = field(default_factory=Ledger)
    kept_at: dict[int, float] = field(default_factory=dict)
    slowest: dict[int, float] = field(default_factory=dict)

    async def work(self, number: int) -> None:
        """One learner answers again and again."""
        answering = Answering(self.visits[number], self.ledger)
        await asyncio.sleep(random.uniform(0, PERIOD_SECONDS))
        while True:
            seconds = await answering.answer()
            self.kept_at[number] = time.perf_counter()
            self.slowest[number] = max(self.slowest.get(number, 0), *seconds.values())
            await asyncio.sleep(PERIOD_SECONDS)

    async def all_answered_since(self, moment: float) -> list[float]:
        """Seconds until each had an answer kept after that moment; who had none is left out."""
        give_up = moment + AFTER_SECONDS
        first: dict[int, float] = {}
        while len(first) < len(self.visits) and time.perf_counter() < give_up:
            for number, at in self.kept_at.items():
                if at > moment:
                    first.setdefault(number, at - moment)
            await asyncio.sleep(0.1)
        return list(first.values())


def still_there(pids: list[int]) -> list[int]:
    """Those that run yet; what has ended and waits to be noticed doesn't count."""
    found = [(pid, processes.process(pid)) for pid in pids]
    return [pid for pid, each in found if each is not None and each.state != "Z"]


async def kill_kernel(room: Room) -> None:
    """Kill the kernel that somebody works in."""
    victim = room.kit.kernels()[0]
    os.kill(victim.pid, signal.SIGKILL)
    print(f"Killed the kernel {victim.pid} of one learner.")


async def kill_template(room: Room) -> None:
    """Kill the process that kernels are forked from."""
    templates = room.kit.templates()
    if not templates:
        raise SystemExit("This server has no template: it serves with ordinary kernels.")
    kernels = [each.pid for each in room.kit.kernels()]
    for each in templates:
        os.kill(each.pid, signal.SIGKILL)
    print(f"Killed {len(templates)} template, with {len(kernels)} kernels forked from it.")
    await asyncio.sleep(1)
    print(f"After 1 s {len(still_there(kernels))} of these kernels run.")


async def kill_server(room: Room) -> None:
    """Kill the server, wait until its processes are gone, start it again."""
    started = [each.pid for each in room.kit.processes() if each.pid != room.kit.pid]
    room.kit.served.kill()
    killed = time.perf_counter()
    print(f"Killed the server, with {len(started)} processes that it had started.")
    told = 0.5
    while (left := still_there(started)) and time.perf_counter() - killed < ORPHAN_SECONDS:
        if time.perf_counter() - killed > told:
            print(f"  after {told:g} s {len(left)} of them run")
            told *= 2
        await asyncio.sleep(0.05)
    print(f"After {time.perf_counter() - killed:.1f} s {len(left)} orphans are left.")
    await asyncio.to_thread(room.kit.served.start)
    print(f"The server answers again {time.perf_counter() - killed:.1f} s after it was killed.")


DRILLS: dict[str, Callable[[Room], Any]] = {
    "kernel": kill_kernel,
    "template": kill_template,
    "server": kill_server,
}


async def drill(folder: Path, what: str, learners: int) -> None:
    """Let learners in, have them work, kill, and tell what became of them."""
    with serve(folder / what, learners=learners + 50) as kit:
        mode = await prepared(kit)
        visits = [Insistent(kit.port) for _ in range(learners)]
        await a_few_at_a_time([visit.come_in for visit in visits])
        print(f"{learners} learners are inside, with {mode} kernels, and answer exercises.")
        room = Room(kit, visits)
        work = [asyncio.create_task(room.work(number)) for number in range(learners)]
        await asyncio.sleep(BEFORE_SECONDS)
        killed = time.perf_counter()
        await DRILLS[what](room)
        back = await room.all_answered_since(killed)
        report(room, back)
        for task in work:
            task.cancel()
        await asyncio.wait(work)
        missing = room.ledger.missing(kit.records)
        print(f"{len(room.ledger.entries)} answers were kept, {len(missing)} of them are lost.")
        print(f"The server: {kit.served.get('/healthz').text.strip()}")


def report(room: Room, back: list[float]) -> None:
    """Print who came back, and how."""
    lost = [visit for visit in room.visits if visit.reconnected or visit.setbacks]
    print(
        f"{len(back)} of {len(room.visits)} learners had an answer kept since; seconds from the "
        f"kill until it was ({PERIOD_SECONDS:g} of them between two answers): "
        f"{tail(back, 's', '.1f')}."
    )
    print(
        f"{len(lost)} learners noticed: {sum(visit.reconnected for visit in lost)} times "
        f"reconnected, {sum(visit.new_kernels for visit in lost)} of them with a new kernel; "
        f"{sum(visit.opened_again for visit in lost)} times the page was opened again."
    )
    others = [
        room.slowest[number]
        for number, visit in enumerate(room.visits)
        if visit not in lost and number in room.slowest
    ]
    if others:
        print(f"The slowest entry of each of the others: {tail(others, 's', '.2f')}.")
    setbacks = sorted({each for visit in lost for each in visit.setbacks})
    for each in setbacks[:5]:
        print(f"  on the way back: {each}")


def main() -> None:
    """Run the drills that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("what", nargs="*", help=f"of {', '.join(DRILLS)} (all)")
    options.add_argument("--learners", type=int, default=200, help="who are inside (200)")
    chosen = options.parse_args()
    if unknown := set(chosen.what) - set(DRILLS):
        options.error(f"there is no drill '{unknown.pop()}'")
    raise_limits()
    for what in chosen.what or DRILLS:
        print(f"\n{what}")
        with tempfile.TemporaryDirectory(prefix="cco-") as folder:
            asyncio.run(drill(Path(folder), what, chosen.learners))


if __name__ == "__main__":
    main()
