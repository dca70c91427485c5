"""The chart of where lifetime value lies: the share of it that each tenth of customers holds."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from playbook.charts.axes import axis_title, upright_axis
from playbook.charts.chart import ChartWithSummary
from playbook.measures.business.money import money_text
from playbook.measures.lifetime.discounted_value import DiscountedLifetimeValue
from playbook.measures.wording import listed, number_text
from playbook.tokens import token

HEIGHT = 240
TENTHS = 10
ROOM = 1.14


def value_by_tenth_chart(
    result: DiscountedLifetimeValue, *, title: str | None = None
) -> ChartWithSummary:
    """A bar a tenth of customers, the most valuable first: its share in % of all value to come.

    Raises ValueError for fewer than ten customers, or where no value is to come.
    """
    total = result.total.value
    if result.n < TENTHS or not total:
        raise ValueError("There are no tenths to draw. Take ten or more customers with a value.")
    values = np.sort(result.frame["lifetime_value"].to_numpy())[::-1]
    held = [100 * float(part.sum()) / total for part in np.array_split(values, TENTHS)]
    frame = pd.DataFrame(
        {
            "tenth": [str(place) for place in range(1, TENTHS + 1)],
            "held": held,
            "text": [f"{number_text(share, 0)}%" for share in held],
            "first": [place == 0 for place in range(TENTHS)],
        }
    )
    base = alt.Chart(frame).encode(
        x=alt.X(
            "tenth:N",
            sort=None,
            title=axis_title("Tenths of customers, the most valuable first"),
            axis=alt.Axis(labelAngle=0),
        ),
        y=alt.Y(
            "held:Q",
            axis=upright_axis("Share of the value to come (%)"),
            scale=alt.Scale(domain=[0, ROOM * max(held)], nice=False),
        ),
        tooltip=["tenth", alt.Tooltip("held:Q", title="Share (%)", format=".1f")],
    )
    return ChartWithSummary(
        chart=alt.LayerChart(
            layer=[
                base.transform_filter("datum.first").mark_bar(),
                base.transform_filter("!datum.first").mark_bar(color=token("seq-2")),
                base.mark_text(baseline="bottom", dy=-4).encode(text="text:N"),
            ],
            height=HEIGHT,
        ),
        title=title
        or f"The tenth of customers with the highest value holds {number_text(held[0], 1)}% of the "
        f"{money_text(total, result.currency)} still to come.",
        summary=f"{result.sentence()} Share of the value by tenths of customers, the most valuable "
        f"first: {listed([f'{number_text(share, 1)}%' for share in held])}.",
    )
