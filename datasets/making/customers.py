"""The customers of Quillmere Broadband."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from making.draws import Draws

CONTRACTS = ("month-to-month", "one-year", "two-year")
CONTRACT_SHARES = (0.52, 0.29, 0.19)
REGIONS = ("Upper Quill", "Lower Quill", "Mereside", "Saltfen")
REGION_SHARES = (0.34, 0.28, 0.24, 0.14)
PRICES = (24.0, 29.0, 36.0, 48.0)
PRICE_SHARES = (0.25, 0.4, 0.25, 0.1)

SURVEY_FROM = date(2023, 1, 1)
SURVEY_TO = date(2024, 12, 31)
NEW_UNTIL = date(2024, 9, 30)
OLDEST = date(2014, 2, 1)
NEW_SHARE = 0.42


@dataclass
class Customer:
    """One customer; `generous` is how kindly they rate, and is in no table."""

    customer_id: str
    contract: str
    region: str
    joined: date
    monthly_bill: float
    generous: float
    left: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the customer joined while the surveys ran."""
        return self.joined >= SURVEY_FROM


def make_customers(draws: Draws, count: int) -> list[Customer]:
    """Customers Q000001 and on; whether they left is settled by their journeys."""
    customers = []
    for number in range(1, count + 1):
        new = draws.chance(NEW_SHARE)
        first, last = (SURVEY_FROM, NEW_UNTIL) if new else (OLDEST, SURVEY_FROM - timedelta(90))
        contract = draws.pick(CONTRACTS, CONTRACT_SHARES)
        customers.append(
            Customer(
                customer_id=f"Q{number:06d}",
                contract=contract,
                region=draws.pick(REGIONS, REGION_SHARES),
                joined=first + timedelta(draws.whole(0, (last - first).days)),
                monthly_bill=draws.pick(PRICES, PRICE_SHARES)
                + (4.5 if contract == "month-to-month" else 0.0),
                generous=draws.bell(),
            )
        )
    return customers
