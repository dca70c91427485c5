"""Who was asked, when, and who answered: the young, the loosely bound and the unhappy less often.

One team games its survey from a certain day on: it asks fewer customers, those whose contact went
well, while they are still there, and helps them to the right answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.clock import utc_stamps
from making.company import Company
from making.draws import Bools, Draws, Floats, Ints
from making.shared.asked import Key
from making.shared.events import Days, Events
from making.shared.touchpoints import agent_column, agents, customer_column, named, team_column
from making.table import Column, Table

CHANNELS = ("email", "text message", "phone", "web")
CHANNEL_SHARES = (0.46, 0.27, 0.12, 0.15)
LONGEST_ANSWER = 10
GAMED_IF_WELL, GAMED_IF_NOT = 0.42, 0.05
GAMED_ANSWERED = 0.85
LIFTED = 0.85


@dataclass(frozen=True)
class InvitationPlan:
    """How often a contact is followed by an invitation, and a customer asked without one a year."""

    after_team: float
    after_self_service: float
    a_year: float


@dataclass(frozen=True)
class Invitations:
    """Invitations in the order they were sent; −1 is no event, no team, no agent.

    `answer` is when the answer came, or would have come; `gamed` is whether the team that games
    its survey had a hand in it. Times are seconds on the company's clock.
    """

    customer: Ints
    event: Ints
    sent: Ints
    answer: Ints
    channel: Ints
    team: Ints
    agent: Ints
    gamed: Bools

    def __len__(self) -> int:
        return len(self.customer)

    def take(self, places: Ints | Bools) -> Invitations:
        """Some of the invitations."""
        return Invitations(**{name: values[places] for name, values in vars(self).items()})


def make_invitations(
    company: Company,
    plan: InvitationPlan,
    draws: Draws,
    events: Events,
    active: tuple[Days, Days],
) -> Invitations:
    """Invitations after contacts, and one now and then without; each customer's active days bound
    the latter."""
    after = _after_contacts(company, plan, draws, events)
    alone = _without_contact(company, plan, draws, *active)
    both = Invitations(
        **{name: np.concatenate([vars(after)[name], vars(alone)[name]]) for name in vars(after)}
    )
    return both.take(np.lexsort((both.event, both.customer, both.sent)))


def _after_contacts(
    company: Company, plan: InvitationPlan, draws: Draws, events: Events
) -> Invitations:
    since = np.datetime64(company.games.since)
    gaming = events.team == list(company.teams).index(company.games.team)
    gaming &= (events.local // 86_400).astype("datetime64[D]") >= since
    usual = np.where(events.team >= 0, plan.after_team, plan.after_self_service)
    chance = np.where(gaming, np.where(events.went_well, GAMED_IF_WELL, GAMED_IF_NOT), usual)
    event = np.flatnonzero(draws.chance(chance, len(events)))
    n = len(event)
    gamed = gaming[event]
    over = events.local[event] + 60 * events.minutes[event]
    sent = over + np.where(gamed, draws.whole(5, 90, n), draws.whole(3600, 86_400, n))
    return Invitations(
        customer=events.customer[event],
        event=event,
        sent=sent,
        answer=np.where(gamed, sent + draws.whole(40, 480, n), _later(draws, sent)),
        channel=draws.which(CHANNEL_SHARES, n),
        team=events.team[event],
        agent=events.agent[event],
        gamed=gamed,
    )


def _without_contact(
    company: Company, plan: InvitationPlan, draws: Draws, first: Days, last: Days
) -> Invitations:
    pieces = []
    for year in range(company.window[0].year, company.window[1].year + 1):
        asked = np.flatnonzero(draws.chance(plan.a_year, len(first)))
        day = np.datetime64(f"{year}-01-01") + draws.whole(0, 353, len(asked))
        there = (day > first[asked]) & (day < last[asked])
        pieces.append(np.stack([asked[there], day[there].astype(np.int64)]))
    customer, days = np.concatenate(pieces, axis=1)
    n = len(customer)
    sent = days * 86_400 + draws.whole(9 * 3600, 17 * 3600, n)
    none = np.full(n, -1, dtype=np.int64)
    return Invitations(
        customer=customer,
        event=none,
        sent=sent,
        answer=_later(draws, sent),
        channel=draws.which(CHANNEL_SHARES, n),
        team=none,
        agent=none,
        gamed=np.zeros(n, dtype=bool),
    )


def _later(draws: Draws, sent: Ints) -> Ints:
    """A moment by day, from the next day to ten days after the invitation, soon more often."""
    n = len(sent)
    days = np.minimum(1 + np.floor(1.6 * draws.exponential(n)).astype(np.int64), LONGEST_ANSWER - 1)
    return (sent // 86_400 + days) * 86_400 + draws.whole(7 * 3600, 22 * 3600, n)


def lifted(draws: Draws, recommend: Ints, gamed: Bools) -> Ints:
    """What is written where a team games its survey: five to eight often becomes nine or ten."""
    n = len(recommend)
    helped = gamed & (recommend >= 5) & (recommend <= 8) & draws.chance(LIFTED, n)
    return np.where(helped, draws.whole(9, 10, n), recommend)


def answered(draws: Draws, invitations: Invitations, chance: Floats) -> Bools:
    """Whether each invitation was answered, by its customer's chance; a team at hand helps."""
    raised = np.where(invitations.gamed, np.maximum(chance, GAMED_ANSWERED), chance)
    return draws.chance(raised, len(invitations))


