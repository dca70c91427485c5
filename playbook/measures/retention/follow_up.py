"""How long customers were followed, and whether they left then: rows read, customers at risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playbook.measures.flags import read_flags
from playbook.measures.groups import same_length
from playbook.measures.leaving_out import Check, amount_checks, leave_out
from playbook.measures.reading import (
    Values,
    read_numbers,
    row_counts,
)


@dataclass(frozen=True)
class FollowUp:
    """The usable rows: time of the last look, whether the customer left then, customers a row.

    `entered` is the time from which a row was followed, 0 for those followed from the start. `kept`
    has an entry a row handed in; `dropped` counts customers.
    """

    duration: NDArray[np.float64]
    left: NDArray[np.bool_]
    entered: NDArray[np.float64]
    counts: NDArray[np.int64]
    kept: NDArray[np.bool_]
    dropped: dict[str, int]

    def at_risk(
        self, times: NDArray[np.float64], rows: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Customers followed just before each of `times`, of `rows` only where given.

        At risk are those who came in before that time, or at the start, and are seen at it or
        later. `times` above 0, and also 0 for those followed from the start.
        """
        chosen = np.ones(len(self.duration), dtype=bool) if rows is None else rows
        late = chosen & (self.entered > 0)
        seen = _at_or_after(times, self.duration[chosen], self.counts[chosen])
        return seen - _at_or_after(times, self.entered[late], self.counts[late])


def read_follow_up(
    duration: Values,
    event: Values,
    *,
    entered: Values | None,
    counts: Values | None,
    also: Sequence[Check] = (),
) -> FollowUp:
    """Read durations, flags of leaving, times of entry and numbers of customers, a row each.

    A row is left out and counted when its duration or time of entry is blank, not a number or
    below 0, when its event is not yes or no, when it was never followed (seen last at or before its
    entry above 0), or when a check of `also` holds. Rows that stand for no customer are passed
    over. Raises MeasureError for columns of unequal length, and for counts that are not whole
    numbers of 0 or more.
    """
    time, flags = read_numbers(duration), read_flags(event)
    lengths = [("duration", len(time.values)), ("event", len(flags.yes))]
    lengths += [("group", len(holds)) for _, holds in also]
    entry = None if entered is None else read_numbers(entered)
    if entry is not None:
        lengths.append(("entered", len(entry.values)))
    same_length(*lengths)
    copies = row_counts(counts, len(time.values))
    checks = [
        *amount_checks("duration", time),
        ("event blank", flags.blank),
        ("event neither yes nor no", ~flags.used),
    ]
    start = np.zeros(len(time.values)) if entry is None else entry.values
    if entry is not None:
        never = (start > 0) & (time.values <= start)
        checks += [
            *amount_checks("entry", entry),
            ("seen last before coming into the records", never),
        ]
    kept, dropped = leave_out([*checks, *also], copies)
    kept = kept if copies is None else kept & (copies > 0)
    return FollowUp(
        duration=time.values[kept],
        left=flags.yes[kept],
        entered=start[kept],
        counts=np.ones(int(kept.sum()), dtype=np.int64) if copies is None else copies[kept],
        kept=kept,
        dropped=dropped,
    )


def _at_or_after(
    times: NDArray[np.float64], values: NDArray[np.float64], counts: NDArray[np.int64]
) -> NDArray[np.int64]:
    order = np.argsort(values)
    before = np.concatenate([[0], counts[order].cumsum()])
    later: NDArray[np.int64] = before[-1] - before[np.searchsorted(values[order], times)]
    return later
