"""The one error of this package, written for the person at the command line."""

from __future__ import annotations


class AnalysisError(ValueError):
    """A file can't be analysed as asked: `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason = reason
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.reason} {self.remedy}"
