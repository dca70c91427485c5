"""The standardised chart: each group as it is, and with the same mix of customers."""

from __future__ import annotations

from playbook.charts.chart import ChartWithSummary
from playbook.charts.paired_rows import PairedRow, paired_rows
from playbook.measures.comparing.standardised import Standardised
from playbook.measures.estimate import Estimate
from playbook.measures.wording import number_text, places_for


def standardised_chart(result: Standardised, *, title: str | None = None) -> ChartWithSummary:
    """One row a group: the crude value, and the standardised one with its interval.

    A group that can't be standardised keeps its crude mark and says so. Without `title` one is made
    that says whether the order of groups turns round.
    """
    rows = [_row(result, label) for label in result.crude]
    confidence = max((one.confidence for one in result.standardised.values()), default=0.95)
    return ChartWithSummary(
        chart=paired_rows(
            rows,
            hollow="as it is",
            filled=f"same mix, {100 * confidence:g}% interval",
            x_title=f"{result.name} ({result.unit})" if result.unit else result.name,
        ),
        title=title or _title(result),
        summary=result.sentence(),
    )


def _title(result: Standardised) -> str:
    if not result.crude:
        return f"{result.name}: no rows can be used."
    if len(result.reversals) == 1:
        higher, lower = result.reversals[0]
        return f"{higher} is higher than {lower}; with the same mix of customers it is lower."
    if result.reversals:
        return f"With the same mix of customers, {len(result.reversals)} pairs change places."
    return "With the same mix of customers, the groups keep their order."


def _row(result: Standardised, label: str) -> PairedRow:
    crude, mixed = result.crude[label], result.standardised[label]
    after = "not comparable" if mixed.value is None else _text(mixed, mixed.value)
    before = "not available" if crude.value is None else _text(crude, crude.value)
    note = f"{before} → {after}, n = {crude.n:,}"
    return PairedRow(label, note, crude.value, mixed.value, mixed.low, mixed.high)


def _text(estimate: Estimate, number: float) -> str:
    percent = "%" if estimate.unit == "%" else ""
    return f"{number_text(number, places_for(estimate.unit, number))}{percent}"
