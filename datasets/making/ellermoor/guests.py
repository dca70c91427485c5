"""Ellermoor's guests: who they are, how often they come, and when they come no more.

Each guest comes back at a rate of their own, gamma over guests, and after each stay but the first
may have come for the last time, with a chance of their own, beta over guests: the BG/NBD model, on
a clock that runs faster in summer. What they spend has a level of its own, unrelated to how often
they come.

Two guests in three came first in the window. The others came before, and are here only since they
came again: what they did before is in no table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Bools, Draws, Floats, Ints, logistic
from making.ellermoor.about import COMPANY
from making.ellermoor.seasons import Days, clock_at, day_at

START = np.datetime64(COMPANY.window[0])
END = np.datetime64(COMPANY.window[1])
OLDEST = np.datetime64("2018-02-01")
LAST_FIRST_STAY = END - 12
TRIED_BEFORE = 0.97

R, ALPHA_WEEKS = 2, 44.0
A, B = 2, 4
"""Stays a week: gamma with shape R and rate ALPHA_WEEKS. Chance that a stay after the first is the
last: beta with A and B."""

COUNTRY_SHARES = {
    "DE": 30,
    "CH": 13,
    "AT": 10,
    "GB": 9,
    "NL": 7,
    "FR": 7,
    "IT": 5,
    "PL": 5,
    "US": 4,
    "JP": 2,
    "UA": 2,
    "GR": 2,
    "CN": 1,
    "IN": 1,
    "LB": 1,
    "KR": 1,
}
COUNTRIES = tuple(COUNTRY_SHARES)
MEMBER_ODDS = np.array([-0.35, -1.05, -0.75])
MEMBERS_BOND, OTHERS_BOND = 0.80, -0.40
MEMBERS_ANSWER, OTHERS_ANSWER = 1.55, 0.75
ANSWERS_BY_KIND = np.array([0.22, 0.46, 0.44])
ANSWERS_BY_BOND = 0.02
MORE_BUSINESS = 0.9
"""How far those who come often travel on business rather than for pleasure."""


@dataclass(frozen=True)
class Guests:
    """One block of guests; `kind` is a place in KINDS, `country` in COUNTRIES.

    `bond` is what the guest makes of the company, `answers` the chance to answer a survey; neither
    is in a table.
    """

    ids: NDArray[Any]
    kind: Ints
    country: Ints
    member: Bools
    first_stay: Days
    bond: Floats
    answers: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Arrivals:
    """Days on which guests of a block came, within the window, by guest and day."""

    guest: Ints
    day: Days

    def __len__(self) -> int:
        return len(self.guest)


def make_guests(draws: Draws, first: int, last: int) -> tuple[Guests, Arrivals]:
    """Guests number first to last, and when they came."""
    n = last - first + 1
    before = draws.chance(TRIED_BEFORE, n)
    tried = _come(draws, _some_day(draws, OLDEST, START - 1, n))
    came_again = np.zeros(n, dtype=bool)
    came_again[tried.arrivals.guest] = True
    new = _come(draws, _some_day(draws, START, LAST_FIRST_STAY, n))
    stayed = before & came_again
    rate = np.where(stayed, tried.rate, new.rate)
    first_stay = np.where(stayed, tried.first, new.first)
    arrivals = _either(stayed, tried.arrivals, new.arrivals)
    often = rate * ALPHA_WEEKS / R - 1.0
    kind = _kind(draws, often)
    member = draws.chance(logistic(MEMBER_ODDS[kind]), n)
    bond = np.where(member, MEMBERS_BOND, OTHERS_BOND) + 0.85 * draws.bell(n)
    answers = ANSWERS_BY_KIND[kind] * np.where(member, MEMBERS_ANSWER, OTHERS_ANSWER)
    answers = answers * (1.0 + ANSWERS_BY_BOND * bond)
    ids = np.empty(n, dtype=object)
    ids[:] = COMPANY.ids(range(first, last + 1))
    guests = Guests(
        ids=ids,
        kind=kind,
        country=draws.which(list(COUNTRY_SHARES.values()), n),
        member=member,
        first_stay=first_stay,
        bond=bond,
        answers=np.minimum(np.maximum(answers, 0.04), 0.9),
    )
    return guests, arrivals


@dataclass(frozen=True)
class _Coming:
    """Guests' own rates in stays a week, their first days, and their arrivals in the window."""

    rate: Floats
    first: Days
    arrivals: Arrivals


def _some_day(draws: Draws, first: np.datetime64, last: np.datetime64, n: int) -> Floats:
    """Moments on the guests' clock between two days, all equally likely."""
    low, high = clock_at(np.array([first, last + 1])).tolist()
    found: Floats = low + (high - low) * draws.unit(n)
    return found


def _come(draws: Draws, clock: Floats) -> _Coming:
    """Stays from the first moment on the guests' clock until a guest is lost or the window ends."""
    n = len(clock)
    rate = draws.gamma(R, n) / ALPHA_WEEKS
    lost = draws.beta(A, B, n)
    guest, now, closes = np.arange(n), clock, clock_at(np.array([END + 1]))[0]
    found = [(guest, day_at(now))]
    while len(guest):
        now = now + 7.0 * draws.exponential(len(guest)) / rate[guest]
        inside = now < closes
        guest, now = guest[inside], now[inside]
        found.append((guest, day_at(now)))
        still = ~draws.chance(lost[guest], len(guest))
        guest, now = guest[still], now[still]
    who, day = (np.concatenate(parts) for parts in zip(*found, strict=True))
    seen = day >= START
    who, day = who[seen], day[seen]
    order = np.lexsort((day, who))
    return _Coming(rate, day_at(clock), Arrivals(who[order], day[order]))


def _either(first: Bools, one: Arrivals, other: Arrivals) -> Arrivals:
    """The arrivals of some guests from one, of the rest from the other."""
    kept, rest = first[one.guest], ~first[other.guest]
    guest = np.concatenate([one.guest[kept], other.guest[rest]])
    day = np.concatenate([one.day[kept], other.day[rest]])
    order = np.lexsort((day, guest))
    return Arrivals(guest[order], day[order])


def _kind(draws: Draws, often: Floats) -> Ints:
    """Business for the more of those who come often."""
    n = len(often)
    business = draws.chance(logistic(-0.85 + MORE_BUSINESS * np.minimum(often, 2.0)), n)
    family = draws.chance(0.40, n)
    return np.where(business, 0, np.where(family, 2, 1))
