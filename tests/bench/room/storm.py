"""Ten thousand opens in a row by visitors of all manners, and what is left of them in the end.

Some leave in the middle of the page, some when they have it, some with the channel open, with and
without a word; some load it again; some stay a while and answer. Nothing may hang, and when the
server has cleaned up, nothing may be left. Kernels whose page has gone end sooner than usual here
(see `SHORT_LIVES`), so that there is an end to wait for. Visitors come at an even rate, so that as
many kernels are held at the end as soon after the beginning: only then can the server's memory at
the one be compared with that at the other.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.room import processes
from tests.bench.room.answers import Answering, Ledger
from tests.bench.room.figures import Row, tail
from tests.bench.room.kit import PAGE, SHORT_LIVES, Kit, serve, wait_until
from tests.bench.room.ready import prepared, raise_limits
from tests.bench.room.visit import FailedError, Learner, Visit

LIMIT_SECONDS = 60.0
"""What takes longer never ends."""

CLEAN_UP_SECONDS = 90.0
PLACES = 600
AT_MOST_A_SECOND = 15
"""Visitors that come in a second. Two cores can do more: a machine that is slower for a while must
still keep up, or fewer kernels are held while it is."""

THREADS = min(32, (os.cpu_count() or 1) + 4) + 2
"""Connections that the server can have to its database: one for each of asyncio's threads, one
for the main thread, and the one that it holds open."""

RETURNING = 0.3
WARM_UP = 20
LOOK_EVERY = 500
FLAT_AFTER = 1_000


class Pace:
    """Turns at an even rate. Turns that nobody was there to take are not made up for."""

    def __init__(self, a_second: float) -> None:
        self._apart = 1 / a_second
        self._next = time.monotonic()

    async def turn(self) -> None:
        """Wait for the next turn."""
        now = time.monotonic()
        mine = max(now, self._next)
        self._next = mine + self._apart
        await asyncio.sleep(mine - now)


@dataclass(frozen=True)
class Look:
    """What the server had at one moment."""

    opens: int
    memory: float
    """MiB of the server's own process."""
    kernels: int

    @classmethod
    def at(cls, kit: Kit, opens: int) -> Look:
        """Look now."""
        return cls(opens, processes.memory_mib([kit.pid]), len(kit.kernels()))


@dataclass
class Storm:
    """What happened."""

    opens: int = 0
    waits: int = 0
    """Times that somebody was told to wait: the room was full, or they asked too often."""
    manners: Counter[str] = field(default_factory=Counter)
    hung: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    known: list[Learner] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def someone(self) -> Learner:
        """A new learner, or one who was here before."""
        if self.known and random.random() < RETURNING:
            return self.known.pop(random.randrange(len(self.known)))
        return Learner()

    def left(self, learner: Learner) -> None:
        """Note that a learner may come again; nobody is here twice at the same time."""
        self.known = [*self.known[-99:], learner]


Manner = Callable[[Kit, Storm, Learner], Awaitable[None]]


