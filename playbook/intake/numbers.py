"""Numbers as people write them: 1234.5, 1.234,50, € 9,90, 12 %."""

from __future__ import annotations

import re
from typing import Literal

Decimal = Literal[".", ","]
NumberForm = Literal["whole", "point", "comma", "unclear point", "unclear comma", "rounded", "none"]

UNITS = "€$£¥% \u00a0\u202f"
MISSING_MARKS = frozenset(
    {"n/a", "na", "#n/a", "n.a.", "nan", "null", "none", "-", "--", "–", "k. a.", "k.a."}
)

_SIGN = r"[-+−]?"
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WHOLE = re.compile(rf"{_SIGN}\d+")
_ROUNDED = re.compile(rf"{_SIGN}\d(?:[.,]\d+)?[eE]\+\d{{2,3}}")
_UNCLEAR = re.compile(rf"{_SIGN}[1-9]\d{{0,2}}([.,])\d{{3}}")
_SIMPLE = re.compile(rf"{_SIGN}\d*([.,])\d+|{_SIGN}\d+([.,])")
_GROUPED = {
    ".": re.compile(rf"{_SIGN}\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?"),
    ",": re.compile(rf"{_SIGN}\d{{1,3}}(?:\.\d{{3}})+(?:,\d+)?"),
}


def number_form(text: str) -> NumberForm:
    """How a text is written as a number.

    "point" and "comma" can only be read with that decimal mark; "unclear …" ("1,234") differ
    with it; "rounded" is a spreadsheet's 1.23E+17.
    """
    bare = text.strip(UNITS)
    if _WHOLE.fullmatch(bare):
        return "whole"
    if match := _UNCLEAR.fullmatch(bare):
        return "unclear point" if match[1] == "." else "unclear comma"
    if match := _SIMPLE.fullmatch(bare):
        return "point" if (match[1] or match[2]) == "." else "comma"
    if _GROUPED["."].fullmatch(bare):
        return "point"
    if _GROUPED[","].fullmatch(bare):
        return "comma"
    return "rounded" if _ROUNDED.fullmatch(bare) else "none"


def parse_number(text: str, decimal: Decimal) -> float | None:
    """The number a text stands for with this decimal mark; None if it stands for none."""
    if decimal == "." and _PLAIN.fullmatch(text):
        return float(text)
    bare = text.strip(UNITS)
    form = number_form(bare)
    if form == "none":
        return None
    if form in ("point", "comma") and form != ("point" if decimal == "." else "comma"):
        return None
    group = "," if decimal == "." else "."
    if form != "rounded" and group in bare:
        bare = bare.replace(group, "")
    return float(bare.replace(",", ".").replace("−", "-"))
