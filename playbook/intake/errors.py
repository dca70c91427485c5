"""What is raised when a file can't be taken in."""

from __future__ import annotations


class IntakeError(ValueError):
    """A file, a plan or an answer that can't be used, said for the person who brought it.

    `reason` says what is wrong and where, `remedy` what to do; `str()` gives both.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
