"""Counts of what was made, over all blocks: ids go on from them, and the truth is made of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Bools, Ints
from making.shared.asked import Asked
from making.shared.invitations import Invitations


@dataclass
class Tally:
    """Counts added up over blocks, from which ids go on and the truth is written."""

    counts: Counter[str] = field(default_factory=Counter)

    def next(self, of: str, n: int) -> int:
        """The first of n new running numbers."""
        first = self.counts[f"last_{of}"] + 1
        self.counts[f"last_{of}"] += n
        return first


def count_invited(tally: Tally, recommend: Ints, replied: Bools) -> None:
    """How all who were invited would have rated, and how those who replied did."""
    for who, here in (("invited", np.ones(len(recommend), dtype=bool)), ("replied", replied)):
        tally.counts[who] += int(here.sum())
        tally.counts[f"{who}_promoters"] += int((recommend[here] >= 9).sum())
        tally.counts[f"{who}_detractors"] += int((recommend[here] <= 6).sum())


def count_answers(
    tally: Tally,
    came: Invitations,
    honest: Ints,
    written: NDArray[Any],
    twice: int,
    comment: NDArray[Any],
) -> None:
    """What the answers say once each, and how many a team had a hand in."""
    known = np.array([value is not None for value in written], dtype=bool)
    ratings = written[known].astype(np.int64)
    lifted_up = known.copy()
    lifted_up[known] = ratings != honest[known]
    tally.counts.update(
        {
            "responses_twice": twice,
            "promoters_once": int((ratings >= 9).sum()),
            "passives_once": int(((ratings >= 7) & (ratings <= 8)).sum()),
            "detractors_once": int((ratings <= 6).sum()),
            "gamed_answers": int(came.gamed.sum()),
            "gamed_lifted": int(lifted_up.sum()),
            "comments": int((comment != None).sum()),  # noqa: E711
        }
    )


def count_intentions(
    tally: Tally, came: Invitations, asked: Asked, intention: NDArray[Any], old_scale: Bools
) -> None:
    """What each one said first on the new scale, up to 2024, and who kept to it for a year."""
    day = (came.answer // 86_400).astype("datetime64[D]")
    last = np.datetime64("2024-12-31")
    if asked.kept is None:
        stayed = asked.gone[came.customer] > day + 365
    else:
        stayed = asked.kept(came.customer, day)
    said = np.flatnonzero((intention != None) & ~old_scale & (day <= last))  # noqa: E711
    first = np.zeros(len(came), dtype=bool)
    first[said[np.unique(came.customer[said], return_index=True)[1]]] = True
    for level in range(1, 6):
        here = first & (intention == level)
        tally.counts[f"said_{level}"] += int(here.sum())
        tally.counts[f"stayed_{level}"] += int((here & stayed).sum())
