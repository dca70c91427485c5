"""A survey tool's export as it comes: three header rows, rows that don't count, coded blanks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from making.comments import comment
from making.customers import CONTRACT_SHARES, CONTRACTS
from making.draws import Draws, rounded
from making.journeys import LATER_JOURNEYS, NEW_JOURNEYS

REAL = 386
STATUS_OF_OTHERS = {"1": 6, "2": 2, "8": 1}
DUPLICATES = 5
BLANK_RECOMMEND = 9
BLANK_UNFINISHED = 6
MINUS_99 = 3
HEADER_ROWS = 3

RECOMMEND_MEAN = {"month-to-month": 6.7, "one-year": 7.5, "two-year": 8.2}
FURIOUS_BELOW, FURIOUS_COST = -1.4, 2.5
ID_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

COLUMNS = (
    ("StartDate", "Start Date", '{"ImportId":"startDate","timeZone":"Europe/London"}'),
    ("EndDate", "End Date", '{"ImportId":"endDate","timeZone":"Europe/London"}'),
    ("Status", "Response Type", '{"ImportId":"status"}'),
    ("Progress", "Progress", '{"ImportId":"progress"}'),
    ("Duration (in seconds)", "Duration (in seconds)", '{"ImportId":"duration"}'),
    ("Finished", "Finished", '{"ImportId":"finished"}'),
    (
        "RecordedDate",
        "Recorded Date",
        '{"ImportId":"recordedDate","timeZone":"Europe/London"}',
    ),
    ("ResponseId", "Response ID", '{"ImportId":"_recordId"}'),
    ("DistributionChannel", "Distribution Channel", '{"ImportId":"distributionChannel"}'),
    ("UserLanguage", "User Language", '{"ImportId":"userLanguage"}'),
    (
        "Q1",
        "How likely are you to recommend Quillmere to a friend or neighbour?",
        '{"ImportId":"QID1"}',
    ),
    (
        "Q1_NPS_GROUP",
        "How likely are you to recommend Quillmere to a friend or neighbour? - Group",
        '{"ImportId":"QID1_NPS_GROUP"}',
    ),
    ("Q2", "Overall, how satisfied are you with Quillmere?", '{"ImportId":"QID2"}'),
    ("Q3", "Quillmere made it easy for me to handle my issue.", '{"ImportId":"QID3"}'),
    ("Contract", "Contract", '{"ImportId":"Contract"}'),
    (
        "comment",
        'In your own words, what is the "one thing" to change?',
        '{"ImportId":"QID4_TEXT"}',
    ),
)


@dataclass
class Entry:
    """One row of the export."""

    started: datetime
    seconds: int
    response_id: str
    channel: str
    contract: str
    recommend: int | None
    satisfaction: int | None
    effort: int | None
    comment: str | None
    language: str = "EN-GB"
    status: str = "0"
    progress: int = 100

    def cells(self) -> list[object]:
        """The row's fields in the order of COLUMNS."""
        ended = self.started + timedelta(seconds=self.seconds)
        recorded = ended + timedelta(seconds=1)
        return [
            self.started.isoformat(" "),
            ended.isoformat(" "),
            self.status,
            self.progress,
            self.seconds,
            int(self.progress == 100),
            recorded.isoformat(" "),
            self.response_id,
            self.channel,
            self.language,
            self.recommend,
            _group(self.recommend),
            self.satisfaction,
            self.effort,
            self.contract,
            self.comment,
        ]


