"""Scores on which pay depends: signs that a score is worked on."""

from __future__ import annotations

from playbook.analysis.data import Data
from playbook.analysis.parameters import Column, Measure, Option, Options, Results
from playbook.measures import (
    answer_timing,
    bunching,
    heaping,
    invitation_change,
    score_and_behaviour,
)

TEAM = Column("team", "text", "team of each row")
AFTER = Column("after", "flag", "whether the row lies in the later period")


def _bunching(data: Data, options: Options) -> Results:
    found = bunching(data.column("column"), options["threshold"], width=options["width"])
    return [("", found)]


def _heaping(data: Data, options: Options) -> Results:
    return [("", heaping(data.column("column"), data.column("team")))]


def _timing(data: Data, options: Options) -> Results:
    found = answer_timing(data.column("minutes"), data.column("team"), within=options["within"])
    return [("", found)]


def _invitations(data: Data, options: Options) -> Results:
    found = invitation_change(data.column("invited"), data.column("team"), data.column("after"))
    return [("", found)]


def _behaviour(data: Data, options: Options) -> Results:
    found = score_and_behaviour(
        data.column("column"), data.column("repeat"), data.column("team"), data.column("after")
    )
    return [("", found)]


MEASURES = (
    Measure(
        "bunching",
        "scores that gather just above a threshold, exact binomial test",
        (Column("column", "number", "scores"),),
        _bunching,
        (
            Option("threshold", "the threshold of pay", float, required=True),
            Option("width", "how far above and below to count", float, required=True),
        ),
        example="bonus_results.csv --column share_9_10 --threshold 48 --width 4",
    ),
    Measure(
        "heaping",
        "share of 9 and 10 by team against the others, exact test adjusted for many teams",
        (Column("column", "number", "answers from 0 to 10"), TEAM),
        _heaping,
        example="bonus_answers.csv --column likelihood_to_recommend --team team",
    ),
    Measure(
        "answer-timing",
        "share of answers within minutes of the contact, by team against the others",
        (Column("minutes", "number", "minutes from the contact to the answer"), TEAM),
        _timing,
        (Option("within", "how many minutes count as close", float, required=True),),
        example="bonus_answers.csv --minutes minutes_since_contact --team team --within 15",
    ),
    Measure(
        "invitation-change",
        "share of contacts invited to a survey, by team, later against earlier",
        (Column("invited", "flag", "whether the contact was invited"), TEAM, AFTER),
        _invitations,
        example="contacts.csv --invited invited --team team --after later",
    ),
    Measure(
        "score-and-behaviour",
        "teams whose score rose while as many customers came back with the same problem",
        (
            Column("column", "number", "score of each row"),
            Column("repeat", "flag", "whether the customer came back"),
            TEAM,
            AFTER,
        ),
        _behaviour,
        example="contacts.csv --column score --repeat came_back --team team --after later",
    ),
)
