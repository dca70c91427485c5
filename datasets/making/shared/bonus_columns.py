"""The columns of a bonus's results and answers."""

from __future__ import annotations

from making.company import Company
from making.shared.bonus_plan import BonusPlan
from making.table import Column


def answer_columns(company: Company, plan: BonusPlan) -> tuple[Column, ...]:
    """Columns of the answers behind the bonus."""
    return (
        Column(
            "answer_id",
            "string",
            "The answer, in the order of asking.",
            pattern="A[0-9]{5}",
            unique=True,
        ),
        Column("team", "string", "The team.", allowed=tuple(company.teams)),
        Column("quarter", "string", "The quarter it counts for.", pattern="20[0-9]{2}-Q[1-4]"),
        Column("asked_at", "datetime", "When the question was sent."),
        Column(
            "minutes_since_contact",
            "integer",
            "From the end of the contact to the answer.",
            unit="minutes",
            minimum=0,
        ),
        Column(
            "likelihood_to_recommend", "integer", "The answer, 0 to 10.", allowed=tuple(range(11))
        ),
        Column("repeat_contact", "boolean", f"Whether it is one of these: {plan.repeat_means}"),
    )


def result_columns(company: Company, plan: BonusPlan) -> tuple[Column, ...]:
    """Columns of the results by quarter and team."""
    return (
        Column("quarter", "string", "The quarter.", pattern="20[0-9]{2}-Q[1-4]"),
        Column("team", "string", "The team.", allowed=tuple(company.teams)),
        Column("contacts", "integer", plan.contact_means, unit="contacts", minimum=1),
        Column(
            "invitations",
            "integer",
            "How many of them were sent the question.",
            unit="invitations",
            minimum=1,
        ),
        Column("answers", "integer", "How many answered.", unit="answers", minimum=1),
        Column(
            "mean_rating",
            "number",
            "Mean likelihood to recommend.",
            unit="0–10",
            minimum=0,
            maximum=10,
            decimals=3,
        ),
        Column(
            "share_9_10",
            "number",
            "Answers of 9 or 10.",
            unit="%",
            minimum=0,
            maximum=100,
            decimals=2,
        ),
        Column(
            "nps",
            "number",
            "Net Promoter Score® of the answers.",
            unit="points",
            minimum=-100,
            maximum=100,
            decimals=2,
        ),
        Column(
            "threshold",
            "number",
            f"Score ({plan.paid_on}) from which the bonus is paid; blank: there was no bonus yet.",
            unit="as the paid score",
            required=False,
            decimals=2,
        ),
        Column(
            "payout",
            "number",
            "Bonus paid to each person of the team; blank: there was none yet.",
            unit=company.currency,
            required=False,
            minimum=0,
            decimals=2,
        ),
        Column("repeat_contacts", "integer", plan.repeat_means, unit="contacts", minimum=0),
        Column(
            "customers", "integer", "Customers behind the contacts.", unit="customers", minimum=1
        ),
        Column("stayed", "integer", plan.stayed_means, unit="customers", required=False, minimum=0),
    )
