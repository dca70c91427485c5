"""The customers of Quillmere: who they are, how well they were treated, when they left.

The plot of the first lesson starts here. Each customer's journeys are rated as a whole and at six
steps; a step goes well nine times in ten, so that only about 57 of 100 journeys go well in all six.
The score of the whole follows the worst step and failed hand-overs, and leaving follows the score
of the whole. How kindly a customer rates moves the step scores, and is noise.

Before 2025 leaving follows another experience, which no table rates. So those who were still there
when the study ended rated no better than others, and the link shows in the year after.

The customers are those who were with Quillmere at any time in the window. Most joined before it:
who left before it began is in no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Bools, Draws, Floats, Ints, e_to, ln, rounded
from making.quillmere.about import COMPANY

Days = NDArray[np.datetime64]
KINDS = ("month-to-month", "one-year", "two-year")
AGES = ("18–34", "35–54", "55+")
AGE_SHARES = (0.30, 0.40, 0.30)
KIND_SHARES = np.array([[0.66, 0.24, 0.10], [0.50, 0.31, 0.19], [0.38, 0.34, 0.28]])
REGION_SHARES = (0.34, 0.28, 0.24, 0.14)

START = np.datetime64(COMPANY.window[0])
END = np.datetime64(COMPANY.window[1])
OLDEST = np.datetime64("2014-02-01")
NEW_SHARE = 0.40
MONTH = 30.4375

JOURNEYS_RATED, STEPS = 3, 6
STEP_SUCCESS = (0.92, 0.90, 0.89, 0.91, 0.89, 0.90)
GOOD_DAY = 0.06
WHOLE_BY_WORST = np.array([1.9, 2.6, 3.2, 4.7, 4.7])
HANDOVER_FAILS, HANDOVER_COST = 0.035, 1.2
NOT_WELL = (0.5, 0.32, 0.18)

LEAVING_A_MONTH = np.array([0.0290, 0.0138, 0.0064])
SLOWER_SINCE = 0.80
LEAVING_BY_EXPERIENCE = -0.55
LEAVING_BY_RATED = -0.80
RATED_COUNTS_FROM = np.datetime64("2025-01-01")
TYPICAL_WHOLE, SPREAD_OF_WHOLE = 3.72, 0.93
SURVIVORS_FROM = 5

BOND_BY_AGE = np.array([-0.55, 0.0, 0.55])
BOND_BY_KIND = np.array([-0.25, 0.15, 0.40])
ANSWERS_BY_AGE = np.array([0.26, 0.44, 0.64])
ANSWERS_BY_KIND = np.array([0.78, 1.05, 1.22])
ANSWERS_BY_BOND = 0.035


@dataclass(frozen=True)
class Rated:
    """Journeys as rated: `taken` of up to three, each as a whole and at six steps."""

    taken: Bools
    whole: Ints
    steps: Ints


@dataclass(frozen=True)
class Customers:
    """One block of customers; codes are places in KINDS, AGES and the company's regions.

    `rate_before` and `rate_since` are how fast they leave, in departures a month, before 2025 and
    since; `bond` is what the customer makes of the company, about standard normal. None of these is
    in a table. `left_on` is NaT for those who stayed.
    """

    ids: NDArray[Any]
    kind: Ints
    age: Ints
    region: Ints
    joined: Days
    left_on: Days
    rate_before: Floats
    rate_since: Floats
    bond: Floats
    answers: Floats
    rated: Rated

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def is_new(self) -> Bools:
        """Whether the customer joined in the window."""
        return self.joined >= START

    @property
    def gone(self) -> Days:
        """The day from which on nothing happens with the customer."""
        return np.where(np.isnat(self.left_on), END + 1, self.left_on)


def make_customers(draws: Draws, first: int, last: int) -> Customers:
    """Customers number first to last."""
    n = last - first + 1
    new = draws.chance(NEW_SHARE, n)
    age = draws.which(AGE_SHARES, n)
    tries = [_candidate(draws, age, new) for _ in range(SURVIVORS_FROM)]
    survived = np.stack([_survives(joined, rate) for joined, _, _, rate in tries], axis=1)
    chosen = np.where(new, 0, draws.which(survived, n))
    joined, kind, experience, rate_before = (
        np.stack(parts)[chosen, np.arange(n)] for parts in zip(*tries, strict=True)
    )
    rated = _rate(draws, n)
    mean = np.where(rated.taken, rated.whole, 0).sum(axis=1) / rated.taken.sum(axis=1)
    found = (mean - TYPICAL_WHOLE) / SPREAD_OF_WHOLE
    rate_since = SLOWER_SINCE * _rate_of_leaving(kind, LEAVING_BY_RATED * found)
    bond = 0.42 * experience + 0.50 * found + BOND_BY_AGE[age] + BOND_BY_KIND[kind]
    bond = bond + 0.45 * draws.bell(n)
    answers = ANSWERS_BY_AGE[age] * ANSWERS_BY_KIND[kind] * (1.0 + ANSWERS_BY_BOND * bond)
    ids = np.empty(n, dtype=object)
    ids[:] = COMPANY.ids(range(first, last + 1))
    return Customers(
        ids=ids,
        kind=kind,
        age=age,
        region=draws.which(REGION_SHARES, n),
        joined=joined,
        left_on=_leaves_on(draws, joined, rate_before, rate_since),
        rate_before=rate_before,
        rate_since=rate_since,
        bond=bond,
        answers=np.minimum(np.maximum(answers, 0.04), 0.88),
        rated=rated,
    )


def months_before(joined: Days, months: float) -> Floats:
    """How many of the first `months` after joining lie before the rated journeys count."""
    free = (RATED_COUNTS_FROM - joined).astype(np.int64) / MONTH
    return np.minimum(np.maximum(free, 0.0), months)


def _candidate(draws: Draws, age: Ints, new: Bools) -> tuple[Days, Ints, Floats, Floats]:
    """A day of joining, a contract, an experience, and how fast such a customer leaves."""
    n = len(age)
    first = np.where(new, START, OLDEST)
    last = np.where(new, END - 20, START - 1)
    joined = first + draws.whole(0, (last - first).astype(np.int64), n)
    kind, experience = draws.which(KIND_SHARES[age], n), draws.bell(n)
    return joined, kind, experience, _rate_of_leaving(kind, LEAVING_BY_EXPERIENCE * experience)


def _rate_of_leaving(kind: Ints, effect: Floats) -> Floats:
    chance = np.minimum(LEAVING_A_MONTH[kind] * e_to(effect), 0.30)
    return -ln(1.0 - chance)


def _survives(joined: Days, rate: Floats) -> Floats:
    months = np.maximum((START - joined).astype(np.int64), 0) / MONTH
    return e_to(-months * rate)


def _leaves_on(draws: Draws, joined: Days, before: Floats, since: Floats) -> Days:
    """The day of leaving: a clock that runs at one rate up to 2025 and at another from then on."""
    start = np.maximum(joined, START)
    clock = draws.exponential(len(joined))
    used = months_before(start, 1200.0) * before
    months = np.where(
        clock < used, clock / before, months_before(start, 1200.0) + (clock - used) / since
    )
    day = start + 1 + np.floor(MONTH * np.minimum(months, 1200.0)).astype(np.int64)
    return np.where(day <= END, day, np.datetime64("NaT"))


def _rate(draws: Draws, n: int) -> Rated:
    shape = (n, JOURNEYS_RATED)
    kindly = draws.bell(n)[:, None]
    count = draws.which((0.2, 0.6, 0.2), n) + 1
    rank = np.argsort(np.argsort(draws.unit(n * 3).reshape(shape), axis=1), axis=1)
    good_day = np.where(draws.chance(0.5, n * 3), GOOD_DAY, -GOOD_DAY).reshape(shape)
    steps = np.empty((*shape, STEPS), dtype=np.int64)
    generous = np.minimum(np.maximum(0.55 + 0.33 * kindly, 0.03), 0.97)
    for place, success in enumerate(STEP_SUCCESS):
        well = draws.unit(n * 3).reshape(shape) < np.minimum(success + good_day, 0.99)
        five = draws.unit(n * 3).reshape(shape) < generous
        poor = 3 - draws.which(NOT_WELL, n * 3).reshape(shape)
        steps[:, :, place] = np.where(well, 4 + five, poor)
    failed = np.zeros(shape)
    for _ in range(STEPS - 1):
        failed += draws.chance(HANDOVER_FAILS, n * 3).reshape(shape)
    whole = WHOLE_BY_WORST[steps.min(axis=2) - 1] - HANDOVER_COST * failed
    whole = whole + 0.1 * kindly + 0.42 * draws.bell(n * 3).reshape(shape)
    return Rated(rank < count[:, None], rounded(whole, 1, 5), steps)
