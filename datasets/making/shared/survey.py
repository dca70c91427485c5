"""The survey of one block of customers: contacts, invitations, answers, coded comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.clock import stamps
from making.company import Company
from making.draws import Floats, Ints
from making.shared.asked import Asked
from making.shared.comments import CommentPlan, make_comments
from making.shared.drivers import OpinionPlan, Opinions, opine
from making.shared.events import Events
from making.shared.invitations import (
    CHANNELS,
    InvitationPlan,
    Invitations,
    answered,
    invitation_ids,
    invitations_table,
    lifted,
    make_invitations,
)
from making.shared.responses import (
    BLANK_IMPORTANCE,
    BLANK_RATING,
    BLANK_SHARES,
    Asking,
    duplicated,
    intended,
    response_ids,
    responses_table,
    with_blanks,
)
from making.shared.tally import Tally, count_answers, count_intentions, count_invited
from making.shared.touchpoints import agents, event_ids, named, touchpoints_table
from making.shared.verbatims import CodingPlan, make_verbatims
from making.table import Table

OPENED_UNANSWERED = 0.38


@dataclass(frozen=True)
class SurveyPlan:
    """All that differs between companies in how their surveys go.

    `moods` is what single months add to everyone's opinion, `other_moods` the spread of the rest.
    `contact` is what a contact that went well (True) or not (False) adds.
    """

    opinions: OpinionPlan
    asking: Asking
    inviting: InvitationPlan
    comments: CommentPlan
    coding: CodingPlan
    moods: Mapping[str, float]
    other_moods: float
    contact: Mapping[bool, float]


@dataclass(frozen=True)
class Answers:
    """The answers of a block in the order they came in, each once, blanks left blank."""

    month: Ints
    recommend: NDArray[Any]


def survey_tables(
    company: Company,
    plan: SurveyPlan,
    block: int,
    asked: Asked,
    events: Events,
    tally: Tally,
) -> Iterator[Table | Answers]:
    """The tables of one block; among them once the answers, for who needs them by month."""
    names = event_ids(tally.next("event", len(events)), len(events))
    draws = company.draws("touchpoints", block)
    log = touchpoints_table(company, events, names, asked.ids, draws, asked.key)
    tally.counts["touchpoints_twice"] += log.rows - len(events)
    yield log

    draws = company.draws("invitations", block)
    sent = make_invitations(company, plan.inviting, draws, events, (asked.first, asked.gone))
    replied = answered(draws, sent, asked.answers[sent.customer])
    opened = replied | draws.chance(OPENED_UNANSWERED, len(sent))
    ids = invitation_ids(tally.next("invitation", len(sent)), len(sent))
    yield invitations_table(company, sent, ids, asked.ids, names, opened, asked.key)

    opinions = _opinions(company, plan, block, asked, events, sent)
    count_invited(tally, opinions.recommend, replied)
    order = np.flatnonzero(replied)
    order = order[np.lexsort((order, sent.answer[order]))]
    yield from _answers(company, plan, block, asked, events, sent, ids, opinions, order, tally)


def months_of(company: Company, local: Ints) -> Ints:
    """Months since the window opened, from seconds on the company's clock."""
    month = (local // 86_400).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return month - np.datetime64(company.window[0], "M").astype(np.int64)


def _opinions(
    company: Company,
    plan: SurveyPlan,
    block: int,
    asked: Asked,
    events: Events,
    sent: Invitations,
) -> Opinions:
    after = sent.event >= 0
    well = np.zeros(len(sent))
    went_well = events.went_well[sent.event[after]]
    well[after] = np.where(went_well, plan.contact[True], plan.contact[False])
    mood = _moods(company, plan)[months_of(company, sent.answer)]
    if asked.mood is not None:
        mood = mood + asked.mood[sent.customer]
    draws = company.draws("opinions", block)
    return opine(plan.opinions, draws, asked.bond[sent.customer], well, mood)


def _moods(company: Company, plan: SurveyPlan) -> Floats:
    first, last = (np.datetime64(day, "M") for day in company.window)
    months = [str(month) for month in np.arange(first, last + 1)]
    drawn = plan.other_moods * company.draws("moods").bell(len(months))
    return np.array([plan.moods.get(m, d) for m, d in zip(months, drawn.tolist(), strict=True)])


def _answers(
    company: Company,
    plan: SurveyPlan,
    block: int,
    asked: Asked,
    events: Events,
    sent: Invitations,
    invitation: NDArray[Any],
    opinions: Opinions,
    order: Ints,
    tally: Tally,
) -> Iterator[Table | Answers]:
    n = len(order)
    draws = company.draws("responses", block)
    came = sent.take(order)
    journey = np.full(n, -1, dtype=np.int64)
    journey[came.event >= 0] = events.journey[came.event[came.event >= 0]]
    satisfaction = opinions.satisfaction[order]
    honest = opinions.recommend[order]
    recommend = lifted(draws, honest, came.gamed)
    old_scale = came.answer < np.datetime64(plan.asking.rescaled, "s").astype(np.int64)
    intention = intended(opinions.intention[order], old_scale)
    comments = make_comments(
        plan.comments,
        company.draws("comments", block),
        [*company.journeys, "any"],
        journey,
        satisfaction,
    )
    blank = {name: draws.chance(share, n) for name, share in BLANK_SHARES.items()}
    written = with_blanks(recommend, blank["likelihood_to_recommend"])
    yield Answers(months_of(company, came.answer), written)

    ids = response_ids(tally.next("response", n), n)
    values: dict[str, NDArray[Any]] = {
        "response_id": ids,
        "invitation_id": invitation[order],
        "customer_id": asked.ids[came.customer],
        **(asked.key.beside(came.customer) if asked.key else {}),
        "answered_at": stamps(came.answer, company.hours_from_utc),
        "journey": named(list(company.journeys), journey),
        "channel": named(list(CHANNELS), came.channel),
        "team": named(list(company.teams), came.team),
        "agent": agents(came.team, came.agent),
        "likelihood_to_recommend": written,
        "satisfaction": with_blanks(satisfaction, blank["satisfaction"]),
        "effort": with_blanks(opinions.effort[order], blank["effort"]),
        **{
            f"rated_{name}": with_blanks(rating[order], draws.chance(BLANK_RATING, n))
            for name, rating in opinions.rated.items()
        },
        **{
            f"importance_{name}": with_blanks(rating[order], draws.chance(BLANK_IMPORTANCE, n))
            for name, rating in opinions.importance.items()
        },
        "intention_to_stay": with_blanks(intention, draws.chance(BLANK_RATING, n)),
        "comment": comments.text,
    }
    rows = duplicated(draws, n)
    count_answers(tally, came, honest, written, len(rows) - n, comments.text)
    count_intentions(tally, came, asked, values["intention_to_stay"], old_scale)
    for name, blanks in blank.items():
        tally.counts[f"blank_{name}_once"] += int(blanks.sum())
    shown = {name: column[rows] for name, column in values.items()}
    yield responses_table(company, plan.opinions, plan.asking, shown, asked.key)

    last_year = came.answer >= np.datetime64(f"{company.window[1].year}-01-01", "s").astype(
        np.int64
    )
    coded = np.flatnonzero(last_year & (comments.text != None))  # noqa: E711
    table, counts = make_verbatims(
        plan.coding,
        company.draws("verbatims", block),
        plan.comments.themes,
        ids[coded],
        comments.text[coded],
        comments.theme[coded],
    )
    tally.counts.update(counts)
    yield table
