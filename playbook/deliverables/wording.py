"""How words and dates are written in documents."""

from __future__ import annotations

import re
from datetime import datetime

NOT_FILLED_IN = "Not filled in"

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Leave out the control characters that no document format can hold."""
    return _UNPRINTABLE.sub("", text)


def date_text(day: datetime) -> str:
    """Write a date: "3 March 2025"."""
    return f"{day.day} {day:%B %Y}"
