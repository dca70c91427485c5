"""The one error of this package."""

from __future__ import annotations


class RecordsError(Exception):
    """Something could not be kept, found or erased.

    `reason` says what is wrong and where, `remedy` what to do; `str()` gives both.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy
