"""A study of customers a year on: who had a problem, who said so, and who stayed."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, written
from making.table import Column, Table

GROUPS = ("no problem", "silent", "satisfied", "mollified", "unsatisfied")


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """Five groups of customers, counted."""
    content = written(company, "problem_study")
    rows = content["groups"]
    columns = (
        Column(
            "group",
            "string",
            "No problem; a problem and silent about it; a problem and a "
            "complaint that ended satisfied, mollified or unsatisfied.",
            allowed=GROUPS,
            unique=True,
        ),
        Column(
            "customers",
            "integer",
            "Customers of the group in the study.",
            unit="customers",
            minimum=1,
        ),
        Column("stayed", "integer", content["stayed_means"], unit="customers", minimum=0),
    )
    table = as_table(
        "problem_study",
        "Problems, complaints and staying",
        content["description"],
        columns,
        rows,
        primary_key=("group",),
    )
    size = {row["group"]: row["customers"] for row in rows}
    trouble = sum(size.values()) - size["no problem"]
    return [table], {
        "problem_study": {
            "customers": sum(size.values()),
            "had_a_problem": trouble,
            "complained": trouble - size["silent"],
            "customers_of_the_company": content["customers_of_the_company"],
            "margin_a_year": content["margin_a_year"],
            "says": content["says"],
        }
    }
