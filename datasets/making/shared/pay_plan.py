"""The draft of a bonus on customer measures, with faults that a rule can find."""

from __future__ import annotations

from making.company import Company, Truth
from making.shared.written import as_table, faults_of, written
from making.table import Column, Table

COLUMNS = (
    Column("element_id", "string", "The element of the plan.", pattern="PP[0-9]{2}", unique=True),
    Column("who", "string", "Who is paid by it."),
    Column("measure", "string", "What is measured."),
    Column(
        "kind",
        "string",
        "What kind of measure it is.",
        allowed=("survey", "behaviour", "operation", "finance"),
    ),
    Column(
        "level",
        "string",
        "Whose result is paid.",
        allowed=("individual", "team", "branch", "company"),
    ),
    Column("unit_of_score", "string", "What the score is counted in."),
    Column(
        "cases_a_period",
        "integer",
        "Answers or cases expected for one result in a period.",
        unit="answers or cases",
        minimum=0,
    ),
    Column("threshold", "number", "Score from which something is paid.", unit="score", decimals=1),
    Column("target", "number", "Score at which the full bonus is paid.", unit="score", decimals=1),
    Column(
        "maximum",
        "number",
        "Score above which the payout rises no more; blank: no cap.",
        unit="score",
        required=False,
        decimals=1,
    ),
    Column(
        "pay_at_threshold",
        "integer",
        "Payout at the threshold.",
        unit="% of the full bonus",
        minimum=0,
        maximum=400,
    ),
    Column(
        "pay_at_target",
        "integer",
        "Payout at the target.",
        unit="% of the full bonus",
        minimum=0,
        maximum=400,
    ),
    Column(
        "pay_at_maximum",
        "integer",
        "Payout at the maximum; blank: no cap.",
        unit="% of the full bonus",
        required=False,
        minimum=0,
        maximum=400,
    ),
    Column(
        "share_of_variable_pay",
        "integer",
        "Part of the variable pay that hangs on it.",
        unit="%",
        minimum=0,
        maximum=100,
    ),
    Column(
        "minimum_cases",
        "integer",
        "Below this many cases nothing is scored; blank: no floor.",
        unit="answers or cases",
        required=False,
        minimum=0,
    ),
    Column(
        "gate",
        "string",
        "The other measure that must hold for anything to be paid; blank: none.",
        required=False,
    ),
    Column(
        "balancing_measure",
        "string",
        "The measure that would get worse if this one were bought; blank: none.",
        required=False,
    ),
    Column(
        "cases_chosen_by", "string", "Who decides which customers are asked or which cases count."
    ),
    Column("paid_choose_cases", "boolean", "Whether those who are paid choose them."),
    Column("audit", "string", "Who checks the numbers and when; blank: nobody.", required=False),
    Column(
        "claw_back",
        "string",
        "What happens to pay for results that prove wrong; blank: nothing.",
        required=False,
    ),
    Column(
        "dispute_route",
        "string",
        "Where somebody goes who doubts their result; blank: nowhere.",
        required=False,
    ),
)


def make(company: Company, customers: int) -> tuple[list[Table], Truth]:
    """The plan's elements and their faults."""
    content = written(company, "pay_plan")
    rows = [{**content["usual"], **row} for row in content["elements"]]
    table = as_table(
        "pay_plan",
        "Draft of the bonus plan",
        "One row an element of the plan: who is paid, on what, by which curve, with which guards.",
        COLUMNS,
        rows,
        primary_key=("element_id",),
    )
    truth = {
        "rows": len(rows),
        "says": content["says"],
        "rules": {
            "cliff": "The full bonus or more is paid at the threshold.",
            "no_cap": "There is no maximum.",
            "individual_below_100": "A survey score of one person with fewer than 100 answers.",
            "paid_choose_cases": "Those who are paid choose the cases.",
            "no_gate": "No other measure must hold.",
            "no_balance": "No measure would show that the score was bought.",
            "no_minimum": "No least number of cases.",
            "no_audit": "Nobody checks.",
            "no_claw_back": "Nothing happens when a result proves wrong.",
            "no_dispute_route": "There is nowhere to go with a doubt.",
            "share_too_large": "More than 30 % of the variable pay hangs on one customer measure.",
        },
        "faults": faults_of(content["elements"], "element_id"),
        "only_survey_scores": all(row["kind"] == "survey" for row in rows),
    }
    return [table], {"pay_plan": truth}
