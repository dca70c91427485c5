"""The say-do chart: of those who gave each level of intention, how many did it."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.interval import IntervalRow, interval_rows
from playbook.charts.rows import checked_rows
from playbook.measures.drivers.say_do import IntentionLevel, SayDo
from playbook.measures.wording import listed, number_text


def say_do_chart(result: SayDo, *, title: str | None = None) -> ChartWithSummary:
    """One row a level of intention, the most likely first: the share who did, with its interval.

    The dashed line is the share of all who did. Without `title` one is made that puts the share who
    said it beside the share who did. Raises ValueError for more than 60 levels.
    """
    checked_rows(len(result.levels), "levels")
    did = result.did.value
    return ChartWithSummary(
        chart=interval_rows(
            [
                IntervalRow(
                    f"Said {one.label}", _note(one), one.did.value, one.did.low, one.did.high
                )
                for one in reversed(result.levels)
            ],
            x_title="Share who did, of those who said so (%)",
            reference=None if did is None else (f"all: {number_text(did, 1)}% did", did),
        ),
        title=title or _title(result),
        summary=f"{result.sentence()} By what they had said: "
        + "; ".join(f"{one.label} {_note(one)}" for one in reversed(result.levels))
        + ".",
    )


def _note(one: IntentionLevel) -> str:
    did = "nobody" if one.did.value is None else f"{number_text(one.did.value, 1)}% did"
    return f"{did}, n = {one.n:,}"


def _title(result: SayDo) -> str:
    if not result.available or result.said.value is None or result.did.value is None:
        return "Nobody has both an answer and a known behaviour."
    said, did = (number_text(one, 1) for one in (result.said.value, result.did.value))
    top = result.did_of_top.value
    of_those = "" if top is None else f"; of those who said it, {number_text(top, 1)}% did"
    return f"{said}% said {listed(result.top_labels)} and {did}% did{of_those}."
