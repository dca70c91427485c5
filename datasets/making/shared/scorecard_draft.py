"""A draft of the scorecard, with faults that a rule can find."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, faults_of, written
from making.table import Column, Table

COLUMNS = (
    Column("measure_id", "string", "The measure.", pattern="SC[0-9]{2}", unique=True),
    Column(
        "layer",
        "string",
        "What kind of measure it is.",
        allowed=("perception", "behaviour", "operation", "finance"),
    ),
    Column("name", "string", "What it is called."),
    Column(
        "definition",
        "string",
        "What is counted, and for whom; blank: nobody wrote it down.",
        required=False,
    ),
    Column("formula", "string", "How the number is worked out; blank: not stated.", required=False),
    Column("source", "string", "The system or file that it comes from."),
    Column("owner", "string", "The role that answers for it; blank: nobody.", required=False),
    Column("value", "number", "The value for 2025.", unit="as stated in unit", decimals=2),
    Column(
        "low",
        "number",
        "Lower bound of the 95 % interval.",
        unit="as stated in unit",
        required=False,
        decimals=2,
    ),
    Column(
        "high",
        "number",
        "Upper bound of the 95 % interval.",
        unit="as stated in unit",
        required=False,
        decimals=2,
    ),
    Column(
        "n",
        "integer",
        "Answers or cases behind it.",
        unit="answers or cases",
        required=False,
        minimum=1,
    ),
    Column("unit", "string", "What the value is counted in."),
    Column("direction", "string", "Which way is good.", allowed=("up", "down")),
    Column(
        "target",
        "number",
        "The value to reach.",
        unit="as stated in unit",
        required=False,
        decimals=2,
    ),
    Column(
        "decision",
        "string",
        "The decision that changes when the number moves; blank: none stated.",
        required=False,
    ),
    Column(
        "timing",
        "string",
        "Whether it moves before or after the customer has acted.",
        allowed=("lead", "lag"),
    ),
    Column("leads_to", "string", "The lagging measure that it should move.", required=False),
    Column(
        "composite_weights",
        "string",
        "The weights, where several measures are added up.",
        required=False,
    ),
    Column(
        "weights_come_from",
        "string",
        "How the weights were found, and how far the value moves when they change.",
        required=False,
    ),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """At most twelve measures and their faults."""
    content = written(company, "scorecard_draft")
    rows = content["measures"]
    table = as_table(
        "scorecard_draft",
        "Draft of the scorecard",
        "One row a measure of the draft that the board was shown.",
        COLUMNS,
        rows,
        primary_key=("measure_id",),
    )
    truth = {
        "rows": len(rows),
        "says": content["says"],
        "rules": {
            "no_n": "A perception measure, or a share, without its number of answers or cases.",
            "no_interval": "A perception measure without its interval.",
            "arbitrary_composite": "Measures added up with weights that come from nowhere.",
            "no_owner": "Nobody answers for it.",
            "no_definition": "Nobody wrote down what is counted.",
            "no_decision": "No decision changes when it moves.",
            "lead_without_lag": "A leading measure that names no lagging one.",
            "no_target": "No value to reach.",
        },
        "faults": faults_of(rows, "measure_id"),
        "lag_only": all(row["timing"] == "lag" for row in rows),
        "layers_missing": [
            layer
            for layer in ("perception", "behaviour", "operation", "finance")
            if layer not in {row["layer"] for row in rows}
        ],
    }
    return [table], {"scorecard_draft": truth}
