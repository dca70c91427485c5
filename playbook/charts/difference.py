"""The difference chart: by how much one group lies above another, with 0 marked."""

from __future__ import annotations

from collections.abc import Sequence

from playbook.charts.chart import ChartWithSummary
from playbook.charts.interval import IntervalRow, interval_rows
from playbook.measures.estimate import Difference
from playbook.measures.wording import interval_text, number_text, places_for, with_unit

NO_DIFFERENCE = ("no difference", 0.0)


def difference_chart(
    differences: Sequence[Difference], *, x_title: str, title: str | None = None
) -> ChartWithSummary:
    """One row a difference with its interval; the dashed line is no difference at all.

    All differences share a unit, which `x_title` names and which says what was taken from what.
    Without `title` one is made from the first. Raises ValueError for differences of different
    units, or none.
    """
    if len({one.unit for one in differences}) != 1:
        raise ValueError("Draw one or more differences of one unit in one chart.")
    return ChartWithSummary(
        chart=interval_rows(
            [
                IntervalRow(one.name, _note(one), one.difference, one.low, one.high)
                for one in differences
            ],
            x_title=x_title,
            reference=NO_DIFFERENCE,
        ),
        title=title or _title(differences[0]),
        summary=" ".join(one.sentence() for one in differences),
    )


def signed(number: float, places: int) -> str:
    """A change with its sign: +3.1, −0.4, 0."""
    text = number_text(number, places)
    return f"+{text}" if number > 0 and text != "0" else text


def change_text(difference: Difference) -> str:
    """A difference as a change, without its unit; "not available" where there is none."""
    if difference.difference is None:
        return "not available"
    return signed(
        difference.difference,
        places_for(difference.unit, difference.difference, difference.low, difference.high),
    )


def _note(one: Difference) -> str:
    return f"{change_text(one)}, n = {one.n_a:,} and {one.n_b:,}"


def _title(one: Difference) -> str:
    if one.difference is None:
        return f"{one.name}: the difference is not available."
    places = places_for(one.unit, one.difference, one.low, one.high)
    interval = (
        "no interval"
        if one.low is None or one.high is None
        else interval_text(one.low, one.high, one.confidence, one.unit, places)
    )
    if one.difference == 0:
        return f"{one.name}: the two groups are level ({interval})."
    side = "above" if one.difference > 0 else "below"
    size = with_unit(abs(one.difference), one.unit, places)
    return f"{one.name}: the first group is {size} {side} the second ({interval})."
