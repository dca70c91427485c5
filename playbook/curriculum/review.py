"""When a lesson's questions come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

REVIEW_DAYS = (7, 30)
"""Days after the lesson at which its review sets are due."""
FEWEST_DAYS_BETWEEN = 7
"""Days that lie at least between two reviews, however late the first was."""


def due(done_dates: Sequence[date], today: date) -> date | None:
    """Day of the next review: due when it is not after `today`. None when there is none to come.

    `done_dates`: the day on which the lesson was finished, then the day of each review done;
    days after `today` are ignored. Reviews fall 7 and 30 days after the lesson. A first review
    missed until the second falls due is dropped for the second.
    """
    done = sorted(day for day in done_dates if day <= today)
    if not done:
        return None
    finished, reviews = done[0], done[1:]
    first, second = (finished + timedelta(days=days) for days in REVIEW_DAYS)
    if not reviews:
        return first if today < second else second
    if len(reviews) > 1 or reviews[-1] >= second:
        return None
    return max(second, reviews[-1] + timedelta(days=FEWEST_DAYS_BETWEEN))
