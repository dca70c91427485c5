"""The interval chart: a dot and its interval a measure or group, with n."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary, Layers
from playbook.charts.rows import emphasis, lay_out
from playbook.measures import Estimate
from playbook.measures.wording import number_text, places_for
from playbook.tokens import token


@dataclass(frozen=True)
class IntervalRow:
    """One row: its name, a note beside it, the value and its interval; `marked` to look at."""

    name: str
    note: str
    value: float | None
    low: float | None
    high: float | None
    marked: bool = False


def interval_chart(
    estimates: Sequence[Estimate],
    *,
    title: str,
    x_title: str,
    reference: tuple[str, float] | None = None,
    span: tuple[float, float] | None = None,
) -> ChartWithSummary:
    """One row an estimate: its name, value and n, and under them dot and interval.

    All estimates share a unit, which `x_title` names. `reference` (label, value) is a dashed line
    behind all rows. The axis holds what is drawn, or goes from end to end of `span`. An estimate
    that is not available keeps its row and says so. Raises ValueError for estimates of different
    units.
    """
    units = {estimate.unit for estimate in estimates}
    if len(units) > 1:
        raise ValueError(
            f"The estimates have different units: {', '.join(sorted(units))}. "
            "Draw one chart for each unit."
        )
    rows = [IntervalRow(one.name, _note(one), one.value, one.low, one.high) for one in estimates]
    return ChartWithSummary(
        chart=interval_rows(rows, x_title=x_title, reference=reference, span=span),
        title=title,
        summary=" ".join(one.sentence() for one in estimates),
    )


def interval_rows(
    rows: Sequence[IntervalRow],
    *,
    x_title: str,
    reference: tuple[str, float] | None = None,
    span: tuple[float, float] | None = None,
) -> alt.LayerChart:
    """Rows of dots on their intervals; a marked row has a diamond in the warning colour.

    `reference` (label, value) is a dashed line behind all rows, `span` the ends of the axis, by
    default those of what is drawn. A row without a value keeps its name and note.
    """
    places = lay_out([row.name for row in rows], [row.note for row in rows])
    frame = pd.DataFrame(
        {
            "y": places.marks,
            "name": [row.name for row in rows],
            "note": [row.note for row in rows],
            "value": [row.value for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
            "marked": [row.marked for row in rows],
        }
    ).astype({"value": float, "low": float, "high": float})
    scale = alt.Scale(zero=False, padding=12)
    if span is not None:
        scale = alt.Scale(domain=list(span), nice=False, zero=False)
    x = alt.X("value:Q", title=axis_title(x_title), scale=scale)
    base = alt.Chart(frame.dropna(subset="value")).encode(
        y=places.y(), tooltip=["name", "value", "low", "high", "note"]
    )
    layers: list[Layers] = [] if reference is None else places.reference(*reference, x)
    layers += [
        *places.heads,
        base.mark_rule(color=token("accent"), strokeWidth=3).encode(
            x=alt.X("low:Q", title=axis_title(x_title), scale=scale), x2="high:Q"
        ),
        base.mark_point().encode(x=x, **emphasis("marked", size=110)),
    ]
    return alt.LayerChart(layer=layers, height=places.height)


def _note(estimate: Estimate) -> str:
    if estimate.value is None:
        return f"not available, n = {estimate.n}"
    places = places_for(estimate.unit, estimate.value, estimate.low, estimate.high)
    percent = "%" if estimate.unit == "%" else ""
    return f"{number_text(estimate.value, places)}{percent}, n = {estimate.n:,}"
