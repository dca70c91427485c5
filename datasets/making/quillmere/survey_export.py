"""A survey tool's export as it comes: three header rows, rows that don't count, coded blanks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from making.draws import Draws, Ints, rounded
from making.quillmere.about import COMPANY
from making.quillmere.customers import KINDS
from making.quillmere.words import COMMENTS
from making.shared.comments import make_comments
from making.shared.responses import with_blanks
from making.table import Column, Table

REAL = 386
OTHERS = {1: 6, 2: 2, 8: 1}
DUPLICATES = 5
BLANK_RECOMMEND = 9
BLANK_UNFINISHED = 6
MINUS_99 = 3
HEADER_ROWS = 3

KIND_SHARES = (0.52, 0.29, 0.19)
RECOMMEND_MEAN = np.array([6.7, 7.5, 8.2])
FURIOUS_BELOW, FURIOUS_COST = -1.4, 2.5
ID_LETTERS = tuple("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
FIRST_DAY = np.datetime64("2024-10-01", "s").astype(np.int64)
WRITTEN = "%Y-%m-%d %H:%M:%S"

ASKED = (
    ("Start Date", '{"ImportId":"startDate","timeZone":"Europe/London"}'),
    ("End Date", '{"ImportId":"endDate","timeZone":"Europe/London"}'),
    ("Response Type", '{"ImportId":"status"}'),
    ("Progress", '{"ImportId":"progress"}'),
    ("Duration (in seconds)", '{"ImportId":"duration"}'),
    ("Finished", '{"ImportId":"finished"}'),
    ("Recorded Date", '{"ImportId":"recordedDate","timeZone":"Europe/London"}'),
    ("Response ID", '{"ImportId":"_recordId"}'),
    ("Distribution Channel", '{"ImportId":"distributionChannel"}'),
    ("User Language", '{"ImportId":"userLanguage"}'),
    (
        "How likely are you to recommend Quillmere to a friend or neighbour?",
        '{"ImportId":"QID1"}',
    ),
    (
        "How likely are you to recommend Quillmere to a friend or neighbour? - Group",
        '{"ImportId":"QID1_NPS_GROUP"}',
    ),
    ("Overall, how satisfied are you with Quillmere?", '{"ImportId":"QID2"}'),
    ("Quillmere made it easy for me to handle my issue.", '{"ImportId":"QID3"}'),
    ("Contract", '{"ImportId":"Contract"}'),
    ('In your own words, what is the "one thing" to change?', '{"ImportId":"QID4_TEXT"}'),
)
COLUMNS = (
    Column("StartDate", "datetime", "When the survey was opened.", form=WRITTEN),
    Column("EndDate", "datetime", "When it was sent or last touched.", form=WRITTEN),
    Column(
        "Status",
        "integer",
        "0 an answer, 1 a preview, 2 a test, 8 spam. Only 0 counts.",
        allowed=(0, 1, 2, 8),
    ),
    Column(
        "Progress",
        "integer",
        "How much of the survey was seen.",
        unit="%",
        minimum=0,
        maximum=100,
    ),
    Column(
        "Duration (in seconds)", "integer", "From opening to sending.", unit="seconds", minimum=0
    ),
    Column("Finished", "boolean", "Whether it was sent.", yes_no=("1", "0")),
    Column("RecordedDate", "datetime", "When the tool recorded it.", form=WRITTEN),
    Column(
        "ResponseId",
        "string",
        "The tool's id of the answer; capitals and small letters differ.",
        pattern="R_[0-9A-Za-z]{15}",
    ),
    Column(
        "DistributionChannel",
        "string",
        "How the invitation went out.",
        allowed=("email", "anonymous", "sms", "preview"),
    ),
    Column("UserLanguage", "string", "Language of the survey.", allowed=("EN-GB", "PL", "CY")),
    Column(
        "Q1",
        "integer",
        "Likelihood to recommend, 0–10. −99: seen and not answered.",
        unit="0–10",
        required=False,
        allowed=(-99, *range(11)),
    ),
    Column(
        "Q1_NPS_GROUP",
        "integer",
        "The tool's own grouping of Q1: 1 detractor, 2 passive, 3 promoter.",
        required=False,
        allowed=(1, 2, 3),
    ),
    Column(
        "Q2",
        "integer",
        "Satisfaction overall; 1 very dissatisfied, 5 very satisfied.",
        unit="1–5",
        required=False,
        minimum=1,
        maximum=5,
    ),
    Column(
        "Q3",
        "integer",
        "Made it easy; 1 strongly disagree, 7 strongly agree: high is good.",
        unit="1–7",
        required=False,
        minimum=1,
        maximum=7,
    ),
    Column("Contract", "string", "The contract, from the customer list.", allowed=KINDS),
    Column("comment", "string", "The customer's own words.", required=False),
)


def make(customers: int) -> tuple[list[Table], Mapping[str, object]]:
    """The export and what is true of it; it does not grow with the customers."""
    draws = COMPANY.draws("survey_export")
    values = _entries(draws, REAL + sum(OTHERS.values()))
    status = np.repeat([0, *OTHERS], [REAL, *OTHERS.values()])
    values["Status"] = status
    preview = status == 1
    values["DistributionChannel"][preview] = "preview"
    values["Q1"][preview], values["comment"][preview] = 10, "test test"
    _leave_blank(draws, values)
    values["Q1_NPS_GROUP"] = np.array([_group(rating) for rating in values["Q1"]], dtype=object)
    counts = _truth(values)
    rows = _order(draws, values)
    table = Table(
        name="survey_export",
        title="Survey export",
        description="A survey of all customers in October and November 2024, as the survey tool "
        "exports it. The first header row names the columns; the second and third are not data. "
        "Previews, tests, spam, doubles, blanks and −99 are still in it.",
        columns=COLUMNS,
        values={column.name: values[column.name][rows] for column in COLUMNS},
        headings=(tuple(text for text, _ in ASKED), tuple(text for _, text in ASKED)),
    )
    return [table], {"survey_export": {"header_rows": HEADER_ROWS, "rows": len(rows), **counts}}


def _entries(draws: Draws, n: int) -> dict[str, NDArray[Any]]:
    kind = draws.which(KIND_SHARES, n)
    feeling = draws.bell(n)
    satisfaction = rounded(3.8 + 0.9 * feeling + 0.5 * draws.bell(n), 1, 5)
    recommend = RECOMMEND_MEAN[kind] + 1.9 * feeling + 0.9 * draws.bell(n)
    recommend = recommend - np.where(feeling < FURIOUS_BELOW, FURIOUS_COST, 0.0)
    started = FIRST_DAY + 86_400 * draws.whole(0, 60, n) + draws.whole(7 * 3600, 22 * 3600, n)
    seconds = draws.whole(35, 420, n)
    letters = draws.pick(ID_LETTERS, 15 * n).reshape(n, 15)
    ids = np.empty(n, dtype=object)
    ids[:] = ["R_" + "".join(row) for row in letters]
    journey = draws.whole(0, len(COMPANY.journeys) - 1, n)
    comments = make_comments(COMMENTS, draws, list(COMPANY.journeys), journey, satisfaction)
    return {
        "StartDate": _clock(started),
        "EndDate": _clock(started + seconds),
        "Progress": np.full(n, 100),
        "Duration (in seconds)": seconds,
        "Finished": np.ones(n, dtype=bool),
        "RecordedDate": _clock(started + seconds + 1),
        "ResponseId": ids,
        "DistributionChannel": draws.pick(("email", "anonymous", "sms"), n, (0.7, 0.2, 0.1)),
        "UserLanguage": draws.pick(("EN-GB", "PL", "CY"), n, (0.94, 0.04, 0.02)),
        "Q1": rounded(recommend, 0, 10).astype(object),
        "Q2": satisfaction.astype(object),
        "Q3": rounded(5.0 + 1.0 * feeling + 0.8 * draws.bell(n), 1, 7).astype(object),
        "Contract": np.array(KINDS, dtype=object)[kind],
        "comment": comments.text,
    }


def _leave_blank(draws: Draws, values: dict[str, NDArray[Any]]) -> None:
    places = draws.order(REAL)
    blank, minus = places[:BLANK_RECOMMEND], places[BLANK_RECOMMEND:][:MINUS_99]
    values["Q1"][blank], values["Q1"][minus] = None, -99
    unfinished = np.zeros(len(values["Q1"]), dtype=bool)
    unfinished[blank[:BLANK_UNFINISHED]] = True
    for name in ("Q2", "Q3", "comment"):
        values[name] = with_blanks(values[name], unfinished)
    values["Progress"][unfinished] = np.array([12, 25, 37])[draws.whole(0, 2, BLANK_UNFINISHED)]
    values["Finished"][unfinished] = False


def _order(draws: Draws, values: dict[str, NDArray[Any]]) -> Ints:
    """Rows by start; a few answers again some rows later."""
    order = np.lexsort((values["ResponseId"].astype(str), values["StartDate"].astype(str)))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    answered = [row for row in draws.order(REAL).tolist() if values["Q1"][row] not in (None, -99)]
    again = np.array(answered[:DUPLICATES])
    later = 2 * (place[again] + draws.whole(1, 30, DUPLICATES)) + 1
    key = np.concatenate([2 * np.arange(len(order)), later])
    rows: Ints = np.concatenate([order, again])[np.argsort(key, kind="stable")]
    return rows


def _clock(seconds: Ints) -> NDArray[Any]:
    texts = np.char.replace(np.datetime_as_string(seconds.astype("datetime64[s]")), "T", " ")
    return texts.astype(object)


def _group(recommend: int | None) -> int | None:
    if recommend is None or recommend < 0:
        return None
    return 1 if recommend <= 6 else 2 if recommend <= 8 else 3


def _truth(values: dict[str, NDArray[Any]]) -> dict[str, object]:
    groups = values["Q1_NPS_GROUP"][:REAL].tolist()
    satisfaction = [rating for rating in values["Q2"][:REAL] if rating is not None]
    effort = [rating for rating in values["Q3"][:REAL] if rating is not None]
    return {
        "status_preview": OTHERS[1],
        "status_test": OTHERS[2],
        "status_spam": OTHERS[8],
        "duplicate_rows": DUPLICATES,
        "rows_that_count": REAL,
        "recommend_blank": BLANK_RECOMMEND,
        "recommend_minus_99": MINUS_99,
        "recommend_valid": sum(group is not None for group in groups),
        "recommend_zeros": sum(rating == 0 for rating in values["Q1"][:REAL].tolist()),
        "promoters": groups.count(3),
        "passives": groups.count(2),
        "detractors": groups.count(1),
        "satisfaction_valid": len(satisfaction),
        "satisfied": sum(rating >= 4 for rating in satisfaction),
        "effort_valid": len(effort),
        "easy": sum(rating >= 5 for rating in effort),
    }
