"""All tables of a company's organisation: what does not grow with its customers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from making.company import Company, Part
from making.shared import (
    area_ratings,
    bonus,
    complaints,
    decisions,
    department_months,
    mandate,
    pay_plan,
    pilots,
    problem_study,
    raci,
    roles,
    scorecard_draft,
    shared_goals,
)


@dataclass(frozen=True)
class Organisation:
    """What a company's makers are given; the tables written by hand lie in `written`."""

    complaints: complaints.ComplaintsPlan
    months: tuple[department_months.Series, ...]
    bonus: bonus.BonusPlan
    ratings: area_ratings.RatingsPlan
    pilots: tuple[pilots.Pilot, ...]
    presence: complaints.Presence | None = None


def parts(company: Company, organisation: Organisation) -> tuple[Part, ...]:
    """The parts in the order in which their tables are described."""
    return (
        partial(complaints.make, company, organisation.complaints, organisation.presence),
        partial(problem_study.make, company),
        partial(department_months.make, company, organisation.months),
        partial(bonus.make, company, organisation.bonus),
        partial(area_ratings.make, company, organisation.ratings),
        partial(decisions.make, company),
        partial(roles.make, company),
        partial(mandate.make, company),
        partial(raci.make, company),
        partial(shared_goals.make, company),
        partial(pay_plan.make, company),
        partial(scorecard_draft.make, company),
        partial(pilots.make, company, organisation.pilots),
    )
