"""The interval chart: a dot and its interval a measure or group, with n."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.axes import axis_title
from playbook.charts.chart import ChartWithSummary
from playbook.charts.rows import lay_out
from playbook.charts.tokens import token
from playbook.measures import Estimate
from playbook.measures.wording import number_text, places_for


def interval_chart(
    estimates: Sequence[Estimate],
    *,
    title: str,
    x_title: str,
    reference: tuple[str, float] | None = None,
) -> ChartWithSummary:
    """One row an estimate: its name, value and n, and under them dot and interval.

    All estimates share a unit, which `x_title` names. `reference` (label, value) is a dashed line
    behind all rows. An estimate that is not available keeps its row and says so. Raises ValueError
    for estimates of different units.
    """
    units = {estimate.unit for estimate in estimates}
    if len(units) > 1:
        raise ValueError(
            f"The estimates have different units: {', '.join(sorted(units))}. "
            "Draw one chart for each unit."
        )
    rows = lay_out([one.name for one in estimates], [_note(one) for one in estimates])
    frame = pd.DataFrame(
        {
            "y": rows.marks,
            "name": [one.name for one in estimates],
            "value": [one.value for one in estimates],
            "low": [one.low for one in estimates],
            "high": [one.high for one in estimates],
            "n": [one.n for one in estimates],
        }
    ).astype({"value": float, "low": float, "high": float})
    scale = alt.Scale(zero=False, padding=12)
    x = alt.X("value:Q", title=axis_title(x_title), scale=scale)
    base = alt.Chart(frame.dropna(subset="value")).encode(
        y=rows.y(), tooltip=["name", "value", "low", "high", "n"]
    )
    layers = [
        *rows.heads,
        base.mark_rule(color=token("accent"), strokeWidth=3).encode(
            x=alt.X("low:Q", title=axis_title(x_title), scale=scale), x2="high:Q"
        ),
        base.mark_point(size=110).encode(x=x),
    ]
    if reference is not None:
        line = alt.Chart(pd.DataFrame([{"value": reference[1]}])).encode(x=x)
        layers[:0] = [line.mark_rule(strokeDash=[5, 4], color=token("line-strong"))]
        layers.append(
            line.mark_text(
                text=reference[0], baseline="bottom", dy=-4, color=token("ink-soft")
            ).encode(y=alt.value(0))
        )
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=rows.height),
        title=title,
        summary=" ".join(one.sentence() for one in estimates),
    )


def _note(estimate: Estimate) -> str:
    if estimate.value is None:
        return f"not available, n = {estimate.n}"
    places = places_for(estimate.unit, estimate.value, estimate.low, estimate.high)
    percent = "%" if estimate.unit == "%" else ""
    return f"{number_text(estimate.value, places)}{percent}, n = {estimate.n:,}"
