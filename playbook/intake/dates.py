"""Dates: how they are written, tested over a whole column, and read without a guess."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from playbook.intake.roles import DateOrder

SECONDS_A_DAY = 86_400
FIRST_YEAR, LAST_YEAR = 1900, 2100
SHORT_YEARS_FROM = 70
MAX_DAYS = 50_000
EPOCH = datetime.date(1970, 1, 1).toordinal()
EXCEL_ZERO = {
    "excel 1900": datetime.date(1899, 12, 30).toordinal() - EPOCH,
    "excel 1904": datetime.date(1904, 1, 1).toordinal() - EPOCH,
}
SERIALS = (20_000, 65_000)
EPOCHS = (10**8, 4 * 10**9)
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}

_DATE = re.compile(
    r"(?P<day>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    r"|\d{1,2}[ .-]{1,2}[A-Za-z]{3,9}\.?[ ,-]{1,2}(?:\d{4}|\d{2})(?!\d)"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(?:[a-z]{2})?,? \d{4})"
    r"(?:(?:T|,? +)(?P<time>\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)"
    r" ?(?P<half>[aApP]\.?[mM]\.?)? ?(?P<zone>[zZ]|[A-Z]{3,4}|[+-]\d{2}(?::?\d{2})?)?)?"
)
_NUMBERS_ONLY = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[ .-]{1,2}([A-Za-z]+)\.?[ ,-]{1,2}(\d{2,4})")
_MONTH_DAY = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:[a-z]{2})?,? (\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class DateEvidence:
    """How many cells of a column are written like which kind of date.

    Parameters
    ----------
    year_first, in_words, compact, serials, epochs
        2024-01-31; 31 Jan 2024; 20240131; 45322 (a spreadsheet's day number); 1706659200.
    epoch_unit
        "seconds" or "milliseconds" for `epochs`.
    slashed
        Cells such as 31/01/2024, whose order must be known.
    only_day_first, only_month_first
        Slashed cells that are a date in one order only.
    either
        Slashed cells that are different dates in the two orders.
    neither
        Cells written like a date that are none, such as 31/31/2024.
    day_first_row, month_first_row, neither_row
        The first row of such a cell; None if there is none.
    zones, short_years
        Cells with a time zone; cells whose year has two digits.
    """

    year_first: int = 0
    in_words: int = 0
    compact: int = 0
    serials: int = 0
    epochs: int = 0
    epoch_unit: str = "seconds"
    slashed: int = 0
    only_day_first: int = 0
    only_month_first: int = 0
    either: int = 0
    neither: int = 0
    day_first_row: int | None = None
    month_first_row: int | None = None
    neither_row: int | None = None
    zones: int = 0
    short_years: int = 0

    @property
    def written(self) -> int:
        """Cells that look like a date to a reader; day numbers and seconds don't."""
        return self.year_first + self.in_words + self.slashed


def looks_like_date(text: str) -> bool:
    """Whether a text, or its shape with other digits and letters, is written like a date."""
    return _DATE.fullmatch(text) is not None


@lru_cache(maxsize=100_000)
def parse_day(text: str, order: DateOrder) -> int | None:
    """Days since 1970-01-01 of a date without a time, read in this order; None if it is none."""
    if order == "compact":
        match = _COMPACT.fullmatch(text)
        return _days(int(match[1]), int(match[2]), int(match[3])) if match else None
    if match := _NUMBERS_ONLY.fullmatch(text):
        first, second, third = match[1], int(match[3]), match[4]
        if len(first) == 4 and len(third) <= 2:
            return _days(int(first), second, int(third))
        if len(first) <= 2 and len(third) in (2, 4) and order in ("day first", "month first"):
            day, month = (int(first), second) if order == "day first" else (second, int(first))
            return _days(_year(third), month, day)
        return None
    if match := _DAY_MONTH.fullmatch(text):
        return _days(_year(match[3]), MONTHS.get(match[2].lower(), 0), int(match[1]))
    if match := _MONTH_DAY.fullmatch(text):
        return _days(int(match[3]), MONTHS.get(match[1].lower(), 0), int(match[2]))
    return None


def parse_moment(text: str, order: DateOrder) -> int | None:
    """Seconds since 1970-01-01 00:00 on the clock that the text was written by.

    A time zone is not applied: the date stays the one that stands in the file. None if the text
    is no date in this order.
    """
    if order in EXCEL_ZERO:
        if not _NUMBER.fullmatch(text):
            return None
        return round((EXCEL_ZERO[order] + float(text)) * SECONDS_A_DAY)
    if order in ("epoch seconds", "epoch milliseconds"):
        if not _NUMBER.fullmatch(text):
            return None
        return int(float(text)) // (1 if order == "epoch seconds" else 1000)
    if order == "compact":
        days = parse_day(text, order)
        return None if days is None else days * SECONDS_A_DAY
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    days = parse_day(match["day"], order)
    seconds = _seconds(match["time"], match["half"])
    return None if days is None or seconds is None else days * SECONDS_A_DAY + seconds


def _days(year: int, month: int, day: int) -> int | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).toordinal() - EPOCH
    except ValueError:
        return None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= SHORT_YEARS_FROM else 2000)


