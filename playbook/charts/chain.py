"""The chain chart: how many customers are left without a failure after each step."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.axes import upright_axis
from playbook.charts.chart import ChartWithSummary
from playbook.measures import chain_completion
from playbook.measures.wording import number_text
from playbook.tokens import token

HEIGHT = 260
TOP = 110


def chain_chart(
    rates: Sequence[float], *, title: str | None = None, steps: Sequence[str] | None = None
) -> ChartWithSummary:
    """Bars of completion after each step, and over them the rate of each step by itself.

    `rates` are success rates from 0 to 1, taken as independent (see `chain_completion`, which
    raises MeasureError for anything else); `steps` their names, by default 1, 2, 3, …; without
    `title` one is made from the numbers. Raises ValueError for another number of names than rates.
    """
    names = [str(step) for step in steps or range(1, len(rates) + 1)]
    if len(names) != len(rates):
        raise ValueError(
            f"There are {len(rates)} rates and {len(names)} names. Give one name a rate."
        )
    whole = chain_completion(rates)
    completion = [chain_completion(rates[: last + 1]) for last in range(len(rates))]
    frame = pd.DataFrame(
        {
            "step": names,
            "alone": [100 * rate for rate in rates],
            "left": [100 * share for share in completion],
            "text": [f"{100 * share:.0f}%" for share in completion],
        }
    )
    x = alt.X(
        "step:N",
        sort=None,
        title="After step",
        scale=alt.Scale(paddingInner=0.22, paddingOuter=0.1),
        axis=alt.Axis(labelExpr="split(datum.label, ' ')", labelOverlap=False, ticks=False),
    )
    y = alt.Y(
        "left:Q",
        scale=alt.Scale(domain=[0, TOP], nice=False),
        axis=upright_axis("Customers without a failure so far (%)", values=[0, 25, 50, 75, 100]),
    )
    base = alt.Chart(frame).encode(x=x, tooltip=["step", "left", "alone"])
    alone = base.encode(y=alt.Y("alone:Q", scale=alt.Scale(domain=[0, TOP], nice=False)))
    layers = [
        base.mark_bar().encode(y=y),
        base.mark_text(dy=14, color=token("accent-ink"), fontWeight="bold").encode(
            y=y, text="text:N"
        ),
        alone.mark_line(color=token("warn"), strokeDash=[4, 3], strokeWidth=1.5),
        alone.mark_point(color=token("warn"), shape="diamond", size=70),
        alt.Chart(frame.tail(1))
        .mark_text(
            text=f"each step by itself: {_span(rates)}",
            align="right",
            baseline="bottom",
            dx=22,
            dy=-8,
            color=token("warn"),
        )
        .encode(x=x, y=alt.datum(100 * max(rates))),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=HEIGHT),
        title=title
        or f"{len(rates)} steps that each go well {_span(rates)} of the time leave "
        f"{number_text(100 * whole, 1)}% of customers without a failure.",
        summary="Customers without a failure after each step: "
        + ", ".join(
            f"{name} {number_text(100 * share, 1)}%"
            for name, share in zip(names, completion, strict=True)
        )
        + f". Each step by itself: {_span(rates)}. The steps are taken as independent.",
    )


def _span(rates: Sequence[float]) -> str:
    low, high = (number_text(100 * rate, 0) for rate in (min(rates), max(rates)))
    return f"{low}%" if low == high else f"{low}–{high}%"
