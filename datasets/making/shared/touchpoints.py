"""The log of contacts, and the columns it shares with other tables."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.clock import stamps
from making.company import Company
from making.draws import Draws, Ints
from making.shared.asked import Key
from making.shared.events import AGENTS_A_TEAM, Events
from making.table import Column, Table

WRITTEN_TWICE = 0.0006


def event_ids(first: int, n: int) -> NDArray[Any]:
    """Ids of n contacts, for instance T0000001."""
    ids = np.empty(n, dtype=object)
    ids[:] = [f"T{number:07d}" for number in range(first, first + n)]
    return ids


def named(names: list[str], codes: Ints) -> NDArray[Any]:
    """Names for codes; none for −1."""
    pool = np.empty(len(names) + 1, dtype=object)
    pool[:-1] = names
    return pool[codes]


def agents(team: Ints, agent: Ints) -> NDArray[Any]:
    """Codes of agents, as A-073 for the third of the seventh team; none without a team."""
    codes = {
        -1: None,
        **{
            10 * each + one: f"A-{each + 1:02d}{one}"
            for each in range(100)
            for one in range(1, AGENTS_A_TEAM + 1)
        },
    }
    keys = np.where(team >= 0, 10 * team + agent, -1)
    found = np.empty(len(team), dtype=object)
    found[:] = [codes[key] for key in keys.tolist()]
    return found


def touchpoints_table(
    company: Company,
    events: Events,
    ids: NDArray[Any],
    owners: NDArray[Any],
    draws: Draws,
    key: Key | None = None,
) -> Table:
    """The log; a few contacts were written twice."""
    rows = np.arange(len(events))
    twice = np.flatnonzero(draws.chance(WRITTEN_TWICE, len(events)))
    rows = np.sort(np.concatenate([rows, twice]), kind="stable")
    shown = events.take(rows)
    steps = [step for journey in company.journeys.values() for step in journey]
    offsets = np.cumsum([0, *(len(journey) for journey in company.journeys.values())])[:-1]
    return Table(
        name="touchpoints",
        title="Touchpoints",
        description="One row a contact of a customer with the company, in the order they "
        "happened. A few were written twice: the same event_id, the same row.",
        columns=_columns(company, key),
        values={
            "event_id": ids[rows],
            "customer_id": owners[shown.customer],
            **(key.beside(shown.customer) if key else {}),
            "happened_at": stamps(shown.local, company.hours_from_utc),
            "journey": named(list(company.journeys), shown.journey),
            "step": named(steps, offsets[shown.journey] + shown.step),
            "channel": named(list(company.channels), shown.channel),
            "department": named(list(company.departments), shown.department),
            "team": named(list(company.teams), shown.team),
            "agent": agents(shown.team, shown.agent),
            "minutes": shown.minutes,
            "went_well": shown.went_well,
        },
        foreign_keys=(
            ("customer_id", "customers", "customer_id"),
            *((key.reference,) if key else ()),
        ),
    )


def _columns(company: Company, key: Key | None) -> tuple[Column, ...]:
    steps = dict.fromkeys(step for journey in company.journeys.values() for step in journey)
    return (
        Column("event_id", "string", "The contact. Twice: written twice.", pattern="T[0-9]{7}"),
        customer_column(company),
        *((key.column,) if key else ()),
        Column(
            "happened_at",
            "datetime",
            "When it began, on the company's own clock, with its offset from UTC.",
        ),
        Column("journey", "string", "The journey it belongs to.", allowed=tuple(company.journeys)),
        Column("step", "string", "The step of the journey.", allowed=tuple(steps)),
        Column("channel", "string", "How it took place.", allowed=company.channels),
        Column("department", "string", "The department it came to.", allowed=company.departments),
        team_column(company, "The team that handled it; blank for self-service."),
        agent_column("Who handled it; blank for self-service."),
        Column("minutes", "integer", "How long it took.", unit="minutes", minimum=0, maximum=600),
        Column(
            "went_well",
            "boolean",
            "Whether the customer got what they came for, as logged.",
        ),
    )


def customer_column(company: Company, meaning: str = "The customer.") -> Column:
    """The customer's id in any table."""
    letter = company.id_letter
    return Column(
        "customer_id",
        "string",
        f"{meaning} {letter} and six digits; text, as the zeros in front belong to it.",
        pattern=f"{letter}[0-9]{{6,7}}",
    )


def team_column(company: Company, meaning: str) -> Column:
    """A team in any table."""
    return Column("team", "string", meaning, required=False, allowed=tuple(company.teams))


def agent_column(meaning: str) -> Column:
    """An agent in any table."""
    return Column("agent", "string", meaning, required=False, pattern="A-[0-9]{3}")
