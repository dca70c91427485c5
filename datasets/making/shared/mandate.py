"""The Chief Customer Officer's mandate: what they answer for, and what they may decide."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, written
from making.table import Column, Table

RIGHTS = (
    Column("outcome_id", "string", "The outcome or decision.", pattern="OC[0-9]{2}", unique=True),
    Column("outcome", "string", "What is to be reached or decided."),
    Column(
        "accountability",
        "integer",
        "How far the Chief Customer Officer answers for it: 0 not at all, 1 is asked about it, "
        "2 shares it, 3 answers for it, 4 answers for it alone and in pay.",
        unit="0–4",
        minimum=0,
        maximum=4,
    ),
    Column(
        "authority",
        "integer",
        "What they may decide: 0 nothing, 1 is consulted, 2 decides with others or can stop it, "
        "3 decides within a budget, 4 decides and can reallocate.",
        unit="0–4",
        minimum=0,
        maximum=4,
    ),
    Column(
        "weight", "integer", "How much the outcome counts.", unit="points", minimum=1, maximum=5
    ),
    Column("held_by", "string", "Who holds the decision today."),
    Column("situation", "string", "How it works today."),
)
FACTS = (
    Column(
        "fact_id",
        "string",
        "The fact.",
        unique=True,
        allowed=(
            "own_budget_line",
            "reports_to_the_top",
            "influences_goals_and_pay",
            "sees_profitability",
            "has_changed_something",
        ),
    ),
    Column("fact", "string", "The fact, put as a question."),
    Column("answer", "boolean", "Whether it is so."),
    Column("evidence", "string", "How it is known."),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """Decision rights and the facts beside them."""
    content = written(company, "mandate")
    rights, facts = content["decision_rights"], content["mandate_facts"]
    tables = [
        as_table(
            "decision_rights",
            "Decision rights",
            "One row an outcome or decision: how far the Chief Customer Officer answers for it and "
            "what they may decide, both 0 to 4.",
            RIGHTS,
            rights,
            primary_key=("outcome_id",),
        ),
        as_table(
            "mandate_facts",
            "Facts of the mandate",
            "One row a fact about the Chief Customer Officer's position, answered yes or no.",
            FACTS,
            facts,
            primary_key=("fact_id",),
        ),
    ]
    short = [max(0, row["accountability"] - row["authority"]) for row in rights]
    weighted = sum(row["weight"] * gap for row, gap in zip(rights, short, strict=True))
    whole = sum(row["weight"] * row["accountability"] for row in rights)
    noes = sum(not fact["answer"] for fact in facts)
    gap_index = 100.0 * weighted / whole
    truth = {
        "rows": len(rights),
        "says": content["says"],
        "gap_index": round(gap_index, 4),
        "largest_gaps": [
            row["outcome_id"]
            for row in sorted(
                rights,
                key=lambda row: (
                    -row["weight"] * max(0, row["accountability"] - row["authority"]),
                    row["outcome_id"],
                ),
            )[:3]
        ],
        "surplus": [
            row["outcome_id"] for row in rights if row["authority"] > row["accountability"]
        ],
        "facts_answered_no": noes,
        "figurehead": noes + (gap_index >= 50) >= 2,
        "naive": content["naive"],
    }
    return tables, {"decision_rights": truth}
