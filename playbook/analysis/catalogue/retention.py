"""Whether customers stay: churn, revenue kept, cohorts, survival."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.analysis.texts import numbers_text
from playbook.measures import (
    cohort_retention,
    kaplan_meier,
    log_rank,
    logo_churn,
    revenue_retention,
)

JOINED = Column("joined", "date", "day on which the customer joined")
LEFT = Column("left", "date", "last day as a customer, blank for those still there")
DURATION = Column("duration", "number", "how long the customer has been one")
EVENT = Column("event", "flag", "whether the customer left then; --counts-as names the value")
ENTERED = Column(
    "entered", "number", "duration at which the customer was first followed", required=False
)


def _churn(data: Data, options: Options) -> Results:
    found = logo_churn(
        data.column("joined"), data.column("left"), start=options["start"], end=options["end"]
    )
    return [("", found)]


def _revenue(data: Data, options: Options) -> Results:
    return [("", revenue_retention(data.column("start"), data.column("end")))]


def _cohorts(data: Data, options: Options) -> Results:
    found = cohort_retention(
        data.column("joined"),
        data.column("left"),
        observed_until=options["observed_until"],
        unit=options["unit"],
    )
    return [("", found)]


def _survival(data: Data, options: Options) -> Results:
    curve = kaplan_meier(
        data.distinct("duration"),
        data.distinct("event"),
        entered=data.distinct("entered") if data.has("entered") else None,
        counts=data.counts,
        unit=options["unit"],
    )
    return [("", curve), *((f"after {time:g}", curve.at(time)) for time in options["at"])]


def _compared(data: Data, options: Options) -> Results:
    found = log_rank(
        data.distinct("duration"),
        data.distinct("event"),
        data.distinct("by"),
        entered=data.distinct("entered") if data.has("entered") else None,
        counts=data.counts,
    )
    return [("log-rank", found)]


MEASURES = (
    Measure(
        "churn",
        "customers lost in a period, of those who were there at its start, Wilson interval",
        (JOINED, LEFT),
        _churn,
        (
            Option("start", "first day of the period, such as 2025-01-01", required=True),
            Option("end", "day after its last, such as 2026-01-01", required=True),
        ),
        splits=True,
        example="customers.csv --joined joined --left left_on --start 2025-01-01 --end 2026-01-01",
    ),
    Measure(
        "revenue-retention",
        "gross and net revenue retention, with the customers lost beside them",
        (
            Column("start", "number", "recurring revenue at the start, 0 for none"),
            Column("end", "number", "recurring revenue at the end, 0 for none"),
        ),
        _revenue,
        splits=True,
        example="contracts.csv --start revenue_2024 --end revenue_2025 --by segment",
    ),
    Measure(
        "cohorts",
        "cohort triangle: of those who joined together, how many are still there at each age",
        (JOINED, LEFT),
        _cohorts,
        (
            Option("observed_until", "last day that the file covers", required=True),
            Option(
                "unit", "step of the ages", default="month", choices=("month", "quarter", "year")
            ),
        ),
        splits=True,
        example="customers.csv --joined joined --left left_on --observed-until 2025-12-31 "
        "--unit year",
    ),
    Measure(
        "survival",
        "Kaplan-Meier curve of how long customers stay, median, and log-rank test with --by",
        (DURATION, EVENT, ENTERED),
        _survival,
        (
            Option("unit", "unit of the durations", default="months"),
            Option("at", "durations to say it for, such as 12,24", numbers_text, ()),
        ),
        splits=True,
        compare=_compared,
        example="customers.csv --duration months --event left --at 12,24 --by contract",
    ),
)
