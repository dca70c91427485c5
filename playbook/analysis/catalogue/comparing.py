"""Groups compared fairly: standardised, shrunk, raked, screened for many tests."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.errors import AnalysisError
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.analysis.texts import targets_text
from playbook.measures import (
    benjamini_hochberg,
    composition,
    holm,
    league_table,
    nps,
    nps_league,
    rake,
    standardise,
    suppress_small,
)

GROUP = Column("group", "text", "groups to compare")
NAME = Option("name", "what the outcome is called", default="Outcome")


def _standardise(data: Data, options: Options) -> Results:
    found = standardise(
        data.column("outcome"), data.column("group"), data.column("stratum"), name=options["name"]
    )
    return [("", found)]


def _league(data: Data, options: Options) -> Results:
    if options["score"] == "nps":
        return [("", nps_league(data.column("column"), data.column("group")))]
    found = league_table(
        data.column("column"), data.column("group"), name=options["name"], best=options["best"]
    )
    return [("", found)]


def _rake(data: Data, options: Options) -> Results:
    raked = rake(data.own_table(["margins"]), options["targets"])
    return [("weights", raked), ("raked", nps(data.column("column"), raked.weights))]


def _response(data: Data, options: Options) -> Results:
    return [("", composition(data.column("group"), data.column("answered")))]


def _screen(data: Data, options: Options) -> Results:
    tests = {"holm": holm, "benjamini-hochberg": benjamini_hochberg}
    labels = list(data.column("label")) if data.has("label") else None
    return [("", tests[options["method"]](data.column("column"), labels, options["alpha"]))]


def _suppress(data: Data, options: Options) -> Results:
    known = data.distinct("group").notna()
    groups = data.distinct("group")[known].astype("str")
    counts = dict(zip(groups, data.counts[known.to_numpy()].tolist(), strict=True))
    if not counts:
        raise AnalysisError("No row names a group.", "Name the column of the groups.")
    return [("", suppress_small(counts, smallest=options["smallest"]))]


MEASURES = (
    Measure(
        "standardise",
        "groups as they are, and with the same mix of customers: shows Simpson's paradox",
        (
            Column("outcome", "number", "yes or no as 1 or 0, or a number"),
            GROUP,
            Column("stratum", "text", "kinds of customers whose mix differs"),
        ),
        _standardise,
        (NAME,),
        example="touchpoints.csv --outcome minutes --group channel --stratum journey",
    ),
    Measure(
        "league",
        "league table: groups shrunk towards the mean, possible ranks, how much is noise",
        (Column("column", "number", "the outcome of each row"), GROUP),
        _league,
        (
            NAME,
            Option(
                "score",
                "mean, or nps for answers from 0 to 10",
                default="mean",
                choices=("mean", "nps"),
            ),
            Option("best", "which end is good", default="high", choices=("high", "low")),
        ),
        example="responses.csv --column likelihood_to_recommend --group team --score nps",
    ),
    Measure(
        "raking",
        "Net Promoter Score® with answers weighted to known margins of all customers",
        (
            Column("column", "number", "answers from 0 to 10"),
            Column("margins", "text", "columns whose margins are known", many=True),
        ),
        _rake,
        (
            Option(
                "targets",
                "the margins, as region:North=60,South=40;contract:yearly=55,monthly=45",
                targets_text,
                required=True,
            ),
        ),
        example="responses.csv --column likelihood_to_recommend --margins channel --targets "
        "'channel:phone=30,web=30,email=20,text message=20'",
    ),
    Measure(
        "response",
        "who answered: response rate by group, and answers compared with all invited",
        (GROUP, Column("answered", "flag", "whether the person answered")),
        _response,
        example="invitations.csv --group channel --answered opened",
    ),
    Measure(
        "screening",
        "many p-values at once: which findings stand",
        (
            Column("column", "number", "p-values"),
            Column("label", "text", "what each tests", required=False),
        ),
        _screen,
        (
            Option("method", "how", default="holm", choices=("holm", "benjamini-hochberg")),
            Option("alpha", "error rate allowed", float, 0.05),
        ),
        example="findings.csv --column p --label finding",
    ),
    Measure(
        "suppression",
        "group sizes with small groups hidden, and as many others as it takes",
        (Column("group", "text", "the groups, one row a person"),),
        _suppress,
        (Option("smallest", "smallest size that may be shown", int, 5),),
        example="answers.csv --group department",
    ),
)
