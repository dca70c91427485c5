"""The accounts of Ordanvale: who they are, who looks after them, who speaks up for them.

Success one looks after most of the small accounts, which leave often; Success two has the large
ones, which stay. In every segment Success one does better; over all of them Success two looks
better.

The accounts are a sample of those that were customers at any time in the window. Most joined before
it: which of those had left by then is in no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Bools, Draws, Floats, Ints
from making.ordanvale.about import COMPANY

Days = NDArray[np.datetime64]
SEGMENTS = ("small", "mid", "large")
SEGMENT_SHARES = (0.58, 0.28, 0.14)
INDUSTRIES = ("machinery", "food", "paper", "energy", "rail", "hospital")
INDUSTRY_SHARES = (0.27, 0.22, 0.15, 0.13, 0.10, 0.13)
REGION_SHARES = (0.26, 0.38, 0.22, 0.14)
SOURCES = ("field sales", "partner", "trade fair", "inbound", "referral")
SOURCE_SHARES = (0.34, 0.22, 0.14, 0.18, 0.12)

SUCCESS = ("Success one", "Success two", "Success three", "Success four")
TEAM_SHARES = np.array(
    [[0.50, 0.07, 0.24, 0.19], [0.24, 0.28, 0.24, 0.24], [0.18, 0.46, 0.18, 0.18]]
)

START = np.datetime64(COMPANY.window[0])
END = np.datetime64(COMPANY.window[1])
OLDEST = np.datetime64("2015-02-01")
NEW_SHARE = 0.36
YEAR = 365.25

GIANT = 12
"""The number of the account that is larger than all others."""
GIANT_JOINED = np.datetime64("2019-03-01")

HAD_CHAMPION = 0.86
CHAMPION_YEARS = 4.2
CHAMPIONS_COUNT_FROM = np.datetime64("2022-05-01")
"""Champions who left before that day are forgotten: such an account counts as one without."""

BOND_BY_SEGMENT = np.array([-0.30, 0.05, 0.40])


@dataclass(frozen=True)
class Accounts:
    """One block of accounts; codes are places in SEGMENTS, INDUSTRIES, SOURCES, regions and teams.

    `champion` is whether the account had a champion, `champion_left` the day on which the champion
    would leave or left it (NaT for never in the window). `bond` is what the account makes of the
    company, about standard normal; it is in no table.
    """

    first: int
    ids: NDArray[Any]
    segment: Ints
    industry: Ints
    region: Ints
    source: Ints
    team: Ints
    joined: Days
    champion: Bools
    champion_left: Days
    bond: Floats

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_new(self) -> Bools:
        """Whether the account joined in the window."""
        return self.joined >= START

    @property
    def is_giant(self) -> Bools:
        """Whether it is the one giant."""
        found: Bools = np.arange(len(self)) + self.first == GIANT
        return found


def make_accounts(draws: Draws, first: int, last: int) -> Accounts:
    """Accounts number first to last."""
    n = last - first + 1
    giant = np.arange(first, last + 1) == GIANT
    segment = np.where(giant, SEGMENTS.index("large"), draws.which(SEGMENT_SHARES, n))
    place = draws.which(TEAM_SHARES[segment], n)
    place = np.where(giant, SUCCESS.index("Success four"), place)
    joined = np.where(giant, GIANT_JOINED, _joined(draws, n))
    champion = draws.chance(HAD_CHAMPION, n) | giant
    since = np.maximum(joined, CHAMPIONS_COUNT_FROM)
    left = since + 30 + np.floor(YEAR * CHAMPION_YEARS * draws.exponential(n)).astype(np.int64)
    leaves = champion & ~giant & (left <= END)
    ids = np.empty(n, dtype=object)
    ids[:] = COMPANY.ids(range(first, last + 1))
    return Accounts(
        first=first,
        ids=ids,
        segment=segment,
        industry=draws.which(INDUSTRY_SHARES, n),
        region=draws.which(REGION_SHARES, n),
        source=draws.which(SOURCE_SHARES, n),
        team=np.array([list(COMPANY.teams).index(name) for name in SUCCESS])[place],
        joined=joined,
        champion=champion,
        champion_left=np.where(leaves, left, np.datetime64("NaT")),
        bond=BOND_BY_SEGMENT[segment] + 0.8 * draws.bell(n),
    )


def _joined(draws: Draws, n: int) -> Days:
    """Days of joining, none after the 28th of a month, so that each has its anniversaries."""
    new = draws.chance(NEW_SHARE, n)
    low = np.where(new, START, OLDEST)
    high = np.where(new, END - 45, START - 1)
    day = low + draws.whole(0, (high - low).astype(np.int64), n)
    month = day.astype("datetime64[M]")
    date = np.minimum((day - month.astype("datetime64[D]")).astype(np.int64), 27)
    found: Days = month.astype("datetime64[D]") + date
    return found
