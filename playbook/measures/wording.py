"""How numbers are put into sentences: one hand for every measure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

_SCALE = re.compile(r"\d+–\d+")
_TOO_LONG, _MOST_PLACES = 1e15, 12


def places_for(unit: str, *numbers: float | None) -> int:
    """Decimals to print: 1 for % and points, 2 on a rating scale, else by the largest number.

    % and points that lie within one of each other take 2, so that they can be told apart.
    """
    if unit in {"%", "points", "percentage points"}:
        known = [number for number in numbers if number is not None]
        return 2 if known and 0 < max(known) - min(known) < 1 else 1
    if is_scale(unit):
        return 2
    largest = max((abs(number) for number in numbers if number is not None), default=0.0)
    if largest >= 10 or largest == 0:
        return 1
    return 2 - min(0, math.floor(math.log10(largest)))


def is_scale(unit: str) -> bool:
    """Whether a unit is a rating scale, such as 1–5."""
    return _SCALE.fullmatch(unit) is not None


def number_text(number: float, places: int) -> str:
    """A number with `places` decimals (none when they are all 0), a true minus, 1,000s marked.

    Numbers too long to read, of 16 digits or with more than 12 places, are written as in 2.5e+20.
    """
    if abs(number) >= _TOO_LONG or (places > _MOST_PLACES and number):
        return f"{number:.3g}".replace("-", "−")
    text = f"{number:,.{min(places, _MOST_PLACES)}f}"
    if places:
        whole, decimals = text.split(".")
        text = whole if not decimals.strip("0") else text
    return "0" if text == "-0" else text.replace("-", "−")


def places_off_zero(places: int, *numbers: float) -> int:
    """So many decimals, and more where a number that isn't 0 would be printed as 0."""
    for more in range(places, places + 4):
        if all(number == 0 or round(number, more) != 0 for number in numbers):
            return more
    return places


def with_unit(number: float, unit: str, places: int) -> str:
    """A number and its unit: 81%, 30 points, 5.2 on a scale of 1–7."""
    text = number_text(number, places)
    if unit == "%":
        return f"{text}%"
    if is_scale(unit):
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
