"""Reads a number as people write it: 53,1 or 53.1 %, −20, 1 537 or 1,537."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?P<sign>[+-]?)\s*(?P<digits>\d+(?:[ ',.]\d+)*|[.,]\d+)\s*(?P<unit>[^\d]*)")
_DECIMAL = re.compile(r"\d*[.,]?\d+")
_GROUPED = re.compile(r"\d{1,3}([ ',.])\d{3}(?:\1\d{3})*")
_GROUPED_DECIMAL = re.compile(r"(\d{1,3}([ ',.])\d{3}(?:\2\d{3})*)[.,](\d+)")
_AS_TYPED = str.maketrans(
    {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{NO-BREAK SPACE}": " "}
    | {"\N{NARROW NO-BREAK SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}
)
_PERCENT = ("%", "percent", "per cent", "pct")


def parse_number(text: str, unit: str) -> tuple[float, ...]:
    """The numbers that `text` may mean, the likelier first; empty when it holds no number.

    `unit` is what the answer is given in; it may follow the number. "1,537" gives 1.537 and
    1537: the reader knows which of them makes sense.
    """
    found = _NUMBER.fullmatch(text.translate(_AS_TYPED).strip())
    if found is None:
        return ()
    allowed = ("", unit.lower(), unit.lower().rstrip("s"), *(_PERCENT if unit == "%" else ()))
    if found["unit"].strip().rstrip(".").lower() not in allowed:
        return ()
    sign = -1.0 if found["sign"] == "-" else 1.0
    return tuple(sign * number for number in _readings(found["digits"]))


def _readings(digits: str) -> list[float]:
    readings = []
    if _DECIMAL.fullmatch(digits):
        readings.append(float(digits.replace(",", ".")))
    if grouped := _GROUPED.fullmatch(digits):
        readings.append(float(digits.replace(grouped[1], "")))
    elif (mixed := _GROUPED_DECIMAL.fullmatch(digits)) and not readings:
        readings.append(float(f"{mixed[1].replace(mixed[2], '')}.{mixed[3]}"))
    return readings


def written_as_percent(text: str) -> bool:
    """Whether `text` says that its number is in per cent."""
    return text.strip().lower().rstrip(".").endswith(_PERCENT)