async def leaves_in_the_middle(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = Visit(kit.port, learner)
    after = random.choice([0.0, 0.002, 0.01, 0.03, 0.1, 0.3])
    await visit.fetch(PAGE, leave_after=after)


async def reads_the_page(kit: Kit, storm: Storm, learner: Learner) -> None:
    await opened(kit, storm, learner)


async def drops_the_channel(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    visit.drop()


async def drops_while_attaching(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    attaching = asyncio.ensure_future(visit.attach())
    await asyncio.sleep(random.uniform(0, 0.05))
    visit.drop()
    await asyncio.wait([attaching])
    attaching.exception()


async def closes(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    await visit.attach()
    await visit.goodbye()


async def forgets_to_say_goodbye(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    await visit.attach()
    visit.close()


async def loads_again(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    if random.random() < 0.5:
        await visit.goodbye()
    else:
        visit.drop()
    again = await opened(kit, storm, learner)
    await again.connect()
    await again.attach()
    await again.goodbye()


async def stays_and_answers(kit: Kit, storm: Storm, learner: Learner) -> None:
    visit = await opened(kit, storm, learner)
    await visit.connect()
    await visit.attach()
    answering = Answering(visit, storm.ledger)
    for _ in range(3):
        await answering.answer()
    await visit.goodbye()


async def opened(kit: Kit, storm: Storm, learner: Learner) -> Visit:
    """A visit whose page has come to its end."""
    visit = Visit(kit.port, learner, LIMIT_SECONDS)
    await visit.open()
    storm.opens += 1
    storm.waits += visit.waits
    storm.pages.append(visit.took["page"])
    return visit


MANNERS: dict[Manner, float] = {
    leaves_in_the_middle: 0.25,
    reads_the_page: 0.10,
    drops_the_channel: 0.15,
    drops_while_attaching: 0.10,
    closes: 0.15,
    forgets_to_say_goodbye: 0.10,
    loads_again: 0.10,
    stays_and_answers: 0.05,
}


async def one_visit(kit: Kit, storm: Storm) -> None:
    """One visitor of some manner; what hangs or fails is noted."""
    [manner] = random.choices(list(MANNERS), list(MANNERS.values()))
    storm.manners[manner.__name__] += 1
    before = storm.opens
    learner = Learner() if manner is stays_and_answers else storm.someone()
    try:
        async with asyncio.timeout(2 * LIMIT_SECONDS):
            await manner(kit, storm, learner)
    except TimeoutError:
        storm.hung.append(manner.__name__)
    except (FailedError, ConnectionError, OSError) as problem:
        storm.failed.append(f"{manner.__name__}: {problem!r}")
    finally:
        if manner is not stays_and_answers:
            storm.left(learner)
    if storm.opens == before:
        storm.opens += 1


async def blow(kit: Kit, opens: int, at_once: int) -> Storm:
    """Have so many visitors, some at the same time; look at the server's memory now and then."""
    storm = Storm()
    pace = Pace(AT_MOST_A_SECOND)

    async def visitor() -> None:
        while storm.opens < opens:
            await pace.turn()
            await one_visit(kit, storm)
            if storm.opens >= LOOK_EVERY * len(storm.looks):
                storm.looks.append(Look.at(kit, storm.opens))

    await asyncio.gather(*(visitor() for _ in range(at_once)))
    return storm


@dataclass(frozen=True)
class Left:
    """What there is on a server at one moment."""

    processes: int
    files: Counter[str]
    litter: int

    @classmethod
    def on(cls, kit: Kit) -> Left:
        """Look now."""
        return cls(len(kit.processes()), processes.open_files(kit.pid), len(kit.litter()))

    def beyond(self, before: Left) -> str:
        """What is there more than before, in words."""
        kinds = {
            kind: self.files[kind] - before.files[kind] for kind in {*self.files, *before.files}
        }
        told = ", ".join(f"{kind} {more:+d}" for kind, more in sorted(kinds.items()) if more)
        return (
            f"processes {self.processes - before.processes:+d}, "
            f"open files of the server {self.files.total() - before.files.total():+d}"
            f"{f' ({told})' if told else ''}, "
            f"files in its folders {self.litter - before.litter:+d}"
        )

    def _beside_database(self) -> int:
        """Open files that are none of SQLite's."""
        return self.files.total() - self.files[processes.DATABASE]

    def clean(self, before: Left) -> bool:
        """Whether nothing is there that wasn't before."""
        return (
            self.processes <= before.processes
            and self._beside_database() <= before._beside_database()
            and self.files[processes.DATABASE] <= THREADS
            and self.litter <= before.litter
        )


async def cleaned_up(kit: Kit, before: Left) -> tuple[Left, float]:
    """Wait until nothing is left, or long enough; gives what is left, and after how long."""
    begun = time.monotonic()
    while True:
        left = Left.on(kit)
        waited = time.monotonic() - begun
        if left.clean(before) or waited > CLEAN_UP_SECONDS:
            return left, waited
        await asyncio.sleep(1)


def course(looks: list[Look]) -> str:
    """The server's memory over the opens."""
    told = (f"{each.memory:.0f} at {each.opens} ({each.kernels})" for each in looks)
    return f"MiB of the server (kernels): {', '.join(told)}"


def growth(looks: list[Look]) -> str:
    """How much the server's memory grew after the first thousand opens."""
    later = [each for each in looks if each.opens >= FLAT_AFTER]
    if len(later) < 2:
        return "too few opens to tell how memory grows"
    sizes = [each.memory - later[0].memory for each in later]
    held = [each.kernels for each in later]
    return (
        f"memory after the first {FLAT_AFTER:,} opens {sizes[-1]:+.1f} MiB, "
        f"at most {max(sizes):+.1f}, with {min(held)} to {max(held)} kernels held"
    )


async def measure(folder: Path, *, opens: int = 10_000, at_once: int = 6) -> list[Row]:
    """Measure; gives the table's row."""
    with serve(folder / "storm", learners=PLACES, settings=SHORT_LIVES) as kit:
        mode = await prepared(kit)
        await blow(kit, WARM_UP, at_once)
        await asyncio.to_thread(wait_until, lambda: not kit.kernels(), CLEAN_UP_SECONDS)
        before = Left.on(kit)
        begun = time.monotonic()
        storm = await blow(kit, opens, at_once)
        took = time.monotonic() - begun
        left, waited = await cleaned_up(kit, before)
        rest = processes.memory_mib([kit.pid])
        missing = storm.ledger.missing(kit.records)
    manners = ", ".join(
        f"{name.replace('_', ' ')} {number}" for name, number in storm.manners.most_common()
    )
    return [
        Row(
            f"{opens:,} opens in a row with random disconnects, aborts and reloads "
            f"({mode} kernels)",
            "no page that never ends, no process, socket or file left, memory flat after 1,000",
            f"{len(storm.hung)} never ended, {len(storm.failed)} failed; left: "
            f"{left.beyond(before)}; {growth(storm.looks)}",
            "",
            f"{storm.opens:,} opens in {took:.0f} s, {storm.waits} times told to wait; clean after "
            f"{waited:.0f} s; {course(storm.looks)}, {rest:.0f} when all had left; "
            f"{len(storm.ledger.entries)} answers, {len(missing)} lost; "
            f"pages: {tail(storm.pages, 's', '.2f')}; {manners}; "
            f"{storm.failed[0] if storm.failed else 'nothing failed'}",
        )
    ]


def main() -> None:
    """Measure this part alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--opens", type=int, default=10_000, help="in all (10,000)")
    options.add_argument("--at-once", type=int, default=6, help="visitors at the same time (6)")
    chosen = options.parse_args()
    raise_limits()
    with tempfile.TemporaryDirectory(prefix="cco-") as folder:
        rows = asyncio.run(measure(Path(folder), opens=chosen.opens, at_once=chosen.at_once))
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