@lru_cache(maxsize=100_000)
def _seconds(time: str | None, half: str | None) -> int | None:
    if time is None:
        return 0
    hour, minute, *rest = time.split(":")
    hours, minutes = int(hour), int(minute)
    seconds = int(rest[0][:2]) if rest else 0
    if half:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    if hours > 23 or minutes > 59 or seconds > 60:
        return None
    return hours * 3600 + minutes * 60 + seconds


class DateCounter:
    """Collects the days written in a column, batch by batch."""

    def __init__(self) -> None:
        self._days: Counter[str] = Counter()
        self._compact: Counter[str] = Counter()
        self._rows: dict[str, int] = {}
        self._zones = 0

    def add(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """Cells that look like a date, and their row numbers."""
        days = []
        for cell in cells:
            match = _DATE.fullmatch(cell)
            days.append(match["day"] if match else "")
            if match and match["zone"]:
                self._zones += 1
        self._count(self._days, days, rows)

    def add_eight_digits(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """Cells of eight digits, which may be dates such as 20240131."""
        if len(self._compact) < MAX_DAYS:
            self._count(self._compact, cells, rows)

    def _count(self, counts: Counter[str], days: Sequence[str], rows: Sequence[int]) -> None:
        new = Counter(days)
        unseen = new.keys() - self._rows.keys()
        if unseen:
            for day, row in zip(days, rows, strict=True):
                if day in unseen:
                    self._rows.setdefault(day, row)
        counts.update(new)

    def evidence(
        self, whole: Iterable[tuple[int, int]], lowest: float, highest: float
    ) -> DateEvidence | None:
        """What was seen; `whole` gives (number of digits, cells) of the whole numbers."""
        digits = dict(whole)
        kinds: Counter[str] = Counter()
        first: dict[str, int] = {}
        for day, count in self._days.items():
            for kind in _kinds(day):
                kinds[kind] += count
                first[kind] = min(first.get(kind, self._rows[day]), self._rows[day])
        compact = 0
        if self._compact and all(parse_day(day, "compact") is not None for day in self._compact):
            compact = self._compact.total()
        serials = digits.get(5, 0) if SERIALS[0] <= lowest and highest <= SERIALS[1] else 0
        seconds = digits.get(10, 0) if EPOCHS[0] <= lowest and highest <= EPOCHS[1] else 0
        milliseconds = (
            digits.get(13, 0) if EPOCHS[0] * 1000 <= lowest and highest <= EPOCHS[1] * 1000 else 0
        )
        if not (kinds or compact or serials or seconds or milliseconds):
            return None
        return DateEvidence(
            year_first=kinds["year first"],
            in_words=kinds["in words"],
            compact=compact,
            serials=serials,
            epochs=seconds or milliseconds,
            epoch_unit="milliseconds" if milliseconds else "seconds",
            slashed=kinds["slashed"],
            only_day_first=kinds["only day first"],
            only_month_first=kinds["only month first"],
            either=kinds["either"],
            neither=kinds["neither"],
            day_first_row=first.get("only day first"),
            month_first_row=first.get("only month first"),
            neither_row=first.get("neither"),
            zones=self._zones,
            short_years=kinds["short year"],
        )


def _kinds(day: str) -> list[str]:
    """What one written day counts as."""
    by_day, by_month = parse_day(day, "day first"), parse_day(day, "month first")
    numbers = _NUMBERS_ONLY.fullmatch(day)
    if numbers and len(numbers[1]) <= 2:
        kinds = ["slashed"]
        if len(numbers[4]) == 2:
            kinds.append("short year")
        if by_day is None and by_month is None:
            kinds.append("neither")
        elif by_month is None:
            kinds.append("only day first")
        elif by_day is None:
            kinds.append("only month first")
        elif by_day != by_month:
            kinds.append("either")
        return kinds
    if by_day is None:
        return ["neither"] if day else []
    return ["year first"] if numbers else ["in words"]
