"""How a scorecard's numbers are written, on screen and in documents."""

from __future__ import annotations

from playbook.measures import wording

_CURRENCY_SIGNS = {"€", "$", "£", "¥"}
_NO_PENCE_FROM = 1_000


def decimals(number: float, unit: str) -> int:
    """How many decimals a number in `unit` is shown with: 1 for % and points, pence for money."""
    if unit[:1] in _CURRENCY_SIGNS:
        return 0 if number % 1 == 0 or abs(number) >= _NO_PENCE_FROM else 2
    return wording.places_for(unit, number)


def number_with_unit(number: float, unit: str) -> str:
    """Write a number with its unit: "42.5%", "31 points", "£1,250", "4.20 on a scale of 1–7".

    A unit that begins with a currency sign, such as "£ per customer", gives "£43.20 per customer".
    """
    places = decimals(number, unit)
    if unit[:1] in _CURRENCY_SIGNS:
        return f"{'−' if number < 0 else ''}{unit[0]}{abs(number):,.{places}f}{unit[1:]}"
    return wording.with_unit(number, unit, places)


def interval_text(low: float, high: float, unit: str) -> str:
    """Write the two ends of an interval without naming the unit: "14.1 to 44.2"."""
    places = max(decimals(low, unit), decimals(high, unit))
    return f"{wording.number_text(low, places)} to {wording.number_text(high, places)}"
