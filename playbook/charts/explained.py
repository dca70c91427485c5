"""The chart of shared variation: how much of one column goes together with each of several."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from playbook.charts.chart import ChartWithSummary
from playbook.charts.rows import lay_out
from playbook.measures import Correlation
from playbook.measures.wording import number_text
from playbook.tokens import token

BAR = 18


def explained_chart(
    correlations: Sequence[Correlation], *, title: str | None = None
) -> ChartWithSummary:
    """One bar a correlation: R² in percent, with the interval that follows from that of r.

    It says what goes together, not what causes what; without `title` one is made from the numbers.
    """
    rows = lay_out([one.name for one in correlations], [_note(one) for one in correlations])
    intervals = [_interval(one) for one in correlations]
    frame = pd.DataFrame(
        {
            "y": rows.marks,
            "name": [one.name for one in correlations],
            "percent": [
                None if one.r_squared is None else 100 * one.r_squared for one in correlations
            ],
            "low": [low for low, _ in intervals],
            "high": [high for _, high in intervals],
            "n": [one.n for one in correlations],
        }
    ).astype({"percent": float, "low": float, "high": float})
    x_title = "Variation that goes together (R², %)"
    x = alt.X("percent:Q", title=x_title, scale=alt.Scale(domainMin=0))
    base = alt.Chart(frame.dropna(subset="percent")).encode(
        y=rows.y(), tooltip=["name", "percent", "n"]
    )
    layers = [
        *rows.heads,
        base.mark_bar(size=BAR, color=token("seq-3")).encode(x=x, x2=alt.datum(0)),
        base.mark_rule(color=token("ink"), strokeWidth=1.5).encode(
            x=alt.X("low:Q", title=x_title), x2="high:Q"
        ),
    ]
    return ChartWithSummary(
        chart=alt.LayerChart(layer=layers, height=rows.height),
        title=title or _title(correlations),
        summary=" ".join(_sentence(one) for one in correlations),
    )


def _percent(one: Correlation) -> str:
    return "" if one.r_squared is None else f"{number_text(100 * one.r_squared, 1)}%"


def _note(one: Correlation) -> str:
    return f"R² {_percent(one)}, n = {one.n:,}" if one.available else f"not available, n = {one.n}"


def _interval(one: Correlation) -> tuple[float | None, float | None]:
    if one.low is None or one.high is None:
        return None, None
    smallest, largest = sorted((abs(one.low), abs(one.high)))
    return (0.0 if one.low <= 0 <= one.high else 100 * smallest**2), 100 * largest**2


def _sentence(one: Correlation) -> str:
    return f"{one.sentence()} R² {_percent(one)}." if one.available else one.sentence()


def _title(correlations: Sequence[Correlation]) -> str:
    shares = [f"{one.name} {_percent(one)}" for one in correlations if one.available]
    return f"How much of the variation goes together: {', '.join(shares) or 'not available'}."
