"""Opens without a browser: one after the other for their cost, many at once for their time.

An open of the lesson is page, states of all widgets, channel, the kernel's answer, and the learner
known; of the small page the same without a learner.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.bench.room.figures import Row, short, tail
from tests.bench.room.kit import Kit, serve, small_notebooks
from tests.bench.room.processes import Seconds, own_seconds
from tests.bench.room.ready import prepared, raise_limits
from tests.bench.room.visit import Visit


@dataclass(frozen=True)
class Sequence:
    """Opens one after the other: seconds of each step, and processor time of all."""

    visits: list[Visit]
    spent: Seconds

    def milliseconds(self) -> tuple[float, float]:
        """Processor time of one open: of the server's process, and of templates and kernels."""
        return (
            1000 * self.spent.server / len(self.visits),
            1000 * self.spent.others / len(self.visits),
        )


async def one_after_the_other(kit: Kit, opens: int, attach: bool) -> Sequence:
    """Open so many, all of which stay, then close them."""
    before = kit.seconds()
    visits = []
    for _ in range(opens):
        visits.append(visit := Visit(kit.port))
        await visit.come_in(attach)
    spent = kit.seconds().since(before)
    await leave(visits)
    return Sequence(visits, spent)


@dataclass(frozen=True)
class Burst:
    """Opens at once: seconds until each was open, until all were, and what went wrong."""

    each: list[float]
    all: float
    failures: list[str]
    own_share: float


async def at_once(kit: Kit, opens: int, attach: bool) -> Burst:
    """Open so many in the same moment, then close them."""
    visits = [Visit(kit.port) for _ in range(opens)]
    begun, own = time.perf_counter(), own_seconds()
    ended = await asyncio.gather(
        *(timed(visit.come_in(attach), begun) for visit in visits), return_exceptions=True
    )
    total = time.perf_counter() - begun
    share = (own_seconds() - own) / total
    await leave([visit for visit in visits if "alive" in visit.took])
    return Burst(
        [each for each in ended if isinstance(each, float)],
        total,
        [repr(each) for each in ended if not isinstance(each, float)],
        share,
    )


async def timed(work: object, begun: float) -> float:
    """Seconds since `begun` when the work is done."""
    await work  # type: ignore[misc]
    return time.perf_counter() - begun


async def leave(visits: list[Visit]) -> None:
    """Close all pages, and wait until their kernels had time to end."""
    async with AsyncExitStack() as stack:
        for visit in visits:
            stack.push_async_callback(visit.goodbye)
    await asyncio.sleep(6)


async def measure(folder: Path, *, opens: int = 50, crowd: int = 50, bursts: int = 3) -> list[Row]:
    """Measure both pages; gives the table's rows."""
    rows = []
    pages = (
        ("real lesson", None, True),
        ("small page", small_notebooks(folder / "notebooks"), False),
    )
    for name, notebooks, attach in pages:
        with serve(folder / name.split()[0], learners=4 * crowd, notebooks=notebooks) as kit:
            mode = await prepared(kit, attach)
            sequence = await one_after_the_other(kit, opens, attach)
            crowds = [await at_once(kit, crowd, attach) for _ in range(bursts)]
        rows += told(f"{name}, {mode} kernels", sequence, crowds)
    return rows


def told(name: str, sequence: Sequence, crowds: list[Burst]) -> list[Row]:
    """The rows of one page."""
    steps = list(sequence.visits[0].took)
    medians = ", ".join(
        f"{step} {1000 * statistics.median(visit.took[step] for visit in sequence.visits):.0f}"
        for step in steps
    )
    server, others = sequence.milliseconds()
    failures = [each for burst in crowds for each in burst.failures]
    worst = max(crowds, key=lambda burst: burst.all)
    size = len(worst.each) + len(worst.failures)
    return [
        Row(
            f"{size} learners at once, page to all widget states ({name})",
            "≤ 3 s",
            f"{short([burst.all for burst in crowds], '.1f')} s, {len(failures)} failed",
            "2 s",
            f"each of the slowest burst: {tail(worst.each, 's', '.2f')}; the visitors' own share "
            f"{worst.own_share:.0%} of a core; {failures[0] if failures else 'nothing failed'}",
        ),
        Row(
            f"server CPU for one open ({name})",
            "≤ 40 ms",
            f"{server:.0f} ms, and {others:.0f} ms in templates and kernels",
            "25 ms",
            f"{len(sequence.visits)} opens; milliseconds until: {medians}",
        ),
    ]


def main() -> None:
    """Measure this part alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--opens", type=int, default=50, help="one after the other (50)")
    options.add_argument("--crowd", type=int, default=50, help="at once (50)")
    options.add_argument("--bursts", type=int, default=3, help="crowds (3)")
    chosen = options.parse_args()
    raise_limits()
    with tempfile.TemporaryDirectory(prefix="cco-") as folder:
        rows = asyncio.run(
            measure(Path(folder), opens=chosen.opens, crowd=chosen.crowd, bursts=chosen.bursts)
        )
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
