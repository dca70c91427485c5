"""The log-rank chart: of each group, how many left and how many would have at a common pace."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.charts.rows import checked_rows
from playbook.measures.retention.log_rank import LogRank, LogRankGroup
from playbook.measures.wording import number_text, p_text

CHANCE = 0.05


def log_rank_chart(result: LogRank, *, title: str | None = None) -> ChartWithSummary:
    """One row a group: customers who left, and those expected to at the pace of all together.

    Both in % of the group, the numbers in the note. Raises ValueError for more than 60 groups.
    """
    checked_rows(len(result.groups), "groups")
    return ChartWithSummary(
        chart=paired_rows(
            [
                PairedRow(
                    one.name,
                    f"{one.observed:,} of {one.n:,} left, {number_text(one.expected, 1)} expected",
                    100 * one.expected / one.n if one.n else None,
                    100 * one.observed / one.n if one.n else None,
                )
                for one in result.groups
            ],
            hollow="expected at a common pace",
            filled="left",
            x_title="Customers who left (% of the group)",
            from_zero=True,
        ),
        title=title or _title(result),
        summary=result.sentence(),
    )


def _title(result: LogRank) -> str:
    if result.p is None:
        return "Nobody left while two groups were followed, so that their pace can't be compared."

    def pace(group: LogRankGroup) -> float:
        return group.observed / group.expected if group.expected else 0.0

    ordered = sorted(result.groups, key=pace)
    often = "seldom gives" if result.p < CHANCE else "can give"
    return (
        f"The pace of leaving is highest for {ordered[-1].name} and lowest for {ordered[0].name}; "
        f"chance alone {often} differences like these ({p_text(result.p)})."
    )
