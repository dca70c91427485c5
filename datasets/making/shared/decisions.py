"""Decisions as they were taken, with the answers to eight questions, and what the rule says."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from making.company import Company, Truth
from making.shared.written import as_table, written
from making.table import Column, Table

QUESTIONS = {
    "q1_customers": "Which customers, and how many: do more gain than lose?",
    "q2_effort": "Does it cost them more or less effort and time?",
    "q3_money": "Is it dearer or cheaper, more or less fair?",
    "q4_feeling": "How do they feel at the moment that counts?",
    "q5_promise": "Is a promise kept or broken?",
    "q6_evidence": "How strong is the evidence for the answers above?",
    "q7_reversible": "Can it be taken back or tried on a few first?",
    "q8_economics": "What does it do to the earnings per customer?",
}
SCORE = " −2 much worse to 2 much better; blank: unknown."
KINDS = ("data", "voice of the customer", "pilot", "expert view", "none")
CLAIMS = (
    "exception_shortfall",
    "exception_least_harm",
    "exception_owner",
    "exception_until",
)
COLUMNS = (
    Column("decision_id", "string", "The decision.", pattern="D[0-9]{2}", unique=True),
    Column("decided_on", "date", "When it was taken."),
    Column("decision", "string", "What was decided."),
    Column("department", "string", "The department that brought it."),
    Column("owner", "string", "The role that answers for it."),
    Column("situation", "string", "Who it touches and why it came up."),
    Column("evidence_kind", "string", "What kind of evidence lay on the table.", allowed=KINDS),
    Column("evidence", "string", "What it said; blank: nothing was shown.", required=False),
    *(
        Column(
            name, "integer", question + SCORE, unit="−2 to 2", required=False, minimum=-2, maximum=2
        )
        for name, question in QUESTIONS.items()
    ),
    Column(
        "mitigation",
        "string",
        "What is done for those who lose by it; blank: nothing.",
        required=False,
    ),
    Column(
        "touches",
        "string",
        "Whether it breaks a law, a safety rule, or deceives customers.",
        allowed=("nothing", "law", "safety", "deception"),
    ),
    Column("exception_claimed", "boolean", "Whether the profitability exception was claimed."),
    Column(
        "exception_economics",
        "integer",
        "Question 8 asked of the option that was better for "
        "customers and turned down; only with a claim." + SCORE,
        unit="−2 to 2",
        required=False,
        minimum=-2,
        maximum=2,
    ),
    Column(
        "exception_shortfall",
        "number",
        "What that option would have cost a year; blank: not worked out.",
        unit="currency of the company",
        required=False,
        minimum=0,
        decimals=0,
    ),
    Column(
        "exception_least_harm",
        "string",
        "The least harmful way that was chosen; blank: none was looked for.",
        required=False,
    ),
    Column(
        "exception_customers_told",
        "string",
        "Whether customers were told.",
        required=False,
        allowed=("told", "not told", "not required"),
    ),
    Column(
        "exception_owner", "string", "Who answers for the exception; blank: nobody.", required=False
    ),
    Column(
        "exception_until",
        "date",
        "When the exception ends or is looked at again; blank: never.",
        required=False,
    ),
    Column(
        "recorded_as_customer_focused",
        "boolean",
        "What the minutes say: the meeting added the "
        "eight answers up, unknown as 0, and said yes above 0.",
    ),
)
RULES = {
    "no_first": "Breaking a law or a safety rule, or deceiving: no, whatever else.",
    "not_enough_evidence": "Two or more of questions 2 to 6 unknown; beats any good total.",
    "yes": "No negative answer to questions 2 to 5, and evidence above 0.",
    "yes_with_mitigation": "One answer of −1 among questions 2 to 5, with something done for "
    "those who lose by it.",
    "no": "All others.",
    "exception": "Holds only when question 8 is negative for the option that was turned down, the "
    "shortfall is worked out, the least harm chosen, customers told where required, with an owner "
    "and an end; never for law, safety or deception.",
}


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """The decision log, and the right verdicts."""
    rows: list[dict[str, Any]] = written(company, "decisions")["decisions"]
    for row in rows:
        row.update(zip(QUESTIONS, row["q"], strict=True))
        row.setdefault("touches", "nothing")
        row.setdefault("exception_claimed", False)
        row["recorded_as_customer_focused"] = sum(score or 0 for score in row["q"]) > 0
    rows.sort(key=lambda row: (row["decided_on"], row["decision_id"]))
    table = as_table(
        "decisions",
        "Decision log",
        "One row a decision that touched customers: the eight answers, the evidence, and the "
        "exception where one was claimed.",
        COLUMNS,
        rows,
        primary_key=("decision_id",),
    )
    claims = [row for row in rows if row["exception_claimed"]]
    verdicts = {row["decision_id"]: row["verdict"] for row in rows}
    wrong = [
        row["decision_id"]
        for row in rows
        if row["recorded_as_customer_focused"] != row["verdict"].startswith("yes")
    ]
    return [table], {
        "decisions": {
            "rows": len(rows),
            "rules": RULES,
            "verdicts": dict(sorted(verdicts.items())),
            "verdicts_counted": dict(sorted(Counter(verdicts.values()).items())),
            "exceptions_that_hold": [
                row["decision_id"] for row in claims if not row["exception_lacks"]
            ],
            "exceptions_that_fail": {
                row["decision_id"]: row["exception_lacks"]
                for row in claims
                if row["exception_lacks"]
            },
            "exceptions_past_their_date": [
                row["decision_id"]
                for row in claims
                if row.get("exception_until") and row["exception_until"] < date(2026, 1, 1)
            ],
            "naive": "Adding the eight answers up, as the minutes do, is wrong for these.",
            "minutes_wrong": sorted(wrong),
        }
    }