def make_survey_export(draws: Draws) -> tuple[list[list[object]], dict[str, object]]:
    """The rows, three of header first, and what is true of them."""
    real = [_entry(draws) for _ in range(REAL)]
    places = draws.sample(range(REAL), BLANK_RECOMMEND + MINUS_99 + DUPLICATES)
    for count in range(BLANK_RECOMMEND):
        _leave_blank(draws, real[places.pop()], unfinished=count < BLANK_UNFINISHED)
    for _ in range(MINUS_99):
        real[places.pop()].recommend = -99
    others = [
        _other(draws, status) for status, count in STATUS_OF_OTHERS.items() for _ in range(count)
    ]
    entries = sorted([*real, *others], key=lambda entry: (entry.started, entry.response_id))
    for duplicate in sorted((entries.index(real[place]) for place in places), reverse=True):
        entries.insert(min(len(entries), duplicate + draws.whole(1, 30)), entries[duplicate])
    header = [list(row) for row in zip(*COLUMNS, strict=True)]
    return header + [entry.cells() for entry in entries], _truth(entries, real)


def _entry(draws: Draws) -> Entry:
    contract = draws.pick(CONTRACTS, CONTRACT_SHARES)
    feeling = draws.bell()
    satisfaction = rounded(3.8 + 0.9 * feeling + 0.5 * draws.bell(), 1, 5)
    recommend = RECOMMEND_MEAN[contract] + 1.9 * feeling + 0.9 * draws.bell()
    recommend -= FURIOUS_COST if feeling < FURIOUS_BELOW else 0.0
    started = datetime(2024, 10, 1) + timedelta(
        days=draws.whole(0, 60), seconds=draws.whole(7 * 3600, 22 * 3600)
    )
    return Entry(
        started=started,
        seconds=draws.whole(35, 420),
        response_id="R_" + "".join(draws.pick(ID_LETTERS) for _ in range(15)),
        channel=draws.pick(("email", "anonymous", "sms"), (0.7, 0.2, 0.1)),
        contract=contract,
        recommend=rounded(recommend, 0, 10),
        satisfaction=satisfaction,
        effort=rounded(5.0 + 1.0 * feeling + 0.8 * draws.bell(), 1, 7),
        comment=comment(draws, draws.pick(NEW_JOURNEYS + LATER_JOURNEYS), satisfaction),
        language=draws.pick(("EN-GB", "PL", "CY"), (0.94, 0.04, 0.02)),
    )


def _other(draws: Draws, status: str) -> Entry:
    entry = _entry(draws)
    entry.status = status
    if status == "1":
        entry.channel, entry.recommend, entry.comment = "preview", 10, "test test"
    return entry


def _leave_blank(draws: Draws, entry: Entry, *, unfinished: bool) -> None:
    entry.recommend = None
    if unfinished:
        entry.progress = draws.pick((12, 25, 37))
        entry.satisfaction = entry.effort = entry.comment = None


def _group(recommend: int | None) -> int | None:
    if recommend is None or recommend < 0:
        return None
    return 1 if recommend <= 6 else 2 if recommend <= 8 else 3


def _truth(entries: list[Entry], real: list[Entry]) -> dict[str, object]:
    groups = [_group(entry.recommend) for entry in real]
    satisfaction = [entry.satisfaction for entry in real if entry.satisfaction is not None]
    effort = [entry.effort for entry in real if entry.effort is not None]
    return {
        "header_rows": HEADER_ROWS,
        "rows": len(entries),
        "status_preview": STATUS_OF_OTHERS["1"],
        "status_test": STATUS_OF_OTHERS["2"],
        "status_spam": STATUS_OF_OTHERS["8"],
        "duplicate_rows": DUPLICATES,
        "rows_that_count": len(real),
        "recommend_blank": BLANK_RECOMMEND,
        "recommend_minus_99": MINUS_99,
        "recommend_valid": sum(group is not None for group in groups),
        "recommend_zeros": sum(entry.recommend == 0 for entry in real),
        "promoters": groups.count(3),
        "passives": groups.count(2),
        "detractors": groups.count(1),
        "satisfaction_valid": len(satisfaction),
        "satisfied": sum(rating >= 4 for rating in satisfaction),
        "effort_valid": len(effort),
        "easy": sum(rating >= 5 for rating in effort),
    }
