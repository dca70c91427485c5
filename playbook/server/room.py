"""The room: how many learners can be inside at once, and whose turn is next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playbook.server import metrics

KERNELS_A_LEARNER = 4
"""Lessons that a learner can have open at once; opening a fifth ends the oldest."""

TURN_SECONDS = 15.0
"""A waiting learner who hasn't asked for so long has left the line."""

LONGEST_LINE = 2_000
"""Learners who can wait; whoever comes later is told to try again, and keeps no turn."""


@dataclass(frozen=True)
class Admission:
    """Whether a learner may come in; if not, how many stand in line before them."""

    admitted: bool
    ahead: int = 0


@dataclass
class Waiting:
    """Since when somebody waits, and when they last asked."""

    since: float
    asked: float


class Room:
    """A number of places; a learner takes one, whatever the number of their open lessons.

    Places that become free go to those who wait, in the order in which they came. `clock` gives
    seconds that only grow, such as `time.monotonic`.
    """

    def __init__(self, places: int, clock: Callable[[], float]) -> None:
        self.places = places
        self._clock = clock
        self._kernels_of: dict[str, list[str]] = {}
        self._learner_of: dict[str, str] = {}
        self._line: dict[str, Waiting] = {}
        """Who waits, in order of arrival."""

    @property
    def inside(self) -> int:
        """Learners who have a place."""
        return len(self._kernels_of)

    @property
    def waiting(self) -> int:
        """Learners in line."""
        self._forget_who_left()
        return len(self._line)

    @property
    def kernels(self) -> int:
        """Kernels of all learners."""
        return len(self._learner_of)

    def admit(self, learner_id: str, kernel_id: str) -> Admission:
        """Let a learner in with a new kernel, or have them wait in line.

        Whoever is admitted holds the place until `leave` was called for each of their kernels.
        """
        turn = self.ask(learner_id)
        if turn.admitted:
            waited = self._line.pop(learner_id, None)
            if waited:
                metrics.waited(self._clock() - waited.since)
            self._kernels_of.setdefault(learner_id, []).append(kernel_id)
            self._learner_of[kernel_id] = learner_id
        return turn

    def ask(self, learner_id: str) -> Admission:
        """Tell whether `admit` would let this learner in now; where not, keep their turn."""
        if learner_id in self._kernels_of:
            return Admission(True)
        self._forget_who_left()
        now = self._clock()
        if learner_id in self._line:
            ahead = list(self._line).index(learner_id)
            self._line[learner_id].asked = now
        else:
            ahead = len(self._line)
        admitted = ahead < self.places - self.inside
        if not admitted and ahead < LONGEST_LINE:
            self._line.setdefault(learner_id, Waiting(since=now, asked=now))
        return Admission(admitted, ahead)

    def leave(self, kernel_id: str) -> None:
        """Note that a kernel has ended; the learner's last one gives the place back."""
        learner_id = self._learner_of.pop(kernel_id, None)
        if learner_id is None:
            return
        self._kernels_of[learner_id].remove(kernel_id)
        if not self._kernels_of[learner_id]:
            del self._kernels_of[learner_id]

    def overdue(self, learner_id: str) -> tuple[str, ...]:
        """The learner's oldest kernels beyond what one may have; the caller ends them."""
        return tuple(self._kernels_of.get(learner_id, [])[:-KERNELS_A_LEARNER])

    def _forget_who_left(self) -> None:
        latest = self._clock() - TURN_SECONDS
        for learner_id in [each for each, turn in self._line.items() if turn.asked < latest]:
            del self._line[learner_id]
