"""The answers that came in, with the flaws that answers have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.company import Company
from making.draws import Draws, Floats, Ints, rounded
from making.shared.asked import Key
from making.shared.drivers import OpinionPlan
from making.shared.invitations import CHANNELS
from making.shared.touchpoints import agent_column, customer_column, team_column
from making.table import Column, Table, Values

BLANK_SHARES = {"likelihood_to_recommend": 0.012, "satisfaction": 0.007, "effort": 0.01}
BLANK_RATING = 0.015
BLANK_IMPORTANCE = 0.03
SENT_TWICE = 0.006


@dataclass(frozen=True)
class Asking:
    """How a company words its questions; the intention had another scale before `rescaled`."""

    recommend: str
    satisfaction: str
    effort: str
    intention: str
    rescaled: date


def intended(intention: Floats, old_scale: NDArray[np.bool_]) -> Ints:
    """Intentions on the scale of their day: 0–10 on the old one, 1–5 on the new one."""
    return np.where(old_scale, rounded(2.5 * (intention - 1.0), 0, 10), rounded(intention, 1, 5))


def with_blanks(values: Values, blank: NDArray[np.bool_]) -> NDArray[Any]:
    """The values as objects, None where blank."""
    found = np.asarray(values).astype(object)
    found[blank] = None
    return found


def response_ids(first: int, n: int) -> NDArray[Any]:
    """Ids of n answers, for instance R-0000001."""
    ids = np.empty(n, dtype=object)
    ids[:] = [f"R-{number:07d}" for number in range(first, first + n)]
    return ids


def duplicated(draws: Draws, n: int) -> Ints:
    """The places of all answers, a few of them again some rows later: they were sent twice."""
    again = np.flatnonzero(draws.chance(SENT_TWICE, n))
    places = np.concatenate([np.arange(n), again])
    key = np.concatenate([2 * np.arange(n), 2 * (again + draws.whole(1, 40, len(again))) + 1])
    return places[np.argsort(key, kind="stable")]


def responses_table(
    company: Company,
    plan: OpinionPlan,
    asking: Asking,
    values: Mapping[str, Values],
    key: Key | None = None,
) -> Table:
    """One row an answer; `values` are whole columns in the table's order."""
    first, last = (day.isoformat() for day in company.window)
    drivers = plan.drivers
    return Table(
        name="responses",
        title="Survey answers",
        description=f"One row an answered survey, {first[:4]} to {last[:4]}, in the order they "
        "came in. A few were sent twice: the same response_id, the same row.",
        columns=(
            Column(
                "response_id",
                "string",
                "The answer. The same id twice is the same answer sent twice.",
                pattern="R-[0-9]{7}",
            ),
            Column(
                "invitation_id",
                "string",
                "The invitation that was answered.",
                pattern="I[0-9]{7}",
            ),
            customer_column(company),
            *((key.column,) if key else ()),
            Column(
                "answered_at",
                "datetime",
                "When it was answered, on the company's own clock, with its offset from UTC.",
            ),
            Column(
                "journey",
                "string",
                "The journey of the contact asked about; blank when the invitation followed none.",
                required=False,
                allowed=tuple(company.journeys),
            ),
            Column("channel", "string", "How the answer came in.", allowed=CHANNELS),
            team_column(company, "The team of the contact; blank when there was none."),
            agent_column("The agent of the contact; blank when there was none."),
            _scale("likelihood_to_recommend", asking.recommend, "0–10", 0, 10),
            _scale("satisfaction", asking.satisfaction, "1–5", 1, 5),
            _scale("effort", asking.effort, "1–7", 1, 7),
            *(
                _scale(
                    f"rated_{each.name}",
                    f"{each.asked} 1 strongly disagree, 7 strongly agree.",
                    "1–7",
                    1,
                    7,
                )
                for each in drivers
            ),
            *(
                _scale(
                    f"importance_{each.name}",
                    f"How important is this to you: “{each.asked}” 1 not at all, 5 extremely.",
                    "1–5",
                    1,
                    5,
                )
                for each in drivers
            ),
            _scale(
                "intention_to_stay",
                f"{asking.intention} 1 very unlikely, 5 very likely. Answers before "
                f"{asking.rescaled.isoformat()} are on the older scale: 0 very unlikely, 10 very "
                "likely.",
                f"1–5 (0–10 before {asking.rescaled.isoformat()})",
                0,
                10,
            ),
            Column("comment", "string", "The customer's own words.", required=False),
        ),
        values=values,
        foreign_keys=(
            ("invitation_id", "invitations", "invitation_id"),
            ("customer_id", "customers", "customer_id"),
            *((key.reference,) if key else ()),
        ),
    )


def _scale(name: str, asked: str, unit: str, low: int, high: int) -> Column:
    return Column(name, "integer", asked, unit=unit, required=False, minimum=low, maximum=high)
