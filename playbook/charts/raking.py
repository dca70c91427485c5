"""The chart of raking: each category before weighting, its target, and after."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.charts.rows import checked_rows
from playbook.measures.surveys.raking import Category, Raking
from playbook.measures.wording import number_text


def raking_chart(result: Raking, *, title: str | None = None) -> ChartWithSummary:
    """One row a category: its share in % before and after weighting, and a tick at its target.

    Without `title` one is made that says what the weights cost. Raises ValueError for more than 60
    categories.
    """
    checked_rows(len(result.categories), "categories")
    return ChartWithSummary(
        chart=paired_rows(
            [
                PairedRow(_name(one), _note(one), one.before, one.after, tick=one.target)
                for one in result.categories
            ],
            hollow="before weighting",
            filled="after",
            tick="target",
            x_title="Share of the answers (%)",
            from_zero=True,
        ),
        title=title
        or f"Weighted to its targets, the sample of {result.n:,} answers is worth "
        f"{number_text(result.n_effective, 0)}; the largest weight is "
        f"{number_text(result.largest, 1)} times the mean.",
        summary=f"{result.sentence()} Before weighting, after, and target: "
        + "; ".join(f"{_name(one)} {_shares(one)}" for one in result.categories)
        + ".",
    )


def _name(one: Category) -> str:
    return f"{one.margin}: {one.label}"


def _note(one: Category) -> str:
    before, after, target = (number_text(part, 1) for part in (one.before, one.after, one.target))
    missed = "" if after == target else f", target {target}%"
    return f"{before}% → {after}%{missed}, n = {one.n:,}"


def _shares(one: Category) -> str:
    return ", ".join(f"{number_text(part, 1)}%" for part in (one.before, one.after, one.target))
