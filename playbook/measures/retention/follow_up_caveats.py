"""What a curve of customers followed may hide, said before it is read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.retention.follow_up import FollowUp
from playbook.measures.wording import lasting

FEW = 10
"""Customers followed below which a late entry leaves the start of a curve unsure; our choice."""


def caveats(
    rows: FollowUp, event_times: NDArray[np.float64], unit: str, *, entries_given: bool
) -> tuple[str, ...]:
    """Warnings about customers missing from the file, tenures of 0, and an unsure start.

    `event_times` are the times at which someone left, in order, in `unit` (a plural).
    `entries_given` says that the file tells from when on each customer was followed.
    """
    if not len(rows.duration):
        return ()
    found = []
    if not entries_given:
        found.append(
            "Everyone counts as followed since joining; where a file leaves out customers who had "
            "gone before its records begin, the curve is too high."
        )
    new = int(rows.counts[rows.duration == 0].sum())
    if new:
        found.append(
            f"{new:,} with a tenure of 0: those still there add nothing to the curve, those who "
            "left lower it from the start."
        )
    starts_at = float(rows.entered.min())
    if starts_at > 0:
        found.append(
            f"Nobody was followed before {lasting(starts_at, unit)}: the curve is about customers "
            "who had stayed that long."
        )
    if (rows.entered > 0).any():
        found += _few_at_first(event_times, rows.at_risk(event_times), unit)
    return tuple(found)


def _few_at_first(times: NDArray[np.float64], followed: NDArray[np.int64], unit: str) -> list[str]:
    most_later = np.maximum.accumulate(followed[::-1])[::-1]
    few = np.flatnonzero((followed < FEW) & (most_later >= FEW))
    if not len(few):
        return []
    first = few[0]
    return [
        f"At {lasting(float(times[first]), unit)} only {followed[first]} were followed; what the "
        "curve loses there it never gains back, however many come in later."
    ]
