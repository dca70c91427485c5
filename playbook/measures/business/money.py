"""How amounts of money are put into sentences."""

from __future__ import annotations

from playbook.measures.wording import number_text, with_unit


def money_text(amount: float, currency: str = "") -> str:
    """An amount: 3,065 EUR; with cents below 100 only, since more is false precision."""
    text = number_text(amount, 0) if abs(amount) >= 100 else number_text(amount, 2)
    return f"{text} {currency}".rstrip()


def rate_text(rate: float) -> str:
    """A rate given as a fraction, in percent: 0.125 → 12.5%."""
    return with_unit(100 * rate, "%", 1)
