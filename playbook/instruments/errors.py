"""The one error of this package, written for the person who typed."""

from __future__ import annotations


class InstrumentError(ValueError):
    """Something entered can't be used.

    Attributes:
        reason: what is wrong and where.
        remedy: what to do about it.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