def invitation_ids(first: int, n: int) -> NDArray[Any]:
    """Ids of n invitations, for instance I0000001."""
    ids = np.empty(n, dtype=object)
    ids[:] = [f"I{number:07d}" for number in range(first, first + n)]
    return ids


def invitations_table(
    company: Company,
    invitations: Invitations,
    ids: NDArray[Any],
    owners: NDArray[Any],
    events: NDArray[Any],
    opened: Bools,
    key: Key | None = None,
) -> Table:
    """One row an invitation; its clock is the survey tool's, in UTC."""
    event = np.full(len(invitations), None, dtype=object)
    event[invitations.event >= 0] = events[invitations.event[invitations.event >= 0]]
    return Table(
        name="invitations",
        title="Invitations",
        description="One row an invitation to answer the survey, answered or not, in the order "
        "they were sent: the frame that the answers come from.",
        columns=(
            Column("invitation_id", "string", "The invitation.", pattern="I[0-9]{7}", unique=True),
            customer_column(company, "The customer who was asked."),
            *((key.column,) if key else ()),
            Column(
                "event_id",
                "string",
                "The contact it followed; blank when none was.",
                required=False,
                pattern="T[0-9]{7}",
            ),
            Column(
                "sent_at",
                "datetime",
                "When it went out, on the survey tool's clock: always UTC (+00:00), also in "
                "summer.",
            ),
            Column("channel", "string", "How it went out.", allowed=CHANNELS),
            team_column(company, "The team of the contact; blank when there was none."),
            agent_column("The agent of the contact; blank when there was none."),
            Column("opened", "boolean", "Whether it was opened."),
        ),
        values={
            "invitation_id": ids,
            "customer_id": owners[invitations.customer],
            **(key.beside(invitations.customer) if key else {}),
            "event_id": event,
            "sent_at": utc_stamps(invitations.sent, company.hours_from_utc),
            "channel": named(list(CHANNELS), invitations.channel),
            "team": named(list(company.teams), invitations.team),
            "agent": agents(invitations.team, invitations.agent),
            "opened": opened,
        },
        primary_key=("invitation_id",),
        foreign_keys=(
            ("customer_id", "customers", "customer_id"),
            ("event_id", "touchpoints", "event_id"),
            *((key.reference,) if key else ()),
        ),
    )
