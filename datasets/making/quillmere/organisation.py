"""Quillmere's organisation: complaints, months, bonus, ratings and pilots."""

from __future__ import annotations

from making.quillmere.area_ratings import RATINGS
from making.quillmere.bonus import BONUS
from making.quillmere.complaints import COMPLAINTS, presence
from making.quillmere.department_months import SERIES
from making.quillmere.pilots import PILOTS
from making.shared.organisation import Organisation

ORGANISATION = Organisation(
    complaints=COMPLAINTS,
    months=SERIES,
    bonus=BONUS,
    ratings=RATINGS,
    pilots=PILOTS,
    presence=presence,
)
