"""A whole room: 500 learners inside, each answering an exercise every ten seconds.

An answer is what a browser sends for it: new numbers where the exercise was answered before, the
choice, the check. It counts when it is acknowledged, and must be in the records in the end.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.room.answers import Answering, Ledger
from tests.bench.room.figures import Row, part, tail
from tests.bench.room.held import a_few_at_a_time
from tests.bench.room.kit import Kit, serve
from tests.bench.room.processes import own_seconds
from tests.bench.room.ready import prepared, raise_limits
from tests.bench.room.visit import Visit

OPENING_AT_ONCE = 4
OPENING_TRIES = 3


@dataclass
class Lesson:
    """What happened in the room."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)
    behind: int = 0
    """Answers that began late, as the one before was not acknowledged yet."""


async def seat(kit: Kit, learners: int, lesson: Lesson) -> list[Visit]:
    """Let everyone in; whoever fails to come in is a problem, and is tried again."""
    seated = []

    async def one() -> None:
        for _ in range(OPENING_TRIES):
            visit = Visit(kit.port)
            try:
                await visit.come_in()
            except Exception as problem:
                lesson.problems.append(f"open: {problem!r}, after {visit.took}")
            else:
                seated.append(visit)
                return

    await a_few_at_a_time([one] * learners, OPENING_AT_ONCE)
    return seated


async def work(answering: Answering, lesson: Lesson, period: float, end: float) -> None:
    """Answer once a period, beginning anywhere within the first."""
    due = time.perf_counter() + random.uniform(0, period)
    while due < end:
        wait = due - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        else:
            lesson.behind += 1
        try:
            for what, seconds in (await answering.answer()).items():
                lesson.seconds[what].append(1000 * seconds)
        except Exception as problem:
            lesson.problems.append(f"answer: {problem!r}")
        due += period


async def measure(
    folder: Path, *, learners: int = 500, seconds: float = 300, period: float = 10
) -> list[Row]:
    """Measure; gives the table's row."""
    lesson, ledger = Lesson(), Ledger()
    with serve(folder / "room", learners=learners + 50) as kit:
        mode = await prepared(kit)
        visits = await seat(kit, learners, lesson)
        await asyncio.sleep(2)
        before, own, begun = kit.seconds(), own_seconds(), time.perf_counter()
        answering = [Answering(visit, ledger) for visit in visits]
        end = begun + seconds
        await asyncio.gather(*(work(each, lesson, period, end) for each in answering))
        took = time.perf_counter() - begun
        spent, own = kit.seconds().since(before), own_seconds() - own
        memory = kit.memory()
        missing = ledger.missing(kit.records)
        lost = sum(visit.lost for visit in visits)
    return [
        Row(
            f"{learners} learners held ({mode} kernels), each answering an exercise every "
            f"{period:g} s for {duration(seconds)}",
            "no error, no lost answer, p95 ≤ 300 ms, ≤ 12 GiB in all",
            f"{len(lesson.problems)} errors, {len(missing)} of {len(ledger.entries):,} answers "
            f"lost, p95 {p95(lesson)}, {memory / 1024:.1f} GiB",
            "1,000",
            f"{len(visits)} inside, {lost} channels lost, {lesson.behind} answers begun late; "
            f"{told(lesson)}; of a core: server {spent.server / took:.0%}, kernels "
            f"{spent.others / took:.0%}, the learners' side {own / took:.0%}; "
            f"{lesson.problems[0] if lesson.problems else 'nothing failed'}",
        )
    ]


def duration(seconds: float) -> str:
    """A length of time in words."""
    return f"{seconds / 60:g} minutes" if seconds >= 60 else f"{seconds:g} s"


def p95(lesson: Lesson) -> str:
    """How long an answer took until it was acknowledged, for all but the slowest twentieth."""
    answers = lesson.seconds["answer"]
    return f"{part(answers, 0.95):.0f} ms" if answers else "of no answer"


def told(lesson: Lesson) -> str:
    """How long the entries took until they were acknowledged."""
    return "; ".join(f"{what}: {tail(values)}" for what, values in sorted(lesson.seconds.items()))


def main() -> None:
    """Measure this part alone."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--learners", type=int, default=500, help="who are inside (500)")
    options.add_argument("--seconds", type=float, default=300, help="how long (300)")
    options.add_argument("--period", type=float, default=10, help="between two answers (10)")
    chosen = options.parse_args()
    raise_limits()
    with tempfile.TemporaryDirectory(prefix="cco-") as folder:
        rows = asyncio.run(
            measure(
                Path(folder),
                learners=chosen.learners,
                seconds=chosen.seconds,
                period=chosen.period,
            )
        )
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
