"""How long Quillmere's customers stay by plan: from the chances they were given, not from data."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum

from making.draws import e_to
from making.quillmere.customers import Customers, months_before

MONTHS = (6, 12, 24)


@dataclass
class Survivors:
    """Planned survival of the customers who joined in the window, added up over blocks."""

    joined: int = 0
    sums: dict[int, float] = field(default_factory=lambda: dict.fromkeys(MONTHS, 0.0))

    def add(self, customers: Customers) -> None:
        """Add a block."""
        new = customers.is_new
        joined = customers.joined[new]
        self.joined += len(joined)
        for months in MONTHS:
            first = months_before(joined, months)
            risk = first * customers.rate_before[new] + (months - first) * customers.rate_since[new]
            self.sums[months] = fsum([self.sums[months], *e_to(-risk).tolist()])

    def truth(self) -> dict[str, object]:
        """Planned shares still there after some months, in per cent."""
        return {
            "says": "Most customers joined before 2023, and of those who joined then and left "
            "before it there is no trace. Curves that count everyone from the day of joining see "
            "survivors only and promise too much; customers count from 2023-01-01 on.",
            "joined_in_window": self.joined,
            "planned_still_there_pct": {
                f"after_{months}_months": round(100 * total / max(self.joined, 1), 2)
                for months, total in self.sums.items()
            },
        }
