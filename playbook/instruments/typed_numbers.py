"""Numbers as people type them, read without guessing."""

from __future__ import annotations

import math
import re
from numbers import Real

from playbook.instruments.errors import InstrumentError

_SPACES = dict.fromkeys(map(ord, " \t\u00a0\u202f\u2009'’"))
_MINUS = dict.fromkeys(map(ord, "−–"), "-")
_UNIT_BEFORE = re.compile(r"^([-+]?)[€$£¥]")
_UNIT_AFTER = re.compile(r"(?:%|[€$£¥]|(?<=\d)(?:points?|pts?))$", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
_COMMA_GROUPS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_POINT_GROUPS = re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_TWO_READINGS = re.compile(r"[-+]?[1-9]\d{0,2}[.,]\d{3}")


def parse_number(typed: object) -> float | None:
    """Read a number that a person typed, such as "42,5", "42.5 %", "−3" or "1.234,50 €".

    Takes text, a number or None. Gives a float, or None for nothing typed and for NaN. A percent
    sign, a currency sign and the word "points" are left out: "42.5 %" is 42.5.
    Raises InstrumentError when it is no finite number, or could be two: "1,234" is one thousand
    and more to some readers, one and a bit to others.
    """
    if isinstance(typed, str):
        text = _bare(typed)
        if _TWO_READINGS.fullmatch(text):
            whole, decimals = re.split("[.,]", text)
            raise InstrumentError(
                f"“{typed}” can be read as {whole}{decimals} or as {whole}.{decimals}.",
                f"Write {whole}{decimals} without a separator, or {whole}.{decimals}0 "
                "if it has decimals.",
            )
        return _read(text, typed) if text else None
    return _finite(typed)


def parse_count(typed: object) -> int | None:
    """Read a number of answers or cases that a person typed, such as "1,234" or "1 234".

    Takes text, a number or None. Gives a whole number from 0 up, or None for nothing typed.
    Raises InstrumentError when it is not a whole number, or is below 0.
    """
    if isinstance(typed, str):
        text = _bare(typed)
        if _TWO_READINGS.fullmatch(text):
            text = re.sub("[.,]", "", text)
        number = _read(text, typed) if text else None
    else:
        number = _finite(typed)
    if number is not None and (number < 0 or number % 1):
        raise InstrumentError(
            f"“{typed}” is not a number of answers.", "Write a whole number, 0 or more."
        )
    return None if number is None else int(number)


def _bare(typed: str) -> str:
    text = typed.translate(_SPACES).translate(_MINUS)
    return _UNIT_AFTER.sub("", _UNIT_BEFORE.sub(r"\1", text))


def _read(text: str, typed: str) -> float:
    if _COMMA_GROUPS.fullmatch(text) and (text.count(",") > 1 or "." in text):
        text = text.replace(",", "")
    elif _POINT_GROUPS.fullmatch(text) and (text.count(".") > 1 or "," in text):
        text = text.replace(".", "").replace(",", ".")
    elif _PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    else:
        raise InstrumentError(f"“{typed}” is not a number.", "Write digits, such as 42.5 or 42,5.")
    return float(_finite(float(text)) or 0.0)


def _finite(number: object) -> float | None:
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, Real):
        raise InstrumentError(f"“{number}” is not a number.", "Write digits, such as 42.5.")
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise InstrumentError("That number is too large.", "Write a smaller number.")
    return float(number)
