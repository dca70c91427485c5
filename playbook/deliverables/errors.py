"""Why a document is not made."""

from __future__ import annotations

from collections.abc import Sequence

from playbook.instruments import Gap


class IncompleteError(ValueError):
    """A document would leave with empty sections.

    Attributes:
        gaps: all that is missing, in reading order.
        reason: what is missing, for a reader.
        remedy: what to do about it.
    """

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = list(gaps)
        listed = "; ".join(gap.where for gap in self.gaps)
        things = "thing is" if len(self.gaps) == 1 else "things are"
        self.reason = f"{len(self.gaps)} {things} still missing: {listed}."
        self.remedy = "Fill in what is missing, or ask for a draft that shows where it is missing."
        super().__init__(f"{self.reason} {self.remedy}")
