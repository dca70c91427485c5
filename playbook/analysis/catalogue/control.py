"""Measures over time: signals told from noise."""

from __future__ import annotations

import pandas as pd

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.measures import p_chart, u_chart, xmr

PERIOD = Column("period", "text", "month, week or number that puts the rows in order")
BASELINE = Option("baseline", "how many first periods set the limits", int)
DISPERSION = Option(
    "dispersion",
    "limits by chance, or Laney's",
    default="chance",
    choices=("chance", "Laney"),
)


def _in_order(data: Data, *columns: str) -> pd.DataFrame:
    """Rows by period; numbers by size, all else as text, so that 2025-02 follows 2025-01."""
    table = data.table([*columns, "period"])
    numbers = pd.to_numeric(table["period"], errors="coerce")
    order = table["period"] if numbers.isna().any() else numbers
    return table.iloc[order.argsort(kind="stable")]


def _xmr(data: Data, options: Options) -> Results:
    table = _in_order(data, "column")
    found = xmr(table["column"], baseline=options["baseline"], labels=list(table["period"]))
    return [("", found)]


def _p_chart(data: Data, options: Options) -> Results:
    table = _in_order(data, "events", "opportunities")
    found = p_chart(
        table["events"],
        table["opportunities"],
        baseline=options["baseline"],
        labels=list(table["period"]),
        dispersion=options["dispersion"],
    )
    return [("", found)]


def _u_chart(data: Data, options: Options) -> Results:
    table = _in_order(data, "events", "exposure")
    found = u_chart(
        table["events"],
        table["exposure"],
        per=options["per"],
        baseline=options["baseline"],
        labels=list(table["period"]),
        dispersion=options["dispersion"],
    )
    return [("", found)]


MEASURES = (
    Measure(
        "xmr",
        "XmR chart of a figure over time: limits frozen on the baseline, and signals",
        (Column("column", "number", "the figure of each period"), PERIOD),
        _xmr,
        (BASELINE,),
        splits=True,
        example="monthly.csv --column nps --period month --baseline 12",
    ),
    Measure(
        "p-chart",
        "control chart of a share over time, limits after the number of cases",
        (
            Column("events", "number", "how many were meant"),
            Column("opportunities", "number", "out of how many"),
            PERIOD,
        ),
        _p_chart,
        (BASELINE, DISPERSION),
        splits=True,
        example="department_months.csv --events events --opportunities opportunities --period "
        "month",
    ),
    Measure(
        "u-chart",
        "control chart of events per unit of exposure over time",
        (
            Column("events", "number", "how many happened"),
            Column("exposure", "number", "customers, hours or the like"),
            PERIOD,
        ),
        _u_chart,
        (BASELINE, DISPERSION, Option("per", "rate per so many units", float, 1.0)),
        splits=True,
        example="department_months.csv --events events --exposure opportunities --period month",
    ),
)
