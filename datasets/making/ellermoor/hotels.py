"""Ellermoor's fourteen hotels: where they are, who stays there, and in which currency they bill."""

from __future__ import annotations

from dataclasses import dataclass

from making.ellermoor.about import COMPANY
from making.table import Column, Table

KINDS = ("business", "leisure", "family")
CURRENCIES = ("EUR", "CHF")
FRANCS_A_EURO = 0.95
"""The group's own rate for all three years: francs for one euro."""


@dataclass(frozen=True)
class Hotel:
    """One hotel; `drawn_by` is how much it draws each of KINDS, `better` what guests feel there."""

    region: str
    rooms: int
    drawn_by: tuple[float, float, float]
    better: float = 0.0
    currency: str = "EUR"


BUSINESS_HOUSE, HOLIDAY_HOUSE = "Station Hotel", "Lakeside House"
BETTER_BY = 0.46

HOTELS = {
    "Ellermoor Grand": Hotel("Lakes", 212, (0.10, 0.10, 0.08)),
    HOLIDAY_HOUSE: Hotel("Lakes", 148, (0.05, 0.17, 0.22), -BETTER_BY / 2),
    BUSINESS_HOUSE: Hotel("City", 190, (0.30, 0.05, 0.05), BETTER_BY / 2),
    "The Mill": Hotel("Lakes", 44, (0.03, 0.06, 0.04)),
    "Harbour Rooms": Hotel("Coast", 96, (0.06, 0.09, 0.09)),
    "Castle Court": Hotel("Coast", 120, (0.08, 0.09, 0.08)),
    "Garden Inn": Hotel("Coast", 82, (0.02, 0.08, 0.11)),
    "Old Exchange": Hotel("City", 110, (0.11, 0.05, 0.02)),
    "Ridge Lodge": Hotel("Mountains", 64, (0.02, 0.08, 0.10)),
    "River Terrace": Hotel("City", 88, (0.06, 0.06, 0.04)),
    "Chapel Street": Hotel("City", 72, (0.07, 0.04, 0.03)),
    "Alp View": Hotel("Mountains", 90, (0.03, 0.06, 0.08), currency="CHF"),
    "Bridge House": Hotel("City", 58, (0.04, 0.04, 0.04)),
    "Airport East": Hotel("City", 164, (0.05, 0.01, 0.01)),
}


def hotels_table() -> Table:
    """One row a hotel."""
    return Table(
        name="hotels",
        title="Hotels",
        description="One row a hotel.",
        columns=(
            Column("hotel", "string", "The hotel.", allowed=tuple(HOTELS), unique=True),
            Column("region", "string", "Where it is.", allowed=COMPANY.regions),
            Column("rooms", "integer", "How many rooms it has.", unit="rooms", minimum=1),
            Column("currency", "string", "In which currency it bills.", allowed=CURRENCIES),
        ),
        values={
            "hotel": list(HOTELS),
            "region": [hotel.region for hotel in HOTELS.values()],
            "rooms": [hotel.rooms for hotel in HOTELS.values()],
            "currency": [hotel.currency for hotel in HOTELS.values()],
        },
        primary_key=("hotel",),
    )
