"""Medians, spreads, and the lines of the table."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: what, what was asked, what was measured, what would be better yet.

    `detail` is for whoever wants to know more; it is no part of the table.
    """

    what: str
    asked: str
    measured: str
    stretch: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return "\n    ".join(filter(None, (f"{self.what}: {self.measured}", self.detail)))


def table(rows: Sequence[Row]) -> str:
    """The lines as one Markdown table."""
    lines = ["| | asked | measured | stretch |", "|---|---|---|---|"]
    lines += [f"| {row.what} | {row.asked} | {row.measured} | {row.stretch} |" for row in rows]
    return "\n".join(lines)


def part(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float], form: str = ".2f") -> str:
    """Median, the middle half, and the ends."""
    if not values:
        return "nothing measured"
    middle = f"{statistics.median(values):{form}}"
    if len(values) < 4:
        return f"{middle} ({min(values):{form}} to {max(values):{form}})"
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return (
        f"{middle} (half within {low:{form}} to {high:{form}}, "
        f"all within {min(values):{form}} to {max(values):{form}})"
    )


def short(values: Sequence[float], form: str = ".2f") -> str:
    """Median, and the middle half; of few values, the ends."""
    if not values:
        return "nothing measured"
    low, high = min(values), max(values)
    if len(values) >= 4:
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{statistics.median(values):{form}} ({low:{form}} to {high:{form}})"


def tail(values: Sequence[float], unit: str = "ms", form: str = ".0f") -> str:
    """Median, 95th and 99th percentile, and the slowest."""
    if not values:
        return "nothing measured"
    named = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
    told = [f"{name} {part(values, share):{form}}" for name, share in named]
    return f"{', '.join(told)}, longest {max(values):{form}} {unit}"


def ratios(values: Sequence[float | None], base: Sequence[float | None]) -> list[float]:
    """Each value by the base's of the same round, where both were measured."""
    return [one / other for one, other in zip(values, base, strict=True) if one and other]
