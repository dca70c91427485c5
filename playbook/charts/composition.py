"""The chart of who answered: each group's share of those asked and of those who answered."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.charts.rows import checked_rows
from playbook.measures.surveys.response import Composition, Representation
from playbook.measures.wording import number_text, p_text

CHANCE = 0.05


def composition_chart(result: Composition, *, title: str | None = None) -> ChartWithSummary:
    """One row a group: its share of everyone asked, and of those who answered, in %.

    The note gives both and the group's response rate. Raises ValueError for more than 60 groups.
    """
    checked_rows(len(result.groups), "groups")
    return ChartWithSummary(
        chart=paired_rows(
            [
                PairedRow(one.label, _note(one), one.share_asked, one.share_answered)
                for one in result.groups
            ],
            hollow="of those asked",
            filled="of those who answered",
            x_title="Share of the group (%)",
            from_zero=True,
        ),
        title=title or _title(result),
        summary=f"{result.sentence()} Share of those asked and of those who answered: "
        + "; ".join(f"{one.label} {_note(one)}" for one in result.groups)
        + ".",
    )


def _note(one: Representation) -> str:
    after = "nobody" if one.share_answered is None else f"{number_text(one.share_answered, 1)}%"
    rate = one.response_rate.value
    response = "" if rate is None else f", {number_text(rate, 1)}% answered"
    return f"{number_text(one.share_asked, 1)}% → {after}{response}"


def _title(result: Composition) -> str:
    gaps = [(one.gap, one.label) for one in result.groups if one.gap is not None]
    if not gaps:
        return "Nobody answered, so that nobody is represented."
    if result.p is None or result.p >= CHANCE:
        test = "" if result.p is None else f" ({p_text(result.p)})"
        return f"Those who answered are made up like those asked, within chance{test}."
    (lowest, under), (highest, over) = min(gaps), max(gaps)
    return (
        f"Among those who answered, {over} is {number_text(highest, 1)} percentage points more "
        f"than among those asked, {under} {number_text(-lowest, 1)} less ({p_text(result.p)})."
    )
