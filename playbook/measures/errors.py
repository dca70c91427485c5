"""The one error of this package, written for the person who reads it."""

from __future__ import annotations


class MeasureError(ValueError):
    """A measure was asked for in a way that has no answer.

    `reason` says what is wrong and where, `remedy` what to do; `str()` gives both.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason} {self.remedy}"
