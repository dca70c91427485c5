"""A learner who answers exercises, and the ledger of what must be in the records in the end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from playbook.records import Records
from tests.bench.room.kit import SLUG
from tests.bench.room.visit import Visit

WITH_CHART = "exercise-xmr-read"
"""The exercise whose numbers are drawn as a control chart, anew for each attempt."""


@dataclass(frozen=True)
class Kept:
    """An answer that the server has acknowledged."""

    learner_id: str
    key: str
    attempt: int
    text: str


@dataclass
class Ledger:
    """All answers that were acknowledged."""

    entries: list[Kept] = field(default_factory=list)

    def missing(self, records: Records) -> list[Kept]:
        """Those that the records don't hold."""
        by_place: dict[tuple[str, str], list[Kept]] = defaultdict(list)
        for each in self.entries:
            by_place[each.learner_id, each.key].append(each)
        lost = []
        for (learner_id, key), kept in by_place.items():
            learner = records.learner(learner_id, create=False)
            states = [value for _, value in learner.history(SLUG, key, "state") if value]
            there = {(state["attempt"], state["draft"]) for state in states}
            lost += [each for each in kept if (each.attempt, each.text) not in there]
        return lost


@dataclass
class Task:
    """One exercise as far as this learner is with it."""

    key: str
    options: list[str]
    attempt: int = 0
    answered: bool = False


class Answering:
    """One learner's way through the lesson's exercises, over and over, with new numbers."""

    def __init__(self, visit: Visit, ledger: Ledger, only: str | None = None) -> None:
        self.visit = visit
        self._ledger = ledger
        self._given = 0
        self._tasks = sorted(
            (task_of(state) for state in visit.exercises() if only in (None, state["key"])),
            key=lambda task: task.key,
        )

    async def answer(self, redraw: bool = False) -> dict[str, float]:
        """Answer the next exercise as a browser does; gives the seconds of each entry.

        One that was answered before, or is to be drawn anew (`redraw`), gets new numbers first.
        Then what is chosen is entered, then checked.
        """
        task = self._tasks[self._given % len(self._tasks)]
        self._given += 1
        seconds = {}
        if task.answered or redraw:
            seconds["new numbers"] = await self.visit.enter(
                task.key, "again", {"attempt": task.attempt + 1}
            )
            task.attempt += 1
        text = task.options[self._given % len(task.options)] if task.options else str(self._given)
        draft = {"attempt": task.attempt, "text": text}
        seconds["choice"] = await self.visit.enter(task.key, "draft", draft)
        check = {"attempt": task.attempt, "tries": 0, "answer": text}
        seconds["answer"] = await self.visit.enter(task.key, "check", check)
        task.answered = True
        self._ledger.entries.append(Kept(self.visit.learner.id, task.key, task.attempt, text))
        return seconds


def task_of(state: dict[str, Any]) -> Task:
    """The task that a widget shows."""
    return Task(state["key"], [option["key"] for option in state["options"]])
