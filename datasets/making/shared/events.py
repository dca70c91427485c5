"""Contacts between customers and the company: the steps of the journeys they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from making.clock import moment
from making.company import Company
from making.draws import Bools, Draws, Floats, Ints

Days = NDArray[np.datetime64]
AGENTS_A_TEAM = 6
OPENS, CLOSES = 8 * 3600, 20 * 3600
BOND_EFFECT = 0.03
LEAST_WELL, MOST_WELL = 0.05, 0.985
REPEATS = 0.45


@dataclass(frozen=True)
class Step:
    """One step: whose it is, through which channels it goes, how often it goes well, and when.

    `minutes` are the shortest and longest, `hours` the seconds of the day between which it begins.
    """

    department: str
    channels: Mapping[str, float]
    minutes: tuple[int, int]
    goes_well: float
    hours: tuple[int, int] = (OPENS, CLOSES)


@dataclass(frozen=True)
class TouchpointPlan:
    """Steps of each journey (their names are the company's), and what channels do.

    `channel_effect` is added to the chance that a step goes well. `self_service` channels have no
    team. `logged` is the share of steps that got into the log, `gap` the most days between steps.
    """

    steps: Mapping[str, tuple[Step, ...]]
    channel_effect: Mapping[str, float]
    self_service: frozenset[str]
    repeated: frozenset[str]
    logged: float
    gap: int


@dataclass(frozen=True)
class Visits:
    """Journeys that were made: by which customer of the block, which journey, from which day.

    `team` is who looks after each one in the team's own department; −1, or None for all, is anyone.
    """

    customer: Ints
    journey: Ints
    day: Days
    team: Ints | None = None


@dataclass(frozen=True)
class Events:
    """Contacts in the order they happened; codes are places in the company's lists, −1 is none."""

    customer: Ints
    local: Ints
    journey: Ints
    step: Ints
    channel: Ints
    department: Ints
    team: Ints
    agent: Ints
    minutes: Ints
    went_well: Bools

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, places: Ints | Bools) -> Events:
        """Some of the contacts."""
        return Events(**{name: values[places] for name, values in vars(self).items()})


def make_events(
    company: Company,
    plan: TouchpointPlan,
    draws: Draws,
    visits: Visits,
    bond: Floats,
    gone: Days,
    team_effect: Floats,
) -> Events:
    """The contacts of these journeys, until each customer is gone and the window closes."""
    pieces = [
        _step_events(company, plan, draws, visits, bond, team_effect, number, place)
        for number, name in enumerate(company.journeys)
        for place in range(len(plan.steps[name]))
    ]
    events = _joined(pieces)
    events = _joined([events, _repeats(company, plan, draws, events)])
    last_day = np.datetime64(company.window[1]) - 11
    day = (events.local // 86_400).astype("datetime64[D]")
    events = events.take((day <= last_day) & (day < gone[events.customer]))
    return events.take(np.lexsort((events.customer, events.local)))


def _step_events(
    company: Company,
    plan: TouchpointPlan,
    draws: Draws,
    visits: Visits,
    bond: Floats,
    team_effect: Floats,
    journey: int,
    place: int,
) -> Events:
    step = plan.steps[list(company.journeys)[journey]][place]
    of_journey = np.flatnonzero(visits.journey == journey)
    here = of_journey[draws.chance(plan.logged, len(of_journey))]
    n = len(here)
    customer = visits.customer[here]
    day = visits.day[here] + place * plan.gap // 2 + draws.whole(0, plan.gap // 2, n)
    channels = list(step.channels)
    drawn = draws.which(list(step.channels.values()), n)
    channel = np.array([company.channels.index(name) for name in channels])[drawn]
    effect = np.array([plan.channel_effect.get(name, 0.0) for name in channels])[drawn]
    teams = _teams_of(company, step.department)
    staffed = np.array([name not in plan.self_service for name in channels])[drawn]
    staffed &= len(teams) > 0
    team = np.where(staffed, np.array(teams or [-1])[draws.whole(0, max(len(teams), 1) - 1, n)], -1)
    if visits.team is not None:
        own = visits.team[here]
        team = np.where(staffed & np.isin(own, teams), own, team)
    agent = np.where(staffed, draws.whole(1, AGENTS_A_TEAM, n), -1)
    chance = step.goes_well + effect + BOND_EFFECT * bond[customer]
    chance = chance + np.where(team >= 0, team_effect[np.maximum(team, 0)], 0.0)
    return Events(
        customer=customer,
        local=moment(day, draws.whole(*step.hours, n)),
        journey=np.full(n, journey, dtype=np.int64),
        step=np.full(n, place, dtype=np.int64),
        channel=channel,
        department=np.full(n, company.departments.index(step.department), dtype=np.int64),
        team=team,
        agent=agent,
        minutes=draws.whole(*step.minutes, n),
        went_well=draws.chance(np.minimum(np.maximum(chance, LEAST_WELL), MOST_WELL), n),
    )


def _repeats(company: Company, plan: TouchpointPlan, draws: Draws, events: Events) -> Events:
    """Customers who had to come back about the same thing within a fortnight."""
    again = np.isin(events.channel, [company.channels.index(name) for name in plan.repeated])
    places = np.flatnonzero(again & (events.team >= 0) & ~events.went_well)
    places = places[draws.chance(REPEATS, len(places))]
    n = len(places)
    back = events.take(places)
    later = back.local + 86_400 * draws.whole(1, 13, n)
    return Events(**{**vars(back), "local": later, "went_well": draws.chance(0.7, n)})


def _teams_of(company: Company, department: str) -> list[int]:
    return [place for place, of in enumerate(company.teams.values()) if of == department]


def _joined(pieces: list[Events]) -> Events:
    return Events(
        **{name: np.concatenate([vars(each)[name] for each in pieces]) for name in vars(pieces[0])}
    )
