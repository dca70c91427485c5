"""How numbers are put into sentences: one hand for every measure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

_SCALE = re.compile(r"\d+–\d+")


def places_for(unit: str, *numbers: float | None) -> int:
    """Decimals to print: 1 for % and points, 2 on a rating scale, else by the largest number."""
    if unit in {"%", "points", "percentage points"}:
        return 1
    if _SCALE.fullmatch(unit):
        return 2
    largest = max((abs(number) for number in numbers if number is not None), default=0.0)
    if largest >= 10 or largest == 0:
        return 1
    return 2 - min(0, math.floor(math.log10(largest)))


def number_text(number: float, places: int) -> str:
    """A number with `places` decimals (none when they are all 0), a true minus, 1,000s marked."""
    text = f"{number:,.{places}f}"
    if places:
        whole, decimals = text.split(".")
        text = whole if not decimals.strip("0") else text
    return "0" if text == "-0" else text.replace("-", "−")


def with_unit(number: float, unit: str, places: int) -> str:
    """A number and its unit: 81%, 30 points, 5.2 on a scale of 1–7."""
    text = number_text(number, places)
    if unit == "%":
        return f"{text}%"
    if _SCALE.fullmatch(unit):
        return f"{text} on a scale of {unit}"
    return f"{text} {unit}".rstrip()


def lasting(time: float, units: str) -> str:
    """A length of time, its unit handed in as a plural: 12 months, 1 month."""
    text = number_text(time, places_for("", time))
    return f"{text} {units.removesuffix('s') if time == 1 else units}"


def interval_text(low: float, high: float, confidence: float, unit: str, places: int) -> str:
    """An interval: 95% interval 14.1 to 44.2."""
    sign = "%" if unit == "%" else ""
    ends = f"{number_text(low, places)}{sign} to {number_text(high, places)}{sign}"
    return f"{100 * confidence:g}% interval {ends}"


def p_text(p: float) -> str:
    """A p-value with three decimals: p = 0.012, p < 0.001."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def dropped_text(dropped: Mapping[str, int]) -> str:
    """What was left out, as a sentence that begins with a blank; empty when nothing was."""
    parts = [f"{count:,} {reason}" for reason, count in dropped.items() if count]
    return f" Left out: {', '.join(parts)}." if parts else ""


def listed(names: Sequence[str]) -> str:
    """One or more names as people list them: A; A and B; A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
