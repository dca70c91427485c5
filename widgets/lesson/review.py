"""The questions of "Keep it", which come back with other questions and new numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from playbook.curriculum import Item, due
from widgets.quiz import SUBMITTED, Quiz

DATES: Final = "dates"
SET: Final = "set"


def today_in_utc() -> date:
    """Today's date."""
    return datetime.now(UTC).date()


class Review(Quiz):
    """A review set; once the next one is due, it takes the place of the one that is answered.

    Parts kept beside those of a quiz: `dates` (the days on which a set was answered, ISO) and
    `set` (which set it is, from 0).
    """

    def __init__(
        self, *, key: str, items: Sequence[Item], today: Callable[[], date] = today_in_utc
    ) -> None:
        """Ask those of `items` that serve the review; `today` gives the date."""
        self._today = today
        self._dates: list[str] = []
        super().__init__(key=key, items=items, stage="review")
        self.on_change(self._answered)

    def restored(self, kept: dict[str, Any]) -> None:
        """Show the set that is under way, or the next one if it is due."""
        self._dates = list(kept.get(DATES) or [])
        number = int(kept.get(SET) or 0)
        if kept.get(SUBMITTED) and self._is_due():
            for part in set(kept) - {DATES}:
                self.keep_part(part, None)
            number += 1
            self.keep_part(SET, number)
            kept = {}
        if number != self._occasion:
            self._occasion, self._model = number, None
        super().restored(kept)

    def _is_due(self) -> bool:
        today = self._today()
        next_day = due([date.fromisoformat(day) for day in self._dates], today)
        return next_day is not None and next_day <= today

    def _answered(self, part: str) -> None:
        day = self._today().isoformat()
        if part == SUBMITTED and self.result is not None and day not in self._dates:
            self._dates.append(day)
            self.keep_part(DATES, self._dates)
