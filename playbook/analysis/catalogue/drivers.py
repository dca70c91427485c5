"""What goes with an outcome, what customers say matters, and whether they do as they say."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.errors import AnalysisError
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.measures import average, driver_importance, say_do, stated_against_derived

OUTCOME = Column("outcome", "number", "what is to be explained")
DRIVERS = Column("drivers", "number", "rated drivers", many=True)
METHOD = Option("method", "how R² is divided", default="lmg", choices=("lmg", "johnson"))


def _importance(data: Data, options: Options) -> Results:
    [outcome] = data.own("outcome")
    found = driver_importance(
        data.own_table(["outcome", "drivers"]),
        outcome,
        data.own("drivers"),
        method=options["method"],
        bootstraps=options["bootstraps"],
    )
    return [("", found)]


def _stated(data: Data, options: Options) -> Results:
    table = data.own_table(["outcome", "drivers", "stated"])
    [outcome], drivers, stated = data.own("outcome"), data.own("drivers"), data.own("stated")
    if len(drivers) != len(stated):
        raise AnalysisError(
            "There are not as many columns of stated importance as drivers.",
            "Name both in the same order: --drivers A,B --stated importance_A,importance_B.",
        )
    derived = driver_importance(table, outcome, drivers, method=options["method"])
    said = {
        driver: average(table[column], name=driver, unit="").value
        for driver, column in zip(drivers, stated, strict=True)
    }
    known = {name: value for name, value in said.items() if value is not None}
    shares = {driver.name: driver.share for driver in derived.drivers}
    placed = stated_against_derived(known, shares, cut=options["cut"])
    return [("derived", derived), ("", placed)]


def _say_do(data: Data, options: Options) -> Results:
    return [("", say_do(data.column("intention"), data.column("did"), top=options["top"]))]


MEASURES = (
    Measure(
        "drivers",
        "driver importance: shares of R² with bootstrap intervals, and which can't be told apart",
        (OUTCOME, DRIVERS),
        _importance,
        (METHOD, Option("bootstraps", "resamples for the intervals", int, 1000)),
        splits=True,
        example="responses.csv --outcome likelihood_to_recommend --drivers "
        "rated_reliability,rated_valued,rated_price",
    ),
    Measure(
        "stated-derived",
        "what customers say matters against what goes with the outcome, in four quadrants",
        (
            OUTCOME,
            DRIVERS,
            Column("stated", "number", "stated importance of the drivers, in order", many=True),
        ),
        _stated,
        (METHOD, Option("cut", "where high begins", default="median", choices=("median", "mean"))),
        example="responses.csv --outcome likelihood_to_recommend --drivers "
        "rated_reliability,rated_valued,rated_price --stated "
        "importance_reliability,importance_valued,importance_price",
    ),
    Measure(
        "say-do",
        "what customers said they would do against what they did, by level of intention",
        (
            Column("intention", "number", "stated intention"),
            Column("did", "flag", "whether they did it; --counts-as names the value"),
        ),
        _say_do,
        (Option("top", "how many of the highest levels count as saying yes", int, 1),),
        splits=True,
        example="responses.csv --intention intention_to_stay --did channel --counts-as phone",
    ),
)
