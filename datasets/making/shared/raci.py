"""Who does what: a draft with faults that a rule can find."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, faults_of, written
from making.table import Column, Table

LETTERS = ("R", "A", "C", "I", "A/R")
COLUMNS = (
    Column("activity_id", "string", "The activity.", pattern="RA[0-9]{2}"),
    Column("activity", "string", "What is to be done."),
    Column("role", "string", "The role, as named in roles."),
    Column(
        "letter",
        "string",
        "R does it, A answers for it, C is asked before, I is told after, A/R answers for it and "
        "does it; blank: has no part.",
        required=False,
        allowed=LETTERS,
    ),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """Every activity with every role."""
    content = written(company, "raci")
    rows = [
        {
            "activity_id": activity["activity_id"],
            "activity": activity["activity"],
            "role": role,
            "letter": activity["letters"].get(role),
        }
        for activity in content["activities"]
        for role in content["roles"]
    ]
    for activity in content["activities"]:
        if unknown := activity["letters"].keys() - set(content["roles"]):
            raise ValueError(f"{activity['activity_id']} names unknown roles {sorted(unknown)}.")
    table = as_table(
        "raci",
        "Who does what",
        "One row an activity and a role: the draft that the departments agreed on.",
        COLUMNS,
        rows,
        primary_key=("activity_id", "role"),
        foreign_keys=(("role", "roles", "role"),),
    )
    truth = {
        "rows": len(rows),
        "activities": len(content["activities"]),
        "roles": len(content["roles"]),
        "says": "A/R counts as both letters. A row with no letter at all is an empty row and "
        "nothing else; a bottleneck answers for more than 40 % of the activities; a slow row asks "
        "more than three.",
        "faults": {
            **faults_of(content["activities"], "activity_id"),
            "bottleneck": content["bottleneck"],
            "customer_facing_left_out": content["left_out"],
        },
        "naive": "Every row but one has letters in it, so the table looks complete.",
    }
    return [table], {"raci": truth}
