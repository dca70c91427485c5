"""Whether it worked: pilots against a comparison group, recovery of failures, cash flows."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.measures import Estimate, difference_in_differences, irr, npv, recovery_value


def _difference(data: Data, options: Options) -> Results:
    found = difference_in_differences(
        data.table(["outcome", "unit", "period", "treated"]),
        outcome="outcome",
        unit="unit",
        period="period",
        treated="treated",
        after=options["after"],
        standard_error=options["standard_error"],
        name=options["name"],
    )
    return [("", found)]


def _recovery(data: Data, options: Options) -> Results:
    found = recovery_value(
        data.column("outcome"),
        data.column("failed"),
        data.column("recovered"),
        kind=options["kind"],
        good=options["good"],
        name=options["name"],
    )
    return [("", found)]


def _npv(data: Data, options: Options) -> Results:
    table = data.table(["year", "flow"]).sort_values("year")
    flows = table["flow"].tolist()
    worth = npv(options["discount"], flows)
    rate = irr(flows)
    return [
        ("npv", _exact("Net present value", worth, "", len(flows))),
        ("irr", _exact("Internal rate of return", 100 * rate, "%", len(flows))),
    ]


def _exact(name: str, value: float, unit: str, n: int) -> Estimate:
    """A figure that follows from the flows; it is as sure as they are."""
    return Estimate(
        name=name, value=value, low=None, high=None, n=n, unit=unit, method="from the cash flows"
    )


MEASURES = (
    Measure(
        "difference-in-differences",
        "a pilot against a comparison group, with its pre-trend and the naive comparisons",
        (
            Column("outcome", "number", "outcome of a unit in a period"),
            Column("unit", "text", "branch, team or customer"),
            Column("period", "text", "month or number of the period"),
            Column("treated", "flag", "whether the unit is in the pilot"),
        ),
        _difference,
        (
            Option("after", "first period after the start, as in the file", required=True),
            Option(
                "standard_error",
                "which standard error",
                default="clustered by unit",
                choices=("clustered by unit", "pooled", "unpooled", "within-unit changes"),
            ),
            Option("name", "what the outcome is called"),
        ),
        example="pilot_months.csv --outcome outcome --unit unit --period month --treated "
        "treated --after 2025-04",
    ),
    Measure(
        "recovery",
        "customers failed and recovered against those failed and not, and never failed",
        (
            Column("outcome", "number", "what is compared, yes or no as 1 or 0"),
            Column("failed", "flag", "whether the service failed"),
            Column("recovered", "flag", "whether it was put right"),
        ),
        _recovery,
        (
            Option("kind", "yes or no, or a number", default="share", choices=("share", "average")),
            Option("good", "which way is good", default="up", choices=("up", "down")),
            Option("name", "what the outcome is called", default="Outcome"),
        ),
        example="cases.csv --outcome stayed --failed failed --recovered recovered",
    ),
    Measure(
        "npv",
        "net present value and internal rate of return of yearly cash flows",
        (
            Column("year", "number", "0 for today, then 1, 2, …"),
            Column("flow", "number", "money in, minus money out"),
        ),
        _npv,
        (Option("discount", "discount rate a year, such as 0.08", float, required=True),),
        example="flows.csv --year year --flow flow --discount 0.08",
    ),
)
