"""The one error of this package, written for the person who reads it."""

from __future__ import annotations


class ExerciseError(ValueError):
    """An exercise can't be built or graded; says why and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason} {remedy}")
