"""Memory of one more learner: of 200 who are inside, idle and after an answer with a chart."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench.room.answers import WITH_CHART, Answering, Ledger
from tests.bench.room.figures import Row
from tests.bench.room.kit import Kit, serve
from tests.bench.room.ready import prepared, raise_limits
from tests.bench.room.visit import Visit

AT_ONCE = 4
SETTLE_SECONDS = 5.0


async def let_in(kit: Kit, learners: int, at_once: int = AT_ONCE) -> list[Visit]:
    """Open the lesson for so many learners, a few at a time; they stay."""
    visits = [Visit(kit.port) for _ in range(learners)]
    await a_few_at_a_time([visit.come_in for visit in visits], at_once)
    return visits


async def a_few_at_a_time(works: list[object], at_once: int = AT_ONCE) -> None:
    """Do all of this, so much of it at the same time."""
    waiting = iter(works)

    async def worker() -> None:
        for work in waiting:
            await work()  # type: ignore[operator]

    await asyncio.gather(*(worker() for _ in range(at_once)))


@dataclass(frozen=True)
class Held:
    """MiB of the server and all its processes: before anyone came, idle, after the answers."""

    mode: str
    learners: int
    before: float
    idle: float
    answered: float

    def each(self, total: float) -> float:
        """MiB of one learner."""
        return (total - self.before) / self.learners


async def hold(kit: Kit, learners: int) -> Held:
    """Let learners in, measure, have each answer an exercise with a new chart, measure again."""
    mode = await prepared(kit)
    before = kit.memory()
    visits = await let_in(kit, learners)
    await asyncio.sleep(SETTLE_SECONDS)
    idle = kit.memory()
    ledger = Ledger()
    answering = [Answering(visit, ledger, only=WITH_CHART) for visit in visits]
    await a_few_at_a_time([lambda one=one: one.answer(redraw=True) for one in answering])
    await asyncio.sleep(SETTLE_SECONDS)
    answered = kit.memory()
    return Held(mode, learners, before, idle, answered)


async def measure(folder: Path, *, learners: int = 200) -> list[Row]:
    """Measure; gives the table's row."""
    with serve(folder / "held", learners=learners + 50) as kit:
        held = await hold(kit, learners)
    return [
        Row(
            f"memory of one more learner, {learners} held on the real lesson ({held.mode} "
            "kernels): idle / after answering with a chart",
            "≤ 12 / ≤ 20 MiB",
            f"{held.each(held.idle):.1f} / {held.each(held.answered):.1f} MiB",
            "10 / 15",
            f"in all {held.before:.0f} MiB before, {held.idle:.0f} idle, {held.answered:.0f} after",
        )
    ]


def main() -> None:
    """Measure this part alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--learners", type=int, default=200, help="who are inside (200)")
    chosen = options.parse_args()
    raise_limits()
    with tempfile.TemporaryDirectory(prefix="cco-") as folder:
        rows = asyncio.run(measure(Path(folder), learners=chosen.learners))
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
