"""When customers joined and left: two columns of dates, and which of their rows can't be used."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playbook.measures.dates import read_dates
from playbook.measures.groups import same_length
from playbook.measures.leaving_out import Check
from playbook.measures.reading import Values


def read_memberships(
    joined: Values, left: Values
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64], list[Check]]:
    """Day of joining and day of leaving a row, and the reasons to leave rows out.

    Two equally long columns of dates as `read_dates` reads them; a blank in `left` is a customer
    who is still there. Raises MeasureError for columns of unequal length or shape.
    """
    came, went = read_dates(joined), read_dates(left)
    same_length(("joined", len(came.days)), ("left", len(went.days)))
    checks = [
        ("without a date of joining", came.blank),
        ("date of joining not a date", came.wrong),
        ("date of leaving not a date", went.wrong),
        ("left before joining", went.days < came.days),
    ]
    return came.days, went.days, checks
