"""Ellermoor's organisation: complaints, months, bonus, ratings and pilots."""

from __future__ import annotations

from making.ellermoor.area_ratings import RATINGS
from making.ellermoor.bonus import BONUS
from making.ellermoor.complaints import COMPLAINTS
from making.ellermoor.core import presence
from making.ellermoor.department_months import SERIES
from making.ellermoor.pilots import PILOTS
from making.shared.organisation import Organisation

ORGANISATION = Organisation(
    complaints=COMPLAINTS,
    months=SERIES,
    bonus=BONUS,
    ratings=RATINGS,
    pilots=PILOTS,
    presence=presence,
)
