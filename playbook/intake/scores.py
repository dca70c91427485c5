"""Ratings: which cells are one, and which scale a column's ratings have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from playbook.intake.columns import ColumnProfile
from playbook.intake.limits import ENOUGH_FOR_NO_ZERO
from playbook.intake.numbers import MISSING_MARKS, Decimal, parse_number

RECOMMEND_SCALE = (0, 10)
NO_ANSWER_CODES = frozenset({"-99", "-9", "-98", "-999", "99", "999", "9999"})
FULL_SCALES = ((1, 5), (1, 7), (1, 10), (0, 10))
NOT_A_NUMBER = "not a number"
NOT_WHOLE = "not a whole number"
WITH_TEXT = "a number with text"

_LABELLED = re.compile(r"(\d{1,2})\s*(?:[-–—:=.)]|\()\s*\D.*", re.DOTALL)


def missing_mark(text: str) -> str | None:
    """The reason if the text marks a missing answer: "N/A", or a code such as -99."""
    if text.casefold() in MISSING_MARKS:
        return f'marked "{text.upper()}"'
    return None


def no_answer_code(text: str, low: int, high: int) -> str | None:
    """The reason if a rating is one of the usual codes for no answer, outside its scale."""
    bare = text.removesuffix(".0")
    if bare in NO_ANSWER_CODES and not low <= int(bare) <= high:
        return f"code {bare} for no answer"
    return None


def parse_rating(
    text: str, scale: tuple[int, int], decimal: Decimal, labelled: bool
) -> tuple[float, str]:
    """A rating and "", or NaN and the reason why the text is none.

    `text` is stripped and not blank. With `labelled`, "10 - Extremely likely" is 10.
    """
    low, high = scale
    reason = missing_mark(text) or no_answer_code(text, low, high)
    if reason:
        return float("nan"), reason
    number = parse_number(text, decimal)
    if number is None:
        match = _LABELLED.fullmatch(text)
        if match is None:
            return float("nan"), NOT_A_NUMBER
        if not labelled:
            return float("nan"), WITH_TEXT
        number = float(match[1])
    if not low <= number <= high:
        return float("nan"), f"outside {low} to {high}"
    if not number.is_integer():
        return float("nan"), NOT_WHOLE
    return number, ""


def all_labelled(column: ColumnProfile) -> bool:
    """Whether the column has ratings with texts and every other text is a plain number."""
    if not column.complete:
        return False
    labelled = 0
    for value, _ in column.values:
        if missing_mark(value) or parse_number(value, ".") is not None:
            continue
        if _LABELLED.fullmatch(value) is None:
            return False
        labelled += 1
    return labelled > 0


def ratings(column: ColumnProfile, decimal: Decimal) -> list[tuple[float, int]]:
    """The numbers of a column with up to 60 values, and how often each occurs; codes left out."""
    found = []
    for value, count in column.values:
        if missing_mark(value) or value.removesuffix(".0") in NO_ANSWER_CODES:
            continue
        number = parse_number(value, decimal)
        match = _LABELLED.fullmatch(value) if number is None else None
        if match:
            number = float(match[1])
        if number is not None:
            found.append((number, count))
    return found


def mostly_on_scale(numbers: Iterable[tuple[float, int]], scale: tuple[int, int]) -> bool:
    """Whether most of the numbers are whole and on the scale."""
    good = total = 0
    for number, count in numbers:
        total += count
        if number.is_integer() and scale[0] <= number <= scale[1]:
            good += count
    return total > 0 and good > total / 2


def recommend_is_certain(numbers: list[tuple[float, int]]) -> tuple[bool, str]:
    """Whether ratings are surely from 0 to 10, and why or why not.

    They are doubted if none is above 5, and if there is no zero among 100 or more.
    """
    on_scale = [(number, count) for number, count in numbers if 0 <= number <= 10]
    total = sum(count for _, count in on_scale)
    highest = max((number for number, _ in on_scale), default=0)
    zeros = any(number == 0 for number, _ in on_scale)
    if highest <= 5:
        return False, f"No rating is above {highest:.0f}, as on a scale from 1 to 5."
    if not zeros and total >= ENOUGH_FOR_NO_ZERO:
        return False, f"There is no 0 among {total:,} ratings, as on a scale from 1 to 10."
    if zeros:
        return True, "read as 0 to 10, because zeros occur"
    return True, f"read as 0 to 10; no zero occurs among {total:,} ratings"


def seen_scale(numbers: list[tuple[float, int]]) -> tuple[int, int] | None:
    """The scale whose both ends occur among 100 or more ratings, none of them outside it."""
    if sum(count for _, count in numbers) < ENOUGH_FOR_NO_ZERO:
        return None
    low = min(number for number, _ in numbers)
    high = max(number for number, _ in numbers)
    return next((scale for scale in FULL_SCALES if scale == (low, high)), None)
