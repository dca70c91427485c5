"""The chart of repeat purchases: how many customers bought again how often."""

from __future__ import annotations

import altair as alt
import pandas as pd

from playbook.charts.axes import upright_axis
from playbook.charts.chart import ChartWithSummary
from playbook.measures.lifetime.repeat_counts import RepeatCounts
from playbook.measures.wording import number_text
from playbook.tokens import token

HEIGHT = 260
ROOM = 1.1


def repeat_purchases_chart(counts: RepeatCounts, *, title: str | None = None) -> ChartWithSummary:
    """A bar a number of repeat purchases, with the model's expectation as a dot on its limits.

    The limits hold what chance alone gives, the model taken as true. The number of customers
    counted stands above its bar.
    """
    frame = pd.DataFrame(
        {
            "repeats": [label.replace(" or more", "+") for label in counts.labels],
            "counted": counts.actual,
            "expected": counts.expected,
            "low": counts.low,
            "high": counts.high,
            "text": [f"{count:,}" for count in counts.actual],
        }
    )
    frame["top"] = frame[["counted", "high"]].max(axis=1)
    x = alt.X("repeats:N", sort=None, title="Repeat purchases", axis=alt.Axis(labelAngle=0))
    title_y = (
        f"Customers: bars counted, dots expected by the model, with {100 * counts.confidence:g}% "
        "limits of chance"
    )
    y = alt.Y(
        "counted:Q",
        axis=upright_axis(title_y),
        scale=alt.Scale(domain=[0, ROOM * float(frame["top"].max()) or 1.0], nice=False),
    )
    base = alt.Chart(frame).encode(x=x, tooltip=["repeats", "counted", "expected", "low", "high"])
    layers = [
        base.mark_bar(color=token("seq-2")).encode(y=y),
        base.mark_rule(color=token("ink"), strokeWidth=1.5).encode(
            y=alt.Y("low:Q", axis=upright_axis(title_y)), y2="high:Q"
        ),
        base.mark_point(color=token("ink"), size=45).encode(y="expected:Q"),
        base.mark_text(dy=-9).encode(y="top:Q", text="text:N"),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title or _title(counts),
        summary=counts.sentence(),
    )


def _title(counts: RepeatCounts) -> str:
    if not counts.n:
        return "Repeat purchases: not available, there are no customers."
    once = number_text(100 * counts.actual[0] / counts.n, 1)
    fit = (
        f"the model misses the counts at {', '.join(counts.outside)}"
        if counts.outside
        else "the model matches the counts within chance"
    )
    return f"{once}% of {counts.n:,} customers did not buy again, and {fit}."
