"""What customers say: scores, satisfaction, effort, and shares and averages of any column."""

from __future__ import annotations

from dataclasses import replace

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.analysis.texts import scale_text
from playbook.measures import average, correlation, effort, nps, satisfaction, share


def _nps(data: Data, options: Options) -> Results:
    if data.has("weights"):
        return [("", nps(data.column("column"), data.column("weights")))]
    return [("", nps(data.distinct("column"), counts=data.counts))]


def _satisfaction(data: Data, options: Options) -> Results:
    found = satisfaction(
        data.distinct("column"),
        scale=options["scale"],
        top=options["top"],
        counts=data.counts,
    )
    return [("", found)]


def _effort(data: Data, options: Options) -> Results:
    found = effort(data.distinct("column"), version=options["version"], counts=data.counts)
    return [("easy", found.easy), ("mean", found.mean)]


def _share(data: Data, options: Options) -> Results:
    happened = data.distinct("column")
    known = happened.notna().to_numpy()
    counts = data.counts
    yes = int(counts[known & (happened == 1).to_numpy()].sum())
    found = share(yes, int(counts[known].sum()), name=options["name"])
    blank = int(counts[~known].sum())
    return [("", replace(found, dropped={"blank": blank} if blank else {}))]


def _average(data: Data, options: Options) -> Results:
    found = average(
        data.distinct("column"), name=options["name"], unit=options["unit"], counts=data.counts
    )
    return [("", found)]


def _correlation(data: Data, options: Options) -> Results:
    return [("", correlation(data.column("x"), data.column("y"), name=options["name"]))]


MEASURES = (
    Measure(
        "nps",
        "Net Promoter Score® of answers from 0 to 10, with its adjusted Wald interval",
        (
            Column("column", "number", "answers from 0 to 10"),
            Column("weights", "number", "survey weights", required=False),
        ),
        _nps,
        splits=True,
        example="responses.csv --column likelihood_to_recommend --by journey",
    ),
    Measure(
        "satisfaction",
        "share of satisfied answers: the highest boxes of a scale, Wilson interval",
        (Column("column", "number", "satisfaction ratings"),),
        _satisfaction,
        (
            Option("scale", "lowest and highest rating, such as 1-5", scale_text, (1, 5)),
            Option("top", "how many of the highest boxes count", int, 2),
        ),
        splits=True,
        example="responses.csv --column satisfaction --by journey",
    ),
    Measure(
        "effort",
        "effort score: share who found it easy, and the mean",
        (Column("column", "number", "effort ratings"),),
        _effort,
        (
            Option(
                "version",
                "ces1: effort 1 to 5, low is good; ces2: made it easy 1 to 7, high is good",
                choices=("ces1", "ces2"),
                required=True,
            ),
        ),
        splits=True,
        example="responses.csv --column effort --version ces2",
    ),
    Measure(
        "share",
        "share of rows in which a yes-or-no column says yes, Wilson interval",
        (Column("column", "flag", "yes or no; --counts-as names the value that counts"),),
        _share,
        (Option("name", "what the share is called", default="Share"),),
        splits=True,
        example="customers.csv --column left --by contract",
    ),
    Measure(
        "average",
        "mean of a column of numbers, t interval",
        (Column("column", "number", "numbers"),),
        _average,
        (
            Option("name", "what the mean is called", default="Mean"),
            Option("unit", "unit of the numbers", default=""),
        ),
        splits=True,
        example="responses.csv --column rated_valued --unit 1–7",
    ),
    Measure(
        "correlation",
        "Pearson's correlation of two columns, Fisher's z interval",
        (Column("x", "number", "first column"), Column("y", "number", "second column")),
        _correlation,
        (Option("name", "which two these are", default="Correlation"),),
        splits=True,
        example="responses.csv --x rated_valued --y likelihood_to_recommend",
    ),
)
