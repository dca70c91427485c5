"""Ordanvale's organisation: complaints, months, bonus, ratings and pilots."""

from __future__ import annotations

from making.ordanvale.area_ratings import RATINGS
from making.ordanvale.bonus import BONUS
from making.ordanvale.complaints import COMPLAINTS
from making.ordanvale.core import presence
from making.ordanvale.department_months import SERIES
from making.ordanvale.pilots import PILOTS
from making.shared.organisation import Organisation

ORGANISATION = Organisation(
    complaints=COMPLAINTS,
    months=SERIES,
    bonus=BONUS,
    ratings=RATINGS,
    pilots=PILOTS,
    presence=presence,
)
