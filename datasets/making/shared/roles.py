"""Who has a part in the customers' experience: in their own words."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, written
from making.table import Column, Table

PARTIES = ("chief executive", "marketing", "sales", "service", "product", "research", "other")
COLUMNS = (
    Column("role_id", "string", "The role.", pattern="R[0-9]{2}", unique=True),
    Column("role", "string", "What the role is called.", unique=True),
    Column(
        "party",
        "string",
        "The party that the role speaks for when departments work something out together.",
        allowed=PARTIES,
    ),
    Column("department", "string", "The department that the role belongs to."),
    Column(
        "reports_to",
        "string",
        "The role that this one reports to; blank at the top.",
        required=False,
    ),
    Column("customer_facing", "boolean", "Whether the role or its people meet customers."),
    Column("description", "string", "What the role does, in plain words."),
    Column("interest", "string", "What the person in the role wants, in their own words."),
    Column("constraint", "string", "What they can't change, or not soon."),
    Column("metric", "string", "The number that they are judged by."),
    Column("needs", "string", "What they need from others to serve customers better."),
    Column("gives", "string", "What they can give in return."),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """The roles; they do not grow with the customers."""
    rows = written(company, "roles")["roles"]
    table = as_table(
        "roles",
        "Roles",
        "One row a role: what it does, wants, can't change, is judged by, needs and can give.",
        COLUMNS,
        rows,
        primary_key=("role_id",),
    )
    facing = [row["role"] for row in rows if row["customer_facing"]]
    return [table], {"roles": {"rows": len(rows), "customer_facing": facing}}
