"""The columns of complaints."""

from __future__ import annotations

from making.company import Company
from making.table import Column

RESOLUTIONS = ("satisfied", "mollified", "unsatisfied", "silent")


def complaint_columns(company: Company) -> tuple[Column, ...]:
    """What each column of complaints holds."""
    departments = company.departments
    return (
        Column(
            "complaint_id",
            "string",
            "The complaint, in order of receipt.",
            pattern="C[0-9]{5}",
            unique=True,
        ),
        Column(
            "customer_id",
            "string",
            "The customer who complained.",
            pattern=f"{company.id_letter}[0-9]{{6}}",
        ),
        Column("received_at", "datetime", "When it was received, by the company's clock."),
        Column("channel", "string", "How it came in.", allowed=company.channels),
        Column("problem", "string", "What the customer said, in a line."),
        Column(
            "surfaced_in", "string", "The department that took the complaint.", allowed=departments
        ),
        Column(
            "caused_by",
            "string",
            "The department whose work caused it, as the complaints "
            "board found; blank: nothing proves a cause.",
            required=False,
            allowed=departments,
        ),
        Column(
            "caused_by_second",
            "string",
            "The cause as a second reviewer coded it without "
            "seeing the first; blank: was not coded twice.",
            required=False,
            allowed=departments,
        ),
        Column(
            "cause_evidence",
            "string",
            "How the cause is known; blank: not established.",
            required=False,
        ),
        Column(
            "customers_affected",
            "integer",
            "Customers hit by the same cause, as far as traced; blank: not traced.",
            unit="customers",
            required=False,
            minimum=1,
        ),
        Column(
            "monthly_value_at_risk",
            "number",
            "What those customers pay a month; blank: not traced.",
            unit=company.currency,
            required=False,
            minimum=0,
            decimals=2,
        ),
        Column(
            "resolution",
            "string",
            "What the customer said when asked after closing: silent "
            "did not answer; blank: still open.",
            required=False,
            allowed=RESOLUTIONS,
        ),
        Column(
            "compensation",
            "number",
            "What was paid or credited; blank: still open.",
            unit=company.currency,
            required=False,
            minimum=0,
            decimals=2,
        ),
        Column("closed_at", "datetime", "When it was closed; blank: still open.", required=False),
        Column("reopened", "boolean", "Whether it was opened again after closing."),
    )
