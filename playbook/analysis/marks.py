"""What the bytes of a delimited text tell about how it may be split into cells.

Two readers of delimited text agree on a plain file and differ on an odd one: blank lines, a blank
between a comma and a quote, two ways of ending a line. Odd files are read row by row.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from playbook.intake.drops import RowSieve
from playbook.intake.layout import Layout

TAIL_BYTES = 65_536
_STRAY = re.compile(
    rb'"(?:(?<=[^,;\t|\r\n"]")[^,;\t|\r\n"]'  # inside a cell and not doubled
    rb'| [ ,;\t|\r\n]|(?<=[ ,;\t|\r\n] "))'  # a blank between it and the end of the cell
)
_BLANK_LINES = (b"\n\n", b"\n\r\n", b"\r\r")


class Marks:
    """Follows a file chunk by chunk."""

    def __init__(self) -> None:
        self.lines = 0
        """How many line ends there are, those inside quotes too."""
        self.quotes = 0
        """How many quotes there are."""
        self._odd = False
        self._returns = 0
        self._pairs = 0
        self._last = b""

    def add(self, chunk: bytes) -> None:
        """The next piece of the file."""
        joined = self._last + chunk
        seen = len(self._last)
        self._last = joined[-2:]
        self.lines += chunk.count(b"\n")
        if b"\r" in joined:
            self._returns += chunk.count(b"\r")
            self._pairs += joined.count(b"\r\n", max(seen - 1, 0))
        if quotes := chunk.count(b'"'):
            self.quotes += quotes
        if self.quotes and not self._odd:
            self._odd = _STRAY.search(joined) is not None
        self._odd = self._odd or any(mark in joined for mark in _BLANK_LINES)

    @property
    def plain(self) -> bool:
        """Whether every reader splits the text alike, as far as its bytes tell."""
        one_ending = not self._returns or self._returns == self._pairs == self.lines
        return not self._odd and one_ending and self.lines > 0 and self.quotes % 2 == 0

    @property
    def rows(self) -> int | None:
        """How many rows there are, those of the header too; None where quotes may hold lines."""
        return None if self.quotes else self.lines + (not self._last.endswith(b"\n"))


def ends_in_data(path: Path, layout: Layout) -> bool:
    """Whether the last row of a text in UTF-8 is surely data, and none of a report's last lines."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - TAIL_BYTES, 0))
        tail = file.read().rstrip(b"\r\n")
    _, line_end, last = tail.rpartition(b"\n")
    if not line_end or last.count(b'"') % 2:
        return False
    rows = list(csv.reader([last.decode("utf-8")], delimiter=layout.delimiter))
    width = len(layout.columns)
    return len(rows) == 1 and len(rows[0]) == width and not RowSieve(width).may_be_footer(rows[0])
