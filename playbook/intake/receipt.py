"""The data-quality receipt: what came in, what was dropped and why, what was used."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playbook.intake.errors import IntakeError


@dataclass(frozen=True)
class Dropped:
    """Rows left out for one reason; `examples` are row numbers as a spreadsheet shows them."""

    reason: str
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True)
class Rejected:
    """Cells of one column that could not be used for one reason.

    `values` are examples as they stand in the file, `rows` their row numbers.
    """

    reason: str
    count: int
    values: tuple[str, ...]
    rows: tuple[int, ...]


@dataclass(frozen=True)
class ColumnReceipt:
    """What became of one column in the rows used: `used + blanks + rejected = rows used`."""

    name: str
    role: str
    used: int
    blanks: int
    blank_rows: tuple[int, ...]
    rejected: tuple[Rejected, ...] = ()

    def line(self) -> str:
        """One sentence for people."""
        parts = [f"{self.used:,} used" if self.role != "ignore" else f"{self.used:,} filled"]
        if self.blanks:
            parts.append(f"{_count(self.blanks, 'blank')} ({_rows(self.blank_rows, self.blanks)})")
        for one in self.rejected:
            shown = ", ".join(f'"{value}"' for value in one.values)
            parts.append(
                f"{one.count:,} {one.reason} (such as {shown}; {_rows(one.rows, one.count)})"
            )
        role = "not used" if self.role == "ignore" else self.role
        return f"{self.name} ({role}): {', '.join(parts)}."


@dataclass(frozen=True)
class Receipt:
    """What is known about one reading of one file.

    `id` is short and depends on the file's content and the plan alone, so that a number can
    be traced to it. `read_at` is an ISO time in UTC.
    """

    id: str
    file_name: str
    sha256: str
    bytes: int
    rows_in: int
    dropped: tuple[Dropped, ...]
    rows_used: int
    columns: tuple[ColumnReceipt, ...]
    notes: tuple[str, ...]
    read_at: str

    def check(self) -> None:
        """Raise IntakeError unless every row and every cell of a used row is accounted for."""
        dropped = sum(one.count for one in self.dropped)
        if self.rows_in != self.rows_used + dropped:
            raise IntakeError(
                f"The receipt of {self.file_name} doesn't add up: {self.rows_in:,} rows came in, "
                f"{self.rows_used:,} were used and {dropped:,} dropped.",
                "This is a fault of the kit: please report it with the receipt.",
            )
        for column in self.columns:
            cells = column.used + column.blanks + sum(one.count for one in column.rejected)
            if cells != self.rows_used:
                raise IntakeError(
                    f'The receipt of {self.file_name} doesn\'t add up in column "{column.name}": '
                    f"{cells:,} cells are accounted for in {self.rows_used:,} rows.",
                    "This is a fault of the kit: please report it with the receipt.",
                )

    def lines(self) -> list[str]:
        """The receipt as text for people, one line a fact."""
        text = [
            f"Receipt {self.id}: {self.file_name}, {self.bytes:,} bytes, read {self.read_at}.",
            f"{_count(self.rows_in, 'row')} came in, {self.rows_used:,} used, "
            f"{self.rows_in - self.rows_used:,} dropped.",
        ]
        text += [
            f"Dropped: {one.reason}, {_count(one.count, 'row')} ({_rows(one.examples, one.count)})."
            for one in self.dropped
        ]
        text += [column.line() for column in self.columns if column.role != "ignore"]
        text += [column.line() for column in self.columns if column.role == "ignore"]
        text += list(self.notes)
        text.append(f"SHA-256 of the file: {self.sha256}.")
        return text

    def to_dict(self) -> dict[str, Any]:
        """The receipt as JSON can hold it."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Receipt:
        """The receipt that `to_dict` gave, also after a round trip through JSON."""
        columns = (
            ColumnReceipt(
                **{
                    **column,
                    "blank_rows": tuple(column["blank_rows"]),
                    "rejected": tuple(
                        Rejected(
                            one["reason"], one["count"], tuple(one["values"]), tuple(one["rows"])
                        )
                        for one in column["rejected"]
                    ),
                }
            )
            for column in data["columns"]
        )
        dropped = (
            Dropped(one["reason"], one["count"], tuple(one["examples"])) for one in data["dropped"]
        )
        return cls(
            **{
                **data,
                "columns": tuple(columns),
                "dropped": tuple(dropped),
                "notes": tuple(data["notes"]),
            }
        )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _rows(rows: tuple[int, ...], count: int) -> str:
    named = ", ".join(str(row) for row in rows)
    return f"row{'' if count == 1 else 's'} {named}{', …' if count > len(rows) else ''}"
