"""What goes wrong with the course's own files, said for the people who edit them."""

from __future__ import annotations


class CurriculumError(ValueError):
    """A file of the curriculum can't be used; says which, where and what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason} {remedy}")
